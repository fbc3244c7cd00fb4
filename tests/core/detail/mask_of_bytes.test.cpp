// SPDX-License-Identifier: MIT
#include <arenite/core/detail/mask_of_bytes.hpp>

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <random>

namespace {

using arenite::detail::mask_of_bytes, arenite::detail::mask_of_bytes_portable, arenite::detail::sixteen_bytes;

TEST_SUITE("core") {
    TEST_CASE("mask_of_bytes: this processor's way gives the bits of the portable one") {
        std::mt19937_64 random{1};
        for (int i = 0; i != 10'000; ++i) {
            std::array<unsigned char, 16> bytes{};
            unsigned expected = 0;
            for (unsigned k = 0; k != 16; ++k) {
                bool const set = random() % 2 == 0;
                bytes[k] = set ? 0xFF : 0;
                expected |= unsigned{set} << k;
            }
            auto const vector = std::bit_cast<sixteen_bytes>(bytes);
            REQUIRE(mask_of_bytes_portable(vector) == expected);
            REQUIRE(mask_of_bytes(vector) == expected);
        }
    }
}

}  // namespace
