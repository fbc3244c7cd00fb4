// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/short_decimal.hpp>
#include <arenite/load/detail/csv_layout.hpp>

#include <cmath>
#include <limits>

namespace arenite::inline ARENITE_ABI::detail::portable {

/// A whole number from here on may not be held by T.
template <class T>
inline constexpr double first_inexact = sizeof(T) == sizeof(float) ? 0x1p24 : std::numeric_limits<double>::infinity();

/// Reads the `count` fields of `rows` in `text` as numbers, NaN for an empty one; what is no plain decimal number, or
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
    return parsed;
}

}  // namespace arenite::inline ARENITE_ABI::detail::portable
