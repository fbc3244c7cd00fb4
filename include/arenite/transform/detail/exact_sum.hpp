// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/wide_number.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// A whole number of many words, the lowest first.
template <std::size_t Words>
using long_number = std::array<std::uint64_t, Words>;

/// A sum of whole numbers, none of which is ever rounded: in two's complement, so that the bits are the same in
/// whatever order and in whatever groups numbers come. Requires: the sum has less than 64 * Words - 1 bits. Allocates:
/// nothing.
template <std::size_t Words>
class exact_sum {
public:
    /// Adds value * 2^place, or takes it away.
    constexpr void add(long_number<3> const& value, std::size_t place, bool takes_away = false) noexcept {
        auto const parts = moved_up(value, place % 64);
        std::uint64_t const flip = takes_away ? ~std::uint64_t{0} : 0, idle = takes_away ? 1 : 0;
        auto carry = idle;
        for (std::size_t i = place / 64, k = 0; i < Words && (k < 4 || carry != idle); ++i, ++k)
            carry = add_word(i, (k < 4 ? parts[k] : 0) ^ flip, carry);
    }

    constexpr void add(exact_sum const& other) noexcept {
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i != Words; ++i) carry = add_word(i, other.words_[i], carry);
    }

    [[nodiscard]] constexpr bool negative() const noexcept { return words_.back() >> 63 != 0; }

    /// Without its sign.
    [[nodiscard]] constexpr long_number<Words> magnitude() const noexcept {
        if (!negative()) return words_;
        exact_sum opposite;
        std::uint64_t carry = 1;
        for (std::size_t i = 0; i != Words; ++i) carry = opposite.add_word(i, ~words_[i], carry);
        return opposite.words_;
    }

    friend constexpr bool operator==(exact_sum const&, exact_sum const&) = default;

private:
    [[nodiscard]] static constexpr long_number<4> moved_up(long_number<3> const& value, std::size_t bits) noexcept {
        if (bits == 0) return {value[0], value[1], value[2], 0};
        auto const back = 64 - bits;
        return {value[0] << bits, value[1] << bits | value[0] >> back, value[2] << bits | value[1] >> back,
                value[2] >> back};
    }

    [[nodiscard]] constexpr std::uint64_t add_word(std::size_t i, std::uint64_t word, std::uint64_t carry) noexcept {
        auto const sum = wide_number{words_[i]} + word + carry;
        words_[i] = static_cast<std::uint64_t>(sum);
        return static_cast<std::uint64_t>(sum >> 64);
    }

    long_number<Words> words_{};
};

}  // namespace arenite::inline ARENITE_ABI::detail
