// SPDX-License-Identifier: MIT
#include <arenite/batch/batch_view.hpp>

#include "support/throwing_contract.hpp"

#include <doctest/doctest.h>

#include <array>
#include <concepts>
#include <type_traits>

using arenite::batch_value, arenite::batch_view;

static_assert(batch_value<float> && batch_value<double> && batch_value<std::int32_t>);
static_assert(!batch_value<int*> && !batch_value<std::int64_t> && !batch_value<long double> && !batch_value<bool>);
static_assert(std::convertible_to<batch_view<float>, batch_view<float const>>);
static_assert(!std::convertible_to<batch_view<float const>, batch_view<float>>);
static_assert(!std::convertible_to<batch_view<float>, batch_view<double const>>);
static_assert(std::is_trivially_copyable_v<batch_view<double>>);

namespace {

constexpr std::array grid{1.0, 2.0, 3.0, 4.0, 5.0, 6.0};
static_assert(batch_view<double const>{grid.data(), 2, 3}(1, 2) == 6.0);

}  // namespace

TEST_SUITE("batch") {
    TEST_CASE("batch_view: is row-major unless strides say otherwise") {
        batch_view<double const> const by_row{grid.data(), 2, 3};
        CHECK(by_row.rows() == 2);
        CHECK(by_row.cols() == 3);
        CHECK(by_row(0, 2) == 3);
        CHECK(by_row(1, 0) == 4);
        batch_view<double const> const by_col{grid.data(), 2, 3, 1, 2};
        CHECK(by_col(0, 2) == 5);
        CHECK(by_col(1, 0) == 2);
        batch_view<double const> const backwards{grid.data() + 5, 2, 3, -3, -1};
        CHECK(backwards(0, 0) == 6);
        CHECK(backwards(1, 2) == 1);
        batch_view<double const> const repeated{grid.data(), 100, 3, 0, 1};
        CHECK(repeated(99, 1) == 2);
    }

    TEST_CASE("batch_view: what is not const is written") {
        std::array<float, 4> values{};
        batch_view<float> const view{values.data(), 2, 2};
        view(1, 0) = 7;
        CHECK(values[2] == 7);
        batch_view<float const> const read = view;
        CHECK(read(1, 0) == 7);
        CHECK(read.row_stride() == 2);
        CHECK(read.col_stride() == 1);
    }

    TEST_CASE("batch_view: a part keeps the strides and the texts") {
        std::array<std::string_view, 4> const fields{"a", "b", "c", "d"};
        batch_view<double const> const view{grid.data(), 2, 3, 1, 2, {fields.data(), 2}};
        auto const second = view.middle_rows(1, 1);
        CHECK(second.rows() == 1);
        CHECK(second(0, 0) == 2);
        CHECK(second(0, 2) == 6);
        CHECK(second.text(0, 0) == "c");
        CHECK(second.text(1, 0) == "d");
        CHECK(view.middle_rows(2, 0).rows() == 0);
        CHECK(batch_view<double>{}.middle_rows(0, 0).data() == nullptr);
    }

    TEST_CASE("batch_view: a part that sticks out breaks the contract") {
        throwing_contract const watched;
        batch_view<double const> const view{grid.data(), 2, 3};
        CHECK_THROWS_AS(static_cast<void>(view.middle_rows(0, 3)), broken_contract);
        CHECK_THROWS_AS(static_cast<void>(view.middle_rows(3, 0)), broken_contract);
        CHECK_THROWS_AS(static_cast<void>(view.middle_rows(1, std::size_t(-1))), broken_contract);
        CHECK_THROWS_AS(static_cast<void>(view.text(0, 0)), broken_contract);
    }
}
