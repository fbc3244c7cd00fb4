// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema.hpp>
#include <arenite/load/batches_from.hpp>
#include <arenite/transform/prepared_batches.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

/// Names of columns, and rows of numbers.
struct table {
    std::vector<std::string> names;
    std::vector<std::vector<double>> rows;

    [[nodiscard]] std::size_t place(std::string const& name) const {
        auto const found = std::find(names.begin(), names.end(), name);
        return static_cast<std::size_t>(found - names.begin());
    }
};

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

[[nodiscard]] inline std::string name_in(arenite::schema_view columns, std::size_t i) {
    std::string name;
    columns.name(i).append_to(name);
    return name;
}

[[nodiscard]] inline std::vector<std::string> names_in(arenite::schema_view columns) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i != columns.size(); ++i) names.push_back(name_in(columns, i));
    return names;
}

/// All that a range gives.
template <class Range>
[[nodiscard]] table table_of(Range&& range) {
    table made{names_in(range.schema()), {}};
    for (auto const batch : range)
        for (std::size_t r = 0; r != batch.rows(); ++r) {
            std::vector<double> row;
            for (std::size_t c = 0; c != batch.cols(); ++c) row.push_back(static_cast<double>(batch(r, c)));
            made.rows.push_back(row);
        }
    return made;
}

/// Rows, in batches, as a stage or a chain makes them.
template <class T = double, class Stage>
[[nodiscard]] table made_by(Stage const& stage, std::vector<std::vector<double>> const& rows,
                            arenite::schema_view columns, std::size_t batch_rows = 1024) {
    arenite::row_options const options{.batch_rows = batch_rows, .schema = columns};
    return table_of(arenite::batches_from<T>(rows, options) | stage);
}

/// The same numbers, or both missing.
[[nodiscard]] inline bool same_rows(std::vector<std::vector<double>> const& one,
                                    std::vector<std::vector<double>> const& other) {
    auto const same = [](double a, double b) { return a == b || (a != a && b != b); };
    return one.size() == other.size() && std::equal(one.begin(), one.end(), other.begin(), [&](auto& a, auto& b) {
               return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), same);
           });
}

/// What shape_error says that composing throws; empty: it throws none.
template <class Stage>
[[nodiscard]] std::string refusal_of(Stage const& stage, arenite::schema_view columns) {
    std::vector<std::vector<double>> const none;
    try {
        static_cast<void>(arenite::batches_from(none, arenite::row_options{.schema = columns}) | stage);
    } catch (arenite::shape_error const& refused) {
        return refused.what();
    }
    return {};
}
