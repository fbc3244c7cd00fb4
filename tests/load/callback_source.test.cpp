// SPDX-License-Identifier: MIT
#include <arenite/load/callback_source.hpp>

#include "load/csv_support.hpp"
#include "malloc_probe.hpp"
#include "throwing_contract.hpp"

#include <doctest/doctest.h>

#include <array>

TEST_SUITE("load") {
    TEST_CASE("callback_source: reads what a callable gives, by reference") {
        std::string_view left{"abcde"};
        auto give = [&left](std::span<char> into) {
            auto const count = left.copy(into.data(), into.size());
            left.remove_prefix(count);
            return count;
        };
        std::array<char, 3> into{};
        allocation_count const counted;
        arenite::callback_source source{give, "letters"};
        auto copy = source;
        auto const first = source.read(into), second = copy.read(into), third = source.read(into);
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(first == 3);
        CHECK(second == 2);
        CHECK(std::string_view{into.data(), 2} == "de");
        CHECK(third == 0);
        CHECK(source.name() == "letters");
        CHECK(arenite::callback_source{give}.name() == "callback");
    }

    TEST_CASE("callback_source: a const callable, an int for a count, and what it throws") {
        auto const give_one = [](std::span<char> into) -> std::size_t { return into[0] = 'x', 1; };
        auto const fail = [](std::span<char>) -> std::size_t { throw 7; };
        std::array<char, 3> into{};
        CHECK(arenite::callback_source{give_one}.read(into) == 1);
        CHECK(into[0] == 'x');
        CHECK_THROWS_AS(static_cast<void>(arenite::callback_source{fail}.read(into)), int);
    }

    TEST_CASE("callback_source: one that says it wrote more than fits breaks the contract") {
        throwing_contract const throwing;
        auto lie = [](std::span<char> into) { return into.size() + 1; };
        std::array<char, 3> into{};
        CHECK_THROWS_AS(static_cast<void>(arenite::callback_source{lie}.read(into)), broken_contract);
    }

    TEST_CASE("callback_source: rows of a text that is made while it is read") {
        int row = 0;
        auto make = [&row](std::span<char> into) -> std::size_t {
            if (row == 100) return 0;
            auto const text = std::to_string(row) + "," + std::to_string(row * row) + "\n";
            ++row;
            return text.copy(into.data(), into.size());
        };
        arenite::callback_source source{make};
        auto const schema = arenite::schema::unnamed(2);
        arenite::csv_batches<double> batches{source, schema, {.batch_rows = 7, .header = arenite::csv_header::no}};
        auto const rows = rows_of(batches);
        CHECK(rows.size() == 100);
        CHECK(rows.back() == "99 9801");
    }
}
