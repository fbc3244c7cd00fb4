// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/forest_plan.hpp>

#include <array>
#include <bit>

namespace arenite::inline ARENITE_ABI::detail {

/// Writes the steps of the programs of a run of trees; those for which there is no room it only counts.
class step_writer {
public:
    explicit step_writer(std::span<program_step> room_for_steps = {}) noexcept : to_(room_for_steps) {}

    /// The row that holds (mask & left) | (~mask & right) from this step on.
    std::uint16_t mux(std::size_t mask, std::size_t left, std::size_t right) noexcept {
        release(left);
        release(right);
        auto const row = take();
        if (count_ < to_.size()) to_[count_] = (mask | left << 14 | right << 28 | row << 42) << row_shift;
        ++count_;
        return static_cast<std::uint16_t>(row);
    }

    [[nodiscard]] std::size_t count() const noexcept { return count_; }

    /// Whether there were too few rows for results; what was written is then worth nothing.
    [[nodiscard]] bool overflowed() const noexcept { return overflowed_; }

private:
    static constexpr std::size_t first_result = 2;

    [[nodiscard]] std::size_t take() noexcept {
        for (std::size_t word = 0; word != taken_.size(); ++word) {
            auto const bit = static_cast<std::size_t>(std::countr_one(taken_[word]));
            if (bit == 64) continue;
            taken_[word] |= std::uint64_t{1} << bit;
            return word * 64 + bit;
        }
        overflowed_ = true;
        return first_result;
    }
    void release(std::size_t row) noexcept {
        if (row >= first_result && row < program_rows) taken_[row / 64] &= ~(std::uint64_t{1} << row % 64);
    }

    std::span<program_step> to_;
    std::size_t count_ = 0;
    std::array<std::uint64_t, program_rows / 64> taken_{3};  // zeros and ones are no results
    bool overflowed_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
