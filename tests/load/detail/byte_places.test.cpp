// SPDX-License-Identifier: MIT
#include <arenite/load/detail/byte_places.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace {

using namespace arenite::detail;

/// So many bytes, at the end of what may be read; one in `rarity` is the wanted one.
std::vector<char> random_text(std::mt19937_64& random, std::size_t size, char wanted, unsigned rarity) {
    std::vector<char> text(size);
    for (char& byte : text) byte = random() % rarity == 0 ? wanted : static_cast<char>(random());
    return text;
}

std::vector<std::size_t> places_from(byte_places& places, std::vector<char> const& text) {
    std::vector<std::size_t> found;
    auto const* const last = text.data() + text.size();
    for (auto const* at = places.next(); at != last; at = places.next())
        found.push_back(static_cast<std::size_t>(at - text.data()));
    CHECK(places.next() == last);
    return found;
}

std::vector<std::size_t> places_one_by_one(std::vector<char> const& text, std::size_t from, char wanted) {
    std::vector<std::size_t> found;
    for (std::size_t i = from; i < text.size(); ++i)
        if (text[i] == wanted) found.push_back(i);
    return found;
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("byte_places: finds what a look at each byte finds, in texts of any size") {
        std::mt19937_64 random{2};
        for (char const wanted : {',', '\0', '\xFF', '\x80'})
            for (unsigned const rarity : {1u, 3u, 40u, 1000u})
                for (std::size_t size = 0; size <= 260; ++size) {
                    auto const text = random_text(random, size, wanted, rarity);
                    byte_places places{text.data(), text.data() + size, wanted};
                    REQUIRE(places_from(places, text) == places_one_by_one(text, 0, wanted));
                }
    }

    TEST_CASE("byte_places: goes on from any place") {
        std::mt19937_64 random{3};
        for (std::size_t from = 0; from <= 200; ++from) {
            auto const text = random_text(random, 200, ',', 10);
            byte_places places{text.data(), text.data() + text.size(), ','};
            auto const begin = from == 0 ? 0 : static_cast<std::size_t>(random() % from);
            while (places.next() < text.data() + begin) {
            }
            auto const first = std::find(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), ',');
            auto const start = std::max(from, static_cast<std::size_t>(first - text.begin()) + 1);
            places.go_to(text.data() + std::min(start, text.size()));
            REQUIRE(places_from(places, text) == places_one_by_one(text, start, ','));
        }
    }

    TEST_CASE("byte_places: a text without bytes has none") {
        byte_places places{nullptr, nullptr, ','};
        CHECK(places.next() == nullptr);
    }
}
