// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_range.hpp>
#include <arenite/load/detail/batch_reading.hpp>
#include <arenite/load/detail/hashed_cells.hpp>
#include <arenite/load/detail/npy_elements.hpp>
#include <arenite/load/detail/npy_header_reader.hpp>
#include <arenite/load/npy_options.hpp>
#include <arenite/load/row_position.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads batches of rows, one after the other, into memory that was planned, or shows them where they lie: what
/// `npy_batches` does.
template <class T>
class npy_reading : public batch_reading<T> {
    using base = batch_reading<T>;
    using base::batch_, base::first_row_, base::time_;

public:
    using base::batch_rows;

    npy_reading(npy_input input_to_read, schema_view schema_to_read, npy_options const& reading_options)
        : base(reading_options.batch_rows), input_(std::move(input_to_read)), schema_(schema_to_read),
          buffer_bytes_(reading_options.buffer_bytes) {
        base::check_batch_rows("npy_options::batch_rows is between 1 and 2^32, or automatic_batch_rows");
        contract(buffer_bytes_ >= 128, "npy_options::buffer_bytes is at least 128");
        require_exact_cells<T>(schema_);
        if (schema_.count(column_kind::text) != 0)
            raise(shape_error{"an array has numbers alone, but the schema has a column of texts"});
        if (input_.in_memory()) look_at_memory();
    }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        using enum part_life;
        visit.stage("npy", self.time_);
        visit("npy buffer", self.buffer_, self.input_.in_memory() ? 0 : self.buffer_bytes_, run);
        visit("npy columns", self.used_, std::max<std::size_t>(self.schema_.size(), 1), run);
        visit("npy batch", self.tile_, self.in_place_ ? 0 : saturating_bytes(rows, self.schema_.size()), batch);
    }

    [[nodiscard]] bool placed() const noexcept { return !used_.empty(); }

    void start() {
        if (!input_.in_memory()) read_header();
        for (std::size_t i = 0; i != schema_.size(); ++i) used_[i] = schema_[i].used ? 1 : 0;
        all_used_ = std::ranges::count(used_, 1) == std::ssize(used_);
        std::ranges::fill(tile_, std::numeric_limits<T>::quiet_NaN());
    }

    void read_rows() {
        auto const left = header_.rows - first_row_;
        auto const rows = static_cast<std::size_t>(std::min<std::uint64_t>(left, batch_rows()));
        if (rows == 0) check_end();
        else if (in_place_) show_rows(rows);
        else if (header_.by_columns()) read_columns(rows);
        else read_lines(rows);
    }

    [[nodiscard]] schema_view schema() const noexcept { return schema_; }
    [[nodiscard]] row_position position() const noexcept {
        auto const row = first_row_ + batch_.rows();
        return {row, 0, header_.data_byte + row * bytes_between_rows()};
    }
    [[nodiscard]] std::uint64_t bytes_read() const noexcept { return input_.bytes_read(); }
    [[nodiscard]] npy_counts const& counts() const noexcept { return counts_; }

private:
    void read_header() {
        header_ = npy_header_reader{input_.name()}.read_from(input_, buffer_);
        check_columns();
        if (!header_.by_columns()) return;
        auto const* const file = input_.seekable_file();
        if (file == nullptr)
            fail(0, "Fortran order in what can only be read front to back", "a file, bytes in memory, or C order");
        if (file->size()) check_size(*file->size());
    }

    void look_at_memory() {
        auto const bytes = input_.memory();
        header_ = npy_header_reader{input_.name()}.read_from(bytes);
        check_columns();
        check_size(bytes.size());
        elements_ = bytes.data() + header_.data_byte;
        in_place_ = holds_type<T>(header_.type) && reinterpret_cast<std::uintptr_t>(elements_) % alignof(T) == 0;
    }

    void check_columns() const {
        if (header_.cols != schema_.size())
            raise(shape_error{std::string{input_.name()}
                                  .append(" has ")
                                  .append(std::to_string(header_.cols))
                                  .append(" columns, expected ")
                                  .append(std::to_string(schema_.size()))});
    }

    void check_size(std::uint64_t bytes) const {
        auto const end = header_.data_byte + header_.data_bytes();
        if (bytes < end) too_short(bytes);
        if (bytes > end) too_long();
    }

    [[noreturn]] void too_short(std::uint64_t at) const {
        auto const end = header_.data_byte + header_.data_bytes();
        fail(at, "the end of the input", std::to_string(end - at).append(" more bytes, as its shape says"));
    }
    [[noreturn]] void too_long() const {
        fail(header_.data_byte + header_.data_bytes(), "more bytes", "the end of the input, as its shape says");
    }
    [[noreturn]] void fail(std::uint64_t byte, std::string_view found, std::string_view expected) const {
        raise(data_error{input_.name(), {0, 0, byte}, found, expected});
    }

    /// Of what is read front to back; the size of the others is known.
    void check_end() {
        char next = 0;
        bool const in_order = !input_.in_memory() && !header_.by_columns();
        if (in_order && input_.read({&next, 1}) != 0) too_long();
    }

    void show_rows(std::size_t rows) noexcept {
        auto const* const first = reinterpret_cast<T const*>(elements_);
        auto const column = static_cast<std::ptrdiff_t>(header_.rows), row = static_cast<std::ptrdiff_t>(header_.cols);
        batch_view<T const> const all = header_.by_columns() ? batch_view<T const>{first, rows, header_.cols, 1, column}
                                                             : batch_view<T const>{first, rows, header_.cols, row, 1};
        batch_ = {all.data() + static_cast<std::ptrdiff_t>(first_row_) * all.row_stride(), rows, header_.cols,
                  all.row_stride(), all.col_stride()};
    }

    /// Column by column, each of them where its rows lie.
    void read_columns(std::size_t rows) {
        for (std::size_t c = 0; c != header_.cols; ++c)
            if (used_[c] != 0)
                read_column((c * header_.rows + first_row_) * header_.element_bytes(),
                            tile_.subspan(c * batch_rows(), rows));
        batch_ = {tile_.data(), rows, header_.cols, 1, static_cast<std::ptrdiff_t>(batch_rows())};
    }

    void read_column(std::uint64_t at, std::span<T> cells) {
        if (input_.in_memory()) return convert(elements_ + at, cells, 0);
        at += header_.data_byte;
        auto const filled = fill(cells, [&](std::span<char> into) {
            auto const count = input_.read_at(at, into);
            at += count;
            return count;
        });
        if (filled != cells.size()) too_short(at);
    }

    /// Row by row, as many as there are: one that is not whole is an error when it is in front of the batch.
    void read_lines(std::size_t rows) {
        auto const cells = tile_.first(rows * header_.cols);
        auto filled = cells.size();
        if (input_.in_memory()) convert(elements_ + first_row_ * header_.cols * header_.element_bytes(), cells, 0);
        else filled = fill(cells, [this](std::span<char> into) { return input_.read(into); });
        if (filled < header_.cols) too_short(input_.bytes_read());
        batch_ = {tile_.data(), filled / header_.cols, header_.cols};
        if (reads_into_cells() && !all_used_) clear_unused();
    }

    [[nodiscard]] bool reads_into_cells() const noexcept { return holds_type<T>(header_.type); }

    /// From what `read_bytes` gives, which may end early; says how many cells are filled.
    template <class Read>
    [[nodiscard]] std::size_t fill(std::span<T> cells, Read const& read_bytes) {
        auto const size = header_.element_bytes();
        if (reads_into_cells()) return read_bytes({reinterpret_cast<char*>(cells.data()), cells.size_bytes()}) / size;
        for (std::size_t filled = 0;;) {
            auto const some = cells.subspan(filled, std::min(cells.size() - filled, buffer_.size() / size));
            auto const whole = read_bytes(buffer_.first(some.size() * size)) / size;
            convert(buffer_.data(), some.first(whole), filled % header_.cols);
            filled += whole;
            if (whole != some.size() || filled == cells.size()) return filled;
        }
    }

    /// `col` is the column of the first cell, where the order is by rows.
    void convert(char const* from, std::span<T> cells, std::size_t col) noexcept {
        auto const more =
            header_.by_columns() || all_used_
                ? convert_elements(header_.type, from, cells.data(), cells.size())
                : convert_used(header_.type, from, cells.data(), cells.size(), used_.data(), header_.cols, col);
        counts_.inexact += more.inexact;
        counts_.overflows += more.overflows;
    }

    void clear_unused() noexcept {
        for (std::size_t c = 0; c != header_.cols; ++c)
            for (std::size_t r = 0; used_[c] == 0 && r != batch_.rows(); ++r)
                tile_[r * header_.cols + c] = std::numeric_limits<T>::quiet_NaN();
    }

    [[nodiscard]] std::uint64_t bytes_between_rows() const noexcept {
        return header_.element_bytes() * (header_.by_columns() ? 1 : header_.cols);
    }

    npy_input input_;
    schema_view schema_;
    std::size_t buffer_bytes_;

    npy_header header_;
    char const* elements_ = nullptr;  ///< those in memory
    bool in_place_ = false;           ///< the batches show them where they lie
    bool all_used_ = true;

    std::span<char> buffer_, used_;
    std::span<T> tile_;

    npy_counts counts_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
