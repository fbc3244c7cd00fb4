// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/processor.hpp>
#include <arenite/model/detail/linear_scratch.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The margins of a linear model; any scratch will do, linear_scratch_bytes make it quickest. Not inlined,
/// so that the doors in front of it are, and views by reference: to copy them costs as much as a short row.
/// Requires: weights that are followed by zeros up to the next multiple of sum_lanes.
template <std::floating_point T>
[[gnu::noinline]] void linear_margins(instruction_set instructions, linear_terms<T> const& of,
                                      batch_view<T const> const& x, batch_view<T> const& y,
                                      scratch_view scratch) noexcept;

}  // namespace arenite::inline ARENITE_ABI::detail

// A host that links arenite::kernels has this compiled once, there.
#if !defined(ARENITE_COMPILED_KERNELS)
#include <arenite/model/detail/linear_kernels.hpp>
#endif
