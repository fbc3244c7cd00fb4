// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/model/detail/graph_program.hpp>

#include <algorithm>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Makes the frame of a graph smaller: columns that no step and no output needs any more are those of the next values
/// of the same width. Columns that a step reads or makes together stay together. O(steps and columns).
/// Allocates: nothing: works in memory that is lent.
class graph_packing {
public:
    [[nodiscard]] static std::size_t room_bytes(std::size_t columns) noexcept {
        return 5 * arena_bytes<std::uint32_t>(columns + 1);
    }

    graph_packing(graph_program& to_pack, std::span<std::byte> lent_room) noexcept : program_(to_pack) {
        arena place{lent_room};
        for (auto* const list : {&first_, &last_, &place_, &next_, &free_})
            *list = place.take<std::uint32_t>(to_pack.columns + 1);
        std::ranges::fill(place_, none);
        std::ranges::fill(free_, none);
    }

    /// `outputs` are lists of columns that stay until the end.
    void run(std::initializer_list<std::span<std::uint32_t>> outputs) noexcept {
        find_blocks();
        find_last_uses();
        for (auto const& output : outputs)
            for (auto const column : output) last_[first_[column]] = none;
        for (std::uint32_t i = 0; i != program_.steps.size(); ++i) pack(program_.steps[i], i);
        for (auto const& output : outputs)
            for (auto& column : output) column = moved(column);
        program_.columns = end_;
    }

private:
    static constexpr std::uint32_t none = 0xffffffff;

    /// Calls visit(first, count) for the columns that a step makes and for those that it reads.
    template <class Step, class Visit>
    static void for_each_range(Step& step, Visit&& visit) noexcept {
        auto const read = [&](auto& from, std::uint32_t count) {
            if (!from.number && !from.row) visit(from.first, from.step == 0 ? 1 : count);
        };
        visit(step.to, step.count);
        if (step.action != graph_action::load) read(step.a, step.inputs);
        if (reads_b(step.action)) read(step.b, step.count);
        if (reads_c(step.action)) read(step.c, step.count);
    }
    [[nodiscard]] static bool reads_b(graph_action action) noexcept {
        return action >= graph_action::add && action <= graph_action::impute;
    }
    [[nodiscard]] static bool reads_c(graph_action action) noexcept {
        return action >= graph_action::select && action <= graph_action::impute;
    }

    /// Of each column the first one of its block. Until then, how many ranges more hold a column together with the one
    /// in front of it than do so for that one.
    void find_blocks() noexcept {
        for (auto const& step : program_.steps)
            for_each_range(step, [this](std::uint32_t first, std::uint32_t count) { hold_together(first, count); });
        std::uint32_t ranges = 0;
        for (std::uint32_t c = 0; c != first_.size(); ++c) {
            ranges += first_[c];
            first_[c] = ranges == 0 ? c : first_[c - 1];
        }
    }
    void hold_together(std::uint32_t first, std::uint32_t count) noexcept {
        if (count < 2) return;
        ++first_[first + 1];
        --first_[first + count];
    }

    void find_last_uses() noexcept {
        for (std::uint32_t i = 0; i != program_.steps.size(); ++i)
            for_each_range(program_.steps[i],
                           [=, this](std::uint32_t first, std::uint32_t) { last_[first_[first]] = i; });
    }

    /// Its operands are given back after its results have their place, so that they never overlap.
    void pack(graph_step& step, std::uint32_t number) noexcept {
        auto const before = step;
        for_each_range(before, [this](std::uint32_t first, std::uint32_t) { take(first_[first]); });
        for_each_range(step, [this](std::uint32_t& first, std::uint32_t) { first = moved(first); });
        for_each_range(before, [=, this](std::uint32_t first, std::uint32_t) { give_back(first_[first], number); });
    }

    void take(std::uint32_t block) noexcept {
        if (place_[block] != none) return;
        auto& reused = free_[width_of(block)];
        if (reused == none) return place_behind(block);
        place_[block] = place_[reused];
        reused = next_[reused];
    }

    void place_behind(std::uint32_t block) noexcept {
        place_[block] = end_;
        end_ += width_of(block);
    }

    void give_back(std::uint32_t block, std::uint32_t number) noexcept {
        if (last_[block] != number) return;
        last_[block] = none;
        next_[block] = std::exchange(free_[width_of(block)], block);
    }

    [[nodiscard]] std::uint32_t width_of(std::uint32_t block) const noexcept {
        std::uint32_t width = 1;
        while (block + width != first_.size() && first_[block + width] == block) ++width;
        return width;
    }
    [[nodiscard]] std::uint32_t moved(std::uint32_t column) const noexcept {
        return place_[first_[column]] + (column - first_[column]);
    }

    graph_program& program_;
    std::span<std::uint32_t> first_;  ///< of a column: the first one of its block, by which the block goes below
    std::span<std::uint32_t> last_;   ///< the step that needs it last; none: it is given back, or never
    std::span<std::uint32_t> place_;  ///< its new first column
    std::span<std::uint32_t> next_;   ///< of one that was given back: the next one of its width
    std::span<std::uint32_t> free_;   ///< by width: the first one that was given back
    std::uint32_t end_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
