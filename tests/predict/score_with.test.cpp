// SPDX-License-Identifier: MIT
#include <arenite/predict/score_with.hpp>

#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/model/linear_regression.hpp>

#include "support/never_read.hpp"
#include "support/claim_that_ends.hpp"
#include "support/lent_threads.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <ranges>
#include <vector>

namespace {

using sum_of_two = arenite::linear_regression<double, 2>;
constexpr sum_of_two sum{.weights = {1.0, 1.0}, .intercept = 0.0};
constexpr std::string_view five_rows = "1,2\n3,4\n5,6\n7,8\n9,10\n";
auto const two_columns = arenite::schema::unnamed(2);

template <class Range>
std::vector<double> scores_of(Range&& range) {
    std::vector<double> all;
    for (auto const [batch, scores] : range) {
        REQUIRE(batch.rows() == scores.rows());
        for (std::size_t r = 0; r != scores.rows(); ++r) all.push_back(scores(r, 0));
    }
    return all;
}

/// Two leaves.
struct which_half {
    static constexpr std::size_t cols() noexcept { return 2; }
    static constexpr std::size_t outputs() noexcept { return 1; }
    static constexpr std::size_t scratch_bytes(std::size_t) noexcept { return 0; }
    void predict(arenite::batch_view<double const> x, arenite::batch_view<std::int32_t> y,
                 arenite::scratch_view) const noexcept {
        for (std::size_t r = 0; r != x.rows(); ++r) y(r, 0) = x(r, 0) < 5 ? 0 : 1;
    }
};

/// As many scores for each row as one likes.
struct adds_outputs {
    std::size_t count, scratch_of_row = 0;
    static constexpr std::size_t cols() noexcept { return 2; }
    [[nodiscard]] std::size_t outputs() const noexcept { return count; }
    [[nodiscard]] std::size_t scratch_bytes(std::size_t rows) const noexcept { return rows * scratch_of_row; }
    void predict(arenite::batch_view<double const> x, arenite::batch_view<double> y,
                 arenite::scratch_view) const noexcept {
        for (std::size_t r = 0; r != x.rows(); ++r)
            for (std::size_t k = 0; k != count; ++k) y(r, k) = x(r, 0) + x(r, 1);
    }
};

using range = decltype(std::declval<arenite::csv_batches<double>>() | arenite::score_with(sum));
static_assert(std::ranges::input_range<range> && !std::ranges::forward_range<range>);
static_assert(!std::copy_constructible<range> && std::move_constructible<range>);

TEST_SUITE("predict") {
    TEST_CASE("score_with: borrows an lvalue and takes an rvalue") {
        arenite::memory_source text{five_rows};
        auto rows = arenite::csv_batches(text, two_columns, {.batch_rows = 2});
        CHECK(scores_of(rows | arenite::score_with(sum)) == std::vector{3.0, 7.0, 11.0, 15.0, 19.0});
        CHECK(rows.position().row == 5);  // rows stay with the caller

        arenite::memory_source again{five_rows};
        auto taken = arenite::csv_batches(again, two_columns) | arenite::score_with(sum_of_two{sum});
        CHECK(scores_of(std::move(taken)).size() == 5);
    }

    TEST_CASE("score_with: refuses rows of another shape before anything is read") {
        never_read source;
        auto const three = arenite::schema::unnamed(3);
        auto rows = arenite::csv_batches(source, three);
        try {
            static_cast<void>(rows | arenite::score_with(sum));
            FAIL("was composed");
        } catch (arenite::shape_error const& wrong) {
            CHECK(std::string{wrong.what()} == "the rows have 3 columns, the model expects 2");
        }
    }

    TEST_CASE("score_with: refuses a predictor that has nothing to say") {
        adds_outputs none{.count = 0};
        arenite::memory_source text{five_rows};
        auto rows = arenite::csv_batches(text, two_columns);
        try {
            static_cast<void>(rows | arenite::score_with(none));
            FAIL("was composed");
        } catch (arenite::shape_error const& wrong) {
            CHECK(std::string{wrong.what()} == "the predictor has no outputs");
        }
    }

    TEST_CASE("score_with: a predictor that needs more than was planned is not let near the scores") {
        CHECK(claim_that_ends([] {
                  adds_outputs grows{.count = 1};
                  arenite::memory_source text{five_rows};
                  auto rows = arenite::csv_batches(text, two_columns, {.batch_rows = 2});
                  auto scoring = rows | arenite::score_with(grows);
                  auto at = scoring.begin();
                  grows.count = 100;
                  ++at;
              }) == "a predictor stays as it was until its pipeline ends");
    }

    TEST_CASE("score_with: with workers the plan has a scratch for each of them, and the scores are the same") {
        adds_outputs const adds{.count = 2, .scratch_of_row = 8};
        auto const scored_by = [&](arenite::workers const& crew) {
            arenite::memory_source text{five_rows};
            auto rows = arenite::csv_batches(text, two_columns, {.batch_rows = 4});
            auto scoring = rows | arenite::score_with(adds, crew);
            auto const parts = arenite::plan(scoring).parts().back();
            CHECK(parts.stage == "scratch");
            CHECK(parts.bytes == crew.count() * arenite::worker_scratch_bytes(adds, 4, crew.count()));
            return scores_of(scoring);
        };
        auto const expected = scored_by({});
        CHECK(expected == std::vector{3.0, 7.0, 11.0, 15.0, 19.0});
        for (std::size_t const count : {2U, 3U, 100U}) CHECK(scored_by({backwards, count}) == expected);
    }

    TEST_CASE("score_with: rows that run alone cannot be scored as well") {
        arenite::memory_source text{five_rows};
        auto rows = arenite::csv_batches(text, two_columns);
        auto const run = arenite::admit(rows, arenite::system_memory());
        auto scoring = rows | arenite::score_with(sum);
        CHECK_FALSE(scoring.placed());
        CHECK(claim_that_ends([&] { static_cast<void>(scoring.begin()); }) == "a range runs in one pipeline at a time");
    }

    TEST_CASE("score_with: texts are carried past the model") {
        arenite::memory_source text{"first,1,2\nsecond,3,4\n"};
        arenite::schema const columns{arenite::text("name"), arenite::number("a"), arenite::number("b")};
        auto rows = arenite::csv_batches(text, columns, {.header = arenite::csv_header::no});
        std::string seen;
        for (auto const [batch, scores] : rows | arenite::score_with(sum))
            for (std::size_t r = 0; r != scores.rows(); ++r)
                seen.append(batch.text(0, r)).append(scores(r, 0) == 3.0 + 4.0 * double(r) ? " " : "? ");
        CHECK(seen == "first second ");
    }

    TEST_CASE("score_with: the ids of leaves are scores too, and the bits do not depend on the batch") {
        auto const ids_of = [](std::size_t batch_rows) {
            arenite::memory_source text{five_rows};
            auto rows = arenite::csv_batches(text, two_columns, {.batch_rows = batch_rows});
            std::vector<std::int32_t> ids;
            for (auto const [batch, scores] : rows | arenite::score_with(which_half{})) {
                static_assert(std::same_as<decltype(scores), arenite::batch_view<std::int32_t const> const>);
                for (std::size_t r = 0; r != scores.rows(); ++r) ids.push_back(scores(r, 0));
            }
            return ids;
        };
        for (std::size_t const batch_rows : {1U, 2U, 3U, 5U, 1000U})
            CHECK(ids_of(batch_rows) == std::vector{0, 0, 1, 1, 1});
    }

    TEST_CASE("score_with: std adaptors work behind it") {
        arenite::memory_source text{five_rows};
        arenite::budget memory{arenite::budget::unlimited};
        auto run = arenite::admit(arenite::csv_batches(text, two_columns, {.batch_rows = 1}) | arenite::score_with(sum),
                                  memory);
        std::vector<double> doubled;
        for (double const score : run | std::views::transform([](auto const& one) { return one.scores(0, 0) * 2; }))
            doubled.push_back(score);
        CHECK(doubled == std::vector{6.0, 14.0, 22.0, 30.0, 38.0});
    }

    TEST_CASE("score_with: an admitted pipeline may be moved before it begins, and gives everything back") {
        arenite::memory_source text{five_rows};
        arenite::budget memory{arenite::budget::unlimited};
        {
            auto run = arenite::admit(arenite::csv_batches(text, two_columns) | arenite::score_with(sum), memory);
            auto const moved_to = std::make_unique<decltype(run)>(std::move(run));
            CHECK(scores_of(*moved_to).size() == 5);
            CHECK(memory.used() != 0);
        }
        CHECK(memory.used() == 0);
    }

    TEST_CASE("score_with: a borrowed source is cleared when its pipeline goes") {
        arenite::memory_source text{five_rows};
        auto rows = arenite::csv_batches(text, two_columns);
        {
            auto scoring = rows | arenite::score_with(sum);
            CHECK(scores_of(scoring).size() == 5);
            CHECK(rows.placed());
        }
        CHECK(!rows.placed());
    }

    TEST_CASE("score_with: the plan names each part, its own behind those of the rows") {
        arenite::memory_source text{five_rows};
        auto const scoring = arenite::csv_batches(text, two_columns, {.batch_rows = 100}) | arenite::score_with(sum);
        auto const planned = arenite::plan(scoring);
        CHECK(planned.parts().back().stage == "scores");
        CHECK(planned.parts().back().bytes == 832);  // 100 doubles, rounded up to 64
        CHECK(arenite::plan(scoring, 200).parts().back().bytes == 1600);
    }
}

}  // namespace
