// SPDX-License-Identifier: MIT
#pragma once

// Stored tables of text.

#include <fstream>
#include <string>
#include <vector>

namespace text_lines {

[[nodiscard]] inline std::vector<std::string> lines_of(std::string const& path) {
    std::ifstream file{path};
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

[[nodiscard]] inline std::vector<std::string> split(std::string const& line) {
    std::vector<std::string> fields{""};
    for (char const character : line) character == ',' ? fields.emplace_back() : fields.back() += character;
    return fields;
}

}  // namespace text_lines
