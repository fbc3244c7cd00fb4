// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/byte_source.hpp>
#include <arenite/load/descriptor_source.hpp>
#include <arenite/load/file_source.hpp>

#include <optional>
#include <string>

/// A file or standard input.
class input {
public:
    /// "-" is standard input. Throws std::system_error when the file cannot be opened. Reads nothing.
    explicit input(std::string const& path);

    [[nodiscard]] std::size_t read(std::span<char> into);
    [[nodiscard]] std::string_view name() const noexcept;

    /// Of a regular file, in bytes.
    [[nodiscard]] std::optional<std::uint64_t> size() const noexcept;

private:
    std::optional<arenite::file_source> file_;
    arenite::descriptor_source standard_input_ = arenite::standard_input();
};
static_assert(arenite::byte_source<input>);
