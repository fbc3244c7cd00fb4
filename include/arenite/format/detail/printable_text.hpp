// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/format_number.hpp>
#include <arenite/core/short_text.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The beginning of text from a file, fit for a message: what does not print is a question mark.
[[nodiscard]] inline short_text<64> printable_text(std::string_view text, std::size_t longest = 40) noexcept {
    short_text<64> shown;
    for (char const byte : text.substr(0, longest)) {
        bool const prints = byte >= ' ' && byte <= '~';
        shown.append({prints ? &byte : "?", 1});
    }
    return text.size() > longest ? shown.append("...") : shown;
}

/// The same in quotes.
[[nodiscard]] inline short_text<64> quoted_text(std::string_view text) noexcept {
    return short_text<64>{"\""}.append(printable_text(text)).append("\"");
}

/// A byte, or the end of the input, as a message names it.
[[nodiscard]] inline short_text<64> byte_text(int byte) noexcept {
    if (byte < 0) return std::string_view{"the end of the file"};
    char const character = static_cast<char>(byte);
    if (byte < ' ' || byte > '~') return short_text<64>{"the byte "}.append(format_number(byte));
    return short_text<64>{"'"}.append({&character, 1}).append("'");
}

}  // namespace arenite::inline ARENITE_ABI::detail
