// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

/// The byte at which a text is no UTF-8, by the table of RFC 3629 §4; npos: it is.
[[nodiscard]] inline std::size_t where_not_utf8(std::string_view text) {
    struct form {
        unsigned char first, last, low, high;
        std::size_t tails;
    };
    constexpr form forms[]{{0x00, 0x7F, 0, 0, 0},       {0xC2, 0xDF, 0x80, 0xBF, 1}, {0xE0, 0xE0, 0xA0, 0xBF, 2},
                           {0xE1, 0xEC, 0x80, 0xBF, 2}, {0xED, 0xED, 0x80, 0x9F, 2}, {0xEE, 0xEF, 0x80, 0xBF, 2},
                           {0xF0, 0xF0, 0x90, 0xBF, 3}, {0xF1, 0xF3, 0x80, 0xBF, 3}, {0xF4, 0xF4, 0x80, 0x8F, 3}};
    auto const byte = [text](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    std::size_t i = 0;
    while (i != text.size()) {
        form const* fits = nullptr;
        for (auto const& one : forms)
            if (byte(i) >= one.first && byte(i) <= one.last) fits = &one;
        if (fits == nullptr) return i;
        if (fits->tails != 0 && (byte(i + 1) < fits->low || byte(i + 1) > fits->high)) return i;
        for (std::size_t tail = 2; tail <= fits->tails; ++tail)
            if (byte(i + tail) < 0x80 || byte(i + tail) > 0xBF) return i;
        i += 1 + fits->tails;
    }
    return text.npos;
}
