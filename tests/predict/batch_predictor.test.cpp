// SPDX-License-Identifier: MIT
#include <arenite/predict/batch_predictor.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::batch_view, arenite::scratch_view;

/// The least that satisfies the concept; each near miss below lacks one thing.
struct archetype {
    std::size_t cols() const noexcept { return 1; }
    std::size_t outputs() const noexcept { return 1; }
    std::size_t scratch_bytes(std::size_t) const noexcept { return 0; }
    void predict(batch_view<double const>, batch_view<double>, scratch_view) const noexcept {}
};
static_assert(arenite::batch_predictor<archetype> && arenite::predictor_of<archetype, double>);
static_assert(!arenite::predictor_of<archetype, float> && !arenite::predictor_of<archetype, double, float>);

struct without_cols : archetype {
    std::size_t cols() const = delete;
};
struct cols_of_int : archetype {
    int cols() const noexcept { return 1; }
};
struct cols_that_may_throw : archetype {
    std::size_t cols() const { return 1; }
};
struct outputs_that_may_throw : archetype {
    std::size_t outputs() const { return 1; }
};
struct without_scratch_bytes : archetype {
    std::size_t scratch_bytes(std::size_t) const = delete;
};
struct scratch_that_changes : archetype {
    std::size_t scratch_bytes(std::size_t) noexcept { return 0; }
};
struct predict_that_may_throw : archetype {
    void predict(batch_view<double const>, batch_view<double>, scratch_view) const {}
};
struct predict_that_changes : archetype {
    void predict(batch_view<double const>, batch_view<double>, scratch_view) noexcept {}
};
struct predict_with_result : archetype {
    int predict(batch_view<double const>, batch_view<double>, scratch_view) const noexcept { return 0; }
};
struct predict_that_writes_rows : archetype {
    void predict(batch_view<double>, batch_view<double>, scratch_view) const noexcept {}
};
static_assert(!arenite::batch_predictor<without_cols> && !arenite::batch_predictor<cols_of_int>);
static_assert(!arenite::batch_predictor<cols_that_may_throw> && !arenite::batch_predictor<outputs_that_may_throw>);
static_assert(!arenite::batch_predictor<without_scratch_bytes> && !arenite::batch_predictor<scratch_that_changes>);
static_assert(!arenite::batch_predictor<predict_that_may_throw> && !arenite::batch_predictor<predict_that_changes>);
static_assert(!arenite::batch_predictor<predict_with_result> && !arenite::batch_predictor<predict_that_writes_rows>);

struct leaf_ids : archetype {
    void predict(batch_view<float const>, batch_view<std::int32_t>, scratch_view) const noexcept {}
};

TEST_SUITE("predict") {
    TEST_CASE("batch_predictor: scores have the type of the rows, or are the ids of leaves") {
        CHECK(std::same_as<arenite::score_type<archetype, double>, double>);
        CHECK(arenite::batch_predictor<leaf_ids>);
        CHECK(std::same_as<arenite::score_type<leaf_ids, float>, std::int32_t>);
    }
}

}  // namespace
