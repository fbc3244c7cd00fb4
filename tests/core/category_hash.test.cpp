// SPDX-License-Identifier: MIT
#include <arenite/core/category_hash.hpp>

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace {

using arenite::category_hash;

/// What CatBoost 1.2.10 writes for these categories.
constexpr std::pair<std::string_view, std::int32_t> known[] = {
    {"", 797982799},
    {"0", -1438285038},
    {"1", 1121341681},
    {"?", -1576664757},
    {"777", -571044564},
    {"Male", -1291328762},
    {"11th", -1209300766},
    {"Philippines", -1437257447},
    {"Farming-fishing", -1888947309},
    {"Transport-moving", -1903253868},
    {"Handlers-cleaners", -1555793520},
    {"Female", -2114564283},
    {"United-States", 1736516096},
};

/// The same of the beginnings of one text.
constexpr std::pair<std::size_t, std::int32_t> known_long[] = {
    {18, -1310891310}, {24, -1274275067}, {32, 704156603},   {33, -2055678453}, {48, -2003153223},
    {64, 1033908351},  {65, -484419764},  {80, -1461143314}, {100, 672535029},  {127, 635401834},
    {128, 1760178700}, {129, 1382938020}, {192, 1121791133}, {193, 229540430},  {300, 974101505},
};

TEST_SUITE("core") {
    TEST_CASE("category_hash: what CatBoost knows categories by, of every way of length") {
        for (auto const& [text, hash] : known) {
            CAPTURE(text.size());
            CHECK(category_hash(text) == hash);
        }
        static_assert(category_hash("Male") == -1291328762);
    }

    TEST_CASE("category_hash: long texts, too") {
        std::string text;
        for (int i = 0; i != 6; ++i) text += "The quick brown fox jumps over the lazy dog; 0123456789. ";
        for (auto const& [length, hash] : known_long) CHECK(category_hash(text.substr(0, length)) == hash);
    }

    TEST_CASE("category_hash: every byte of a long text counts") {
        std::string text(200, 'a');
        auto const hash = category_hash(text);
        for (char& byte : text) {
            byte = 'b';
            CHECK(category_hash(text) != hash);
            byte = 'a';
        }
    }
}

}  // namespace
