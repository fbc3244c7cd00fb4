// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/remade_rows.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Batches of a range, or parts of them, where they lie. A base, of remade_rows; it has a step_name too, for reports.
template <class Stage, class Rows>
class passed_rows : public remade_rows<Stage, Rows> {
    using base = remade_rows<Stage, Rows>;

protected:
    using base::rows_;
    using typename base::batch_type, typename base::rows_type;

    using base::base;

    /// `count` rows of the range's current batch, from row `first` on.
    [[nodiscard]] batch_type pass(batch_type batch, std::size_t first, std::size_t count) noexcept {
        first_ = first;
        count_ = count;
        time_.batches += count != 0 ? 1 : 0;
        time_.rows += count;
        return batch.middle_rows(first, count);
    }

public:
    [[nodiscard]] bool placed() const noexcept { return rows_.get().placed(); }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        rows_type::parts(self.rows_.get(), rows, visit);
        visit.stage(Stage::step_name, self.time_);
    }

    /// As the range before says them.
    [[nodiscard]] std::span<std::uint64_t const> row_ids() const noexcept
        requires numbers_rows<rows_type>
    {
        return std::span<std::uint64_t const>{rows_.get().row_ids()}.subspan(first_, count_);
    }
    [[nodiscard]] std::uint64_t first_row() const noexcept
        requires numbers_first_row<rows_type>
    {
        return rows_.get().first_row() + first_;
    }

private:
    std::size_t first_ = 0, count_ = 0;
    stage_time time_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
