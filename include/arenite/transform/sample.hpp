// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/raise.hpp>
#include <arenite/core/shape_error.hpp>
#include <arenite/transform/detail/kept_rows.hpp>
#include <arenite/transform/detail/random_number.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

struct keep_at_random {
    static constexpr std::string_view stage_name = "sample";

    double fraction;
    std::uint64_t seed;

    void bind(schema_view) const {
        if (!(fraction >= 0 && fraction <= 1)) raise(shape_error{"sample: the fraction is not between 0 and 1"});
    }

    template <class T>
    [[nodiscard]] bool operator()(batch_view<T const>, std::size_t, std::uint64_t row) const noexcept {
        return unit_number(random_number(seed, row)) < fraction;
    }
};

}  // namespace detail

/// A stage that keeps a random part of the rows, each with the probability `kept_fraction` and independently of the
/// others. Which ones depends on the seed and on a row's number among those that come, counted from 0, and on nothing
/// else: not on batches.
///
/// Random numbers: SplitMix64's output for the state seed + (row + 1) * 0x9E3779B97F4A7C15; its upper 53 bits are a
/// number in [0, 1).
///
/// As `filter` otherwise: `row_ids()` gives the rows' numbers. Errors: composing throws shape_error for a fraction that
/// is not in [0, 1].
[[nodiscard]] constexpr auto sample(double kept_fraction, std::uint64_t seed) noexcept {
    return kept_rows_stage<detail::keep_at_random>{{kept_fraction, seed}};
}

}  // namespace arenite::inline ARENITE_ABI
