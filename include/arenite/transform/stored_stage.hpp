// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/column_program.hpp>
#include <arenite/transform/detail/column_difference.hpp>
#include <arenite/transform/detail/known_category.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI {

/// Stages that were kept in a file, as one: what `load_stages(path).stage()` is. It runs a column_program over tiles of
/// double, with the bits of the stages that were saved; 16 KiB of stack hold the columns of some rows at a time.
///
/// Errors:    composing throws shape_error, which names the columns, where the rows have others than those that the
///            stages were saved for; in the loop data_error for a category that a stage refuses.
/// Allocates: nothing.
/// Lifetime:  a value; borrows columns and program.
class stored_stage {
public:
    static constexpr std::string_view stage_name = "stored stages";

    /// `row_columns`: of tiles, without texts; as many `made_columns` as the program makes.
    stored_stage(schema_view row_columns, schema_view made_columns, column_program const& stored_program) noexcept
        : rows_(row_columns), made_(made_columns), program_(stored_program) {}

    void check(schema_view before) const { detail::require_same_columns(stage_name, before, rows_); }
    [[nodiscard]] std::size_t columns(schema_view) const noexcept { return made_.size(); }
    [[nodiscard]] column column_at(schema_view, std::size_t i) const noexcept { return made_[i]; }

    tile_fault apply(batch_view<double const> from, batch_view<double> to) const noexcept {
        std::array<double, 2048> room;
        auto const most = room.size() / program_.room(1);
        if (most == 0) make_cells(from, to);
        for (std::size_t first = 0; most != 0 && first < from.rows(); first += most) {
            auto const count = std::min(most, from.rows() - first);
            auto const made = program_.prepare(from.middle_rows(first, count), nothing_else_missing, room);
            detail::copy_tile(made, to.middle_rows(first, count));
        }
        return refused(from);
    }

private:
    static constexpr double nothing_else_missing = std::numeric_limits<double>::quiet_NaN();

    /// One by one, where there are more columns than have room.
    void make_cells(batch_view<double const> from, batch_view<double> to) const noexcept {
        for (std::size_t r = 0; r != from.rows(); ++r)
            for (std::size_t c = 0; c != to.cols(); ++c) to(r, c) = program_.cell(from, r, c, nothing_else_missing);
    }

    [[nodiscard]] tile_fault refused(batch_view<double const> from) const noexcept {
        tile_fault first;
        for (auto const& step : program_.steps())
            for (std::size_t r = 0; step.op == column_op::category && r != from.rows(); ++r)
                if (!detail::is_known(from(r, step.from), step.by))
                    first = detail::first_fault(first, detail::unknown_category(r, step.from));
        return first;
    }

    schema_view rows_, made_;
    column_program program_;
};
static_assert(tile_stage_of<stored_stage, double>);

}  // namespace arenite::inline ARENITE_ABI
