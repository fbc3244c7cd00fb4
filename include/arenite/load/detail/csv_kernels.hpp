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

#include <arenite/load/detail/csv_kernels_portable.hpp>
#if defined(__x86_64__)
#include <arenite/load/detail/csv_kernels_avx2.hpp>
#include <arenite/load/detail/csv_kernels_avx512.hpp>
#endif

namespace arenite::inline ARENITE_ABI::detail {

template <std::floating_point T>
csv_kernels<T> const& csv_kernels_for(instruction_set instructions) noexcept {
#if defined(__x86_64__)
    static constexpr csv_kernels<T> avx512_kernels{&avx512::index_records, &avx512::parse_fields<T>};
    if (instructions == instruction_set::avx512) return avx512_kernels;
    static constexpr csv_kernels<T> avx2_kernels{&avx2::index_records, &avx2::parse_fields<T>};
    if (instructions == instruction_set::avx2) return avx2_kernels;
#endif
    static_cast<void>(instructions);
    static constexpr csv_kernels<T> portable_kernels{&portable::index_records, &portable::parse_fields<T>};
    return portable_kernels;
}

}  // namespace arenite::inline ARENITE_ABI::detail

#endif
