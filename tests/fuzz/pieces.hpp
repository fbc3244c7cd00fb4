// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

/// Gives a text in pieces of at most `piece` bytes, as a pipe may.
class pieces {
public:
    pieces(std::string_view text, std::size_t piece) : left_(text), piece_(piece) {}
    std::size_t read(std::span<char> into) {
        auto const count = left_.copy(into.data(), std::min(into.size(), piece_));
        left_.remove_prefix(count);
        return count;
    }
    std::string_view name() const noexcept { return "fuzz"; }

private:
    std::string_view left_;
    std::size_t piece_;
};
