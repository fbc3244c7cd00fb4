// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_range.hpp>
#include <arenite/core/compiler_barrier.hpp>
#include <arenite/core/short_text.hpp>
#include <arenite/load/arrow_options.hpp>
#include <arenite/load/detail/arrow_numbers.hpp>
#include <arenite/load/detail/arrow_producer.hpp>
#include <arenite/load/detail/batch_reading.hpp>
#include <arenite/load/detail/hashed_cells.hpp>

#include <cmath>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads batches of the rows of record batches into memory that was planned: what `arrow_batches` does. A batch lies by
/// columns, as Arrow's do.
template <class T>
class arrow_reading : public batch_reading<T> {
    using base = batch_reading<T>;
    using base::batch_, base::first_row_, base::time_;

public:
    using base::batch_rows;

    arrow_reading(ArrowArrayStream& lent, schema_view schema_to_read, arrow_options const& options)
        : base(options.batch_rows), name_(short_text<120>::end_of(options.name)), producer_(lent),
          counts_(schema_to_read, {}), tile_cols_(schema_to_read.tile_cols()), columns_{.schema = schema_to_read} {
        require_exact_cells<T>(schema_to_read);
        base::check_batch_rows("arrow_options::batch_rows is between 1 and 2^32, or automatic_batch_rows");
        if (schema_to_read.size() == 0) raise(shape_error{"the schema has no columns"});
        if (!producer_.complete()) complaint().stream("a stream that was released", "a stream of record batches");
    }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        using enum part_life;
        visit.stage("arrow", self.time_);
        visit("arrow columns", self.columns_.targets, self.counts_.targets, run);
        visit("arrow types", self.types_, self.counts_.targets, run);
        visit("arrow names", self.columns_.names, self.counts_.names, start);
        visit("arrow categories", self.columns_.codes, self.counts_.codes, run);
        visit("arrow batch", self.tile_, saturating_bytes(rows, self.tile_cols_), batch);
        visit("arrow texts", self.text_fields_, saturating_bytes(rows, self.counts_.texts), batch);
    }

    [[nodiscard]] bool placed() const noexcept { return !columns_.targets.empty(); }

    /// Asks for the schema, to see which column is which.
    void start() {
        columns_.prepare();
        producer_.bind(columns_, types_, complaint());
        compiler_barrier();  // the names' bytes become those of batches
        std::ranges::fill(tile_, missing_cell<T>);
    }

    /// Texts stay where the producer has them: a batch with texts ends with its record batch.
    void read_rows() {
        std::size_t rows = 0, taken = 1;
        while (rows != batch_rows() && taken != 0 && (rows == 0 || counts_.texts == 0)) {
            taken = has_row(rows) ? take_rows(rows) : 0;
            rows += taken;
        }
        kept_texts const texts{text_fields_.data(), counts_.texts};
        batch_ = {tile_.data(), rows, tile_cols_, 1, static_cast<std::ptrdiff_t>(batch_rows()), texts};
    }

    [[nodiscard]] schema_view schema() const noexcept { return columns_.schema; }
    [[nodiscard]] number_losses const& losses() const noexcept { return losses_; }

private:
    /// What is wrong is an error only when it is in front of the batch: rows before it are delivered first.
    [[nodiscard]] bool has_row(std::size_t row) {
        bool const found = producer_.advance(columns_, types_);
        if (!found && row == 0) producer_.complain(complaint());
        return found;
    }

    /// Takes the rows that the record batch still has as those from `row` on, up to a bad one.
    [[nodiscard]] std::size_t take_rows(std::size_t row) {
        auto rows = std::min(batch_rows() - row, producer_.left());
        for (std::size_t i = 0; i != columns_.targets.size() && rows != 0; ++i)
            if (is_bound(i) && columns_.targets[i].kind != column_kind::number) rows = read_texts(i, row, rows);
        for (std::size_t i = 0; i != columns_.targets.size(); ++i)
            if (is_bound(i) && columns_.targets[i].kind == column_kind::number) read_numbers(i, row, rows);
        producer_.take(rows);
        return rows;
    }

    [[nodiscard]] bool is_bound(std::size_t i) const noexcept {
        return columns_.targets[i].file_column != csv_target::unbound;
    }

    void read_numbers(std::size_t i, std::size_t row, std::size_t rows) noexcept {
        auto const& target = columns_.targets[i];
        auto const cells = tile_.subspan(target.cell * batch_rows() + row, rows);
        read_arrow_numbers(types_[i].values, producer_.slots(target.file_column), cells, losses_);
    }

    /// As many as are good; of none, the first is an error if it is the batch's first too.
    [[nodiscard]] std::size_t read_texts(std::size_t i, std::size_t row, std::size_t rows) {
        auto const& target = columns_.targets[i];
        auto const slots = producer_.slots(target.file_column);
        for (std::size_t r = 0; r != rows; ++r) {
            auto const read = text_of(slots, types_[i], r);
            if (read.is > arrow_text::state::missing) return refuse(i, row + r, r, read);
            if (target.kind == column_kind::text) {
                text_fields_[(row + r) * counts_.texts + target.cell] = read.text;
                continue;
            }
            auto const code = code_of(target, read);
            if (is_refused(target, read, code)) return refuse(i, row + r, r, {read.text, arrow_text::state::unseen});
            tile_[target.cell * batch_rows() + row + r] = code;
        }
        return rows;
    }

    [[nodiscard]] static bool is_refused(csv_target const& target, arrow_text const& read, T code) noexcept {
        return target.unseen == unseen_category::refused && read.is == arrow_text::state::present && std::isnan(code);
    }

    [[nodiscard]] T code_of(csv_target const& target, arrow_text const& read) const noexcept {
        if (read.is == arrow_text::state::missing) return missing_cell<T>;
        if (target.kind == column_kind::hashed) return static_cast<T>(category_hash(read.text));
        auto const code = columns_.find_category(target, {.text = read.text, .raw = read.text, .quoted = true}, ',');
        return code ? static_cast<T>(*code) : unlisted_cell<T>(target, false);
    }

    [[nodiscard]] std::size_t refuse(std::size_t i, std::size_t row, std::size_t good, arrow_text const& read) const {
        if (row != 0) return good;
        if (read.is == arrow_text::state::unseen)
            complaint().slot(i, printable(read.text), "one of the categories or a missing value", first_row_);
        if (read.is == arrow_text::state::bad_index)
            complaint().slot(i, "an index outside the dictionary", "an index into it", first_row_);
        complaint().slot(i, "text outside its buffer", "offsets that do not decrease, of text that is there",
                         first_row_);
    }

    [[nodiscard]] arrow_complaint complaint() const noexcept { return {columns_, name_}; }

    short_text<120> name_;
    arrow_producer producer_;
    csv_column_counts counts_;
    std::size_t tile_cols_;

    csv_columns columns_;
    std::span<arrow_text_types> types_;
    std::span<T> tile_;
    std::span<std::string_view> text_fields_;

    number_losses losses_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
