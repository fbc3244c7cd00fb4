// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstddef>
#include <span>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Pairs of numbers in one span: two of each, of which the first orders them. O(n log n), without memory of its own.
class pair_heap {
public:
    explicit pair_heap(std::span<double> all_numbers) noexcept : numbers_(all_numbers) {}

    void sort() const noexcept {
        auto const pairs = numbers_.size() / 2;
        for (auto i = pairs / 2; i-- != 0;) sink(i, pairs);
        for (auto end = pairs; end > 1; --end) {
            swap(0, end - 1);
            sink(0, end - 1);
        }
    }

private:
    [[nodiscard]] double key(std::size_t i) const noexcept { return numbers_[2 * i]; }

    void swap(std::size_t i, std::size_t j) const noexcept {
        std::swap(numbers_[2 * i], numbers_[2 * j]);
        std::swap(numbers_[2 * i + 1], numbers_[2 * j + 1]);
    }

    void sink(std::size_t at, std::size_t end) const noexcept {
        for (auto child = 2 * at + 1; child < end; child = 2 * at + 1) {
            if (child + 1 < end && key(child) < key(child + 1)) ++child;
            if (!(key(at) < key(child))) return;
            swap(at, child);
            at = child;
        }
    }

    std::span<double> numbers_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
