// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/exact_sum.hpp>

#include <algorithm>
#include <bit>
#include <cmath>

namespace arenite::inline ARENITE_ABI::detail {

/// A number whose exponent may be beyond those of double: head * 2^exponent, and less than one in the head's last bit
/// more if there is a rest. The head's highest bit is set, or it is 0.
struct scaled_number {
    std::uint64_t head = 0;
    int exponent = 0;
    bool has_rest = false;

    /// The nearest double, rounded once; of two that are as near the even one.
    [[nodiscard]] double nearest() const noexcept {
        constexpr int least_exponent = -1074;
        auto const cut = std::max(11, least_exponent - exponent);
        if (cut > 64) return 0;
        auto kept = cut == 64 ? 0 : head >> cut;
        auto const lost = head << (64 - cut), half = std::uint64_t{1} << 63;
        bool const above_half = lost > half || (lost == half && has_rest);
        kept += above_half || (lost == half && (kept & 1) != 0) ? 1 : 0;
        return std::ldexp(static_cast<double>(kept), exponent + cut);
    }

    /// Within one unit in the last place, also where the number itself is too large or small for double.
    [[nodiscard]] double square_root() const noexcept {
        bool const odd = exponent % 2 != 0;
        scaled_number const near_one{head, odd ? -63 : -64, has_rest};
        return std::ldexp(std::sqrt(near_one.nearest()), (exponent + (odd ? 63 : 64)) / 2);
    }
};

template <std::size_t Words>
[[nodiscard]] constexpr std::size_t used_words(long_number<Words> const& number) noexcept {
    auto used = Words;
    while (used != 0 && number[used - 1] == 0) --used;
    return used;
}

/// Divides it in place; what is left over is lost.
template <std::size_t Words>
constexpr void divide(long_number<Words>& number, std::uint64_t divisor) noexcept {
    wide_number left = 0;
    for (auto i = used_words(number); i != 0; --i) {
        left = left << 64 | number[i - 1];
        number[i - 1] = static_cast<std::uint64_t>(left / divisor);
        left %= divisor;
    }
}

/// number * 2^unit_exponent, as far as 64 bits go.
template <std::size_t Words>
[[nodiscard]] constexpr scaled_number head_of(long_number<Words> const& number, int unit_exponent) noexcept {
    auto const used = used_words(number);
    if (used == 0) return {};
    auto const free = std::countl_zero(number[used - 1]);
    auto const below = used > 1 ? number[used - 2] : 0;
    auto const head = free == 0 ? number[used - 1] : number[used - 1] << free | below >> (64 - free);
    bool has_rest = below << free != 0;
    for (std::size_t i = 0; i + 2 < used; ++i) has_rest |= number[i] != 0;
    return {head, unit_exponent + static_cast<int>(used - 1) * 64 - free, has_rest};
}

/// number * 2^unit_exponent / (first_divisor * second_divisor), exact but for what a scaled_number leaves out.
template <std::size_t Words>
[[nodiscard]] constexpr scaled_number quotient(long_number<Words> const& number, int unit_exponent,
                                               std::uint64_t first_divisor, std::uint64_t second_divisor = 1) noexcept {
    constexpr std::size_t more = 3;  // two divisors leave less than 128 bits of zeros in front of what is not 0
    auto const used = used_words(number);
    std::size_t first = 0;
    while (first != used && number[first] == 0) ++first;
    long_number<Words + more> dividend{};
    for (auto i = first; i != used; ++i) dividend[i - first + more] = number[i];
    divide(dividend, first_divisor);
    divide(dividend, second_divisor);
    return head_of(dividend, unit_exponent + (static_cast<int>(first) - static_cast<int>(more)) * 64);
}

}  // namespace arenite::inline ARENITE_ABI::detail
