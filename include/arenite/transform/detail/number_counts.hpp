// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/distinct_slots.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// How often each of the different numbers of a column was seen, as long as there are not more than `values` holds.
/// Allocates: nothing. Lifetime: borrows its memory.
class number_counts {
public:
    number_counts() = default;
    number_counts(std::span<double> value_memory, std::span<std::uint64_t> count_memory,
                  std::span<std::uint32_t> slot_memory) noexcept
        : values_(value_memory), counts_(count_memory), slots_(slot_memory) {}

    /// None is NaN, and none -0.0.
    void add(std::span<double const> numbers) noexcept {
        if (values_.empty()) return;
        for (auto const number : numbers) add(number, 1);
    }

    void merge(number_counts const& other) noexcept {
        while (slots_.halvings() < other.slots_.halvings()) halve();
        for (std::uint32_t i = 0; i != other.size_; ++i) add(other.values_[i], other.counts_[i]);
    }

    /// In ascending order, from then on until something is added.
    void settle() noexcept {
        sort_in_place(
            slots_.memory().first(size_), [&](auto left, auto right) { return values_[left] < values_[right]; },
            [&](auto left, auto right) {
                std::swap(values_[left], values_[right]);
                std::swap(counts_[left], counts_[right]);
            });
        refill();
    }

    /// All that were seen are kept.
    [[nodiscard]] bool complete() const noexcept { return slots_.halvings() == 0 && !values_.empty(); }
    [[nodiscard]] std::span<double const> values() const noexcept { return values_.first(size_); }
    [[nodiscard]] std::span<std::uint64_t const> counts() const noexcept { return counts_.first(size_); }

    /// How many different ones; about so many unless complete().
    [[nodiscard]] std::uint64_t distinct() const noexcept { return std::uint64_t{size_} << slots_.halvings(); }

private:
    /// The finalizer of SplitMix64.
    [[nodiscard]] static std::uint64_t hash_of(double number) noexcept {
        auto mixed = std::bit_cast<std::uint64_t>(number);
        mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
        return mixed ^ mixed >> 31;
    }

    void add(double number, std::uint64_t times) noexcept {
        auto const hash = hash_of(number);
        if (!slots_.keeps(hash)) return;
        auto const at = find(number, hash);
        if (at.position != distinct_slots::none) counts_[at.position] += times;
        else if (size_ != values_.size()) insert(at, number, times);
        else halve(), add(number, times);
    }

    [[nodiscard]] distinct_slots::place find(double number, std::uint64_t hash) const noexcept {
        return slots_.find(hash, [&](auto position) { return values_[position] == number; });
    }

    void insert(distinct_slots::place at, double number, std::uint64_t times) noexcept {
        values_[size_] = number;
        counts_[size_] = times;
        *at.slot = size_++;
    }

    void halve() noexcept {
        slots_.halve();
        std::uint32_t kept = 0;
        for (std::uint32_t i = 0; i != size_; ++i) {
            values_[kept] = values_[i];
            counts_[kept] = counts_[i];
            kept += slots_.keeps(hash_of(values_[i])) ? 1U : 0U;
        }
        size_ = kept;
        refill();
    }

    void refill() noexcept {
        slots_.clear();
        for (std::uint32_t i = 0; i != size_; ++i) *find(values_[i], hash_of(values_[i])).slot = i;
    }

    std::span<double> values_;
    std::span<std::uint64_t> counts_;
    distinct_slots slots_;
    std::uint32_t size_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
