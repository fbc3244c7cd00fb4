// SPDX-License-Identifier: MIT
#include <arenite/predict/batch_predictor.hpp>

#include "contracts/predictor_contract.hpp"

#include <doctest/doctest.h>

#include <atomic>

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

struct outputs_of_int : archetype {
    int outputs() const noexcept { return 1; }
};
struct scratch_that_may_throw : archetype {
    std::size_t scratch_bytes(std::size_t) const { return 0; }
};
struct predict_without_scratch : archetype {
    void predict(batch_view<double const>, batch_view<double>) const noexcept {}
};
static_assert(!arenite::batch_predictor<outputs_of_int> && !arenite::batch_predictor<scratch_that_may_throw>);
static_assert(!arenite::batch_predictor<predict_without_scratch> && !arenite::batch_predictor<archetype*>);

// Predictors that satisfy the concept, the first one its semantics too; each of the others breaks one of them.
struct honest {
    static constexpr std::size_t cols() noexcept { return 2; }
    static constexpr std::size_t outputs() noexcept { return 2; }
    static constexpr std::size_t scratch_bytes(std::size_t) noexcept { return 64; }
    void predict(batch_view<double const> x, batch_view<double> y, scratch_view) const noexcept {
        for (std::size_t r = 0; r != x.rows(); ++r) y(r, 0) = x(r, 0), y(r, 1) = x(r, 1);
    }
};
struct needs_less_for_more : honest {
    static constexpr std::size_t scratch_bytes(std::size_t rows) noexcept { return rows > 20 ? 0 : 64; }
};
struct leaves_the_last_score : honest {
    void predict(batch_view<double const> x, batch_view<double> y, scratch_view) const noexcept {
        for (std::size_t r = 0; r != x.rows(); ++r) y(r, 0) = x(r, 0);
        for (std::size_t r = 0; r + 1 < x.rows(); ++r) y(r, 1) = x(r, 1);
    }
};
struct reads_scratch : honest {
    void predict(batch_view<double const> x, batch_view<double> y, scratch_view scratch) const noexcept {
        auto const kept = scratch.take<double>(1);
        for (std::size_t r = 0; r != x.rows(); ++r) y(r, 0) = kept[0], y(r, 1) = x(r, 1);
    }
};
struct looks_at_the_last_row : honest {
    void predict(batch_view<double const> x, batch_view<double> y, scratch_view) const noexcept {
        for (std::size_t r = 0; r != x.rows(); ++r) y(r, 0) = x(x.rows() - 1, 0), y(r, 1) = x(r, 1);
    }
};
struct takes_rows_for_contiguous : honest {
    void predict(batch_view<double const> x, batch_view<double> y, scratch_view) const noexcept {
        for (std::size_t r = 0; r != x.rows(); ++r)
            y(r, 0) = x(r, 0), y(r, 1) = *(&x(r, 0) + (r + 1 < x.rows() ? 1 : 0));
    }
};
struct takes_scores_for_contiguous : honest {
    void predict(batch_view<double const> x, batch_view<double> y, scratch_view) const noexcept {
        for (std::size_t i = 0; i != 2 * x.rows(); ++i) y.data()[i] = x(i / 2, i % 2);
    }
};
struct remembers : honest {
    void predict(batch_view<double const> x, batch_view<double> y, scratch_view) const noexcept {
        auto const call = static_cast<double>(++calls);
        for (std::size_t r = 0; r != x.rows(); ++r) y(r, 0) = call, y(r, 1) = x(r, 1);
    }
    mutable std::atomic<int> calls = 0;
};

template <class P>
void check() {
    contracts::check_predictor<double, double>(P{});
}

TEST_SUITE("predict") {
    TEST_CASE("batch_predictor: scores have the type of the rows, or are the ids of leaves") {
        CHECK(std::same_as<arenite::score_type<archetype, double>, double>);
        CHECK(arenite::batch_predictor<leaf_ids>);
        CHECK(std::same_as<arenite::score_type<leaf_ids, float>, std::int32_t>);
    }

    TEST_CASE("batch_predictor: who keeps the semantics passes their test") { check<honest>(); }

    // The test of the semantics must fail for each of these.
    TEST_CASE("batch_predictor: caught: scratch decreases" * doctest::should_fail()) { check<needs_less_for_more>(); }
    TEST_CASE("batch_predictor: caught: a score is not written" * doctest::should_fail()) {
        check<leaves_the_last_score>();
    }
    TEST_CASE("batch_predictor: caught: scratch is read" * doctest::should_fail()) { check<reads_scratch>(); }
    TEST_CASE("batch_predictor: caught: rows depend on each other" * doctest::should_fail()) {
        check<looks_at_the_last_row>();
    }
    TEST_CASE("batch_predictor: caught: strides of x matter" * doctest::should_fail()) {
        check<takes_rows_for_contiguous>();
    }
    TEST_CASE("batch_predictor: caught: strides of y matter" * doctest::should_fail()) {
        check<takes_scores_for_contiguous>();
    }
    TEST_CASE("batch_predictor: caught: it remembers" * doctest::should_fail()) { check<remembers>(); }
}

}  // namespace
