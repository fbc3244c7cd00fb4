// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/rounded.hpp>
#include <arenite/transform/detail/exact_moments.hpp>
#include <arenite/transform/detail/number_counts.hpp>
#include <arenite/transform/detail/quantile_sketch.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What is known of the numbers of a column. Allocates: nothing. Lifetime: borrows the memory of its parts.
struct number_state {
    exact_moments moments{};  ///< of those that are finite
    quantile_sketch sketch{};
    number_counts counts{};
    double minimum = std::numeric_limits<double>::infinity(), maximum = -minimum;
    std::uint64_t positive_infinities = 0, negative_infinities = 0;

    /// None is NaN, and none -0.0; the order of what is given is lost.
    void add(std::span<double> numbers) noexcept {
        for (auto const number : numbers) {
            minimum = number < minimum ? number : minimum;
            maximum = number > maximum ? number : maximum;
        }
        sketch.add(numbers);
        counts.add(numbers);
        constexpr auto infinity = std::numeric_limits<double>::infinity();
        bool const all_finite = minimum != -infinity && maximum != infinity;
        moments.add(all_finite ? numbers : without_infinities(numbers));
    }

    void merge(number_state const& other) noexcept {
        minimum = std::min(minimum, other.minimum);
        maximum = std::max(maximum, other.maximum);
        positive_infinities += other.positive_infinities;
        negative_infinities += other.negative_infinities;
        moments.merge(other.moments);
        sketch.merge(other.sketch);
        counts.merge(other.counts);
    }

    /// Call it before what follows.
    void settle() noexcept {
        sketch.settle();
        counts.settle();
    }

    [[nodiscard]] std::uint64_t count() const noexcept {
        return moments.count() + positive_infinities + negative_infinities;
    }

    /// As IEEE 754 has it where there are infinities.
    [[nodiscard]] double mean() const noexcept {
        constexpr auto infinity = std::numeric_limits<double>::infinity();
        if (positive_infinities == 0 && negative_infinities == 0) return moments.mean();
        if (positive_infinities != 0 && negative_infinities != 0) return std::numeric_limits<double>::quiet_NaN();
        return positive_infinities != 0 ? infinity : -infinity;
    }

    [[nodiscard]] double deviation(std::uint64_t less_freedom) const noexcept {
        bool const has_infinities = positive_infinities != 0 || negative_infinities != 0;
        return has_infinities ? std::numeric_limits<double>::quiet_NaN() : moments.deviation(less_freedom);
    }

    /// Between the two numbers nearest to the rank part * (count() - 1), in proportion, as NumPy does by default. NaN
    /// of no numbers. Requires: 0 <= part <= 1.
    [[nodiscard]] double quantile(double part) const noexcept {
        return between((static_cast<double>(count()) - 1) * part, [](double share) { return share; });
    }

    /// The number of which so many or fewer are below, or half of that and of the next: NumPy's averaged_inverted_cdf.
    [[nodiscard]] double averaged_quantile(double part) const noexcept {
        return between(rounded(static_cast<double>(count()) * part) - 1,
                       [](double share) { return share == 0 ? 0.5 : 1; });
    }

private:
    /// The number of this rank, from 0, between the two that it lies between; NaN of no numbers.
    template <class Weigh>
    [[nodiscard]] double between(double rank, Weigh weigh) const noexcept {
        if (sketch.count() == 0) return std::numeric_limits<double>::quiet_NaN();
        auto const last = count() - 1;
        if (rank < 0) return at(0);
        if (rank >= static_cast<double>(last)) return at(last);
        auto const below = std::floor(rank), share = weigh(rank - below);
        auto const position = static_cast<std::uint64_t>(below);
        auto const lower = at(position), upper = at(position + 1), difference = upper - lower;
        if (share == 0 || lower == upper) return lower;
        if (!std::isfinite(difference)) return rounded(lower * (1 - share)) + rounded(upper * share);
        return share < 0.5 ? lower + rounded(difference * share) : upper - rounded(difference * (1 - share));
    }

    /// The first and the last are known whatever the sketch has lost.
    [[nodiscard]] double at(std::uint64_t position) const noexcept {
        if (position == 0) return minimum;
        return position == count() - 1 ? maximum : sketch.at(position);
    }

    [[nodiscard]] std::span<double> without_infinities(std::span<double> numbers) noexcept {
        std::size_t kept = 0;
        for (auto const number : numbers)
            if (std::isfinite(number)) numbers[kept++] = number;
            else ++(number > 0 ? positive_infinities : negative_infinities);
        return numbers.first(kept);
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
