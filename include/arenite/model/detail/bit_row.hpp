// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstddef>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// One bit for each row of a block, as a vector that the processor's registers hold: of 8 bytes (in the lower half of
/// 16), 16, 32 or 64. Row r of the block is bit r / bytes of byte r % bytes, so that rows that follow each other lie in
/// different bytes.
template <std::size_t Bytes>
struct bit_row;

template <>
struct bit_row<8> {
    using type [[gnu::vector_size(16), gnu::may_alias]] = std::uint64_t;
};
template <>
struct bit_row<16> : bit_row<8> {};
template <>
struct bit_row<32> {
    using type [[gnu::vector_size(32), gnu::may_alias]] = std::uint64_t;
};
template <>
struct bit_row<64> {
    using type [[gnu::vector_size(64), gnu::may_alias]] = std::uint64_t;
};

}  // namespace arenite::inline ARENITE_ABI::detail
