// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <bit>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// How the value of a field lies in a protobuf message; the groups of old (3 and 4) are not among them.
enum class protobuf_wire : unsigned char { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

/// Where a message, a text or an array lies in a file.
struct protobuf_extent {
    std::uint64_t begin = 0, end = 0;

    [[nodiscard]] constexpr std::uint64_t size() const noexcept { return end - begin; }
    [[nodiscard]] constexpr bool empty() const noexcept { return begin == end; }
};

/// One field of a message.
struct protobuf_field {
    std::uint32_t number = 0;
    protobuf_wire wire = protobuf_wire::varint;
    std::uint64_t value = 0;  ///< a varint, or the bits of a number of fixed size
    protobuf_extent bytes{};  ///< of what has a length; of others, the bytes of the value
    std::uint64_t at = 0;     ///< where the field begins

    [[nodiscard]] constexpr std::int64_t as_integer() const noexcept { return static_cast<std::int64_t>(value); }
    [[nodiscard]] constexpr float as_float() const noexcept {
        return std::bit_cast<float>(static_cast<std::uint32_t>(value));
    }
};

/// Bytes of a varint, at most.
inline constexpr std::size_t longest_varint = 10;

}  // namespace arenite::inline ARENITE_ABI::detail
