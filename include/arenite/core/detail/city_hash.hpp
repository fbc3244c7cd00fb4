// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// CityHash64 as it was in versions 1.0, which trained models depend on: version 1.1 gives other numbers. The text is
/// seen 64 bytes at a time, so that it need not lie in one piece: Text has
///
///     std::size_t size() const;
///     void copy(std::size_t from, std::size_t count, char* to);   // from ascends, but for the last 64 bytes, which
///                                                                 // come first
class city_hash {
public:
    template <class Text>
    [[nodiscard]] static constexpr std::uint64_t of(Text&& text) noexcept {
        block bytes{};
        auto const size = text.size();
        if (size > 64) return of_long(text);
        text.copy(0, size, bytes.data());
        if (size > 32) return of_33_to_64(bytes, size);
        return size > 16 ? of_17_to_32(bytes, size) : of_0_to_16(bytes, size);
    }

private:
    using block = std::array<char, 64>;
    using word = std::uint64_t;

    static constexpr word k0 = 0xc3a5c85c97cb3127, k1 = 0xb492b66fbe98f273, k2 = 0x9ae16a3b2f90404f,
                          k3 = 0xc949d7c7509e6557, multiplier = 0x9ddfea08eb382d69;

    struct pair {
        word first, second;
    };

    [[nodiscard]] static constexpr word load(block const& from, std::size_t at, std::size_t bytes = 8) noexcept {
        word loaded = 0;
        for (std::size_t i = 0; i != bytes; ++i) loaded |= word{static_cast<unsigned char>(from[at + i])} << 8 * i;
        return loaded;
    }
    [[nodiscard]] static constexpr word turn(word value, std::size_t bits) noexcept {
        return std::rotr(value, static_cast<int>(bits));
    }
    [[nodiscard]] static constexpr word mix(word value) noexcept { return value ^ value >> 47; }
    [[nodiscard]] static constexpr word join(word left, word right) noexcept {
        auto const first = mix((left ^ right) * multiplier);
        return mix((right ^ first) * multiplier) * multiplier;
    }

    [[nodiscard]] static constexpr word of_0_to_16(block const& text, std::size_t size) noexcept {
        if (size > 8) {
            auto const first = load(text, 0), last = load(text, size - 8);
            return join(first, turn(last + size, size)) ^ last;
        }
        if (size > 3) return join(size + (load(text, 0, 4) << 3), load(text, size - 4, 4));
        if (size == 0) return k2;
        auto const low = load(text, 0, 1) + (load(text, size / 2, 1) << 8),
                   high = size + (load(text, size - 1, 1) << 2);
        return mix(low * k2 ^ high * k3) * k2;
    }

    [[nodiscard]] static constexpr word of_17_to_32(block const& text, std::size_t size) noexcept {
        auto const a = load(text, 0) * k1, b = load(text, 8), c = load(text, size - 8) * k2,
                   d = load(text, size - 16) * k0;
        return join(turn(a - b, 43) + turn(c, 30) + d, a + turn(b ^ k3, 20) - c + size);
    }

    /// Of 32 bytes, from a start and two sums.
    [[nodiscard]] static constexpr pair half(word a, word z, word second, word third) noexcept {
        auto b = turn(a + z, 52), c = turn(a, 37);
        a += second;
        c += turn(a, 7);
        a += third;
        return {a + z, b + turn(a, 31) + c};
    }

    [[nodiscard]] static constexpr word of_33_to_64(block const& text, std::size_t size) noexcept {
        auto const v =
            half(load(text, 0) + (size + load(text, size - 16)) * k0, load(text, 24), load(text, 8), load(text, 16));
        auto const w = half(load(text, 16) + load(text, size - 32), load(text, size - 8), load(text, size - 24),
                            load(text, size - 16));
        auto const r = mix((v.first + w.second) * k2 + (w.first + v.second) * k0);
        return mix(r * k0 + v.second) * k2;
    }

    [[nodiscard]] static constexpr pair weak(block const& text, std::size_t at, word a, word b) noexcept {
        auto const last = load(text, at + 24);
        a += load(text, at);
        b = turn(b + a + last, 21);
        auto const c = a;
        a += load(text, at + 8) + load(text, at + 16);
        return {a + last, b + turn(a, 44) + c};
    }

    template <class Text>
    [[nodiscard]] static constexpr word of_long(Text& text) noexcept {
        auto const size = text.size();
        block bytes{};
        text.copy(size - 64, 64, bytes.data());
        word y = load(bytes, 48) ^ k1, z = load(bytes, 8) ^ k0;
        auto v = weak(bytes, 0, size, y), w = weak(bytes, 32, size * k1, k0);
        z += mix(v.second) * k1;
        text.copy(0, 64, bytes.data());
        word x = turn(z + load(bytes, 0), 39) * k1;
        y = turn(y, 33) * k1;
        for (std::size_t at = 0;;) {
            x = turn(x + y + v.first + load(bytes, 16), 37) * k1 ^ w.second;
            y = turn(y + v.second + load(bytes, 48), 42) * k1 ^ v.first;
            z = turn(z ^ w.first, 33);
            v = weak(bytes, 0, v.second * k1, x + w.first);
            w = weak(bytes, 32, z + w.second, y);
            std::swap(z, x);
            at += 64;
            if (at == (size - 1) / 64 * 64) break;
            text.copy(at, 64, bytes.data());
        }
        return join(join(v.first, w.first) + mix(y) * k1 + z, join(v.second, w.second) + x);
    }
};

/// A text in one piece.
struct whole_text {
    std::string_view text;

    [[nodiscard]] constexpr std::size_t size() const noexcept { return text.size(); }
    constexpr void copy(std::size_t from, std::size_t count, char* to) const noexcept { text.copy(to, count, from); }
};

}  // namespace arenite::inline ARENITE_ABI::detail
