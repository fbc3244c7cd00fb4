// SPDX-License-Identifier: MIT
#pragma once

// The rows that `score` reads: a file or standard input, with a look at the first bytes before they are parsed.

#include "options.hpp"

#include <arenite/load/byte_source.hpp>
#include <arenite/load/descriptor_source.hpp>
#include <arenite/load/file_source.hpp>

#include <array>
#include <optional>
#include <span>
#include <string_view>

/// A byte source whose first bytes can be looked at; they are read all the same.
class input {
public:
    /// Throws std::system_error when the file cannot be opened. Reads nothing.
    explicit input(std::string const& path);

    [[nodiscard]] std::size_t read(std::span<char> into);
    [[nodiscard]] std::string_view name() const noexcept;

    /// Up to 4 KiB from the start.
    [[nodiscard]] std::string_view first_bytes();

    [[nodiscard]] std::size_t bytes_read() const noexcept { return bytes_read_; }

    /// Of a regular file; 0: not known.
    [[nodiscard]] std::size_t total_bytes() const noexcept;

private:
    std::size_t read_more(std::span<char> into);

    std::optional<arenite::file_source> file_;
    arenite::descriptor_source standard_input_ = arenite::standard_input();
    std::array<char, 4096> first_{};
    std::size_t first_size_ = 0, first_taken_ = 0, bytes_read_ = 0;
    bool looked_ = false;
};
static_assert(arenite::byte_source<input>);

/// The delimiter of the rows, from the options, the first bytes and the name. Throws usage_error for rows of a format
/// that this version does not read.
[[nodiscard]] char find_delimiter(score_options const& options, input& rows);
