// SPDX-License-Identifier: MIT
#include <arenite/batch/column.hpp>

#include <doctest/doctest.h>

using arenite::category, arenite::column, arenite::column_kind;

static_assert(arenite::number("age").kind == column_kind::number && arenite::number("age").used);
static_assert(arenite::text("id").kind == column_kind::text && arenite::text("id").name == "id");

static_assert(arenite::name_of(column_kind::number) == "number" && arenite::name_of(column_kind::text) == "text");
static_assert(arenite::name_of(column_kind::hashed) == "hashed category");
static_assert(arenite::name_of(column_kind::category) == "category");

TEST_SUITE("batch") {
    TEST_CASE("category: a named one keeps its vocabulary") {
        auto const city = category("city", {"Bern", "Lima", "Oslo"});  // the list in braces is gone after this line
        column const one = city;
        CHECK((one.kind == column_kind::category));
        CHECK(one.name == "city");
        REQUIRE(one.vocabulary.size() == 3);
        CHECK(one.vocabulary[0] == "Bern");
        CHECK(one.vocabulary[2] == "Oslo");
    }

    TEST_CASE("column: without a name it is a number that is used") {
        column const one;
        CHECK(one.name.empty());
        CHECK((one.kind == column_kind::number));
        CHECK(one.used);
        CHECK(one.vocabulary.empty());
        CHECK_FALSE(one.made);
        CHECK(one.asked_place == column::not_asked);
    }
}
