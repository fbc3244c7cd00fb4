// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <concepts>
#include <cstdint>
#include <span>

namespace arenite::inline ARENITE_ABI {

/// Borrows a row by what is not zero in it: values[i] is that of feature features[i], every other is 0.
///
/// Requires:  as many values as features, which ascend and lie below the cols() of the model that scores the row.
/// Allocates: nothing.
/// Lifetime:  valid as long as what it borrows from.
template <std::floating_point T>
struct sparse_row {
    std::span<std::uint32_t const> features;
    std::span<T const> values;
};

}  // namespace arenite::inline ARENITE_ABI
