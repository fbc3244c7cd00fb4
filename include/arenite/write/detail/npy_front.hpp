// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>
#include <arenite/core/format_number.hpp>

#include <array>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// What stands in front of the elements, whatever the shape. NumPy leaves room for a first size of 21 digits, and ends
/// the dictionary where the elements begin at a multiple of 64.
inline constexpr std::size_t npy_front_bytes = 128, npy_prefix_bytes = 10;

template <batch_value T>
[[nodiscard]] constexpr std::string_view npy_descr() noexcept {
    return std::is_same_v<T, float> ? "<f4" : std::is_same_v<T, double> ? "<f8" : "<i4";
}

/// Magic, version 1.0, the size of the dictionary in two bytes, the dictionary.
template <batch_value T>
[[nodiscard]] short_text<npy_front_bytes> npy_front(std::uint64_t row_count, std::size_t column_count) noexcept {
    constexpr auto dictionary_bytes = static_cast<char>(npy_front_bytes - npy_prefix_bytes);
    constexpr std::array<char, npy_prefix_bytes> prefix{'\x93', 'N', 'U', 'M', 'P', 'Y', 1, 0, dictionary_bytes, 0};
    short_text<npy_front_bytes> front{std::string_view{prefix.data(), prefix.size()}};
    front.append("{'descr': '").append(npy_descr<T>()).append("', 'fortran_order': False, 'shape': (");
    front.append(format_number(row_count)).append(", ").append(format_number(column_count)).append("), }");
    while (front.view().size() != npy_front_bytes - 1) front.append(" ");
    return front.append("\n");
}

}  // namespace arenite::inline ARENITE_ABI::detail
