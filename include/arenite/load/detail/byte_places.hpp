// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/mask_of_bytes.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace arenite::inline ARENITE_ABI::detail {

/// Wants one byte.
class equal_byte {
public:
    constexpr equal_byte(char wanted) noexcept : wanted_(static_cast<unsigned char>(wanted)) {}
    [[nodiscard]] sixteen_bytes operator()(sixteen_bytes some) const noexcept {
        return (sixteen_bytes)(some == wanted_);
    }

private:
    unsigned char wanted_;
};

/// Wants spaces and tabs.
struct blank_byte {
    [[nodiscard]] sixteen_bytes operator()(sixteen_bytes some) const noexcept {
        return (sixteen_bytes)(some == ' ') | (sixteen_bytes)(some == '\t');
    }
};

/// Which of 64 bytes are wanted: bit i for byte i.
template <class Wanted>
[[nodiscard]] inline std::uint64_t places_in_block(char const* block, Wanted wanted) noexcept {
    std::uint64_t places = 0;
#pragma GCC unroll 4
    for (unsigned i = 0; i != 64; i += 16) {
        sixteen_bytes some;
        std::memcpy(&some, block + i, sizeof some);
        places |= mask_of_bytes(wanted(some)) << i;
    }
    return places;
}

/// Finds the places of the wanted bytes in a text, front to back, and looks at 64 bytes at once.
template <class Wanted>
class wanted_places {
public:
    wanted_places(char const* first, char const* last, Wanted wanted) noexcept
        : block_(first), last_(last), wanted_(wanted) {
        look();
    }

    /// Passes the places in front of `from`, which is behind the one found last.
    void go_to(char const* from) noexcept {
        if (from - block_ < 64) places_ &= ~std::uint64_t{0} << (from - block_);
        else start_block(from);
    }

    /// The next place; behind the last: the end of the text.
    [[nodiscard]] char const* next() noexcept {
        while (places_ == 0) {
            if (last_ - block_ <= 64) return last_;
            start_block(block_ + 64);
        }
        auto const* const place = block_ + std::countr_zero(places_);
        places_ &= places_ - 1;
        return place;
    }

private:
    void start_block(char const* at) noexcept {
        block_ = at;
        look();
    }

    void look() noexcept {
        auto const size = static_cast<std::size_t>(last_ - block_);
        places_ = size >= 64 ? places_in_block(block_, wanted_) : places_in_rest(size);
    }

    [[nodiscard]] std::uint64_t places_in_rest(std::size_t size) const noexcept {
        std::array<char, 64> copied{};
        std::copy_n(block_, size, copied.data());
        return places_in_block(copied.data(), wanted_) & ((std::uint64_t{1} << size) - 1);
    }

    char const* block_;
    char const* last_;
    std::uint64_t places_;  ///< in the block, those that are not found yet
    Wanted wanted_;
};

using byte_places = wanted_places<equal_byte>;
using blank_places = wanted_places<blank_byte>;

}  // namespace arenite::inline ARENITE_ABI::detail
