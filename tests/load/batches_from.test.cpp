// SPDX-License-Identifier: MIT
#include <arenite/load/batches_from.hpp>

#include "batch_rows.hpp"
#include "malloc_probe.hpp"
#include "throwing_contract.hpp"

#include <arenite/batch/schema.hpp>
#include <arenite/model/linear_regression.hpp>
#include <arenite/predict/score_with.hpp>

#include <doctest/doctest.h>

#include <array>
#include <list>
#include <memory>
#include <numeric>
#include <ranges>
#include <vector>

namespace {

using arenite::batches_from, arenite::data_error, arenite::schema_view, arenite::shape_error;

struct person {
    int age = 0;
    std::optional<double> income{};
    bool member = false;
    std::int64_t number = 0;
    float weight = 0;

    [[nodiscard]] double income_or_none() const { return income.value_or(0); }
};

std::vector<person> const people{{30, 1.5, true, 1, 0.5f},
                                 {31, {}, false, 2, 0.1f},
                                 {32, 0.0, true, (1ll << 53) + 1, -1},
                                 {-1, 1e300, false, 4, 4},
                                 {0, -0.0, true, 5, 5}};

using people_batches = decltype(batches_from(people, &person::age));
static_assert(arenite::adaptive_batch_range<people_batches>);
static_assert(std::ranges::input_range<people_batches> && !std::ranges::forward_range<people_batches>);
static_assert(!std::ranges::view<people_batches> && !std::ranges::borrowed_range<people_batches>);
static_assert(std::is_move_constructible_v<people_batches> && !std::is_copy_constructible_v<people_batches>);
static_assert(std::same_as<people_batches::value_type, double>);
static_assert(std::same_as<decltype(batches_from<float>(people, &person::age))::value_type, float>);

template <class Range, class... Fields>
concept makes_batches =
    requires(Range&& rows, Fields... fields) { batches_from(static_cast<Range&&>(rows), fields...); };
static_assert(makes_batches<std::vector<person>&, int person::*> && makes_batches<std::vector<person>, int person::*>);
static_assert(!makes_batches<std::vector<person>&> && !makes_batches<std::vector<std::string>&>);
static_assert(!makes_batches<std::vector<person>&, std::string std::pair<std::string, int>::*>);
static_assert(makes_batches<std::vector<double>&> && makes_batches<std::list<std::span<float const>>>);
static_assert(makes_batches<std::vector<std::optional<int>>&> && makes_batches<double (&)[3][2]>);

// Rows of float stay float, all others are double unless said.
static_assert(std::same_as<decltype(batches_from(std::vector<float>{}))::value_type, float>);
static_assert(std::same_as<decltype(batches_from(std::vector<std::array<float, 2>>{}))::value_type, float>);
static_assert(std::same_as<decltype(batches_from(std::declval<float (&)[3][2]>()))::value_type, float>);
static_assert(std::same_as<decltype(batches_from(std::vector<std::array<double, 2>>{}))::value_type, double>);
static_assert(std::same_as<decltype(batches_from(std::vector<std::array<int, 2>>{}))::value_type, double>);
static_assert(std::same_as<decltype(batches_from<float>(std::vector<std::array<double, 2>>{}))::value_type, float>);
static_assert(std::same_as<decltype(batches_from<double>(std::vector<float>{}))::value_type, double>);

strings const ages{"30 1.5 1", "31 nan 0", "32 0 1", "-1 1e+300 0", "0 -0 1"};

/// Gives 0, 1, 2…, once; counts what it was asked for.
class counting_rows {
public:
    struct iterator {
        using value_type = int;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::input_iterator_tag;
        counting_rows* rows;
        int operator*() const { return rows->row; }
        iterator& operator++() {
            ++rows->steps;
            if (++rows->row == rows->throws_at) throw std::runtime_error{"broken"};
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(std::default_sentinel_t) const { return rows->row == rows->count; }
    };
    explicit counting_rows(int row_count, int row_that_throws = -1) : count(row_count), throws_at(row_that_throws) {}
    counting_rows(counting_rows const&) = delete;
    iterator begin() { return {this}; }
    std::default_sentinel_t end() const { return {}; }

    int count, throws_at, row = 0, steps = 0;
};

template <class Error, class Range>
std::string error_in(Range&& rows, arenite::row_options const& options = {}) {
    try {
        all_rows(batches_from(static_cast<Range&&>(rows), options));
    } catch (Error const& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("batches_from: fields are columns, whatever the batches") {
        for (std::size_t rows = 1; rows != 8; ++rows) {
            CHECK(all_rows(batches_from(people, {.batch_rows = rows}, &person::age, &person::income,
                                        &person::member)) == ages);
            auto batches = batches_from(people, {.batch_rows = rows}, &person::age);
            std::vector<std::size_t> sizes;
            std::uint64_t seen = 0;
            for (auto const batch : batches) {
                CHECK(batches.first_row() == seen);
                seen += batch.rows();
                sizes.push_back(batch.rows());
            }
            CHECK(sizes.size() == (5 + rows - 1) / rows);
            CHECK(sizes.front() == std::min<std::size_t>(rows, 5));
        }
    }

    TEST_CASE("batches_from: a field is a member, a function of one, or any function of a row") {
        auto const twice = [factor = 2](person const& one) { return one.age * factor; };
        CHECK(all_rows(batches_from(people, &person::income_or_none, twice, &person::weight)) ==
              strings{"1.5 60 0.5", "0 62 0.10000000149011612", "0 64 -1", "1e+300 -2 4", "-0 0 5"});
    }

    TEST_CASE("batches_from: an lvalue is borrowed, an rvalue is taken") {
        std::vector<std::unique_ptr<int>> pointers;  // cannot be copied
        pointers.push_back(std::make_unique<int>(7));
        auto const value = [](std::unique_ptr<int> const& pointer) { return *pointer; };
        CHECK(all_rows(batches_from(pointers, value)) == strings{"7"});
        auto taken = batches_from(std::move(pointers), value);
        auto moved = std::move(taken);
        CHECK(all_rows(moved) == strings{"7"});
        CHECK(pointers.empty());
    }

    TEST_CASE("batches_from: any input range will do") {
        std::list<person> const listed(people.begin(), people.end());
        CHECK(all_rows(batches_from(listed, &person::age, &person::income, &person::member)) == ages);
        auto grown = people | std::views::filter([](person const& one) { return one.age > 30; });
        CHECK(all_rows(batches_from(grown, &person::age)) == strings{"31", "32"});
        CHECK(all_rows(batches_from(people | std::views::take(2), &person::age)) == strings{"30", "31"});
        CHECK(all_rows(batches_from(std::views::iota(1, 4))) == strings{"1", "2", "3"});
        auto const made = std::views::iota(1, 3) | std::views::transform([](int i) { return std::array{i, -i}; });
        CHECK(all_rows(batches_from(made)) == strings{"1 -1", "2 -2"});
        counting_rows counted{3};
        CHECK(all_rows(batches_from(counted)) == strings{"0", "1", "2"});
        std::vector<person> const nobody;
        CHECK(all_rows(batches_from(nobody, &person::age)).empty());
        CHECK(all_rows(batches_from(std::vector<double>{})).empty());
    }

    TEST_CASE("batches_from: rows are numbers, of any type and length that the schema has") {
        CHECK(all_rows(batches_from(std::vector<std::vector<int>>{{1, 2}, {3, 4}}, {.schema = schema_view{2}})) ==
              strings{"1 2", "3 4"});
        std::array<double, 6> const flat{1, 2, 3, 4, 5, 6};
        std::vector<std::span<double const>> const spans{std::span{flat}.first(3), std::span{flat}.last(3)};
        CHECK(all_rows(batches_from(spans, {.schema = schema_view{3}})) == strings{"1 2 3", "4 5 6"});
        CHECK(all_rows(batches_from(std::vector<std::array<std::optional<int>, 2>>{{1, std::nullopt}})) ==
              strings{"1 nan"});
        CHECK(all_rows(batches_from(std::vector<std::vector<bool>>{{true, false}}, {.schema = schema_view{2}})) ==
              strings{"1 0"});
        CHECK(all_rows(batches_from(std::vector<std::span<float, 2>>{})).empty());
        arenite::schema const named{arenite::number("a"), arenite::category("b", {"x", "y"})};
        auto batches = batches_from(std::vector<std::array<int, 2>>{{3, 1}}, {.schema = named});
        CHECK(batches.schema()[1].name == "b");
        CHECK(all_rows(batches) == strings{"3 1"});
        CHECK(batches_from(people, &person::age, &person::income).schema().size() == 2);
    }

    TEST_CASE("batches_from: rows that lie as a batch does are not copied") {
        std::vector<std::array<double, 2>> const arrays{{1, 2}, {3, 4}, {5, 6}};
        float grid[3][2] = {{1, 2}, {3, 4}, {5, 6}};
        std::vector<double> const alone{1, 2, 3};
        auto const check = [](auto batches, auto const* first, std::size_t cols) {
            CHECK(arenite::plan(batches).total() == 64);
            std::size_t row = 0;
            for (auto const batch : batches) {
                CHECK(batch.data() == first + row * cols);
                CHECK(batch.cols() == cols);
                CHECK(batch.row_stride() == static_cast<std::ptrdiff_t>(cols));
                CHECK(batch.rows() == (row == 0 ? 2 : 1));
                row += batch.rows();
            }
            CHECK(row == 3);
        };
        check(batches_from(arrays, {.batch_rows = 2}), arrays[0].data(), 2);
        check(batches_from(grid, {.batch_rows = 2}), &grid[0][0], 2);
        check(batches_from(alone, {.batch_rows = 2}), alone.data(), 1);
        check(batches_from(std::span{alone}, {.batch_rows = 2}), alone.data(), 1);
        CHECK(all_rows(batches_from(std::vector<std::array<double, 2>>{{1, 2}})) == strings{"1 2"});
        // others are
        CHECK(arenite::plan(batches_from<float>(arrays, {.batch_rows = 100})).total() == 832);
        CHECK(arenite::plan(batches_from(std::vector<std::array<int, 2>>{}, {.batch_rows = 100})).total() == 1600);
        CHECK(arenite::plan(batches_from(std::list<double>{}, {.batch_rows = 100})).total() == 832);
        CHECK(all_rows(batches_from<float>(arrays)) == strings{"1 2", "3 4", "5 6"});
    }

    TEST_CASE("batches_from: what does not fit the schema is refused at construction") {
        std::vector<std::array<double, 2>> const arrays;
        CHECK(error_in<shape_error>(arrays, {.schema = schema_view{3}}) == "the rows have 2 columns, the schema has 3");
        CHECK(error_in<shape_error>(std::vector<double>{}, {.schema = schema_view{2}}) ==
              "the rows have 1 columns, the schema has 2");
        CHECK(error_in<shape_error>(std::vector<std::vector<double>>{}) ==
              "rows whose type does not state their length need row_options::schema");
        CHECK(error_in<shape_error>(std::vector<std::array<double, 0>>{}) == "rows without columns");
        arenite::schema const with_text{arenite::number("a"), arenite::text("b")};
        CHECK(error_in<shape_error>(arrays, {.schema = with_text}) == "rows of numbers have no columns of texts");
        CHECK_THROWS_AS(static_cast<void>(batches_from(people, {.schema = schema_view{2}}, &person::age)), shape_error);
    }

    TEST_CASE("batches_from: a row of another length is an error behind the rows in front of it") {
        std::vector<std::vector<double>> const rows{{1, 2}, {3, 4}, {5, 6}, {7}, {8, 9}};
        for (std::size_t size = 1; size != 7; ++size) {
            auto batches = batches_from(rows, {.batch_rows = size, .schema = schema_view{2}, .name = "readings"});
            std::size_t seen = 0;
            try {
                for (auto const batch : batches) seen += batch.rows();
                FAIL("nothing was thrown");
            } catch (data_error const& error) {
                CHECK(std::string{error.what()} == "readings: found 1 number in row 3, expected 2");
            }
            CHECK(seen == 3);
        }
        CHECK(error_in<data_error>(std::vector<std::vector<int>>{{}}, {.schema = schema_view{1}}) ==
              "rows: found 0 numbers in row 0, expected 1");
        CHECK(error_in<data_error>(std::vector<std::vector<int>>{{1, 2, 3}}, {.schema = schema_view{2}}) ==
              "rows: found 3 numbers in row 0, expected 2");
    }

    TEST_CASE("batches_from: after an error it is at its end") {
        std::vector<std::vector<double>> const rows{{1}, {2, 3}, {4}};
        auto batches = batches_from(rows, {.batch_rows = 1, .schema = schema_view{1}});
        auto at = batches.begin();
        CHECK_THROWS_AS(++at, data_error);
        CHECK(at == std::default_sentinel);
        ++at;
        CHECK(at == std::default_sentinel);
    }

    TEST_CASE("batches_from: a row is asked for when a batch needs it, not before, and not twice") {
        counting_rows rows{5};
        auto batches = batches_from(rows, {.batch_rows = 2});
        auto at = batches.begin();
        CHECK(rows.steps == 1);
        ++at;
        CHECK(rows.steps == 3);
        ++at;
        CHECK((*at).rows() == 1);
        CHECK(rows.steps == 5);
        ++at;
        CHECK(at == std::default_sentinel);
        CHECK(rows.steps == 5);
    }

    TEST_CASE("batches_from: what the rows throw goes through") {
        counting_rows rows{9, 5};
        auto batches = batches_from(rows, {.batch_rows = 2});
        std::size_t seen = 0;
        auto const drain = [&] {
            for (auto const batch : batches) seen += batch.rows();
        };
        CHECK_THROWS_WITH_AS(drain(), "broken", std::runtime_error);
        CHECK(seen == 4);
    }

    TEST_CASE("batches_from: what the cells cannot hold is counted") {
        auto doubles = batches_from(people, &person::number);
        CHECK(all_rows(doubles) == strings{"1", "2", "9007199254740992", "4", "5"});
        CHECK(doubles.inexact() == 1);
        auto floats = batches_from<float>(std::vector{1e39, 1e-60, 1.0});
        CHECK(all_rows(floats) == strings{"inf", "0", "1"});
        CHECK(floats.overflows() == 1);
        CHECK(floats.underflows() == 1);
        CHECK(floats.inexact() == 0);
    }

    TEST_CASE("batches_from: is iterated once, with batches of at least one row") {
        throwing_contract const guard;
        auto batches = batches_from(people, &person::age);
        CHECK(all_rows(batches).size() == 5);
        CHECK_THROWS_AS(static_cast<void>(batches.begin()), broken_contract);
        CHECK_THROWS_AS(static_cast<void>(batches_from(people, {.batch_rows = 0}, &person::age)), broken_contract);
    }

    TEST_CASE("batches_from: is exactly as large as its plan, or as a budget allows") {
        auto batches = batches_from(people, {.batch_rows = 100}, &person::age, &person::income);
        CHECK(arenite::plan(batches).total() == 1600);
        arenite::budget exact{1600}, short_of_a_line{1599};
        CHECK_THROWS_AS(static_cast<void>(arenite::admit(batches, short_of_a_line)), arenite::budget_exceeded);
        {
            auto run = arenite::admit(batches, exact);
            CHECK(exact.used() == 1600);
            CHECK(all_rows(run).size() == 5);
        }
        CHECK(exact.used() == 0);
        auto most = batches_from(people, {.batch_rows = arenite::automatic_batch_rows}, &person::age, &person::income);
        CHECK(most.batch_rows() == 4096);
        auto run = arenite::admit(most, exact);
        CHECK(most.batch_rows() == 100);
        CHECK(all_rows(run).size() == 5);
    }

    TEST_CASE("batches_from: rows are scored, and nobody is asked for memory from the second batch on") {
        arenite::linear_regression<double, 2> const model{{2, 3}, 1};
        std::vector<std::array<double, 2>> rows(1000, {1, 1});
        double sum = 0;
        auto const score = [&](auto scored) {
            auto at = scored.begin();
            allocation_count const counted;
            for (; at != std::default_sentinel; ++at)
                for (std::size_t r = 0; r != (*at).scores.rows(); ++r) sum += (*at).scores(r, 0);
            return counted.calls();
        };
        auto const first = [](std::array<double, 2> const& row) { return row[0]; };
        CHECK(score(batches_from(rows, {.batch_rows = 64}) | arenite::score_with(model)) == 0);
        CHECK(score(batches_from(rows, {.batch_rows = 64}, first, first) | arenite::score_with(model)) == 0);
        CHECK(sum == 12000);
        CHECK_THROWS_AS(static_cast<void>(batches_from(rows, first) | arenite::score_with(model)), shape_error);
    }
}
