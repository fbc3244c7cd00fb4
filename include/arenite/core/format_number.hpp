// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/short_text.hpp>

#include <charconv>
#include <concepts>

namespace arenite::inline ARENITE_ABI {

/// The shortest text that reads back to the same value; independent of the locale. Allocates: nothing.
template <class Number>
    requires std::integral<Number> || std::floating_point<Number>
[[nodiscard]] short_text<32> format_number(Number number) noexcept {
    char text[32];
    auto const end = std::to_chars(text, text + sizeof text, number).ptr;
    return std::string_view{text, end};
}

}  // namespace arenite::inline ARENITE_ABI
