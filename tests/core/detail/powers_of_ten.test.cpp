// SPDX-License-Identifier: MIT
#include <arenite/core/detail/powers_of_ten.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using arenite::detail::bits_of_power, arenite::detail::most_exponent, arenite::detail::power_pairs,
    arenite::detail::wide_difference, arenite::detail::wide_number;

/// Of any length, by digits of 32 bits, the lowest first.
using long_number = std::vector<std::uint32_t>;

long_number long_of(wide_number number) {
    long_number digits;
    for (; number != 0; number >>= 32) digits.push_back(static_cast<std::uint32_t>(number));
    return digits;
}

long_number times(long_number number, std::uint32_t factor, int count) {
    for (; count > 0; --count) {
        std::uint64_t carried = 0;
        for (auto& digit : number) {
            carried += std::uint64_t{digit} * factor;
            digit = static_cast<std::uint32_t>(carried);
            carried >>= 32;
        }
        if (carried != 0) number.push_back(static_cast<std::uint32_t>(carried));
    }
    return number;
}

bool less(long_number const& one, long_number const& other) {
    if (one.size() != other.size()) return one.size() < other.size();
    return std::lexicographical_compare(one.rbegin(), one.rend(), other.rbegin(), other.rend());
}

/// bits 2^binary is 10^decimal or less, both of them times what makes them whole.
bool is_at_most_power(wide_number bits, int binary, int decimal) {
    auto const left = times(times(long_of(bits), 2, binary), 10, -decimal);
    return !less(times(times(long_of(1), 2, -binary), 10, decimal), left);
}

}  // namespace

TEST_SUITE("core") {
    TEST_CASE("powers_of_ten: the bits are the first 128, and cut off") {
        for (int exponent = -most_exponent; exponent <= most_exponent; ++exponent) {
            CAPTURE(exponent);
            auto const power = bits_of_power(exponent);
            CHECK((power.bits >> 127) == 1);
            CHECK(is_at_most_power(power.bits, power.exponent, exponent));
            CHECK_FALSE(is_at_most_power(power.bits + 1, power.exponent, exponent));
        }
    }

    TEST_CASE("powers_of_ten: a pair's first is the nearest double, and both are off by less than 2^-106") {
        for (int exponent = -most_exponent; exponent <= most_exponent; ++exponent) {
            CAPTURE(exponent);
            auto const [high, low] = power_pairs[static_cast<std::size_t>(exponent + most_exponent)];
            auto const text = "1e" + std::to_string(exponent);
            double nearest = 0;
            std::from_chars(text.data(), text.data() + text.size(), nearest);
            CHECK(high == nearest);
            auto const power = bits_of_power(exponent);
            auto const whole_high = static_cast<wide_number>(std::ldexp(high, -power.exponent));
            auto const whole_low = static_cast<wide_difference>(std::ldexp(low, -power.exponent));
            CHECK(static_cast<double>(whole_low) == std::ldexp(low, -power.exponent));
            auto const off = static_cast<wide_difference>(power.bits - whole_high) - whole_low;
            CHECK((off < 0 ? -off : off) < (wide_difference{1} << 21));  // of bits from 2^127 on
            if (exponent >= 0 && exponent <= 22) CHECK(low == 0);
        }
    }
}
