// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>
#include <arenite/transform/column_step.hpp>

namespace arenite::inline ARENITE_ABI {

/// Steps, one after the other, that make the columns which a model reads of those that the rows have: what is fitted in
/// front of a model and kept in its file. The last of them make the prepared columns, in order.
///
/// Allocates: nothing.
/// Lifetime:  borrows the steps, their constants and the marks.
class column_program {
public:
    /// How many cells one cell may be made of: they are made one by one, too, by a function that calls itself.
    static constexpr std::uint32_t most_cells = 1024;

    column_program() = default;

    /// `row_columns`: of the rows; `prepared`: how many of the last steps make the columns that are wanted; `needed`:
    /// for each column of the rows and each step, whether it is needed (see mark_needed).
    column_program(std::size_t row_columns, std::size_t prepared, std::span<column_step const> in_order,
                   std::span<double const> of_steps, std::span<bool const> needed) noexcept
        : rows_(row_columns), prepared_(prepared), steps_(in_order), constants_(of_steps), needed_(needed) {}

    /// Nothing is prepared: the model reads the rows.
    [[nodiscard]] bool empty() const noexcept { return steps_.empty(); }
    [[nodiscard]] std::size_t cols() const noexcept { return prepared_; }
    [[nodiscard]] std::span<column_step const> steps() const noexcept { return steps_; }

    /// Numbers of room that a tile takes.
    [[nodiscard]] std::size_t room(std::size_t tile_rows) const noexcept { return (rows_ + steps_.size()) * tile_rows; }

    /// Makes the prepared columns of a tile, side by side in `room`, of which those that are not needed are rubbish.
    /// Values that equal `missing` are missing.
    template <class In>
    [[nodiscard]] batch_view<double const> prepare(batch_view<In const> x, double missing,
                                                   std::span<double> room) const noexcept {
        auto const column = [&](std::size_t i) { return room.subspan(i * x.rows(), x.rows()); };
        for (std::size_t c = 0; c != rows_; ++c)
            for (std::size_t r = 0; needed_[c] && r != x.rows(); ++r) column(c)[r] = read(x(r, c), missing);
        for (std::size_t i = 0; i != steps_.size(); ++i)
            if (needed_[rows_ + i])
                apply_step(steps_[i], constants_, column(steps_[i].from), column(steps_[i].second), column(rows_ + i));
        return {column(first()).data(), x.rows(), prepared_, 1, static_cast<std::ptrdiff_t>(x.rows())};
    }

    /// One cell of the prepared columns.
    template <class In>
    [[nodiscard]] double cell(batch_view<In const> x, std::size_t r, std::size_t c, double missing) const noexcept {
        return made(x, r, first() + c, missing);
    }

    /// Counts what the last of these steps makes a cell of; false: of columns that are not there, or of too many cells.
    [[nodiscard]] static bool count_cells(std::size_t row_columns, std::span<column_step> up_to_this) noexcept {
        auto& step = up_to_this.back();
        auto const made = up_to_this.first(up_to_this.size() - 1);
        std::size_t const there = row_columns + made.size();
        if (step.from >= there || (step.is_of_two() && step.second >= there)) return false;
        auto const cells = [&](std::size_t i) { return i < row_columns ? 1 : made[i - row_columns].cells; };
        step.cells = 1 + cells(step.from) + (step.is_of_two() ? cells(step.second) : 0);
        return step.cells <= most_cells;
    }

    /// Marks what the marked columns are made of. Requires: `needed` as above, in which the prepared columns are marked
    /// that are read, and no others.
    static void mark_needed(std::size_t row_columns, std::span<column_step const> in_order,
                            std::span<bool> needed) noexcept {
        for (std::size_t i = in_order.size(); i-- != 0;) {
            if (!needed[row_columns + i]) continue;
            needed[in_order[i].from] = true;
            if (in_order[i].is_of_two()) needed[in_order[i].second] = true;
        }
    }

private:
    [[nodiscard]] std::size_t first() const noexcept { return rows_ + steps_.size() - prepared_; }

    template <class In>
    [[nodiscard]] static double read(In cell, double missing) noexcept {
        auto const x = static_cast<double>(cell);
        return x == missing ? std::numeric_limits<double>::quiet_NaN() : x;
    }

    template <class In>
    [[nodiscard]] double made(batch_view<In const> x, std::size_t r, std::size_t i, double missing) const noexcept {
        if (i < rows_) return read(x(r, i), missing);
        auto const& step = steps_[i - rows_];
        double const from = made(x, r, step.from, missing);
        double const second = step.is_of_two() ? made(x, r, step.second, missing) : 0;
        double to = 0;
        apply_step(step, constants_, {&from, 1}, {&second, 1}, {&to, 1});
        return to;
    }

    std::size_t rows_ = 0, prepared_ = 0;
    std::span<column_step const> steps_;
    std::span<double const> constants_;
    std::span<bool const> needed_;
};

}  // namespace arenite::inline ARENITE_ABI
