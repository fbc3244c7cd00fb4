// SPDX-License-Identifier: MIT
#pragma once

// What the command line of `score` says.

#include <arenite/format/load_model.hpp>
#include <arenite/load/csv_options.hpp>
#include <arenite/model/output_kind.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// A command line that asks for something wrong: exit 64.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What the rows are said to be.
enum class row_format : unsigned char { recognised, csv, tsv, libsvm, npy, arrow };

/// What is said where rows are arrow.
inline constexpr auto no_arrow =
    "this program reads no Arrow IPC: convert the rows with pyarrow to CSV or .npy, or hand "
    "the stream to arenite::arrow_batches in a program of your own";

struct score_options {
    std::string model;
    arenite::model_format format = arenite::model_format::recognised;
    std::string input = "-";
    row_format input_format = row_format::recognised;
    std::string output = "-";
    arenite::output_kind out = arenite::output_kind::prediction;
    std::string id;
    std::optional<std::size_t> batch_rows;  ///< none: the largest that the budget allows
    std::optional<std::size_t> budget;
    std::optional<std::size_t> max_record;  ///< none: what most records need, and more for many columns
    std::size_t threads = 1;
    std::string report;  ///< empty: none
    arenite::csv_header header = arenite::csv_header::automatic;
    std::optional<char> delimiter;
    std::vector<std::string> missing;
    std::vector<std::string_view> missing_views;  ///< of `missing`
    bool own_missing = false;
    std::optional<std::uint64_t> libsvm_base;
    arenite::final_newline final_newline = arenite::final_newline::optional;
    arenite::on_bad on_bad = arenite::on_bad::fail;
    bool plan = false, progress = false, describe = false, quiet = false;
    std::string save;             ///< empty: nothing is saved
    std::optional<int> finished;  ///< --help or --version were answered: exit with this

    /// Whether rows are read.
    [[nodiscard]] bool scores() const noexcept { return !plan && !describe && save.empty(); }
};

/// Throws usage_error.
[[nodiscard]] score_options parse_options(int count, char** arguments);
