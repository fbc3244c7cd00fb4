// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/short_text.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace arenite::inline ARENITE_ABI {

/// A place in rows that are being read. Lines and columns count from 1, bytes from 0; 0 lines: the place has none.
struct data_position {
    static constexpr std::uint64_t no_byte = ~std::uint64_t{0};  ///< as `byte`: the source is no sequence of bytes

    std::uint64_t line = 0;    ///< physical line in which the record or field begins
    std::uint64_t column = 0;  ///< the field's number in its record; 0: the whole record
    std::uint64_t byte = 0;    ///< offset from the start of the source
};

/// Rows that cannot be read: where, what was found, and what was expected instead.
class data_error : public std::runtime_error {
public:
    data_error(std::string_view source, data_position where, std::string_view found, std::string_view expected)
        : std::runtime_error(text(source, where, found, expected)), source_(short_text<120>::end_of(source)),
          where_(where), found_(found), expected_(expected) {}

    [[nodiscard]] std::string_view source() const noexcept { return source_; }
    [[nodiscard]] std::uint64_t line() const noexcept { return where_.line; }
    [[nodiscard]] std::uint64_t column() const noexcept { return where_.column; }
    [[nodiscard]] std::uint64_t byte() const noexcept { return where_.byte; }
    [[nodiscard]] std::string_view found() const noexcept { return found_; }
    [[nodiscard]] std::string_view expected() const noexcept { return expected_; }

private:
    static std::string text(std::string_view source, data_position where, std::string_view found,
                            std::string_view expected) {
        std::string what{source};
        if (where.line != 0) what.append(":").append(std::to_string(where.line));
        if (where.column != 0) what.append(": column ").append(std::to_string(where.column));
        if (where.byte != data_position::no_byte) what.append(" (byte ").append(std::to_string(where.byte)).append(")");
        return what.append(": found ").append(found).append(", expected ").append(expected);
    }

    short_text<120> source_;
    data_position where_;
    short_text<96> found_;
    short_text<160> expected_;
};

}  // namespace arenite::inline ARENITE_ABI
