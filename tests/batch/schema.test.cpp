// SPDX-License-Identifier: MIT
#include <arenite/batch/schema.hpp>

#include "support/counting_source.hpp"
#include "support/malloc_probe.hpp"

#include <doctest/doctest.h>

#include <string>
#include <type_traits>
#include <vector>

using arenite::budget, arenite::column_kind, arenite::schema, arenite::schema_view;

static_assert(!std::is_copy_constructible_v<schema> && std::is_nothrow_move_constructible_v<schema>);
static_assert(!std::is_convertible_v<schema, schema_view> && std::is_convertible_v<schema const&, schema_view>);

TEST_SUITE("batch") {
    TEST_CASE("schema: copies names and vocabularies") {
        std::string name = "age", city = "Bern";
        std::vector<arenite::column> columns{arenite::number(name), arenite::text("id")};
        std::array<std::string_view, 2> const cities{city, "Lima"};
        columns.push_back({.name = "city",
                           .kind = column_kind::category,
                           .used = false,
                           .unseen = arenite::unseen_category::refused,
                           .vocabulary = cities});
        schema const owned{columns};
        name = "xxx";
        city = "xxxx";
        columns.clear();

        REQUIRE(owned.size() == 3);
        CHECK(owned[0].name == "age");
        CHECK(owned[1].name == "id");
        CHECK((owned[1].kind == column_kind::text));
        CHECK(owned[2].name == "city");
        CHECK((owned[2].kind == column_kind::category));
        CHECK_FALSE(owned[2].used);
        REQUIRE(owned[2].vocabulary.size() == 2);
        CHECK(owned[2].vocabulary[0] == "Bern");
        CHECK(owned[2].vocabulary[1] == "Lima");
        CHECK(owned[2].unseen == arenite::unseen_category::refused);
    }

    TEST_CASE("schema: is written as a list of number, category and text") {
        schema const owned{arenite::number("age"), arenite::category("city", {"Bern", "Lima"}), arenite::text("id")};
        CHECK(owned.size() == 3);
        CHECK(schema_view{owned}.tile_cols() == 2);
        CHECK(owned[1].vocabulary[1] == "Lima");
    }

    TEST_CASE("schema: its text comes from the budget at once, and goes back") {
        counting_source source;
        budget memory{1024, source};
        {
            schema const owned{{arenite::number("age"), arenite::number("income")}, memory};
            CHECK(source.outstanding == 1);
            CHECK(memory.used() == arenite::arena_bytes<arenite::column>(2) + 64);
            CHECK(owned[1].name == "income");
        }
        CHECK(memory.used() == 0);
    }

    TEST_CASE("schema: what does not fit into the budget is refused") {
        budget memory{64};
        CHECK_THROWS_AS((schema{{arenite::number("age")}, memory}), arenite::budget_exceeded);
        CHECK(memory.used() == 0);
    }

    TEST_CASE("schema: a view survives a move") {
        schema first{arenite::number("age")};
        schema_view const view = first;
        schema const second = std::move(first);
        CHECK(view[0].name == "age");
        CHECK(schema_view{second}[0].name.data() == view[0].name.data());
    }

    TEST_CASE("schema: columns without names take no memory") {
        if (skipped_without_malloc_probe()) return;
        allocation_count const counted;
        auto const owned = schema::unnamed(100'000);
        auto const seen = counted.requests();
        CHECK(seen == memory_requests{});
        CHECK(owned.size() == 100'000);
        CHECK(owned[99'999].name.empty());
    }

    TEST_CASE("schema: copies columns that nobody stores, with their whole names") {
        struct made {
            static arenite::column column_at(void const*, std::size_t i) noexcept {
                return {.unseen = arenite::unseen_category::refused, .made = i == 1};
            }
            static void write_name(void const*, std::size_t i, arenite::name_sink to) {
                to("city");
                to(i == 0 ? "=" : "~");
                to("Bern");
            }
        };
        static constexpr arenite::column_questions questions{&made::column_at, &made::write_name};
        schema const owned{schema_view{2, nullptr, questions}};
        REQUIRE(owned.size() == 2);
        CHECK(owned[0].name == "city=Bern");
        CHECK(owned[1].name == "city~Bern");
        CHECK_FALSE(owned[0].made);
        CHECK(owned[1].made);
        CHECK((owned[0].unseen == arenite::unseen_category::refused));
        CHECK(owned[1].asked_place == arenite::column::not_asked);
    }

    TEST_CASE("schema: no columns are a schema too") {
        schema const empty{std::vector<arenite::column>{}};
        CHECK(empty.size() == 0);
    }
}
