// SPDX-License-Identifier: MIT
#include <arenite/core/budget_exceeded.hpp>

#include <doctest/doctest.h>

#include <string>
#include <type_traits>

using arenite::budget_exceeded;

static_assert(std::is_base_of_v<std::bad_alloc, budget_exceeded>);
static_assert(std::is_nothrow_copy_constructible_v<budget_exceeded> &&
              std::is_nothrow_copy_assignable_v<budget_exceeded>);

TEST_SUITE("core") {
    TEST_CASE("budget_exceeded: carries who asked, for how much, what was left, and what would fit") {
        budget_exceeded const refused{"csv batch", 1000, 100, 7};
        CHECK(refused.stage() == "csv batch");
        CHECK(refused.requested() == 1000);
        CHECK(refused.available() == 100);
        CHECK(refused.largest_batch_rows() == 7);
        CHECK(budget_exceeded{"model", 1, 0}.largest_batch_rows() == 0);
    }

    TEST_CASE("budget_exceeded: keeps the stage's name when the text is gone") {
        auto name = std::string("scratch");
        budget_exceeded const refused{name, 1, 0};
        name = "changed";
        CHECK(refused.stage() == "scratch");
        CHECK(budget_exceeded{std::string(100, 'a'), 1, 0}.stage() == std::string(40, 'a'));
    }

    TEST_CASE("budget_exceeded: what() is one literal, whatever happened") {
        CHECK(budget_exceeded{"a", 1, 0}.what() == budget_exceeded{"b", 2, 1}.what());
    }
}
