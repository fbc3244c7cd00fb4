// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/long_decimal.hpp>
#include <arenite/load/detail/csv_layout.hpp>

#include <cmath>
#include <limits>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail::portable {

/// A whole number from here on may not be held by T.
template <class T>
inline constexpr double first_inexact = sizeof(T) == sizeof(float) ? 0x1p24 : std::numeric_limits<double>::infinity();

/// Whether the text may be a whole number that T does not hold.
template <class T>
[[nodiscard]] inline bool may_be_inexact(std::string_view text, T number) noexcept {
    constexpr T all_exact = sizeof(T) == sizeof(float) ? T(0x1p24) : T(0x1p53);
    return std::abs(number) >= all_exact && text.find_first_not_of("-0123456789") == text.npos;
}

/// Of the fields that are listed, reads those that are long or have an exponent; says how many are left.
template <class T>
[[gnu::noinline]] inline std::size_t parse_long_fields(char const* text, csv_rows const& rows, T* numbers,
                                                       std::uint32_t* unread, std::size_t listed) noexcept {
    std::size_t left = 0;
    for (std::size_t n = 0; n != listed; ++n) {
        auto const i = unread[n];
        auto const first = std::size_t{rows.starts[i] + 1}, last = std::size_t{rows.ends[i]};
        std::string_view const field{text + first, last - first};
        auto const read = long_decimal<T>(field);
        if (read) numbers[i] = *read;
        unread[left] = i;
        left += read && !may_be_inexact(field, *read) ? 0U : 1U;
    }
    return left;
}

/// Reads the `count` fields of `rows` in `text` as numbers, NaN for an empty one; what is no decimal number, or
/// takes a closer look, is listed in `unread`, and its number is anything.
template <class T>
inline csv_parsed parse_fields(char const* text, csv_rows const& rows, std::size_t count, csv_layout const& layout,
                               T* numbers, std::uint32_t* unread) noexcept {
    csv_parsed parsed;
    bool const has_points = layout.decimal_point == '.';
    for (std::size_t i = 0; i != count; ++i) {
        auto const first = std::size_t{rows.starts[i] + 1}, last = std::size_t{rows.ends[i]};
        auto const read = has_points ? short_decimal<T>({text + first, last - first}) : std::nullopt;
        bool const seen = read ? std::abs(*read) < first_inexact<T> : first == last && layout.empty_is_missing;
        numbers[i] = read.value_or(std::numeric_limits<T>::quiet_NaN());
        unread[parsed.unread] = static_cast<std::uint32_t>(i);
        parsed.unread += seen ? 0 : 1;
    }
    if (has_points && parsed.unread != 0) parsed.unread = parse_long_fields(text, rows, numbers, unread, parsed.unread);
    return parsed;
}

}  // namespace arenite::inline ARENITE_ABI::detail::portable
