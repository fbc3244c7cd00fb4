// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/format_number.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// Types of elements, as ONNX numbers them.
enum class onnx_type : unsigned char {
    none = 0,
    float32 = 1,
    uint8 = 2,
    int8 = 3,
    uint16 = 4,
    int16 = 5,
    int32 = 6,
    int64 = 7,
    string = 8,
    boolean = 9,
    float16 = 10,
    float64 = 11,
    uint32 = 12,
    uint64 = 13,
};

/// Whether a double holds every number that matters of this type: all but long integers, of which it holds those up to
/// 2^53, and what is no plain number.
[[nodiscard]] constexpr bool is_number(onnx_type type) noexcept {
    return type != onnx_type::none && type != onnx_type::string && type != onnx_type::float16;
}
[[nodiscard]] constexpr bool is_real(onnx_type type) noexcept {
    return type == onnx_type::float32 || type == onnx_type::float64;
}
[[nodiscard]] constexpr bool is_whole(onnx_type type) noexcept { return is_number(type) && !is_real(type); }

/// Bytes of an element where its bytes are stored as they are; 0: they never are.
[[nodiscard]] constexpr std::size_t element_bytes(onnx_type type) noexcept {
    switch (type) {
        case onnx_type::uint8:
        case onnx_type::int8:
        case onnx_type::boolean: return 1;
        case onnx_type::uint16:
        case onnx_type::int16:
        case onnx_type::float16: return 2;
        case onnx_type::float32:
        case onnx_type::int32:
        case onnx_type::uint32: return 4;
        case onnx_type::float64:
        case onnx_type::int64:
        case onnx_type::uint64: return 8;
        case onnx_type::string:
        case onnx_type::none: break;
    }
    return 0;
}

/// A type in a message, by its number in the file.
[[nodiscard]] inline short_text<32> type_text(std::uint64_t type) noexcept {
    constexpr std::string_view names[] = {"undefined", "float",  "uint8", "int8",    "uint16", "int16",  "int32", "int64",
                                          "string",    "bool",   "float16", "double", "uint32", "uint64"};
    if (type < std::size(names)) return names[type];
    return short_text<32>{"type "}.append(format_number(type));
}
[[nodiscard]] inline short_text<32> type_text(onnx_type type) noexcept {
    return type_text(static_cast<std::uint64_t>(type));
}

}  // namespace arenite::inline ARENITE_ABI::detail
