// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>
#include <arenite/transform/detail/sort_block.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Quantiles of any count of numbers in memory for a few of them (Karnin, Lang and Liberty: Optimal quantile
/// approximation in streams, 2016). A number of level h stands for 2^h numbers. When the memory is full, the lowest
/// level that has its share of it is sorted and every other number, by a coin, goes up; the next time, those on the
/// other side of the coin. Until then quantiles are exact.
///
/// Every pair of such steps moves the rank of a number by at most 2^h, to either side with equal chances, and
/// independent of the others: `variance_` is the sum of 4^h, from which Hoeffding's inequality has the error of these
/// very numbers.
///
/// Allocates: nothing.
/// Lifetime:  borrows its memory.
class quantile_sketch {
public:
    /// Memory for fewer could not hold a share for each level.
    static constexpr std::size_t least_memory = 1024;

    quantile_sketch() = default;

    /// Requires: least_memory numbers or more, fewer than 2^32, or none: then nothing is kept. The same seed and
    /// numbers give the same sketch.
    quantile_sketch(std::span<double> room, std::uint64_t seed) noexcept : values_(room), state_(seed) {
        if (room.empty()) return;
        levels_ = 1;
        starts_[0] = starts_[1] = size_of(values_);
        share_memory();
    }

    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

    /// None is NaN, and none -0.0.
    void add(std::span<double const> numbers) noexcept {
        if (levels_ == 0) return;
        count_ += numbers.size();
        while (!numbers.empty()) {
            if (free() == 0) make_room();
            auto const part = numbers.first(std::min<std::size_t>(free(), numbers.size()));
            starts_[0] -= size_of(part);
            std::ranges::reverse_copy(part, values_.begin() + starts_[0]);  // the pieces do not matter
            numbers = numbers.subspan(part.size());
        }
    }

    /// As if its numbers had been added, but for other coins. What is between the two ranks of a number is added up as
    /// if the coins of both had fallen alike.
    void merge(quantile_sketch const& other) noexcept {
        auto const before = variance_, deviation = std::sqrt(before) + std::sqrt(other.variance_);
        add(other.level(0));
        for (std::uint32_t h = 1; h < other.levels_; ++h) merge_level(h, other.level(h));
        count_ += other.count_ - other.level(0).size();
        variance_ += deviation * deviation - before;
    }

    /// Call it before what follows: sorts what was added last.
    void settle() noexcept {
        if (levels_ != 0) std::ranges::sort(level(0));
    }

    /// How many numbers are at most `number`.
    [[nodiscard]] std::uint64_t rank_of(double number) const noexcept {
        std::uint64_t rank = 0;
        for (std::uint32_t h = 0; h < levels_; ++h) {
            auto const sorted = level(h);
            auto const up_to = static_cast<std::uint64_t>(std::ranges::upper_bound(sorted, number) - sorted.begin());
            rank += up_to << h;
        }
        return rank;
    }

    /// The number that `position` numbers precede in the sorted order. Requires: position < count().
    [[nodiscard]] double at(std::uint64_t position) const noexcept {
        auto least = key_of(-std::numeric_limits<double>::infinity()),
             most = key_of(std::numeric_limits<double>::infinity());
        while (least != most) {
            auto const middle = least + (most - least) / 2;
            if (rank_of(number_of(middle)) > position) most = middle;
            else least = middle + 1;
        }
        return number_of(least) + 0.0;  // no -0.0
    }

    /// With a probability of 1 - 1e-9 the true rank of a number differs from that of the sketch by at most so much, as
    /// a part of count(); 0: they are equal.
    [[nodiscard]] double rank_error() const noexcept {
        constexpr double twice_log_of_2e9 = 42.8327;
        return count_ == 0 ? 0 : std::sqrt(twice_log_of_2e9 * variance_) / static_cast<double>(count_);
    }

private:
    static constexpr std::uint32_t most_levels = 48, least_share = 8, least_lowest_share = 256;

    [[nodiscard]] static std::uint32_t size_of(std::span<double const> numbers) noexcept {
        return static_cast<std::uint32_t>(numbers.size());
    }
    [[nodiscard]] std::uint32_t free() const noexcept { return starts_[0]; }
    [[nodiscard]] std::span<double> level(std::uint32_t h) const noexcept {
        return h < levels_ ? values_.subspan(starts_[h], starts_[h + 1] - starts_[h]) : std::span<double>{};
    }

    /// The top level has a third of the memory, each below it two thirds of the one above, and none less than a few;
    /// the lowest has as many as are sorted quickly.
    void share_memory() noexcept {
        auto share = static_cast<double>(size_of(values_) - least_lowest_share - least_share * levels_) / 3;
        for (auto h = levels_; h != 0; --h, share *= 2.0 / 3)
            shares_[h - 1] = std::max(h == 1 ? least_lowest_share : least_share, static_cast<std::uint32_t>(share));
    }

    void add_level() noexcept {
        contract(levels_ != most_levels, "a sketch has room for 2^48 times as many numbers as it holds");
        starts_[++levels_] = size_of(values_);
        share_memory();
    }

    /// Requires: the memory is full, so that some level has its share or more.
    void make_room() noexcept {
        std::uint32_t h = 0;
        while (level(h).size() < shares_[h]) ++h;
        if (h + 1 == levels_) add_level();
        if (h == 0) halve(0, sorted_part());
        else halve(h, starts_[h]);
    }

    /// Sorts the lowest level or, of one that is not large, the largest block at its end; returns where that begins.
    [[nodiscard]] std::uint32_t sorted_part() noexcept {
        auto const lowest = level(0);
        auto const size = std::bit_floor(lowest.size());
        if (size > most_sorted_block) std::ranges::sort(lowest);
        else sort_block(lowest.last(size));
        return size > most_sorted_block ? starts_[0] : starts_[1] - static_cast<std::uint32_t>(size);
    }

    /// Every other number of a level from `begin` on, where it is sorted, goes up; of an odd count the first stays.
    void halve(std::uint32_t h, std::uint32_t begin) noexcept {
        auto const first = begin + (starts_[h + 1] - begin) % 2, half = (starts_[h + 1] - first) / 2;
        auto const side = flip_coin(h);
        for (std::uint32_t i = 0; i != half; ++i) values_[first + i] = values_[first + 2 * i + side];
        merge_into(values_.subspan(first, half), starts_[h + 1], starts_[h + 2], first + half);
        std::copy_backward(values_.begin() + starts_[0], values_.begin() + first, values_.begin() + first + half);
        starts_[h + 1] = first + half;
        for (std::uint32_t below = 0; below <= h; ++below) starts_[below] += half;
    }

    /// Merges sorted numbers with those from `from` to `end` to behind `to`; from - to is how many there are of the
    /// former.
    void merge_into(std::span<double const> numbers, std::size_t from, std::size_t end, std::size_t to) noexcept {
        auto const* next = numbers.data();
        auto const* const last = next + numbers.size();
        while (next != last && from != end) {
            bool const is_less = values_[from] < *next;
            values_[to++] = is_less ? values_[from] : *next;
            from += is_less ? 1 : 0;
            next += is_less ? 0 : 1;
        }
        std::copy(next, last, values_.begin() + static_cast<std::ptrdiff_t>(to));
    }

    void merge_level(std::uint32_t h, std::span<double const> numbers) noexcept {
        while (levels_ <= h) add_level();
        while (!numbers.empty()) {
            if (free() == 0) make_room();
            auto const part = numbers.first(std::min<std::size_t>(free(), numbers.size()));
            auto const count = size_of(part);
            std::copy(values_.begin() + starts_[0], values_.begin() + starts_[h], values_.begin() + starts_[0] - count);
            for (std::uint32_t below = 0; below <= h; ++below) starts_[below] -= count;
            merge_into(part, starts_[h] + count, starts_[h + 1], starts_[h]);
            numbers = numbers.subspan(count);
        }
    }

    /// Which of every two numbers goes up: by a coin, and the next time the other.
    [[nodiscard]] std::uint32_t flip_coin(std::uint32_t h) noexcept {
        auto const bit = std::uint64_t{1} << h;
        waits_ ^= bit;
        if ((waits_ & bit) == 0) return (coins_ & bit) == 0 ? 1 : 0;
        variance_ += std::ldexp(1.0, static_cast<int>(2 * h));
        coins_ = (coins_ & ~bit) | (draw() ? bit : 0);
        return (coins_ & bit) == 0 ? 0 : 1;
    }

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    [[nodiscard]] bool draw() noexcept {
        auto mixed = state_ += 0x9e3779b97f4a7c15;
        mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
        return (mixed ^ mixed >> 31) >> 63 != 0;
    }

    /// Whole numbers in the order of the numbers.
    [[nodiscard]] static std::uint64_t key_of(double number) noexcept {
        auto const bits = std::bit_cast<std::uint64_t>(number);
        return bits >> 63 != 0 ? ~bits : bits | sign_bit;
    }
    [[nodiscard]] static double number_of(std::uint64_t key) noexcept {
        return std::bit_cast<double>((key & sign_bit) != 0 ? key ^ sign_bit : ~key);
    }
    static constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;

    std::span<double> values_;  ///< what is free, then level by level
    std::array<std::uint32_t, most_levels + 1> starts_{};
    std::array<std::uint32_t, most_levels> shares_{};
    std::uint32_t levels_ = 0;
    std::uint64_t count_ = 0, waits_ = 0, coins_ = 0, state_ = 0;
    double variance_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
