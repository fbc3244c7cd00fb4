// SPDX-License-Identifier: MIT
#include <arenite/batch/schema_view.hpp>

#include <doctest/doctest.h>

using arenite::column, arenite::column_kind, arenite::schema_view;

namespace {

constexpr std::array columns{arenite::number("age"), arenite::text("id"), arenite::number("income")};
static_assert(schema_view{columns}.tile_cols() == 2 && schema_view{columns}.named());

}  // namespace

TEST_SUITE("batch") {
    TEST_CASE("schema_view: shows the columns that it borrows") {
        schema_view const view{columns};
        CHECK(view.size() == 3);
        CHECK(view[2].name == "income");
        CHECK(view.count(column_kind::number) == 2);
        CHECK(view.count(column_kind::text) == 1);
        CHECK(view.count(column_kind::category) == 0);
    }

    TEST_CASE("schema_view: columns without names need no storage") {
        schema_view const view{1000};
        CHECK(view.size() == 1000);
        CHECK(view.tile_cols() == 1000);
        CHECK(view.count(column_kind::text) == 0);
        CHECK_FALSE(view.named());
        CHECK(view[999].name.empty());
        CHECK(view[999].used);
    }

    TEST_CASE("schema_view: a bit for each column says whether it is used") {
        std::array<std::uint64_t, 2> const used{0b101, 0b1};
        schema_view const view{66, used};
        CHECK(view[0].used);
        CHECK_FALSE(view[1].used);
        CHECK(view[2].used);
        CHECK_FALSE(view[63].used);
        CHECK(view[64].used);
        CHECK_FALSE(view[65].used);
    }

    TEST_CASE("schema_view: one column without a name, and it is not named") {
        std::array const some{arenite::number("age"), column{}};
        CHECK_FALSE(schema_view{some}.named());
        CHECK(schema_view{}.size() == 0);
        CHECK_FALSE(schema_view{}.named());
    }
}
