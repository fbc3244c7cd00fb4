// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/arrow_abi.hpp>
#include <arenite/load/detail/number_into.hpp>

#include <cstddef>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// How the slots of a column lie in its buffers, of the formats that are read; those of numbers come first.
enum class arrow_type : unsigned char {
    int8,
    uint8,
    int16,
    uint16,
    int32,
    uint32,
    int64,
    uint64,
    float16,
    float32,
    float64,
    boolean,  ///< bits
    null,     ///< no buffers: all are missing
    text32,   ///< bytes behind offsets of 32 bits
    text64,   ///< of 64 bits
    text_view,
    unknown,
};

/// Source: https://arrow.apache.org/docs/format/CDataInterface.html, "Data type description".
[[nodiscard]] constexpr arrow_type arrow_type_of(std::string_view format) noexcept {
    constexpr std::string_view letters = "cCsSiIlLefgbnuU";
    if (format == "vu") return arrow_type::text_view;
    auto const at = format.size() == 1 ? letters.find(format[0]) : letters.npos;
    return at == letters.npos ? arrow_type::unknown : static_cast<arrow_type>(at);
}

[[nodiscard]] constexpr bool is_index(arrow_type type) noexcept { return type <= arrow_type::uint64; }
[[nodiscard]] constexpr bool is_number(arrow_type type) noexcept { return type <= arrow_type::boolean; }
[[nodiscard]] constexpr bool is_text(arrow_type type) noexcept {
    return type >= arrow_type::text32 && type <= arrow_type::text_view;
}

/// The fewest buffers of an array, and the most unless it has views, each buffer of which counts.
[[nodiscard]] constexpr std::int64_t arrow_buffers(arrow_type type) noexcept {
    if (type == arrow_type::null) return 0;
    return is_text(type) ? 3 : 2;
}

/// Calls `visit(Stored{})` with the C++ type of a number. Requires: a number, but no bit.
template <class Visit>
constexpr decltype(auto) visit_arrow_number(arrow_type type, Visit&& visit) {
    switch (type) {
        case arrow_type::int8: return visit(std::int8_t{});
        case arrow_type::uint8: return visit(std::uint8_t{});
        case arrow_type::int16: return visit(std::int16_t{});
        case arrow_type::uint16: return visit(std::uint16_t{});
        case arrow_type::int32: return visit(std::int32_t{});
        case arrow_type::uint32: return visit(std::uint32_t{});
        case arrow_type::int64: return visit(std::int64_t{});
        case arrow_type::uint64: return visit(std::uint64_t{});
        case arrow_type::float16: return visit(half_bits{});
        case arrow_type::float32: return visit(float{});
        default: return visit(double{});
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
