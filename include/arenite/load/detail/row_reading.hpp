// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_range.hpp>
#include <arenite/core/data_error.hpp>
#include <arenite/core/format_number.hpp>
#include <arenite/core/raise.hpp>
#include <arenite/core/shape_error.hpp>
#include <arenite/core/short_text.hpp>
#include <arenite/load/detail/batch_reading.hpp>
#include <arenite/load/detail/row_cells.hpp>
#include <arenite/load/row_options.hpp>

#include <algorithm>
#include <string>

namespace arenite::inline ARENITE_ABI::detail {

template <class Range>
using row_of = std::remove_cvref_t<std::ranges::range_reference_t<Range>>;

/// Whether rows of the range lie as a batch does: one behind the other, each of as many T as its type states.
template <class T, class Range, class Cells>
inline constexpr bool lies_as_batch = false;
template <class T, std::ranges::contiguous_range Range, class Row>
    requires std::ranges::sized_range<Range> && (cells_of_type<Row> != std::dynamic_extent) &&
                 (std::same_as<Row, T> || std::same_as<Row, T[cells_of_type<Row>]> ||
                  std::same_as<Row, std::array<T, cells_of_type<Row>>>)
inline constexpr bool lies_as_batch<T, Range, number_cells<Row>> = sizeof(Row) == sizeof(T) * cells_of_type<Row>;

/// Reads batches of a caller's rows, into memory that was planned or where they lie: what `row_batches` does.
template <class T, class Range, class Cells>
class row_reading : public batch_reading<T> {
    using base = batch_reading<T>;
    using base::batch_, base::first_row_, base::time_;

    using range_type = std::remove_reference_t<Range>;
    static constexpr bool shows_rows = lies_as_batch<T, range_type, Cells>;

public:
    using base::batch_rows;

    row_reading(Range&& given_rows, Cells reading_cells, row_options const& options)
        : base(options.batch_rows), rows_(static_cast<Range&&>(given_rows)), cells_(std::move(reading_cells)),
          name_(short_text<120>::end_of(options.name)),
          schema_(options.schema.size() != 0 ? options.schema : stated_schema()) {
        base::check_batch_rows("row_options::batch_rows is between 1 and 2^32, or automatic_batch_rows");
        check_schema();
    }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        visit.stage("rows", self.time_);
        auto const cells = saturating_bytes(shows_rows ? 1 : rows, self.schema_.size());
        visit("row batch", self.tile_, cells, part_life::batch);
    }

    [[nodiscard]] bool placed() const noexcept { return !tile_.empty(); }

    void start() {
        if constexpr (!shows_rows) at_.emplace(std::ranges::begin(rows_.get()));
    }

    void read_rows() {
        if (std::exchange(ended_, true)) return;
        if constexpr (shows_rows) show_rows();
        else copy_rows();
        ended_ = batch_.rows() == 0;
    }

    [[nodiscard]] schema_view schema() const noexcept { return schema_; }
    [[nodiscard]] number_losses const& losses() const noexcept { return losses_; }

private:
    [[nodiscard]] static schema_view stated_schema() noexcept {
        return schema_view{Cells::stated == std::dynamic_extent ? 0 : Cells::stated};
    }

    void check_schema() const {
        if (schema_.size() == 0)
            raise(shape_error{stated_schema().size() == 0 && Cells::stated == 0
                                  ? "rows without columns"
                                  : "rows whose type does not state their length need row_options::schema"});
        if (schema_.tile_cols() != schema_.size()) raise(shape_error{"rows of numbers have no columns of texts"});
        if (Cells::stated == std::dynamic_extent || Cells::stated == schema_.size()) return;
        std::string what = "the rows have ";
        what.append(format_number(Cells::stated)).append(" columns, the schema has ");
        raise(shape_error{what.append(format_number(schema_.size()))});
    }

    void show_rows() noexcept {
        auto const first = static_cast<std::size_t>(first_row_), cols = schema_.size();
        auto const rows = std::min(batch_rows(), static_cast<std::size_t>(std::ranges::size(rows_.get())) - first);
        auto const* const cells = reinterpret_cast<T const*>(std::ranges::data(rows_.get()));
        if (rows != 0) batch_ = {cells + first * cols, rows, cols};
    }

    void copy_rows() {
        std::size_t rows = 0;
        while (rows != batch_rows() && has_row() && take_row(rows)) ++rows;
        batch_ = {tile_.data(), rows, schema_.size()};
    }

    /// A row that was taken is left only now: nobody waits for one that he has not asked for.
    [[nodiscard]] bool has_row() {
        if (std::exchange(taken_, false)) ++*at_;
        return *at_ != std::ranges::end(rows_.get());
    }

    /// False: the row is bad, and the batch ends in front of it.
    [[nodiscard]] bool take_row(std::size_t row) {
        auto&& cells = **at_;
        auto const found = cells_.count(cells);
        if (found != schema_.size()) return refuse(found, row);
        T* const to = tile_.data() + row * schema_.size();
        cells_.visit(cells, [&](std::size_t at, auto const& found_cell) { to[at] = cell_of<T>(found_cell, losses_); });
        taken_ = true;
        return true;
    }

    /// What is wrong is an error only when it is in front of the batch: rows before it are delivered first.
    [[nodiscard]] bool refuse(std::size_t found, std::size_t row) const {
        if (row != 0) return false;
        std::string what = std::to_string(found).append(found == 1 ? " number in row " : " numbers in row ");
        what.append(std::to_string(first_row_));
        raise(data_error{name_, {.byte = data_position::no_byte}, what, std::to_string(schema_.size())});
    }

    held<Range> rows_;
    Cells cells_;
    short_text<120> name_;
    schema_view schema_;
    std::span<T> tile_;

    std::optional<std::ranges::iterator_t<range_type>> at_;
    bool taken_ = false, ended_ = false;
    number_losses losses_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
