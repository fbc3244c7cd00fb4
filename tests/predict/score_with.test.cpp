// SPDX-License-Identifier: MIT
#include <arenite/predict/score_with.hpp>

#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/model/linear_regression.hpp>

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
        struct never_read {
            static std::size_t read(std::span<char>) {
                FAIL("was read");
                return 0;
            }
            static std::string_view name() noexcept { return "never"; }
        } source;
        auto const three = arenite::schema::unnamed(3);
        auto rows = arenite::csv_batches(source, three);
        try {
            static_cast<void>(rows | arenite::score_with(sum));
            FAIL("was composed");
        } catch (arenite::shape_error const& wrong) {
            CHECK(std::string{wrong.what()} == "the rows have 3 columns, the model expects 2");
        }
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
