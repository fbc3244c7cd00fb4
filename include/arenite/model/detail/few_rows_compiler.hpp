// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/narrow_compiler.hpp>
#include <arenite/model/detail/oblivious_compiler.hpp>
#include <arenite/model/detail/row_compiler.hpp>

#include <optional>

namespace arenite::inline ARENITE_ABI::detail {

/// Makes the plans for few rows beside a forest_plan, tree by tree as that is made: one for up to 64 rows and little
/// scratch, and one for single rows, which oblivious trees have of their own. Counts first; writes once there is room.
///
/// Requires: no tree is walked, unless there is nothing to make.
template <std::floating_point T>
class few_rows_compiler {
public:
    /// Nothing to make.
    few_rows_compiler() = default;

    /// Of trees with so many columns of ranks.
    few_rows_compiler(std::size_t rank_columns, instruction_set instructions) noexcept {
        if (rank_columns <= most_rank_columns) narrow_.emplace();
        if (rank_columns <= most_level_columns(instructions)) levels_.emplace();
        if (rank_columns <= most_row_columns(instructions)) rows_.emplace(instructions);
    }

    /// Of a part: nothing while trees are counted.
    void begin_part(std::size_t part) noexcept {
        if (is_written_ && rows_) rows_->begin_part(part);
        if (is_written_ && levels_) levels_->begin_part(part);
    }
    void end_part(std::size_t part) noexcept {
        if (is_written_ && rows_) rows_->end_part(part);
        if (is_written_ && levels_) levels_->end_part(part);
    }

    /// Tree `t` of the forest_plan.
    void add(coded_tree<T> const& coded, std::uint32_t t, std::uint32_t output) noexcept {
        if (!is_written_) return count(coded, output);
        if (narrow_) narrow_->write(coded, t);
        if (rows_) rows_->write(coded, t, output);
        if (levels_) levels_->write(coded, t, output);
    }

    /// Once all are counted.
    void choose(bool has_plan, bool all_oblivious) noexcept {
        if (!has_plan) narrow_.reset();
        if (!has_plan || !all_oblivious) levels_.reset();
        if (!has_plan || levels_ || (rows_ && !rows_->fits())) rows_.reset();
    }

    /// Whether there is one for single rows.
    [[nodiscard]] bool has_single_rows() const noexcept { return rows_ || levels_; }

    /// What write_to takes from an arena, for a forest_plan of so many parts.
    [[nodiscard]] std::size_t bytes(std::size_t part_count) const noexcept {
        return (narrow_ ? narrow_->bytes() : 0) + (rows_ ? rows_->bytes(part_count) : 0) +
               (levels_ ? levels_->bytes(part_count) : 0);
    }

    void write_to(arena& place, std::size_t part_count) noexcept {
        is_written_ = true;
        if (narrow_) narrow_->write_to(place);
        if (rows_) rows_->write_to(place, part_count);
        if (levels_) levels_->write_to(place, part_count);
    }

    void finish(forest_plan<T>& plan) const noexcept {
        if (narrow_) plan.narrow = narrow_->finish();
        if (rows_) plan.rows = rows_->finish();
        if (levels_) plan.levels = levels_->finish();
    }

private:
    void count(coded_tree<T> const& coded, std::uint32_t output) noexcept {
        if (narrow_) narrow_->count(coded);
        if (rows_) rows_->count(coded, output);
        if (levels_ && coded.is_oblivious()) levels_->count(coded, output);
    }

    bool is_written_ = false;
    std::optional<narrow_compiler<T>> narrow_;
    std::optional<row_compiler<T>> rows_;
    std::optional<oblivious_compiler<T>> levels_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
