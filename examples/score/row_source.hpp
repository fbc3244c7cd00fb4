// SPDX-License-Identifier: MIT
#pragma once

#include "decompressor.hpp"
#include "peeked_source.hpp"
#include "row_form.hpp"

/// The bytes of the rows, decompressed if they are compressed, and what form they have. A byte source.
class row_source {
public:
    /// Looks at the first bytes. Borrows `bytes` and the budget, of which it acquires what decompression needs. Throws
    /// usage_error for rows that this program does not read, and for options that the form of the rows has no use for.
    /// `file_size` is that of a regular file.
    row_source(arenite::byte_source_ref bytes, score_options const& options, arenite::budget& memory,
               std::optional<std::uint64_t> file_size = {});

    [[nodiscard]] std::size_t read(std::span<char> into) { return rows_.read(into); }
    [[nodiscard]] std::string_view name() const noexcept { return rows_.name(); }
    [[nodiscard]] row_form const& form() const noexcept { return form_; }

    /// The file is opened once more, to be read at any place: an array is, and a text that many threads read.
    [[nodiscard]] bool reopens() const noexcept { return reopens_; }

    /// An empty input is bad data unless the rows are said to have no header; where the format does not say so, this
    /// does: throws data_error.
    void require_rows(score_options const& options);

    /// Of the bytes as they come, compressed or not; total_bytes() is 0 where it is not known.
    [[nodiscard]] std::uint64_t bytes_read() const noexcept { return bytes_.bytes_read(); }
    [[nodiscard]] std::uint64_t total_bytes() const noexcept { return file_size_.value_or(0); }

    /// What decompression holds; 0: the rows are not compressed.
    [[nodiscard]] std::size_t held_bytes() const noexcept { return held_bytes_; }
    [[nodiscard]] compression packing() const noexcept { return packing_; }

private:
    arenite::byte_source_ref unpacked() noexcept;

    peeked_source bytes_;
    compression packing_;
    std::size_t held_bytes_;
    std::unique_ptr<decompressor> decompressor_;
    peeked_source rows_;
    row_form form_;
    std::optional<std::uint64_t> file_size_;
    bool reopens_;
};
static_assert(arenite::byte_source<row_source>);
