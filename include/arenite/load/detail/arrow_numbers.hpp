// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/arrow_slots.hpp>
#include <arenite/load/detail/arrow_type.hpp>

#include <algorithm>
#include <limits>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

template <std::floating_point T>
inline constexpr T missing_cell = std::numeric_limits<T>::quiet_NaN();

/// Fills cells with what `number_at(slot)` says; missing is NaN.
template <std::floating_point T>
inline void fill_cells(arrow_slots const& slots, std::span<T> cells, auto const& number_at) noexcept {
    if (slots.all_valid())
        for (std::size_t i = 0; i != cells.size(); ++i) cells[i] = number_at(slots.first + i);
    else
        for (std::size_t i = 0; i != cells.size(); ++i)
            cells[i] = slots.is_valid(i) ? number_at(slots.first + i) : missing_cell<T>;
}

/// Reads cells.size() numbers of a column.
template <std::floating_point T>
inline void read_arrow_numbers(arrow_type type, arrow_slots const& slots, std::span<T> cells,
                               number_losses& losses) noexcept {
    if (type == arrow_type::null) return static_cast<void>(std::ranges::fill(cells, missing_cell<T>));
    void const* const values = slots.array.buffers[1];
    if (type == arrow_type::boolean)
        return fill_cells(slots, cells, [values](std::size_t i) { return bit_at(values, i) ? T{1} : T{0}; });
    number_losses lost;  // a local one may stay in registers
    visit_arrow_number(type, [&]<class Stored>(Stored) {
        fill_cells(slots, cells, [&](std::size_t i) { return number_into<T>(stored_at<Stored>(values, i), lost); });
    });
    losses.inexact += lost.inexact;
    losses.overflows += lost.overflows;
    losses.underflows += lost.underflows;
}

}  // namespace arenite::inline ARENITE_ABI::detail
