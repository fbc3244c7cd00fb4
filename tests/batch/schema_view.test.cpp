// SPDX-License-Identifier: MIT
#include <arenite/batch/schema_view.hpp>

#include "malloc_probe.hpp"

#include <doctest/doctest.h>

#include <sstream>

using arenite::column, arenite::column_kind, arenite::schema_view;

namespace {

constexpr std::array columns{arenite::number("age"), arenite::text("id"), arenite::number("income")};
static_assert(schema_view{columns}.tile_cols() == 2 && schema_view{columns}.named());

/// Columns that nobody stores: `x0`, `x1`, …, of which the last one is a text.
struct made_columns {
    std::size_t count;

    static column column_at(void const* owner, std::size_t i) noexcept {
        auto const count = static_cast<made_columns const*>(owner)->count;
        return {.kind = i + 1 == count ? column_kind::text : column_kind::number, .made = true};
    }
    static void write_name(void const*, std::size_t i, arenite::name_sink to) {
        std::string_view const digits = "0123456789";
        to("x");
        to(digits.substr(i, 1));
    }
    static constexpr arenite::column_questions questions{&column_at, &write_name};

    [[nodiscard]] schema_view view() const { return {count, this, questions}; }
};

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

    TEST_CASE("schema_view: asks for columns that nobody stores") {
        made_columns const owner{3};
        auto const view = owner.view();
        CHECK(view.size() == 3);
        CHECK(view.tile_cols() == 2);
        CHECK(view.named());
        CHECK(view[1].made);
        CHECK(view[1].name.empty());
        CHECK(view[1].asked_place == 1);
        CHECK(view.name(1) == "x1");
        CHECK((view[2].kind == column_kind::text));
        made_columns const none{0};
        CHECK(none.view().named());
    }

    TEST_CASE("schema_view: finds a column by its name, the first one") {
        schema_view const view{columns};
        CHECK(view.find("income") == 2);
        CHECK_FALSE(view.find("incomes"));
        CHECK_FALSE(view.find(""));
        made_columns const owner{3};
        CHECK(owner.view().find("x2") == 2);
        CHECK_FALSE(owner.view().find("x3"));
        std::array const twice{arenite::number(""), arenite::number("a"), arenite::number("a")};
        CHECK(schema_view{twice}.find("a") == 1);
        CHECK_FALSE(schema_view{twice}.find(""));
        CHECK_FALSE(schema_view{7}.find("a"));
    }

    TEST_CASE("schema_view: prints a line for each column, and allocates nothing for it") {
        auto const city = arenite::category("city", {"Bern", "Lima"});
        std::array const some{arenite::number("age"), static_cast<column>(city), arenite::hashed("street"), column{},
                              arenite::text("id")};
        std::ostringstream out;
        out << schema_view{some};
        CHECK(out.str() ==
              "age                     number\n"
              "city                    category of 2\n"
              "street                  hashed category\n"
              "column 3                number\n"
              "id                      text");
        std::ostringstream made;
        made_columns const owner{2};
        made << owner.view() << schema_view{};
        CHECK(made.str() == "x0                      number\nx1                      text");
        if (skipped_without_malloc_probe()) return;
        std::ostringstream again;
        again.str(std::string(1000, ' '));
        allocation_count const counted;
        again << owner.view();
        auto const calls = counted.calls();
        CHECK(calls == 0);
    }
}
