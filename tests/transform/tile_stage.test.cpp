// SPDX-License-Identifier: MIT
#include <arenite/transform/tile_stage.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/table.hpp"

#include <doctest/doctest.h>

#include <atomic>

namespace {

using arenite::batch_view, arenite::column, arenite::name_sink, arenite::schema_view, arenite::tile_fault;
using arenite::tile_stage, arenite::tile_stage_of;

/// The least that works in place; each near miss below lacks one thing.
struct in_place {
    static constexpr std::string_view stage_name = "in_place";
    void apply(batch_view<double>) const noexcept {}
};
static_assert(tile_stage<in_place> && tile_stage_of<in_place, double> && !tile_stage_of<in_place, float>);

struct without_name {
    void apply(batch_view<double>) const noexcept {}
};
struct name_that_is_none : in_place {
    static constexpr int stage_name = 3;
};
struct without_apply {
    static constexpr std::string_view stage_name = "without_apply";
};
struct apply_that_may_throw : in_place {
    void apply(batch_view<double>) const {}
};
struct apply_that_changes : in_place {
    void apply(batch_view<double>) noexcept {}
};
struct apply_with_other_result : in_place {
    bool apply(batch_view<double>) const noexcept { return true; }
};
struct apply_that_wants_more : in_place {
    void apply(batch_view<double>, int) const noexcept {}
};
struct that_cannot_be_copied : in_place {
    that_cannot_be_copied() = default;
    that_cannot_be_copied(that_cannot_be_copied&&) = default;
};
static_assert(!tile_stage<without_name> && !tile_stage<name_that_is_none> && !tile_stage<without_apply>);
static_assert(!tile_stage<apply_that_may_throw> && !tile_stage<apply_that_changes>);
static_assert(!tile_stage<apply_with_other_result>);
static_assert(!tile_stage<apply_that_wants_more> && !tile_stage<that_cannot_be_copied>);

/// The least that has other columns.
struct reshaping {
    static constexpr std::string_view stage_name = "reshaping";
    std::size_t columns(schema_view) const noexcept { return 1; }
    column column_at(schema_view, std::size_t) const noexcept { return {}; }
    void apply(batch_view<double const>, batch_view<double>) const noexcept {}
};
static_assert(tile_stage<reshaping>);

struct columns_in_place : reshaping {
    void apply(batch_view<double>) const noexcept {}
};
struct columns_of_int : reshaping {
    int columns(schema_view) const noexcept { return 1; }
};
struct columns_that_may_throw : reshaping {
    std::size_t columns(schema_view) const { return 1; }
};
struct columns_that_change : reshaping {
    std::size_t columns(schema_view) noexcept { return 1; }
};
struct without_column_at {
    static constexpr std::string_view stage_name = "without_column_at";
    std::size_t columns(schema_view) const noexcept { return 1; }
    void apply(batch_view<double const>, batch_view<double>) const noexcept {}
};
struct column_at_of_name : reshaping {
    std::string_view column_at(schema_view, std::size_t) const noexcept { return "x"; }
};
struct column_at_that_may_throw : reshaping {
    column column_at(schema_view, std::size_t) const { return {}; }
};
struct column_at_that_changes : reshaping {
    column column_at(schema_view, std::size_t) noexcept { return {}; }
};
struct apply_that_writes_what_it_reads : reshaping {
    void apply(batch_view<double>, batch_view<double>) const noexcept {}
};
struct moves_and_may_throw : reshaping {
    void apply(batch_view<double const>, batch_view<double>) const {}
};
static_assert(!tile_stage<columns_in_place> && !tile_stage<columns_of_int> && !tile_stage<columns_that_may_throw>);
static_assert(!tile_stage<columns_that_change> && !tile_stage<without_column_at> && !tile_stage<column_at_of_name>);
static_assert(!tile_stage<column_at_that_may_throw> && !tile_stage<column_at_that_changes>);
static_assert(!tile_stage<apply_that_writes_what_it_reads> && !tile_stage<moves_and_may_throw>);

/// Where the columns stay, they may be called something else, and a stage may need to read what it does not write.
struct renaming : in_place {
    column column_at(schema_view before, std::size_t i) const noexcept { return before[i]; }
};
struct moving {
    static constexpr std::string_view stage_name = "moving";
    void apply(batch_view<double const>, batch_view<double>) const noexcept {}
};
static_assert(tile_stage<renaming> && tile_stage<moving>);

/// All that a stage may have.
struct richest : reshaping {
    using constant = double;
    void check(schema_view) const {}
    void write_name(schema_view, std::size_t, name_sink) const {}
    std::size_t constants(schema_view) const noexcept { return 1; }
    void fill(schema_view, std::span<double>) const noexcept {}
    tile_fault apply(batch_view<double const>, batch_view<double>, std::span<double const>) const noexcept {
        return {};
    }
};
static_assert(tile_stage<richest>);

struct check_with_result : richest {
    bool check(schema_view) const { return true; }
};
struct check_that_remembers : richest {
    void check(schema_view) {}
};
static_assert(tile_stage<check_that_remembers>);
struct write_name_that_changes : richest {
    void write_name(schema_view, std::size_t, name_sink) {}
};
struct write_name_without_columns : in_place {
    void write_name(schema_view, std::size_t, name_sink) const {}
};
struct without_constants : reshaping {
    using constant = double;
    void fill(schema_view, std::span<double>) const noexcept {}
    void apply(batch_view<double const>, batch_view<double>, std::span<double const>) const noexcept {}
};
struct constants_that_may_throw : richest {
    std::size_t constants(schema_view) const { return 1; }
};
struct fill_that_may_throw : richest {
    void fill(schema_view, std::span<double>) const {}
};
struct fill_of_others : richest {
    void fill(schema_view, std::span<float>) const noexcept {}
};
struct constants_that_are_not_used : richest {
    void apply(batch_view<double const>, batch_view<double>) const noexcept {}
};
struct constants_that_are_written : richest {
    void apply(batch_view<double const>, batch_view<double>, std::span<double>) const noexcept {}
};
struct constants_with_destructor : richest {
    using constant = std::string;
    void fill(schema_view, std::span<std::string>) const noexcept {}
    void apply(batch_view<double const>, batch_view<double>, std::span<std::string const>) const noexcept {}
};
static_assert(!tile_stage<check_with_result>);
static_assert(!tile_stage<write_name_that_changes> && !tile_stage<write_name_without_columns>);
static_assert(!tile_stage<without_constants> && !tile_stage<constants_that_may_throw>);
static_assert(!tile_stage<fill_that_may_throw> && !tile_stage<fill_of_others>);
static_assert(!tile_stage<constants_that_are_not_used> && !tile_stage<constants_that_are_written>);
static_assert(!tile_stage<constants_with_destructor>);

// Stages that satisfy the concept, the first two its semantics too; each of the others breaks one of them.
struct halves {
    static constexpr std::string_view stage_name = "halves";
    void apply(batch_view<double> tile) const noexcept {
        for (std::size_t r = 0; r != tile.rows(); ++r)
            for (std::size_t c = 0; c != tile.cols(); ++c) tile(r, c) /= 2;
    }
};
struct appends_sum {
    static constexpr std::string_view stage_name = "appends_sum";
    std::size_t columns(schema_view before) const noexcept { return before.size() + 1; }
    column column_at(schema_view before, std::size_t i) const noexcept {
        return i < before.size() ? before[i] : column{.name = "sum", .made = true};
    }
    void apply(batch_view<double const> from, batch_view<double> to) const noexcept {
        for (std::size_t r = 0; r != from.rows(); ++r) {
            double sum = 0;
            for (std::size_t c = 0; c != from.cols(); ++c) sum += to(r, c) = from(r, c);
            to(r, from.cols()) = sum;
        }
    }
};
struct looks_at_the_last_row : halves {
    void apply(batch_view<double> tile) const noexcept {
        for (std::size_t r = 0; r != tile.rows(); ++r) tile(r, 0) = tile(tile.rows() - 1, 1);
    }
};
struct leaves_the_last_cell : appends_sum {
    void apply(batch_view<double const> from, batch_view<double> to) const noexcept {
        for (std::size_t r = 0; r != from.rows(); ++r)
            for (std::size_t c = 0; c != from.cols(); ++c) to(r, c) = from(r, c);
    }
};
struct takes_rows_for_contiguous : halves {
    void apply(batch_view<double> tile) const noexcept {
        for (std::size_t r = 0; r != tile.rows(); ++r) tile(r, 0) = tile.data()[r * tile.cols()] / 2;
    }
};
struct writes_gaps : halves {
    void apply(batch_view<double> tile) const noexcept {
        halves::apply(tile);
        if (tile.row_stride() == 1) *(&tile(tile.rows() - 1, 0) + 1) = 0;
    }
};
struct remembers : appends_sum {
    void apply(batch_view<double const> from, batch_view<double> to) const noexcept {
        static std::atomic<int> calls = 0;
        appends_sum::apply(from, to);
        to(0, 0) = ++calls;
    }
};

auto const columns = arenite::schema::unnamed(3);

TEST_SUITE("transform") {
    TEST_CASE("tile_stage: who keeps the semantics passes their test") {
        contracts::check_tile_stage<double>(halves{}, columns);
        contracts::check_tile_stage<double>(appends_sum{}, columns);
    }

    // The test of the semantics must fail for each of these.
    TEST_CASE("tile_stage: caught: rows depend on each other" * doctest::should_fail()) {
        contracts::check_tile_stage<double>(looks_at_the_last_row{}, columns);
    }
    TEST_CASE("tile_stage: caught: a cell is not written" * doctest::should_fail()) {
        contracts::check_tile_stage<double>(leaves_the_last_cell{}, columns);
    }
    TEST_CASE("tile_stage: caught: strides matter" * doctest::should_fail()) {
        contracts::check_tile_stage<double>(takes_rows_for_contiguous{}, columns);
    }
    TEST_CASE("tile_stage: caught: what lies between cells is written" * doctest::should_fail()) {
        contracts::check_tile_stage<double>(writes_gaps{}, columns);
    }
    TEST_CASE("tile_stage: caught: it remembers" * doctest::should_fail()) {
        contracts::check_tile_stage<double>(remembers{}, columns);
    }

    TEST_CASE("tile_stage: stages of one's own are composed with rows, and with each other") {
        using arenite::operator|;
        auto const made = made_by(halves{} | appends_sum{} | halves{}, {{2, 4, 6}, {8, 10, missing}}, columns);
        CHECK(same_rows(made.rows, {{0.5, 1, 1.5, 3}, {2, 2.5, missing, missing}}));
        CHECK(made.names.back() == "sum");
    }
}

}  // namespace
