// SPDX-License-Identifier: MIT
#pragma once

// The stored models of the real libraries, and what those libraries said of the stored rows.

#include "text_lines.hpp"

#include <arenite/batch/schema.hpp>
#include <arenite/core/parse_number.hpp>
#include <arenite/load/csv_batches.hpp>
#include <arenite/model/model.hpp>

#include <cstdint>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace oracle {

inline std::string const folder = ARENITE_TEST_DATA "/";

[[nodiscard]] inline std::string read_file(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

using text_lines::lines_of, text_lines::split;

/// A model, and rows for it; `stem` begins the names of what its trainer said. Some lists say how near margins are to
/// the trainer's: exact, links or terms.
struct test_case {
    std::string model, rows, stem, margins{};

    [[nodiscard]] bool is_catboost() const { return model.find("data/catboost") != std::string::npos; }
};

/// All of a list in tests/data.
[[nodiscard]] inline std::vector<test_case> cases(std::string const& list = "cases.csv") {
    std::vector<test_case> all;
    for (auto const& line : lines_of(folder + list)) {
        auto fields = split(line);
        if (fields[0] == "model") continue;
        fields.resize(3);
        auto const path = folder + fields[0];
        all.push_back({path, folder + fields[1], path.substr(0, path.rfind('.')), fields[2]});
    }
    return all;
}

/// What the trainer said: `kind` is margin, prediction or leaf. In the precision of Number, from the text directly.
template <class Number>
[[nodiscard]] std::vector<Number> said(test_case const& of, std::string const& kind) {
    std::vector<Number> numbers;
    for (auto const& line : lines_of(of.stem + '.' + kind + ".csv"))
        for (auto const& field : split(line)) {
            auto const number = arenite::parse_number<Number>(field);
            numbers.push_back(number ? number.number : std::numeric_limits<Number>::quiet_NaN());
        }
    return numbers;
}

/// The rows of a case as double, row-major.
[[nodiscard]] inline std::vector<double> rows_of(test_case const& of, arenite::model const& model) {
    std::vector<double> values;
    for (auto const batch : arenite::csv_batches(of.rows, model.schema()))
        for (std::size_t r = 0; r != batch.rows(); ++r)
            for (std::size_t c = 0; c != batch.cols(); ++c) values.push_back(batch(r, c));
    return values;
}

}  // namespace oracle
