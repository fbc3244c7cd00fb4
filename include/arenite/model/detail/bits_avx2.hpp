// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/bit_row.hpp>
#include <arenite/model/detail/target.hpp>

#include <cstring>

namespace arenite::inline ARENITE_ABI::detail::avx2 {

inline constexpr std::size_t widest_row = 32;

template <std::size_t RowBytes>
[[ARENITE_AVX2 gnu::always_inline]] inline typename bit_row<RowBytes>::type load(std::byte const* from) noexcept {
    typename bit_row<RowBytes>::type row{};
    std::memcpy(&row, from, RowBytes);
    return row;
}

template <std::size_t RowBytes, class Bits>
[[ARENITE_AVX2 gnu::always_inline]] inline void store(std::byte* to, Bits row) noexcept {
    std::memcpy(to, &row, RowBytes);
}

template <class Bits>
[[ARENITE_AVX2 gnu::always_inline]] inline Bits mux(Bits mask, Bits left, Bits right) noexcept {
    return right ^ (mask & (left ^ right));
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
