// SPDX-License-Identifier: MIT
#pragma once

// tests/data/transform: rows, what was fitted to others, and what scikit-learn makes of them.

#include <arenite/core/parse_number.hpp>

#include "support/text_lines.hpp"
#include "transform/table.hpp"

#include <doctest/doctest.h>

namespace patients {

inline std::string const folder = ARENITE_TEST_DATA "/transform/";

using text_lines::lines_of, text_lines::split;

[[nodiscard]] inline double number_in(std::string const& field) {
    return field.empty() ? missing : arenite::parse_number<double>(field).number;
}

/// What was made of the rows, of numbers alone.
[[nodiscard]] inline table made(std::string const& name) {
    auto const lines = lines_of(folder + name + ".csv");
    table read{split(lines.at(0)), {}};
    for (std::size_t i = 1; i != lines.size(); ++i) {
        std::vector<double> row;
        for (auto const& field : split(lines[i])) row.push_back(number_in(field));
        read.rows.push_back(row);
    }
    return read;
}

/// What was fitted, by its name.
[[nodiscard]] inline std::vector<double> fitted(std::string const& name, std::string const& key) {
    std::vector<double> numbers;
    for (auto const& line : lines_of(folder + name + ".fitted.csv")) {
        auto const fields = split(line);
        if (fields[0] != key) continue;
        for (std::size_t i = 1; i != fields.size(); ++i) numbers.push_back(number_in(fields[i]));
    }
    REQUIRE(!numbers.empty());
    return numbers;
}

/// The columns of the rows, and the categories that were fitted to.
class columns_of_rows {
public:
    columns_of_rows() {
        for (auto const& line : lines_of(folder + "vocabulary.csv")) {
            auto const fields = split(line);
            auto& texts = texts_.emplace_back(fields.begin() + 1, fields.end());
            vocabularies_.emplace_back(texts.begin(), texts.end());
            names_.push_back(fields[0]);
        }
        for (auto const& name : header_) columns_.push_back(column_of(name));
    }

    [[nodiscard]] std::vector<arenite::column> const& columns() const { return columns_; }
    [[nodiscard]] std::vector<std::string> const& header() const { return header_; }

    /// The code of a category; missing: there is no such.
    [[nodiscard]] double code(std::size_t i, std::string const& text) const {
        auto const& vocabulary = columns_[i].vocabulary;
        auto const found = std::ranges::find(vocabulary, text);
        return found == vocabulary.end() ? missing : static_cast<double>(found - vocabulary.begin());
    }

private:
    [[nodiscard]] arenite::column column_of(std::string const& name) const {
        auto const found = std::ranges::find(names_, name);
        if (found == names_.end()) return arenite::number(name);
        auto const& vocabulary = vocabularies_[static_cast<std::size_t>(found - names_.begin())];
        return {.name = name, .kind = arenite::column_kind::category, .vocabulary = vocabulary};
    }

    std::vector<std::string> const header_ = split(lines_of(folder + "rows.csv").at(0));
    std::vector<std::string> names_;
    std::vector<std::vector<std::string>> texts_;
    std::vector<std::vector<std::string_view>> vocabularies_;
    std::vector<arenite::column> columns_;
};

[[nodiscard]] inline columns_of_rows const& all_columns() {
    static columns_of_rows const columns;
    return columns;
}

[[nodiscard]] inline arenite::schema columns() { return arenite::schema{all_columns().columns()}; }

/// `rows` or `complete`, which has no missing numbers.
[[nodiscard]] inline std::vector<std::vector<double>> rows(std::string const& name) {
    auto const lines = lines_of(folder + name + ".csv");
    std::vector<std::vector<double>> read;
    for (std::size_t i = 1; i != lines.size(); ++i) {
        auto const fields = split(lines[i]);
        std::vector<double> row;
        for (std::size_t c = 0; c != fields.size(); ++c)
            row.push_back(all_columns().columns()[c].kind == arenite::column_kind::number
                              ? number_in(fields[c])
                              : all_columns().code(c, fields[c]));
        read.push_back(row);
    }
    return read;
}

/// What the stage makes of the rows has the oracle's columns; `tolerance` is relative, 0: the same bits.
template <class Stage>
void check_like(std::string const& oracle_name, Stage const& stage, double tolerance = 0,
                std::string const& rows_name = "rows") {
    CAPTURE(oracle_name);
    auto const columns_here = columns();
    auto const expected = made(oracle_name);
    REQUIRE(!expected.rows.empty());
    for (std::size_t const batch_rows : {1U, 7U, 1000U}) {
        auto const found = made_by(stage, rows(rows_name), columns_here, batch_rows);
        REQUIRE(found.rows.size() == expected.rows.size());
        std::size_t wrong = 0;
        for (std::size_t c = 0; c != expected.names.size(); ++c) {
            CAPTURE(expected.names[c]);
            auto const at = found.place(expected.names[c]);
            REQUIRE(at != found.names.size());
            for (std::size_t r = 0; r != expected.rows.size(); ++r) {
                auto const one = found.rows[r][at], other = expected.rows[r][c];
                bool const same = one == other || (one != one && other != other);
                if (!same && !(std::abs(one - other) <= tolerance * std::abs(other))) ++wrong;
            }
        }
        CHECK(wrong == 0);
    }
}

/// A list for each column of numbers, for some of which nothing was fitted: the columns in `names` have it by name.
[[nodiscard]] inline std::vector<std::string> names_of_numbers() {
    std::vector<std::string> names;
    for (auto const& one : all_columns().columns())
        if (one.kind == arenite::column_kind::number) names.emplace_back(one.name);
    return names;
}

}  // namespace patients
