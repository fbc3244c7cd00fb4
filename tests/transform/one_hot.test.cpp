// SPDX-License-Identifier: MIT
#include <arenite/transform/one_hot.hpp>

#include <arenite/core/data_error.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "support/instruction_sets.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::one_hot, arenite::unseen_category;

arenite::schema const people{arenite::number("age"), arenite::category("city", {"Bern", "Lima", "Oslo"}),
                             arenite::number("income"), arenite::category("sex", {"one", "two"})};
std::vector<std::vector<double>> const rows{
    {30, 1, 5, 0}, {40, missing, 6, 1}, {50, 2, 7, 2}, {60, 0, 8, 0.5}, {70, -1, 9, missing}};

/// A category that nothing belongs to.
constexpr arenite::column nothing{.name = "c", .kind = arenite::column_kind::category};

/// What data_error says.
std::string fault_of(std::size_t batch_rows, std::vector<std::vector<double>> const& some) {
    try {
        static_cast<void>(made_by(one_hot({.unseen = unseen_category::refused}), some, people, batch_rows));
    } catch (arenite::data_error const& refused) {
        return refused.what();
    }
    return {};
}

TEST_SUITE("transform") {
    TEST_CASE("one_hot: has the columns and the numbers of scikit-learn's OneHotEncoder") {
        patients::check_like("one_hot", one_hot({.separator = "_"}, "sex", "decade"));
        patients::check_like("one_hot_drop_first", one_hot({.drop_first = true, .separator = "_"}));
    }

    TEST_CASE("one_hot: indicators are where the category was; what is no category is all zeros") {
        auto const made = made_by(one_hot("city"), rows, people);
        CHECK(made.names == std::vector<std::string>{"age", "city=Bern", "city=Lima", "city=Oslo", "income", "sex"});
        CHECK(same_rows(made.rows, {{30, 0, 1, 0, 5, 0},
                                    {40, 0, 0, 0, 6, 1},
                                    {50, 0, 0, 1, 7, 2},
                                    {60, 1, 0, 0, 8, 0.5},
                                    {70, 0, 0, 0, 9, missing}}));
    }

    TEST_CASE("one_hot: of all columns of categories") {
        auto const made = made_by(one_hot(), rows, people);
        CHECK(made.names ==
              std::vector<std::string>{"age", "city=Bern", "city=Lima", "city=Oslo", "income", "sex=one", "sex=two"});
        CHECK(same_rows(made.rows, {{30, 0, 1, 0, 5, 1, 0},
                                    {40, 0, 0, 0, 6, 0, 1},
                                    {50, 0, 0, 1, 7, 0, 0},
                                    {60, 1, 0, 0, 8, 0, 0},
                                    {70, 0, 0, 0, 9, 0, 0}}));
    }

    TEST_CASE("one_hot: without the first category") {
        auto const made = made_by(one_hot({.drop_first = true}, "sex"), rows, people);
        CHECK(made.names == std::vector<std::string>{"age", "city", "income", "sex=two"});
        CHECK(same_rows(made.rows, {{30, 1, 5, 0}, {40, missing, 6, 1}, {50, 2, 7, 0}, {60, 0, 8, 0}, {70, -1, 9, 0}}));
        arenite::schema const only{arenite::number("a"), arenite::category("b", {"x"}), nothing};
        CHECK(made_by(one_hot({.drop_first = true}), {{1, 0, missing}}, only).names == std::vector<std::string>{"a"});
    }

    TEST_CASE("one_hot: refuses what is no category, and says where, whatever the batches are") {
        std::vector<std::vector<double>> some(200, {30, 1, 5, 0});
        CHECK(fault_of(64, some).empty());
        some[150] = {30, 1, 5, missing};
        some[160] = {30, 3, 5, 0};
        for (std::size_t const batch_rows : {1U, 7U, 64U, 1000U})
            CHECK(fault_of(batch_rows, some) ==
                  "one_hot: row 150, column sex: found a category that is missing or "
                  "unknown, expected one of the column's vocabulary");
        some[150][1] = 7;
        CHECK(fault_of(1000, some).starts_with("one_hot: row 150, column city: "));
    }

    TEST_CASE("one_hot: refuses what does not fit, when it is composed") {
        CHECK(refusal_of(one_hot("town"), people) ==
              "one_hot: there is no column 'town'; the columns are 'age', 'city', 'income', 'sex'");
        CHECK(refusal_of(one_hot("age"), people) == "one_hot: column 'age' is a number, not a category");
        arenite::schema const none{nothing};
        CHECK(refusal_of(one_hot(), none) == "one_hot: no column of the tile is left");
    }

    TEST_CASE("one_hot: more columns of categories than are remembered, between numbers and beside each other") {
        std::vector<arenite::column> many;
        std::vector<double> row;
        auto const vocabulary = arenite::category("c", {"a", "b", "c"});
        for (std::size_t i = 0; i != 40; ++i) {
            many.push_back(vocabulary);
            row.push_back(static_cast<double>(i % 3));
            for (std::size_t k = 0; k != i % 3; ++k) many.push_back(arenite::number("n")), row.push_back(7);
        }
        arenite::schema const columns{many};
        for (bool const drop_first : {false, true}) {
            std::vector<std::string> names;
            std::vector<double> expected;
            for (std::size_t i = 0; i != 40; ++i) {
                for (std::size_t k = drop_first ? 1 : 0; k != 3; ++k)
                    names.push_back(std::string{"c="} + "abc"[k]), expected.push_back(k == i % 3 ? 1 : 0);
                for (std::size_t k = 0; k != i % 3; ++k) names.push_back("n"), expected.push_back(7);
            }
            auto const made = made_by(one_hot({.drop_first = drop_first}), {row}, columns);
            CHECK(made.names == names);
            CHECK(made.rows[0] == expected);
        }
        contracts::check_tile_stage(one_hot(), columns);
    }

    TEST_CASE("one_hot: all instructions have the same bits") {
        for (std::size_t numbers = 0; numbers != 40; ++numbers) {
            std::vector<arenite::column> some(numbers, arenite::number(""));
            for (std::size_t i = 0; i != 1 + numbers % 4; ++i) some.push_back(people[1]);
            some.insert(some.end(), numbers / 2, arenite::number(""));
            arenite::schema const columns{some};
            auto stage = one_hot();
            stage.check(columns);
            std::vector<arenite::detail::one_hot_piece> pieces(stage.constants(columns));
            stage.fill(columns, pieces);
            auto const values = contracts::some_rows<float>(columns, 5);
            std::vector<std::vector<float>> made;
            for (auto const instructions : instruction_sets()) {
                auto& to = made.emplace_back(5 * stage.columns(columns), 77.0f);
                static_cast<void>(arenite::detail::encode_one_hot<float>(
                    instructions, {values.data(), 5, columns.size()}, {to.data(), 5, to.size() / 5}, pieces, 0));
                CHECK(contracts::same_cells(to, made[0]));
            }
        }
    }

    TEST_CASE("one_hot: keeps the contract of stages") {
        contracts::check_tile_stage(one_hot(), people);
        contracts::check_tile_stage(one_hot({.drop_first = true}, "city"), people);
        auto const numbers = arenite::schema::unnamed(3);
        contracts::check_tile_stage(one_hot(), numbers);
    }
}

}  // namespace
