// SPDX-License-Identifier: MIT
#pragma once

// What the tests of csv_batches and of its like share: a source that drips, and rows as text.

#include <arenite/batch/schema.hpp>
#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

/// Gives a text in pieces of at most `piece` bytes, as a pipe may.
class dripping_source {
public:
    dripping_source(std::string_view text, std::size_t piece) : left_(text), piece_(piece) {}

    std::size_t read(std::span<char> into) {
        ++reads;
        auto const count = left_.copy(into.data(), std::min(into.size(), piece_));
        left_.remove_prefix(count);
        return count;
    }
    std::string_view name() const noexcept { return "drops.csv"; }

    std::size_t reads = 0;

private:
    std::string_view left_;
    std::size_t piece_;
};

/// A number as its bits are: hexadecimal, or `nan`.
inline std::string exactly(double number) {
    if (number != number) return "nan";
    char text[64];
    auto const size = std::snprintf(text, sizeof text, "%a", number);
    return {text, static_cast<std::size_t>(size)};
}

/// The shortest text of a number.
inline std::string briefly(double number) {
    if (number != number) return "nan";
    return std::string{arenite::format_number(number).view()};
}

/// The rows of all batches: texts in brackets, then numbers, with spaces between.
template <arenite::batch_range Batches>
std::vector<std::string> rows_of(Batches& batches, std::string (*number)(double) = &briefly) {
    std::vector<std::string> rows;
    for (auto const batch : batches)
        for (std::size_t r = 0; r != batch.rows(); ++r) {
            std::string row;
            for (std::size_t k = 0; k != batch.texts().cols; ++k) row.append("[").append(batch.text(k, r)).append("] ");
            for (std::size_t c = 0; c != batch.cols(); ++c) row.append(number(batch(r, c))).append(" ");
            if (!row.empty()) row.pop_back();
            rows.push_back(row);
        }
    return rows;
}

/// The rows of a text.
template <class T = double>
std::vector<std::string> rows_of(std::string_view text, arenite::schema_view schema,
                                 arenite::csv_options options = {}) {
    arenite::memory_source source{text, "rows.csv"};
    arenite::csv_batches<T> batches{source, schema, options};
    return rows_of(batches);
}

/// The text of the error of type Error that reading the text gives; empty: there is none.
template <class Error, class T = double>
std::string error_of(std::string_view text, arenite::schema_view schema, arenite::csv_options options = {}) {
    try {
        rows_of<T>(text, schema, options);
    } catch (Error const& error) {
        return error.what();
    }
    return "";
}

/// The error of type Error with which the batches that `open` makes end, and how many rows were in front of it.
template <class Error, class Open>
std::optional<Error> error_while_reading(Open const& open, std::size_t* rows = nullptr) {
    try {
        auto batches = open();
        for (auto const batch : batches)
            if (rows != nullptr) *rows += batch.rows();
    } catch (Error const& error) {
        return error;
    }
    return std::nullopt;
}

using strings = std::vector<std::string>;
