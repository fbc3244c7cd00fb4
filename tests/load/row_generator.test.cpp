// SPDX-License-Identifier: MIT
#include <arenite/load/row_generator.hpp>

#include "batch_rows.hpp"
#include "counting_source.hpp"
#include "malloc_probe.hpp"
#include "throwing_contract.hpp"

#include <arenite/load/batches_from.hpp>

#include <doctest/doctest.h>

#include <array>
#include <stdexcept>

namespace {

using arenite::batches_from, arenite::budget, arenite::row_generator, arenite::schema_view;

static_assert(std::ranges::input_range<row_generator<double>> && !std::ranges::forward_range<row_generator<double>>);
static_assert(!std::ranges::view<row_generator<double>>);
static_assert(!std::is_copy_constructible_v<row_generator<double>>);
static_assert(std::is_nothrow_move_constructible_v<row_generator<double>> &&
              std::is_nothrow_move_assignable_v<row_generator<double>>);
static_assert(std::same_as<std::ranges::range_reference_t<row_generator<float>>, std::span<float const>>);

struct reading {
    int sensor;
    std::optional<double> value;
};
static_assert(std::same_as<std::ranges::range_reference_t<row_generator<reading>>, reading const&>);

/// Counts those that live.
struct tracked {
    explicit tracked(int& counter) : live(counter) { ++live; }
    tracked(tracked const&) = delete;
    ~tracked() { --live; }
    int& live;
};

row_generator<double> squares(int rows, int& live, budget&) {
    tracked const here{live};
    std::array<double, 2> row;
    for (int i = 0; i != rows; ++i) {
        row = {static_cast<double>(i), static_cast<double>(i * i)};
        co_yield row;
    }
}

row_generator<reading> readings(budget&, int rows) {
    reading one{};
    for (; one.sensor != rows; ++one.sensor) {
        if (one.sensor % 2 == 0) one.value = one.sensor / 2.0;
        else one.value.reset();
        co_yield one;
    }
}

row_generator<std::array<float, 2>> pairs(budget&) {
    std::array<float, 2> const first{1, 2}, second{3, 4};
    co_yield first;
    co_yield second;
}

row_generator<double> breaking(int& live, int after, budget&) {
    tracked const here{live};
    double const row[] = {1};
    for (int i = 0; i != after; ++i) co_yield row;
    throw std::runtime_error{"the sensor is gone"};
}

row_generator<int> nothing(budget&) { co_return; }

struct station {
    int offset;
    row_generator<int> days(int count, budget&) const {
        int row[1] = {offset};
        for (int i = 0; i != count; ++i, ++row[0]) co_yield row;
    }
};

/// What the frame of `squares` takes of a budget; 0: the compiler needs none.
std::size_t squares_bytes() {
    budget memory{budget::unlimited};
    int live = 0;
    auto const rows = squares(3, live, memory);
    return memory.used();
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("row_generator: its rows are batches, whatever their size") {
        budget memory{4096};
        int live = 0;
        for (std::size_t rows = 1; rows != 7; ++rows) {
            CHECK(all_rows(batches_from(squares(5, live, memory), {.batch_rows = rows, .schema = schema_view{2}})) ==
                  strings{"0 0", "1 1", "2 4", "3 9", "4 16"});
            CHECK(all_rows(batches_from(readings(memory, 3), {.batch_rows = rows}, &reading::sensor,
                                        &reading::value)) == strings{"0 0", "1 nan", "2 1"});
            CHECK(all_rows(batches_from(pairs(memory), {.batch_rows = rows})) == strings{"1 2", "3 4"});
            CHECK(all_rows(batches_from(nothing(memory), {.batch_rows = rows, .schema = schema_view{1}})).empty());
        }
        CHECK(all_rows(batches_from(station{7}.days(2, memory), {.schema = schema_view{1}})) == strings{"7", "8"});
        CHECK(live == 0);
        CHECK(memory.used() == 0);
    }

    TEST_CASE("row_generator: nothing runs before begin, and the frame goes with it wherever it stands") {
        budget memory{4096};
        int live = 0;
        for (int steps = 0; steps != 5; ++steps) {
            auto rows = squares(3, live, memory);
            CHECK(live == 0);
            if (steps == 0) continue;
            auto at = rows.begin();
            CHECK(live == 1);
            for (int i = 1; i < steps && at != std::default_sentinel; ++i) ++at;
            CHECK((at == std::default_sentinel) == (steps == 4));
        }
        CHECK(live == 0);
        CHECK(memory.used() == 0);
    }

    TEST_CASE("row_generator: its frame is in the budget, exactly, under its name") {
        auto const bytes = squares_bytes();
        if (bytes == 0) return;  // none was needed
        CHECK(bytes > 64);
        counting_source source;
        int live = 0;
        {
            budget exact{bytes, source};
            {
                auto const rows = squares(3, live, exact);
                CHECK(exact.used() == bytes);
                CHECK(source.outstanding == 1);
            }
            CHECK(exact.used() == 0);
            CHECK(source.outstanding == 0);
            auto const report = exact.report();
            bool named = false;
            for (auto const& tag : report.tags) named |= tag.name.view() == "generator" && tag.peak == bytes;
            CHECK(named);
        }
        budget short_of_a_byte{bytes - 1, source};
        try {
            auto const rows = squares(3, live, short_of_a_byte);
            FAIL("nothing was thrown");
        } catch (arenite::budget_exceeded const& refused) {
            CHECK(refused.stage() == "generator");
            CHECK(refused.requested() == bytes);
            CHECK(refused.available() == bytes - 1);
        }
        CHECK(short_of_a_byte.used() == 0);
        CHECK(source.outstanding == 0);
        CHECK(live == 0);
    }

    TEST_CASE("row_generator: what the body throws comes out where the row was asked for") {
        budget memory{4096};
        int live = 0;
        auto at_once = breaking(live, 0, memory);
        CHECK_THROWS_WITH_AS(static_cast<void>(at_once.begin()), "the sensor is gone", std::runtime_error);
        CHECK(live == 0);
        auto later = breaking(live, 2, memory);
        auto at = later.begin();
        ++at;
        CHECK(at != std::default_sentinel);
        CHECK_THROWS_WITH_AS(++at, "the sensor is gone", std::runtime_error);
        CHECK(at == std::default_sentinel);
        CHECK(live == 0);
        auto batches = batches_from(breaking(live, 5, memory), {.batch_rows = 2, .schema = schema_view{1}});
        std::size_t seen = 0;
        auto const drain = [&] {
            for (auto const batch : batches) seen += batch.rows();
        };
        CHECK_THROWS_WITH_AS(drain(), "the sensor is gone", std::runtime_error);
        CHECK(seen == 4);
    }

    TEST_CASE("row_generator: is moved, also in front of another, and iterated once") {
        throwing_contract const guard;
        budget memory{4096};
        int live = 0;
        auto rows = squares(3, live, memory), others = squares(2, live, memory);
        auto at = others.begin();
        CHECK((*at)[0] == 0);
        others = std::move(rows);
        CHECK(live == 0);
        CHECK_THROWS_AS(static_cast<void>(rows.begin()), broken_contract);
        auto moved = std::move(others);
        CHECK((*moved.begin()).size() == 2);
        CHECK_THROWS_AS(static_cast<void>(moved.begin()), broken_contract);
    }

    TEST_CASE("row_generator: its rows need no memory but the frame") {
        budget memory{4096};
        int live = 0;
        auto batches = batches_from(squares(1000, live, memory), {.batch_rows = 10, .schema = schema_view{2}});
        auto at = batches.begin();
        allocation_count const counted;
        double sum = 0;
        for (; at != std::default_sentinel; ++at) sum += (*at)(9, 0);
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(sum == 50400);
    }
}
