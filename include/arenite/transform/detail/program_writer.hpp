// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/transform/column_step.hpp>

#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// How much a program_writer writes.
struct program_size {
    std::size_t steps = 0, constants = 0;
    std::size_t widest = 0;   ///< columns between two stages, at most
    std::size_t numbers = 0;  ///< that a stage has worked out, at most

    [[nodiscard]] std::size_t bytes() const noexcept {
        return arena_bytes<column_step>(steps) + arena_bytes<double>(constants) +
               2 * arena_bytes<std::uint32_t>(widest) + arena_bytes<double>(numbers);
    }
};

/// Writes stages as the steps of a column_program, one stage behind the other. A stage takes columns in front of it,
/// `column(i)`, adds steps, and says column by column which ones are behind it, `keep(column)`. Without room it counts:
/// columns are then all 0, and numbers those of a column that changes.
class program_writer {
public:
    program_writer() = default;
    program_writer(program_size const& room, arena& from)
        : steps_(from.take<column_step>(room.steps)), constants_(from.take<double>(room.constants)),
          before_(from.take<std::uint32_t>(room.widest)), behind_(from.take<std::uint32_t>(room.widest)),
          numbers_(from.take<double>(room.numbers)), counts_(false) {}

    /// The columns of the rows, which come first.
    void begin(std::size_t row_columns) {
        rows_ = row_columns;
        for (std::size_t i = 0; i != row_columns; ++i) keep(static_cast<std::uint32_t>(i));
        end_stage();
    }
    void end_stage() noexcept {
        used_.widest = std::max(used_.widest, kept_);
        std::swap(before_, behind_);
        kept_ = 0;
    }

    [[nodiscard]] std::uint32_t column(std::size_t i) const noexcept { return counts_ ? 0 : before_[i]; }
    [[nodiscard]] std::uint32_t kept(std::size_t i) const noexcept { return counts_ ? 0 : behind_[i]; }
    [[nodiscard]] std::size_t kept_count() const noexcept { return kept_; }
    void keep(std::uint32_t column) noexcept {
        if (!counts_) behind_[kept_] = column;
        ++kept_;
    }

    /// The column that the step makes.
    std::uint32_t add(column_step const& step) noexcept {
        if (!counts_) steps_[used_.steps] = step;
        return static_cast<std::uint32_t>(rows_ + used_.steps++);
    }
    /// A step with constants: `write(constants)` writes them.
    template <class Write>
    std::uint32_t add(column_step step, std::size_t count, Write write) {
        step.first_constant = static_cast<std::uint32_t>(used_.constants);
        step.constants = static_cast<std::uint32_t>(count);
        if (!counts_) write(constants_.subspan(used_.constants, count));
        used_.constants += count;
        return add(step);
    }
    void keep_new(column_step const& step) noexcept { keep(add(step)); }

    /// What a stage works out, `write(numbers)`, as a function of a number's place.
    template <class Write>
    [[nodiscard]] auto worked_out(std::size_t count, Write write) {
        used_.numbers = std::max(used_.numbers, count);
        if (!counts_) write(numbers_.first(count));
        return
            [numbers = std::span<double const>{numbers_}](std::size_t i) { return numbers.empty() ? 0.5 : numbers[i]; };
    }

    [[nodiscard]] program_size const& used() const noexcept { return used_; }
    [[nodiscard]] std::span<column_step> steps() const noexcept { return steps_.first(used_.steps); }
    [[nodiscard]] std::span<double> constants() const noexcept { return constants_.first(used_.constants); }

private:
    std::span<column_step> steps_;
    std::span<double> constants_;
    std::span<std::uint32_t> before_, behind_;  ///< columns by their numbers in the program
    std::span<double> numbers_;
    std::size_t rows_ = 0, kept_ = 0;
    program_size used_;
    bool counts_ = true;
};

}  // namespace arenite::inline ARENITE_ABI::detail
