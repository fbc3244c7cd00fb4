// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/batch_reading.hpp>
#include <arenite/load/detail/hashed_cells.hpp>
#include <arenite/load/detail/held_source.hpp>
#include <arenite/load/detail/libsvm_complaint.hpp>
#include <arenite/load/row_position.hpp>

#include <arenite/core/shape_error.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads batches of rows, one after the other, into memory that was planned: what `libsvm_batches` does.
template <class T>
class libsvm_reading : public batch_reading<T> {
    using base = batch_reading<T>;
    using base::batch_, base::first_row_, base::time_;

public:
    using base::batch_rows;

    libsvm_reading(held_source held, schema_view schema_to_read, libsvm_options const& reading_options)
        : base(reading_options.batch_rows), source_(std::move(held)), options_(reading_options),
          schema_(schema_to_read) {
        base::check_batch_rows("libsvm_options::batch_rows is between 1 and 2^32, or automatic_batch_rows");
        contract(options_.buffer_bytes >= 4, "libsvm_options::buffer_bytes is at least 4");
        contract(options_.index_base <= 1, "libsvm_options::index_base is 0 or 1");
        contract(options_.on_bad != on_bad::collect,
                 "libsvm_options::on_bad is fail or null: nothing lists the rejects");
        require_exact_cells<T>(schema_);
        if (schema_.count(column_kind::text) != 0)
            raise(shape_error{"LibSVM rows have numbers alone, but the schema has a column of texts"});
    }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        using enum part_life;
        bool const labels_kept = self.options_.labels == libsvm_labels::kept;
        visit.stage("libsvm", self.time_);
        visit("libsvm buffer", self.buffer_, csv_records::memory_for(self.options_.buffer_bytes), run);
        visit("libsvm features", self.features_, self.schema_.size(), run);
        visit("libsvm absent row", self.absent_row_, self.schema_.size(), run);
        visit("libsvm batch", self.tile_, saturating_bytes(rows, self.schema_.size()), batch);
        visit("libsvm labels", self.labels_, labels_kept ? rows : 0, batch);
        visit("libsvm null rows", self.null_row_memory_, self.options_.on_bad == on_bad::null ? rows : 0, batch);
    }

    [[nodiscard]] bool placed() const noexcept { return !buffer_.empty(); }

    void start() {
        lines_ = csv_records{buffer_, options_.final_newline};
        prepare_columns();
        if (!lines_.skip_byte_order_mark(source_.get())) complaint().utf_16();
    }

    void read_rows() {
        null_rows_ = 0;
        std::size_t rows = 0;
        while (rows != batch_rows() && take_row(rows)) ++rows;
        batch_ = {tile_.data(), rows, schema_.size()};
    }

    [[nodiscard]] schema_view schema() const noexcept { return schema_; }
    [[nodiscard]] row_position position() const noexcept {
        return {first_row_ + batch_.rows(), lines_.line(), lines_.byte()};
    }
    [[nodiscard]] std::uint64_t bytes_read() const noexcept { return lines_.bytes_read(); }
    [[nodiscard]] std::uint64_t overflows() const noexcept { return overflows_; }
    [[nodiscard]] std::uint64_t underflows() const noexcept { return underflows_; }
    [[nodiscard]] std::uint64_t bad_rows() const noexcept { return bad_rows_; }
    [[nodiscard]] std::span<std::uint32_t const> null_rows() const noexcept {
        return null_row_memory_.first(std::min(null_rows_, null_row_memory_.size()));
    }
    [[nodiscard]] std::span<T const> labels() const noexcept {
        return labels_.first(std::min(batch_.rows(), labels_.size()));
    }

private:
    static constexpr T missing = std::numeric_limits<T>::quiet_NaN();

    void prepare_columns() noexcept {
        T const absent = options_.absent == libsvm_absent::zero ? T{0} : missing;
        for (std::size_t i = 0; i != schema_.size(); ++i) {
            bool const used = schema_[i].used;
            features_[i] = used ? 1 : 0;
            absent_row_[i] = used ? absent : missing;
        }
    }

    /// Takes the next line that has a field as row number `row` of the batch. False: the batch ends in front of it.
    [[nodiscard]] bool take_row(std::size_t row) {
        std::string_view text;
        auto const found = find_row(text);
        if (found == csv_found::too_long_record) return take_long_line(row);
        if (found != csv_found::record) return end_of_lines(found, row);
        auto const outcome = read_row(text, row);
        bool const bad = outcome.fault != libsvm_fault::none;
        if (bad && options_.on_bad == on_bad::fail) return refuse(outcome, row);
        if (bad) make_null(row);
        else count(outcome);
        lines_.pop();
        return true;
    }

    /// Takes a line that the buffer does not hold: a bad row, if its end is found. Rows in front of it are delivered
    /// first, as it may be an error.
    [[nodiscard]] bool take_long_line(std::size_t row) {
        if (options_.on_bad == on_bad::fail || row != 0) return end_of_lines(csv_found::too_long_record, row);
        auto const found = lines_.find_end(source_.get());
        if (found != csv_found::record) complaint().no_line(found);
        make_null(row);
        lines_.pop();
        return true;
    }

    /// Passes lines that are blank or hold a comment alone.
    [[nodiscard]] csv_found find_row(std::string_view& text) {
        for (;; lines_.pop()) {
            auto found = lines_.find(source_.get());
            bool const long_comment = found == csv_found::too_long_record && begins_with_comment();
            if (long_comment) found = lines_.find_end(source_.get());
            if (found != csv_found::record) return found;
            if (long_comment) continue;
            text = without_comment(lines_.front());
            if (text.find_first_not_of(" \t") != text.npos) return found;
        }
    }

    [[nodiscard]] bool begins_with_comment() const noexcept {
        auto const held = lines_.rest();
        auto const first = held.find_first_not_of(" \t");
        return first != held.npos && held[first] == '#';
    }

    [[nodiscard]] libsvm_outcome read_row(std::string_view text, std::size_t row) {
        T unkept{};
        auto* const cells = tile_.data() + row * schema_.size();
        std::ranges::copy(absent_row_, cells);
        libsvm_row_reader<T> const reader{features_, options_};
        return reader.read(text, ++rows_tried_, cells, labels_.empty() ? unkept : labels_[row]);
    }

    /// What is wrong is an error only when it is in front of the batch: rows before it are delivered first.
    [[nodiscard]] bool end_of_lines(csv_found found, std::size_t row) const {
        if (found != csv_found::end && row == 0) complaint().no_line(found);
        return false;
    }

    [[nodiscard]] bool refuse(libsvm_outcome const& outcome, std::size_t row) const {
        if (row == 0) complaint().bad_row(outcome, options_.index_base, schema_.size());
        return false;
    }

    void make_null(std::size_t row) noexcept {
        std::ranges::fill(tile_.subspan(row * schema_.size(), schema_.size()), missing);
        if (!labels_.empty()) labels_[row] = missing;
        null_row_memory_[null_rows_++] = static_cast<std::uint32_t>(row);
        ++bad_rows_;
    }

    void count(libsvm_outcome const& outcome) noexcept {
        overflows_ += outcome.overflows;
        underflows_ += outcome.underflows;
    }

    [[nodiscard]] libsvm_complaint complaint() const noexcept { return {lines_, source_.name()}; }

    held_source source_;
    libsvm_options options_;
    schema_view schema_;

    std::span<char> buffer_;
    std::span<libsvm_feature> features_;
    std::span<T> absent_row_, tile_, labels_;
    std::span<std::uint32_t> null_row_memory_;

    csv_records lines_;
    std::size_t null_rows_ = 0;
    std::uint64_t rows_tried_ = 0, overflows_ = 0, underflows_ = 0, bad_rows_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
