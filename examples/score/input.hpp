// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/byte_source.hpp>
#include <arenite/load/descriptor_source.hpp>
#include <arenite/load/file_source.hpp>

#include <optional>
#include <string>

/// A file or standard input, and how much of it was read.
class input {
public:
    /// "-" is standard input. Throws std::system_error when the file cannot be opened. Reads nothing.
    explicit input(std::string const& path);

    [[nodiscard]] std::size_t read(std::span<char> into);
    [[nodiscard]] std::string_view name() const noexcept;
    [[nodiscard]] std::size_t bytes_read() const noexcept { return bytes_read_; }

    /// Of a regular file; 0: not known.
    [[nodiscard]] std::size_t total_bytes() const noexcept;

    /// It can be opened once more, and read at any place.
    [[nodiscard]] bool is_regular() const noexcept { return file_ && file_->size(); }

private:
    std::optional<arenite::file_source> file_;
    arenite::descriptor_source standard_input_ = arenite::standard_input();
    std::size_t bytes_read_ = 0;
};
static_assert(arenite::byte_source<input>);
