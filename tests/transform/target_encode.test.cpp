// SPDX-License-Identifier: MIT
#include <arenite/transform/target_encode.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::target_encode;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern", "Lima", "Oslo"})};
std::vector<std::vector<double>> const rows{{1, 0}, {2, 1}, {3, 2}, {4, missing}, {5, 3}, {6, 0.5}};

TEST_SUITE("transform") {
    TEST_CASE("target_encode: has the bits of scikit-learn's TargetEncoder") {
        auto const otherwise = patients::fitted("target_encode", "otherwise")[0];
        auto const sex = patients::fitted("target_encode", "sex");
        patients::check_like("target_encode",
                             target_encode("sex", sex, otherwise) |
                                 target_encode("decade", patients::fitted("target_encode", "decade"), otherwise));
    }

    TEST_CASE("target_encode: in the order of the vocabulary, or by text; other categories have the other value") {
        std::vector<std::vector<double>> const expected{{1, 10}, {2, 20}, {3, 30}, {4, 7}, {5, 7}, {6, 7}};
        CHECK(same_rows(made_by(target_encode("city", {10, 20, 30}, 7), rows, people).rows, expected));
        CHECK(
            same_rows(made_by(target_encode("city", {{"Oslo", 30}, {"Bern", 10}, {"Lima", 20}}, 7), rows, people).rows,
                      expected));
        std::vector<arenite::category_value> const table{{"Lima", 20}};
        auto const made = made_by(target_encode("city", table), rows, people);
        CHECK(same_rows(made.rows, {{1, missing}, {2, 20}, {3, missing}, {4, missing}, {5, missing}, {6, missing}}));
        CHECK(made.names[1] == "city");
    }

    TEST_CASE("target_encode: an lvalue is borrowed, an rvalue is taken") {
        std::vector<arenite::category_value> table{{"Lima", 20}};
        std::vector<double> numbers{1, 2, 3};
        static_assert(std::same_as<decltype(target_encode("city", table)),
                                   arenite::target_encode_stage<std::span<arenite::category_value const>>>);
        static_assert(std::same_as<decltype(target_encode("city", numbers)),
                                   arenite::target_encode_stage<std::span<double const>>>);
        static_assert(std::same_as<decltype(target_encode("city", std::move(numbers))),
                                   arenite::target_encode_stage<std::vector<double>>>);
    }

    TEST_CASE("target_encode: refuses what does not fit, when it is composed") {
        CHECK(refusal_of(target_encode("town", {1.0}), people) ==
              "target_encode: there is no column 'town'; the columns are 'age', 'city'");
        CHECK(refusal_of(target_encode("age", {1.0}), people) ==
              "target_encode: column 'age' is a number, not a category");
        CHECK(refusal_of(target_encode("city", {1.0, 2.0}), people) ==
              "target_encode: found 2 values, expected one for each of the 3 categories of column 'city'");
        CHECK(refusal_of(target_encode("city", {{"Rome", 1}}), people) ==
              "target_encode: column 'city' has no category 'Rome'");
    }

    TEST_CASE("target_encode: keeps the contract of stages") {
        contracts::check_tile_stage(target_encode("city", {{"Oslo", 0.1}}, -1), people);
    }
}

}  // namespace
