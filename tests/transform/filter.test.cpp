// SPDX-License-Identifier: MIT
#include <arenite/transform/filter.hpp>

#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/transform/one_hot.hpp>

#include "transform/numbered_rows.hpp"

#include <doctest/doctest.h>

#include <ranges>

namespace {

using arenite::filter;

constexpr auto is_third = [](double x) noexcept { return static_cast<int>(x) % 3 == 0; };
using range =
    decltype(arenite::batches_from(std::declval<std::vector<std::vector<double>>&>()) | filter("n", is_third));
static_assert(arenite::batch_range<range> && std::ranges::input_range<range> && !std::ranges::forward_range<range>);
static_assert(arenite::adaptive_batch_range<range> && std::movable<range> && !std::copy_constructible<range>);

TEST_SUITE("transform") {
    TEST_CASE("filter: keeps rows by one column, moves them together, and keeps their numbers") {
        for (std::size_t const batch_rows : {1U, 2U, 3U, 4U, 100U}) {
            CHECK(numbers_by(filter("n", is_third), 10, batch_rows) == std::vector{0.0, 3.0, 6.0, 9.0});
            CHECK(numbers_by(filter("twice", [](double x) noexcept { return x > 13; }), 10, batch_rows) ==
                  std::vector{7.0, 8.0, 9.0});
        }
    }

    TEST_CASE("filter: keeps rows by a function of all columns") {
        auto const stage =
            filter([](auto const& batch, std::size_t r) noexcept { return batch(r, 0) + batch(r, 1) < 9; });
        for (std::size_t const batch_rows : {1U, 2U, 100U})
            CHECK(numbers_by(stage, 10, batch_rows) == std::vector{0.0, 1.0, 2.0});
    }

    TEST_CASE("filter: none, all, and a missing number") {
        CHECK(numbers_by(filter("n", [](double) noexcept { return false; }), 10, 3).empty());
        CHECK(numbers_by(filter("n", [](double) noexcept { return true; }), 10, 3).size() == 10);
        CHECK(numbers_by(filter("n", is_third), 0, 3).empty());
        auto const made =
            made_by(filter("n", [](double x) noexcept { return x != x; }), {{1, 2}, {missing, 3}}, numbered);
        CHECK(same_rows(made.rows, {{missing, 3}}));
    }

    TEST_CASE("filter: behind another one the numbers are still those of the file") {
        auto const even = filter("n", [](double x) noexcept { return static_cast<int>(x) % 2 == 0; });
        for (std::size_t const batch_rows : {1U, 5U, 100U})
            CHECK(numbers_by(even | filter("n", is_third), 20, batch_rows) == std::vector{0.0, 6.0, 12.0, 18.0});
    }

    TEST_CASE("filter: finds the column among texts, and takes texts along") {
        arenite::schema const columns{arenite::text("id"), arenite::number("age"),
                                      arenite::category("city", {"Bern", "Lima"}), arenite::text("note")};
        arenite::memory_source source{"a,1,Lima,x\nb,2,Bern,y\nc,3,Lima,z\n"};
        auto kept = arenite::csv_batches(source, columns, {.batch_rows = 2, .header = arenite::csv_header::no}) |
                    filter("city", [](double code) noexcept { return code == 1; });
        std::string seen;
        for (auto const batch : kept)
            for (std::size_t r = 0; r != batch.rows(); ++r)
                seen.append(batch.text(0, r)).append(batch.text(1, r)).append(batch(r, 0) == 3 ? "3" : "").append(" ");
        CHECK(seen == "ax cz3 ");
        arenite::memory_source again{"a,1,Lima,x\n"};
        auto rows = arenite::csv_batches(again, columns);
        CHECK_THROWS_WITH_AS(static_cast<void>(rows | filter("id", is_third)),
                             "filter: column 'id' is a text, not a number or a category", arenite::shape_error);
    }

    TEST_CASE("filter: knows columns that a stage made, and the stages behind it the columns") {
        arenite::schema const columns{arenite::category("city", {"Bern", "Lima"}), arenite::number("n")};
        auto const chain = arenite::one_hot() | filter("city=Lima", [](double x) noexcept { return x == 1; });
        auto const made = made_by(chain, {{0, 5}, {1, 6}, {missing, 7}}, columns);
        CHECK(same_rows(made.rows, {{0, 1, 6}}));
        CHECK(made.names == std::vector<std::string>{"city=Bern", "city=Lima", "n"});
    }

    TEST_CASE("filter: refuses a column that is not there") {
        CHECK(refusal_of(filter("m", is_third), numbered) ==
              "filter: there is no column 'm'; the columns are 'n', 'twice'");
    }

    TEST_CASE("filter: plans what it holds, and asks for nothing on the way") {
        check_memory_of_stage(filter("n", is_third));
    }
}

}  // namespace
