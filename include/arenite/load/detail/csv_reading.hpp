// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/compiler_barrier.hpp>
#include <arenite/load/detail/batch_reading.hpp>
#include <arenite/load/detail/csv_blocks.hpp>
#include <arenite/load/detail/csv_complaint.hpp>
#include <arenite/load/detail/csv_header.hpp>
#include <arenite/load/detail/csv_rows.hpp>
#include <arenite/load/detail/csv_wave.hpp>
#include <arenite/load/detail/held_source.hpp>
#include <arenite/load/rejected_row.hpp>
#include <arenite/load/row_position.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads batches of rows, one after the other, into memory that was planned: what `csv_batches` does.
template <class T>
class csv_reading : public batch_reading<T> {
    using base = batch_reading<T>;
    using base::batch_, base::first_row_, base::time_;

public:
    using base::batch_rows;

    csv_reading(held_source held, schema_view schema_to_read, csv_options const& reading_options,
                workers const& lent_workers = {})
        : base(reading_options.batch_rows), source_(std::move(held)), options_(reading_options), numbers_(options_),
          counts_(schema_to_read, options_), tile_cols_(schema_to_read.tile_cols()), blocks_(counts_, options_),
          wave_(source_.file() != nullptr && source_.file()->seekable() ? lent_workers : workers{}),
          columns_{.schema = schema_to_read} {
        require_exact_cells<T>(schema_to_read);
        base::check_batch_rows("csv_options::batch_rows is between 1 and 2^32, or automatic_batch_rows");
        if (base::batch_is_automatic()) base::set_batch_rows(most_automatic_rows());
        else if (wave_.workers() != 1) piece_batches_ = batches_of_piece();
        contract(options_.buffer_bytes >= 4, "csv_options::buffer_bytes is at least 4");
        contract(!is_structure(options_.delimiter), "csv_options::delimiter is neither a quote nor the end of a line");
        contract(
            options_.comment == '\0' || (options_.comment != options_.delimiter && !is_structure(options_.comment)),
            "csv_options::comment is neither a quote, the delimiter nor the end of a line");
        contract(is_point(options_.decimal_point) && options_.decimal_point != options_.delimiter,
                 "csv_options::decimal_point is a mark, and not the delimiter");
    }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        using enum part_life;
        visit.stage("csv", self.time_);
        visit("csv buffer", self.buffer_, self.piece_sizes(rows).buffer, run);
        visit("csv columns", self.columns_.targets, self.counts_.targets, run);
        csv_blocks<T>::parts(self.blocks_, visit);
        visit("csv names", self.columns_.names, self.counts_.names, start);
        visit("csv categories", self.columns_.codes, self.counts_.codes, run);
        visit("csv batch", self.tile_, self.piece_sizes(rows).cells, batch);
        visit("csv rejects", self.rejects_, self.options_.on_bad == on_bad::collect ? self.options_.most_rejects : 0,
              run);
        visit("csv text fields", self.text_fields_, self.piece_sizes(rows).text_fields, batch);
        visit("csv text", self.text_memory_, self.piece_sizes(rows).texts, batch);
        visit("csv null rows", self.null_row_memory_, self.options_.on_bad == on_bad::null ? rows : 0, batch);
        csv_wave<T>::parts(self.wave_, self.piece_sizes(rows), visit);
    }

    [[nodiscard]] bool placed() const noexcept { return !buffer_.empty(); }

    /// Reads the first record, to see which column is which.
    void start() {
        read_header();
        compiler_barrier();  // the names' bytes become those of batches
        for (auto const cells : {tile_, wave_.cells()}) std::ranges::fill(cells, std::numeric_limits<T>::quiet_NaN());
    }

    void read_rows() {
        texts_.cut_to(0);
        null_rows_ = 0;
        if (!take_piece() && !read_wave()) read_alone();
        note_position();
    }

    [[nodiscard]] schema_view schema() const noexcept { return columns_.schema; }
    [[nodiscard]] row_position position() const noexcept { return position_; }
    [[nodiscard]] std::uint64_t bytes_read() const noexcept { return std::max(records_.bytes_read(), here_.byte); }
    [[nodiscard]] std::uint64_t overflows() const noexcept { return counted_.overflows; }
    [[nodiscard]] std::uint64_t underflows() const noexcept { return counted_.underflows; }
    [[nodiscard]] std::uint64_t inexact() const noexcept { return counted_.inexact; }
    [[nodiscard]] std::uint64_t bad_rows() const noexcept { return bad_rows_; }
    [[nodiscard]] std::span<std::uint32_t const> null_rows() const noexcept {
        return null_row_memory_.first(std::min(null_rows_, null_row_memory_.size()));
    }
    [[nodiscard]] std::span<rejected_row const> rejects() const noexcept {
        return rejects_.first(std::min<std::uint64_t>(bad_rows_, rejects_.size()));
    }

private:
    /// Of many columns fewer rows: what is held need not grow with them.
    [[nodiscard]] std::size_t most_automatic_rows() const noexcept {
        constexpr std::size_t enough_bytes = 16_MiB, least = 64;
        auto const fitting = enough_bytes / std::max<std::size_t>(tile_cols_ * sizeof(T), 1);
        return std::clamp(fitting, least, most_automatic_batch_rows);
    }

    /// A wave should take longer than to wake the threads for it.
    [[nodiscard]] std::size_t batches_of_piece() const noexcept {
        constexpr std::size_t enough_bytes = 1_MiB, most = 32;
        auto const of_row = tile_cols_ * sizeof(T) + counts_.texts * sizeof(std::string_view);
        auto const cells = std::min(saturating_bytes(batch_rows(), of_row), enough_bytes);
        auto const texts = std::min(piece_sizes(1).texts, enough_bytes);
        auto const each = std::max<std::size_t>(cells + texts, 1);
        return std::clamp<std::size_t>(enough_bytes / each, 1, most);
    }

    [[nodiscard]] csv_piece_sizes piece_sizes(std::size_t rows) const noexcept {
        return {.buffer = csv_records::memory_for(options_.buffer_bytes),
                .texts = counts_.texts == 0 ? 0 : saturating_bytes(options_.text_bytes, piece_batches_),
                .places = blocks_.place_count(),
                .values = blocks_.value_count(),
                .cells = saturating_bytes(saturating_bytes(rows, tile_cols_), piece_batches_),
                .text_fields = saturating_bytes(saturating_bytes(rows, counts_.texts), piece_batches_),
                .batches = piece_batches_};
    }

    [[nodiscard]] static bool is_structure(char c) noexcept { return c == '"' || c == '\r' || c == '\n'; }

    [[nodiscard]] static bool is_point(char c) noexcept {
        constexpr std::string_view marks = ".,;:'_/ ";
        return marks.find(c) != marks.npos;
    }

    void read_header() {
        records_ = csv_records{buffer_, options_};
        texts_ = csv_texts{text_memory_.first(text_memory_.size() / piece_batches_)};
        columns_.prepare();
        if (!records_.skip_byte_order_mark(source_.get())) complaint().utf_16();
        auto const found = records_.find(source_.get());
        if (found == csv_found::record) bind_columns();
        else if (found != csv_found::end) complaint().no_record(found);
        else if (options_.header != csv_header::no) complaint().empty_input();
        if (options_.start.byte > records_.byte()) go_on_at(options_.start);
        stand_here();
    }

    void go_on_at(row_position const& place) {
        if (source_.seek(place.byte)) records_.restart_at(place);
        else if (!records_.pass_to(place, source_.get())) complaint().no_place(place);
        first_row_ = place.row;
    }

    void read_alone() {
        if (std::exchange(buffer_is_lent_, false))
            static_cast<void>(source_.seek(here_.byte)), records_.restart_at(here_);
        auto const first = records_.byte();
        std::size_t rows = 0;
        while (rows != batch_rows() && take_rows(rows)) {
        }
        stand_here();
        wave_.learn(rows, here_.byte - first);
        batch_ = batch_of(rows, rows_from(0));
    }

    /// Rows begin here that are in no batch yet.
    void stand_here() noexcept { here_ = {0, records_.line(), records_.byte()}; }
    void note_position() noexcept { position_ = {options_.start.row + rows_passed_, here_.line, here_.byte}; }

    /// The first batch of those that workers read at once. False: there is none.
    [[nodiscard]] bool read_wave() {
        if (!wave_.pays(batch_rows() * piece_batches_)) return false;
        buffer_is_lent_ = true;
        csv_piece_layout<T> const shared{*source_.file(), options_,     columns_, used_targets_,
                                         numbers_,        field_count_, blocks_};
        wave_.read(shared, {buffer_, text_memory_, blocks_.places_memory(), blocks_.values_memory(), rows_from(0), {}},
                   here_.byte);
        return take_piece();
    }

    /// The next batch of those that were read at once. False: there is none.
    [[nodiscard]] bool take_piece() noexcept {
        auto const* const piece = wave_.next();
        if (piece == nullptr) return false;
        here_ = {0, here_.line + piece->lines, piece->behind};
        rows_passed_ += piece->rows;
        count(piece->outcome);
        batch_ = batch_of(piece->rows, wave_.destination());
        return true;
    }

    [[nodiscard]] batch_view<T const> batch_of(std::size_t rows, csv_destination<T> const& from) const noexcept {
        kept_texts const texts{from.texts, counts_.texts};
        return {from.cells, rows, tile_cols_, static_cast<std::ptrdiff_t>(tile_cols_), 1, texts};
    }

    void bind_columns() {
        auto const first = records_.front();
        csv_header_reader const reader{columns_, options_, numbers_, first, source_.name()};
        bool const header = reader.is_header();
        if (header) complaint().check_header(first);
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
        csv_destination<T> const all{tile_.data(), tile_cols_, text_fields_.data(), counts_.texts, batch_rows()};
        return all.behind(row);
    }

    [[nodiscard]] csv_row_reader row_reader() noexcept {
        return {columns_, used_targets_, numbers_, texts_, field_count_, options_.delimiter};
    }

    /// Takes the record in front as the next row of the batch, unless it is left out.
    [[nodiscard]] bool take_row(std::size_t& rows) {
        auto const found = records_.find(source_.get());
        if (found == csv_found::too_long_record) return take_long_row(rows);
        if (found != csv_found::record) return end_of_records(found, rows);
        auto const used_text = texts_.used();
        auto const outcome = read_row(rows);
        if (outcome.no_room || (outcome.bad && options_.on_bad == on_bad::fail)) return refuse(outcome, rows);
        if (!outcome.bad) count(outcome), ++rows;
        else leave_out(rows, used_text, [&] { return fault_of_row(); });
        return pop_row();
    }

    /// Takes a record that the buffer does not hold: a bad row, if its end is found. Rows in front of it are delivered
    /// first, as it may be an error.
    [[nodiscard]] bool take_long_row(std::size_t& rows) {
        if (options_.on_bad == on_bad::fail || rows != 0) return end_of_records(csv_found::too_long_record, rows);
        note_place_of_error();
        auto const so_far = complaint().fault_of_length();
        auto const found = records_.find_end(source_.get());
        if (found == csv_found::unterminated_quote) complaint().refuse(so_far);
        if (found != csv_found::record) complaint().no_record(found);
        rows_from(rows).clear_texts(1);
        leave_out(rows, texts_.used(), [&] { return complaint().fault_of_long_row(); });
        return pop_row();
    }

    [[nodiscard]] bool pop_row() noexcept {
        ++rows_passed_;
        records_.pop();
        return true;
    }

    [[nodiscard]] csv_row_outcome read_row(std::size_t row) noexcept {
        auto const to = rows_from(row);
        to.clear_texts(1);
        return row_reader().read(records_.front(), to.cells, to.texts);
    }

    /// What is wrong is an error only when it is in front of the batch: rows before it are delivered first.
    [[nodiscard]] bool end_of_records(csv_found found, std::size_t row) {
        if (found == csv_found::end || row != 0) return false;
        note_place_of_error();
        complaint().no_record(found);
    }

    [[nodiscard]] bool refuse(csv_row_outcome const& outcome, std::size_t row) {
        if (row != 0) return false;
        note_place_of_error();
        if (outcome.no_room) complaint().no_room(options_.text_bytes);
        complaint().refuse(fault_of_row());
    }

    /// The same for any batches: behind rows that were left out since the last one.
    void note_place_of_error() noexcept { stand_here(), note_position(); }

    [[nodiscard]] csv_fault fault_of_row() const noexcept {
        return complaint().fault_of_row(columns_, used_targets_, numbers_, field_count_);
    }

    /// A bad row: one of the batch, of NaN, with the texts that were read, or none. `used_text`: that in front of it.
    template <class Fault>
    void leave_out(std::size_t& rows, std::size_t used_text, Fault const& fault_of_it) noexcept {
        if (options_.on_bad == on_bad::null) make_null(rows++);
        else texts_.cut_to(used_text);
        if (bad_rows_ < rejects_.size()) reject(fault_of_it());
        ++bad_rows_;
    }

    void reject(csv_fault const& fault) noexcept {
        rejects_[bad_rows_] = {options_.start.row + rows_passed_, fault.where, fault.found, fault.expected};
    }

    void make_null(std::size_t row) noexcept {
        std::ranges::fill(tile_.subspan(row * tile_cols_, tile_cols_), std::numeric_limits<T>::quiet_NaN());
        null_row_memory_[null_rows_++] = static_cast<std::uint32_t>(row);
    }

    void count(csv_row_outcome const& outcome) noexcept { counted_.count(outcome); }

    [[nodiscard]] csv_complaint complaint() const noexcept { return {records_, source_.name(), options_.delimiter}; }

    held_source source_;
    csv_options options_;
    csv_numbers numbers_;
    csv_column_counts counts_;
    std::size_t tile_cols_, piece_batches_ = 1;
    csv_blocks<T> blocks_;
    csv_wave<T> wave_;

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
    row_position position_, here_;  ///< here: byte and line of the rows that are in no batch yet
    csv_row_outcome counted_;
    bool buffer_is_lent_ = false;
    std::uint64_t rows_passed_ = 0, bad_rows_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
