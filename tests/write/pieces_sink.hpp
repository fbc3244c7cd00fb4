// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

/// Keeps what it is handed, piece by piece.
struct pieces_sink {
    void write(std::span<char const> bytes) { pieces.emplace_back(bytes.begin(), bytes.end()); }
    [[nodiscard]] std::string text() const {
        std::string all;
        for (auto const& piece : pieces) all += piece;
        return all;
    }
    std::vector<std::string> pieces;
};
