// SPDX-License-Identifier: MIT
#pragma once

// What scikit-learn, NumPy and pandas found: tests/data/fitted, see generate_fitted.py.

#include <arenite/load/csv_batches.hpp>
#include <arenite/transform/summarize.hpp>

#include "support/oracle.hpp"

#include <array>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

namespace oracle {

struct fitted_numbers {
    static constexpr std::array parts{0.0, 0.01, 0.1, 0.25, 0.3333, 0.5, 0.6, 0.75, 0.9, 0.999, 1.0};

    explicit fitted_numbers(std::string const& line) {
        auto const fields = split(line);
        std::size_t at = 1;
        name = fields[0];
        for (auto* const to : {&count, &missing, &mean, &variance, &scale, &sample_sd, &least, &most, &fill_mean,
                               &fill_median, &most_frequent, &center, &quartile_range})
            *to = arenite::parse_number<double>(fields[at++]).number;
        for (auto& to : quantiles) to = arenite::parse_number<double>(fields[at++]).number;
        for (auto* const to : {&uniform_edges, &quantile_edges, &linear_edges}) {
            std::istringstream edges{fields[at++]};
            for (std::string edge; edges >> edge;) to->push_back(arenite::parse_number<double>(edge).number);
        }
    }

    std::string name;
    double count, missing, mean, variance, scale, sample_sd, least, most, fill_mean, fill_median, most_frequent, center,
        quartile_range;
    std::array<double, parts.size()> quantiles;
    std::vector<double> uniform_edges, quantile_edges, linear_edges;
};

struct fitted_category {
    std::string column, text;
    double count, missing, is_most_frequent, encoding, encoding_of_10, target_mean;
};

/// A file of rows, and what was found in it.
struct fitted_rows {
    explicit fitted_rows(std::string const& stem) {
        auto const stored = folder + "fitted/" + stem;
        path = std::ifstream{stored + ".csv"} ? stored + ".csv" : folder + "rows/" + stem + ".csv";
        for (auto const& line : lines_of(stored + ".numbers.csv")) numbers.emplace_back(line);
        if (std::ifstream{stored + ".categories.csv"}) read_categories(stored + ".categories.csv");
    }

    /// In the order of the file: columns may be in any.
    [[nodiscard]] arenite::schema columns() const {
        std::vector<arenite::column> all;
        for (auto const& one : numbers) all.push_back(arenite::number(one.name));
        for (auto const& one : categories)
            if (all.back().name != one.column) all.push_back(arenite::text(one.column));
        return arenite::schema{all};
    }

    [[nodiscard]] arenite::summary summarize(arenite::schema const& of_columns,
                                             arenite::summary_options const& options = {}) const {
        return arenite::summarize(arenite::csv_batches(path, of_columns), options);
    }

    std::string path;
    std::vector<fitted_numbers> numbers;
    std::vector<fitted_category> categories;

private:
    void read_categories(std::string const& file) {
        arenite::schema const cells{arenite::text("column"),
                                    arenite::text("text"),
                                    arenite::number("count"),
                                    arenite::number("missing"),
                                    arenite::number("most frequent"),
                                    arenite::number("auto"),
                                    arenite::number("10"),
                                    arenite::number("mean")};
        for (auto const batch : arenite::csv_batches(file, cells, {.header = arenite::csv_header::no}))
            for (std::size_t r = 0; r != batch.rows(); ++r)
                categories.push_back({std::string{batch.text(0, r)}, std::string{batch.text(1, r)}, batch(r, 0),
                                      batch(r, 1), batch(r, 2), batch(r, 3), batch(r, 4), batch(r, 5)});
    }
};

inline constexpr std::array fitted_files{"breast_cancer_missing", "diabetes_frame", "mixed", "diabetes_holes"};

/// Within 1e-12 of what the number is or, where it is what is left of others, of those.
[[nodiscard]] inline bool agrees(double number, double expected, double of = 0) {
    return std::abs(number - expected) <= 1e-12 * std::max(std::abs(expected), std::abs(of));
}

}  // namespace oracle
