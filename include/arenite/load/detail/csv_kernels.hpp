// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/processor.hpp>
#include <arenite/load/detail/csv_layout.hpp>

#include <concepts>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// What finds fields and reads them as numbers, for one instruction set. The portable ones are the oracle of the
/// others.
template <std::floating_point T>
struct csv_kernels {
    csv_rows (*index)(std::string_view text, csv_layout const& layout, csv_places const& places,
                      std::size_t limit) noexcept;
    csv_parsed (*parse)(char const* text, csv_rows const& rows, std::size_t count, csv_layout const& layout, T* numbers,
                        std::uint32_t* unread) noexcept;
};

template <std::floating_point T>
csv_kernels<T> const& csv_kernels_for(instruction_set instructions) noexcept;

}  // namespace arenite::inline ARENITE_ABI::detail

// A host that links arenite::kernels has these compiled once, there.
#if !defined(ARENITE_COMPILED_KERNELS)
#include <arenite/load/detail/csv_kernels_for.hpp>
#endif
