// SPDX-License-Identifier: MIT
#include <arenite/transform/ordinal_encode.hpp>

#include <arenite/core/data_error.hpp>
#include <arenite/transform/standardize.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::ordinal_encode, arenite::unseen_category;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern", "Lima", "Oslo"}),
                             arenite::category("sex", {"one", "two"})};
std::vector<std::vector<double>> const rows{{missing, 1, 0}, {40, missing, 1}, {50, 3, missing}};

TEST_SUITE("transform") {
    TEST_CASE("ordinal_encode: is scikit-learn's OrdinalEncoder with a code for what is unknown") {
        patients::check_like("ordinal_encode", ordinal_encode({.code = -1}));
    }

    TEST_CASE("ordinal_encode: categories become numbers, under their names; what is none is missing") {
        auto const made = made_by(ordinal_encode(), rows, people);
        CHECK(made.names == std::vector<std::string>{"age", "city", "sex"});
        CHECK(same_rows(made.rows, {{missing, 1, 0}, {40, missing, 1}, {50, missing, missing}}));
        std::vector<std::vector<double>> const none;
        auto const range = arenite::batches_from(none, {.schema = people}) | ordinal_encode("city");
        CHECK((range.schema()[1].kind == arenite::column_kind::number));
        CHECK((range.schema()[2].kind == arenite::column_kind::category));
    }

    TEST_CASE("ordinal_encode: or it is a code, or an error") {
        CHECK(same_rows(made_by(ordinal_encode({.code = -7}, "city"), rows, people).rows,
                        {{missing, 1, 0}, {40, -7, 1}, {50, -7, missing}}));
        auto const refuses = ordinal_encode({.unseen = unseen_category::refused});
        try {
            static_cast<void>(made_by(refuses, rows, people));
            FAIL("was encoded");
        } catch (arenite::data_error const& refused) {
            CHECK(std::string{refused.what()} ==
                  "ordinal_encode: row 1, column city: found a category that is missing or "
                  "unknown, expected one of the column's vocabulary");
        }
        CHECK(same_rows(made_by(refuses, {{1, 2, 1}}, people).rows, {{1, 2, 1}}));
    }

    TEST_CASE("ordinal_encode: what was fitted to categories does not concern the numbers that they become") {
        std::array const means{40.0, missing, missing}, deviations{2.0, missing, missing};
        auto const standardize =
            arenite::standardize(arenite::column_values{people, means}, arenite::column_values{people, deviations});
        CHECK(same_rows(made_by(ordinal_encode("city") | standardize, rows, people).rows,
                        {{missing, 1, 0}, {0, missing, 1}, {5, missing, missing}}));
    }

    TEST_CASE("ordinal_encode: refuses what does not fit, when it is composed") {
        CHECK(refusal_of(ordinal_encode("town"), people) ==
              "ordinal_encode: there is no column 'town'; the columns are 'age', 'city', 'sex'");
        CHECK(refusal_of(ordinal_encode("age"), people) == "ordinal_encode: column 'age' is a number, not a category");
    }

    TEST_CASE("ordinal_encode: keeps the contract of stages") {
        contracts::check_tile_stage(ordinal_encode({.code = 9}), people);
        contracts::check_tile_stage(ordinal_encode("sex"), people);
    }
}

}  // namespace
