// SPDX-License-Identifier: MIT
#include <arenite/load/detail/number_into.hpp>

#include <doctest/doctest.h>

#include <cmath>

using arenite::detail::number_into, arenite::detail::number_losses, arenite::detail::half_bits;

namespace {

template <class T, class Number>
number_losses losses_of(Number number, T expected) {
    number_losses losses;
    CHECK(number_into<T>(number, losses) == expected);
    return losses;
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("number_into: whole numbers that change are counted") {
        CHECK(losses_of(std::int32_t{16777216}, 16777216.0f).inexact == 0);
        CHECK(losses_of(std::int32_t{16777217}, 16777216.0f).inexact == 1);
        CHECK(losses_of(std::int32_t{-16777217}, -16777216.0f).inexact == 1);
        CHECK(losses_of(std::numeric_limits<std::int32_t>::min(), -0x1p31f).inexact == 0);
        CHECK(losses_of(std::numeric_limits<std::int32_t>::max(), 0x1p31f).inexact == 1);
        CHECK(losses_of(std::uint32_t{0xFFFFFF00}, 4294967040.0f).inexact == 0);
        CHECK(losses_of(std::uint32_t{0xFFFFFF80}, 0x1p32f).inexact == 1);
        CHECK(losses_of(std::int64_t{(1ll << 53) + 1}, 0x1p53).inexact == 1);
        CHECK(losses_of(std::int64_t{(1ll << 53) + 2}, 0x1p53 + 2).inexact == 0);
        CHECK(losses_of(std::numeric_limits<std::int64_t>::min(), -0x1p63).inexact == 0);
        CHECK(losses_of(std::numeric_limits<std::int64_t>::min() + 1, -0x1p63).inexact == 1);
        CHECK(losses_of(std::uint64_t{1} << 63, 0x1p63).inexact == 0);
        CHECK(losses_of(~std::uint64_t{0}, 0x1p64).inexact == 1);
        CHECK(losses_of(std::int16_t{-32768}, -32768.0f).inexact == 0);
        CHECK(losses_of(true, 1.0).inexact == 0);
        CHECK(losses_of(false, 0.0f).inexact == 0);
    }

    TEST_CASE("number_into: whether a whole number changes is what a wider type says") {
        for (int shift = 0; shift != 31; ++shift)
            for (int below = -3; below != 4; ++below) {
                auto const number = static_cast<std::int32_t>((std::int64_t{1} << shift) + below);
                auto const changes = static_cast<double>(static_cast<float>(number)) != static_cast<double>(number);
                CHECK(losses_of(number, static_cast<float>(number)).inexact == (changes ? 1 : 0));
            }
    }

    TEST_CASE("number_into: numbers that are too large or too small are counted") {
        constexpr auto infinity = std::numeric_limits<double>::infinity();
        CHECK(losses_of(1e39, std::numeric_limits<float>::infinity()).overflows == 1);
        CHECK(losses_of(-1e39, -std::numeric_limits<float>::infinity()).overflows == 1);
        CHECK(losses_of(infinity, std::numeric_limits<float>::infinity()).overflows == 0);
        CHECK(losses_of(3e38, 3e38f).overflows == 0);
        CHECK(losses_of(1e-60, 0.0f).underflows == 1);
        CHECK(losses_of(0.0, 0.0f).underflows == 0);
        CHECK(losses_of(1e-45, 1e-45f).underflows == 0);
        CHECK(losses_of(0.1, 0.1).inexact == 0);
        number_losses losses;
        CHECK(std::isnan(number_into<float>(std::nan(""), losses)));
        CHECK(losses.overflows + losses.underflows + losses.inexact == 0);
    }

    TEST_CASE("number_into: every half is its sign times its fraction times a power of two") {
        number_losses losses;
        for (std::uint32_t bits = 0; bits != 0x10000; ++bits) {
            int const exponent = bits >> 10 & 31, fraction = bits & 0x3FF;
            double const magnitude = exponent == 31  ? (fraction == 0 ? HUGE_VAL : std::nan(""))
                                     : exponent == 0 ? std::ldexp(fraction, -24)
                                                     : std::ldexp(1024 + fraction, exponent - 25);
            double const expected = bits >> 15 != 0 ? -magnitude : magnitude;
            auto const made = number_into<double>(static_cast<half_bits>(bits), losses);
            bool const same = std::isnan(expected) ? std::isnan(made)
                                                   : made == expected && std::signbit(made) == std::signbit(expected);
            if (!same) FAIL("half " << bits << " is " << made);
        }
    }
}
