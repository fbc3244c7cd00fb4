// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <concepts>
#include <cstdint>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Numbers of rows, as the range says that they come from, or from 0 where it does not say.
template <class R>
concept numbers_rows = requires(R const& range) {
    { range.row_ids() } -> std::convertible_to<std::span<std::uint64_t const>>;
};
template <class R>
concept numbers_first_row = requires(R const& range) {
    { range.first_row() } -> std::convertible_to<std::uint64_t>;
};

/// The number of row r of the range's current batch; `passed` rows were in batches before it.
template <class R>
[[nodiscard]] std::uint64_t row_id(R const& range, std::uint64_t passed, std::size_t r) noexcept {
    if constexpr (numbers_rows<R>) return range.row_ids()[r];
    else if constexpr (numbers_first_row<R>) return range.first_row() + r;
    else return passed + r;
}

}  // namespace arenite::inline ARENITE_ABI::detail
