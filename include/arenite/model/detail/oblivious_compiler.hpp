// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/model/detail/coded_tree.hpp>
#include <arenite/model/detail/list_writer.hpp>
#include <arenite/model/detail/oblivious_plan.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Makes an oblivious_plan: counts its trees, and once there is room, writes them.
///
/// Requires: all trees are oblivious; at most most_level_columns columns of ranks.
template <std::floating_point T>
class oblivious_compiler {
public:
    void count(coded_tree<T> const& coded, std::uint32_t output) noexcept {
        add_to_run({}, output, coded.planned.depth);
    }

    /// What write_to takes from an arena, for a forest_plan of so many parts.
    [[nodiscard]] std::size_t bytes(std::size_t part_count) const noexcept {
        return arena_bytes<oblivious_plan<T>>(1) + arena_bytes<level_part>(part_count) +
               arena_bytes<level_run>(most_runs(part_count)) + arena_bytes<std::uint8_t>(most_level_bytes(part_count));
    }

    void write_to(arena& place, std::size_t part_count) noexcept {
        plan_ = place.take<oblivious_plan<T>>(1).data();
        parts_ = place.take<level_part>(part_count);
        auto const runs = place.take<level_run>(most_runs(part_count));
        auto const levels = place.take<std::uint8_t>(most_level_bytes(part_count));
        runs_.write_to(runs);
        levels_.write_to(levels);
    }

    void begin_part(std::size_t part) noexcept {
        parts_[part] = {static_cast<std::uint32_t>(runs_.count()), 0};
        run_ = {};
    }
    void end_part(std::size_t part) noexcept {
        parts_[part].runs = static_cast<std::uint32_t>(runs_.count() - parts_[part].first_run);
    }

    /// `t`: its place in the forest_plan.
    void write(coded_tree<T> const& coded, std::uint32_t t, std::uint32_t output) noexcept {
        auto const place = add_to_run(t, output, coded.planned.depth);
        for (std::size_t level = 0; level != coded.planned.depth; ++level) {
            auto const cut = coded.cuts[level].cut;
            levels_.written()[place + level * level_bytes] = cut.column;
            levels_.written()[place + level * level_bytes + most_run_trees] = static_cast<std::uint8_t>(cut.k ^ 0x80);
        }
    }

    [[nodiscard]] oblivious_plan<T>* finish() const noexcept {
        *plan_ = {parts_, runs_.written().first(runs_.count()), levels_.written()};
        return plan_;
    }

private:
    /// Where a part ends, a run does.
    [[nodiscard]] std::size_t most_runs(std::size_t part_count) const noexcept { return runs_.count() + part_count; }
    [[nodiscard]] std::size_t most_level_bytes(std::size_t part_count) const noexcept {
        return levels_.count() + part_count * codes_planes * level_bytes;
    }

    /// Where the tree's first column belongs.
    std::size_t add_to_run(std::uint32_t tree, std::uint32_t output, std::uint8_t depth) noexcept {
        if (run_.trees == 0 || run_.trees == most_run_trees || run_.depth != depth || run_.output != output) {
            run_ = {tree, output, static_cast<std::uint32_t>(levels_.count()), 0, depth};
            runs_.add(run_);
            static_cast<void>(levels_.add_room(depth * level_bytes));
        }
        auto const place = run_.first + run_.trees++;
        if (!runs_.written().empty()) runs_.written()[runs_.count() - 1] = run_;
        return place;
    }

    oblivious_plan<T>* plan_ = nullptr;
    std::span<level_part> parts_;
    list_writer<level_run> runs_;
    list_writer<std::uint8_t> levels_;
    level_run run_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
