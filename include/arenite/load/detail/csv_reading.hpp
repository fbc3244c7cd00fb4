// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_range.hpp>
#include <arenite/core/compiler_barrier.hpp>
#include <arenite/load/detail/csv_blocks.hpp>
#include <arenite/load/detail/csv_complaint.hpp>
#include <arenite/load/detail/csv_header.hpp>
#include <arenite/load/detail/csv_rows.hpp>
#include <arenite/load/detail/held_source.hpp>
#include <arenite/load/rejected_row.hpp>
#include <arenite/load/row_position.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads batches of rows, one after the other, into memory that was planned: what `csv_batches` does.
template <class T>
class csv_reading {
public:
    using value_type = T;

    csv_reading(held_source held, schema_view schema_to_read, csv_options const& reading_options)
        : source_(std::move(held)), options_(reading_options), batch_rows_(options_.batch_rows), numbers_(options_),
          counts_(schema_to_read, options_), tile_cols_(schema_to_read.tile_cols()), blocks_(counts_, options_),
          columns_{.schema = schema_to_read} {
        if (batch_is_automatic()) batch_rows_ = most_automatic_batch_rows;
        contract(batch_rows_ - 1 <= std::numeric_limits<std::uint32_t>::max(),
                 "csv_options::batch_rows is between 1 and 2^32, or automatic_batch_rows");
        contract(options_.buffer_bytes >= 4, "csv_options::buffer_bytes is at least 4");
        contract(std::string_view{"\"\r\n"}.find(options_.delimiter) == std::string_view::npos,
                 "csv_options::delimiter is neither a quote nor the end of a line");
        contract(is_point(options_.decimal_point) && options_.decimal_point != options_.delimiter,
                 "csv_options::decimal_point is a mark, and not the delimiter");
    }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        using enum part_life;
        visit.stage("csv", self.time_);
        visit("csv buffer", self.buffer_,
              self.options_.buffer_bytes + csv_records::room_in_front + csv_records::room_behind, run);
        visit("csv columns", self.columns_.targets, self.counts_.targets, run);
        csv_blocks<T>::parts(self.blocks_, visit);
        visit("csv names", self.columns_.names, self.counts_.names, start);
        visit("csv categories", self.columns_.codes, self.counts_.codes, run);
        visit("csv batch", self.tile_, saturating_bytes(rows, self.tile_cols_), batch);
        visit("csv rejects", self.rejects_, self.options_.on_bad == on_bad::collect ? self.options_.most_rejects : 0,
              run);
        visit("csv text fields", self.text_fields_, saturating_bytes(rows, self.counts_.texts), batch);
        visit("csv text", self.text_memory_, self.counts_.texts == 0 ? 0 : self.options_.text_bytes, batch);
        visit("csv null rows", self.null_row_memory_, self.options_.on_bad == on_bad::null ? rows : 0, batch);
    }

    [[nodiscard]] bool placed() const noexcept { return !buffer_.empty(); }

    /// Reads the first record, to see which column is which, and then the first batch.
    void start() {
        contract(!started_, "a range is iterated once: like a file, it is single pass");
        started_ = true;
        read_header();
        compiler_barrier();  // the names' bytes become those of batches
        std::ranges::fill(tile_, std::numeric_limits<T>::quiet_NaN());
        read_batch();
    }

    /// The next batch; it has no rows behind the last one.
    void read_batch() {
        time_.measure([this] {
            read_rows();
            return batch_.rows();
        });
    }

    [[nodiscard]] schema_view schema() const noexcept { return columns_.schema; }
    [[nodiscard]] std::size_t batch_rows() const noexcept { return batch_rows_; }
    [[nodiscard]] bool batch_is_automatic() const noexcept { return options_.batch_rows == automatic_batch_rows; }
    void set_batch_rows(std::size_t most_rows) noexcept {
        contract(most_rows != 0 && !placed(), "batches get their size, at least one row, before their memory");
        batch_rows_ = most_rows;
    }
    [[nodiscard]] batch_view<T const> batch() const noexcept { return batch_; }
    [[nodiscard]] std::uint64_t first_row() const noexcept { return first_row_; }
    [[nodiscard]] row_position position() const noexcept { return position_; }
    [[nodiscard]] std::uint64_t bytes_read() const noexcept { return records_.bytes_read(); }
    [[nodiscard]] std::uint64_t overflows() const noexcept { return overflows_; }
    [[nodiscard]] std::uint64_t underflows() const noexcept { return underflows_; }
    [[nodiscard]] std::uint64_t inexact() const noexcept { return inexact_; }
    [[nodiscard]] std::uint64_t bad_rows() const noexcept { return bad_rows_; }
    [[nodiscard]] std::span<std::uint32_t const> null_rows() const noexcept {
        return null_row_memory_.first(std::min(null_rows_, null_row_memory_.size()));
    }
    [[nodiscard]] std::span<rejected_row const> rejects() const noexcept {
        return rejects_.first(std::min<std::uint64_t>(bad_rows_, rejects_.size()));
    }

private:
    [[nodiscard]] static bool is_point(char c) noexcept {
        constexpr std::string_view marks = ".,;:'_/ ";
        return marks.find(c) != marks.npos;
    }

    void read_header() {
        records_ = csv_records{buffer_, options_};
        texts_ = csv_texts{text_memory_};
        columns_.prepare();
        if (!records_.skip_byte_order_mark(source_.get())) complaint().utf_16();
        auto const found = records_.find(source_.get());
        if (found == csv_found::record) bind_columns();
        else if (found != csv_found::end) complaint().no_record(found);
        else if (options_.header != csv_header::no) complaint().empty_input();
        if (options_.start.byte > records_.byte()) go_on_at(options_.start);
    }

    void go_on_at(row_position const& place) {
        if (source_.seek(place.byte)) records_.restart_at(place);
        else if (!records_.pass_to(place, source_.get())) complaint().no_place(place);
        first_row_ = place.row;
    }

    void read_rows() {
        first_row_ += batch_.rows();
        batch_ = {};  // of an error in the next one nothing is left
        texts_.cut_to(0);
        null_rows_ = 0;
        std::size_t rows = 0;
        while (rows != batch_rows_ && take_rows(rows)) {
        }
        position_ = {options_.start.row + rows_passed_, records_.line(), records_.byte()};
        kept_texts const texts{text_fields_.data(), counts_.texts};
        batch_ = {tile_.data(), rows, tile_cols_, static_cast<std::ptrdiff_t>(tile_cols_), 1, texts};
    }

    void bind_columns() {
        auto const first = records_.front();
        csv_header_reader const reader{columns_, options_, numbers_, first, source_.name()};
        bool const header = reader.is_header();
        if (header) complaint().check_quotes(first);
        used_targets_ = reader.bind(header);
        field_count_ = reader.field_count();
        blocks_.bind(used_targets_, field_count_, records_.rest());
        if (header) records_.pop();
    }

    /// Takes one row or more, and adds them to those of the batch. False: the batch ends in front of what comes.
    [[nodiscard]] bool take_rows(std::size_t& rows) {
        auto const taken = take_block(rows);
        rows += taken;
        rows_passed_ += taken;
        return taken != 0 || take_row(rows);
    }

    /// Takes what rows it can from the front of the buffer, as those of the batch from number `row` on.
    [[nodiscard]] std::size_t take_block(std::size_t row) {
        auto const to = rows_from(row);
        auto const taken = blocks_.read(records_.rest(), row_reader(), to);
        count(taken.outcome);
        if (taken.rows != 0) records_.pop_rows(taken.bytes, taken.lines);
        return taken.rows;
    }

    [[nodiscard]] csv_destination<T> rows_from(std::size_t row) const noexcept {
        auto const columns = counts_.texts;
        return {tile_.data() + row * tile_cols_, tile_cols_, text_fields_.data() + row * columns, columns,
                batch_rows_ - row};
    }

    [[nodiscard]] csv_row_reader row_reader() noexcept {
        return {columns_, used_targets_, numbers_, texts_, field_count_, options_.delimiter};
    }

    /// Takes the record in front as the next row of the batch, unless it is left out.
    [[nodiscard]] bool take_row(std::size_t& rows) {
        auto const found = records_.find(source_.get());
        if (found != csv_found::record) return end_of_records(found, rows);
        auto const used_text = texts_.used();
        auto const outcome = read_row(rows);
        if (outcome.no_room || (outcome.bad && options_.on_bad == on_bad::fail)) return refuse(outcome, rows);
        if (!outcome.bad) count(outcome), ++rows;
        else if (options_.on_bad == on_bad::null) make_null(rows++);
        else texts_.cut_to(used_text), reject();
        ++rows_passed_;
        records_.pop();
        return true;
    }

    [[nodiscard]] csv_row_outcome read_row(std::size_t row) noexcept {
        auto const to = rows_from(row);
        std::fill_n(to.texts, to.text_columns, std::string_view{});
        return row_reader().read(records_.front(), to.cells, to.texts);
    }

    /// What is wrong is an error only when it is in front of the batch: rows before it are delivered first.
    [[nodiscard]] bool end_of_records(csv_found found, std::size_t row) const {
        if (found != csv_found::end && row == 0) complaint().no_record(found);
        return false;
    }

    [[nodiscard]] bool refuse(csv_row_outcome const& outcome, std::size_t row) const {
        if (row != 0) return false;
        if (outcome.no_room) complaint().no_room(text_memory_.size());
        complaint().refuse(complaint().fault_of_row(columns_, used_targets_, numbers_, field_count_));
    }

    void reject() noexcept {
        if (bad_rows_ < rejects_.size()) {
            auto const fault = complaint().fault_of_row(columns_, used_targets_, numbers_, field_count_);
            rejects_[bad_rows_] = {options_.start.row + rows_passed_, fault.where, fault.found, fault.expected};
        }
        ++bad_rows_;
    }

    void make_null(std::size_t row) noexcept {
        std::ranges::fill(tile_.subspan(row * tile_cols_, tile_cols_), std::numeric_limits<T>::quiet_NaN());
        null_row_memory_[null_rows_++] = static_cast<std::uint32_t>(row);
        ++bad_rows_;
    }

    void count(csv_row_outcome const& outcome) noexcept {
        overflows_ += outcome.overflows;
        underflows_ += outcome.underflows;
        inexact_ += outcome.inexact;
    }

    [[nodiscard]] csv_complaint complaint() const noexcept { return {records_, source_.name(), options_.delimiter}; }

    held_source source_;
    csv_options options_;
    std::size_t batch_rows_;
    stage_time time_;
    csv_numbers numbers_;
    csv_column_counts counts_;
    std::size_t tile_cols_;
    csv_blocks<T> blocks_;

    csv_columns columns_;
    std::span<char> buffer_, text_memory_;
    std::span<T> tile_;
    std::span<std::string_view> text_fields_;
    std::span<std::uint32_t> null_row_memory_;
    std::span<rejected_row> rejects_;

    csv_records records_;
    csv_texts texts_;
    std::span<csv_target const> used_targets_;
    std::size_t field_count_ = 0, null_rows_ = 0;
    row_position position_;
    bool started_ = false;
    batch_view<T const> batch_;
    std::uint64_t first_row_ = 0, rows_passed_ = 0, overflows_ = 0, underflows_ = 0, inexact_ = 0, bad_rows_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
