// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace arenite::inline ARENITE_ABI::detail {

/// Half precision, as its bits: IEEE 754 binary16.
enum class npy_half : std::uint16_t {};

/// A byte that is false if it is 0.
enum class npy_bool : std::uint8_t {};

/// What an array may hold, in the order of `npy_type_names`.
enum class npy_type : unsigned char { f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, b1, unknown };

inline constexpr std::array<std::string_view, 12> npy_type_names{"f2", "f4", "f8", "i1", "i2", "i4",
                                                                 "i8", "u1", "u2", "u4", "u8", "b1"};

/// Calls `visit(Element{})` with the C++ type of an element. Requires: a known type.
template <class Visit>
constexpr decltype(auto) visit_npy_type(npy_type type, Visit&& visit) {
    switch (type) {
        case npy_type::f2: return visit(npy_half{});
        case npy_type::f4: return visit(float{});
        case npy_type::f8: return visit(double{});
        case npy_type::i1: return visit(std::int8_t{});
        case npy_type::i2: return visit(std::int16_t{});
        case npy_type::i4: return visit(std::int32_t{});
        case npy_type::i8: return visit(std::int64_t{});
        case npy_type::u1: return visit(std::uint8_t{});
        case npy_type::u2: return visit(std::uint16_t{});
        case npy_type::u4: return visit(std::uint32_t{});
        case npy_type::u8: return visit(std::uint64_t{});
        default: return visit(npy_bool{});
    }
}

/// The bytes of an element; the type is known.
[[nodiscard]] constexpr std::size_t npy_size(npy_type type) noexcept {
    return visit_npy_type(type, [](auto element) { return sizeof element; });
}

template <class T>
[[nodiscard]] constexpr bool holds_type(npy_type type) noexcept {
    return visit_npy_type(type, [](auto element) { return std::is_same_v<decltype(element), T>; });
}

/// The type of a `descr`: a byte order or none, and a name. Big-endian is unknown here where it makes a difference.
[[nodiscard]] constexpr npy_type npy_type_of(std::string_view descr) noexcept {
    char const order = descr.empty() || std::string_view{"<>|="}.find(descr.front()) == descr.npos ? '=' : descr[0];
    if (!descr.empty() && descr[0] == order) descr.remove_prefix(1);
    if (descr == "?") return npy_type::b1;
    for (std::size_t i = 0; i != npy_type_names.size(); ++i) {
        auto const type = static_cast<npy_type>(i);
        if (descr == npy_type_names[i]) return order == '>' && npy_size(type) != 1 ? npy_type::unknown : type;
    }
    return npy_type::unknown;
}

}  // namespace arenite::inline ARENITE_ABI::detail
