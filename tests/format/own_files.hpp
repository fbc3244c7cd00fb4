// SPDX-License-Identifier: MIT
#pragma once

// Files of arenite's own: written, taken apart, damaged.

#include "oracle.hpp"

#include <arenite/format/load_model.hpp>
#include <arenite/format/save_model.hpp>

#include <array>
#include <cmath>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace own_files {

/// One of each type of models, in tests/data/own/1, and where it came from; two of them with plans.
inline constexpr std::pair<std::string_view, std::string_view> stored[] = {
    {"float_trees", "xgboost_1_0/poisson.json"},        {"double_trees", "treelite/isolation_forest.tl"},
    {"linear_trees", "lightgbm/linear_tree_frame.txt"}, {"hashed_trees", "catboost/ctr_nested.json"},
    {"coded_trees", "catboost/one_hot_nested.json"},    {"booster", "xgboost/linear.json"},
    {"blend_of_lines", "sklearn/log1p_ridge.json"},     {"blend_of_trees", "sklearn/bins_tree.json"},
    {"graph_of_lines", "onnx/logistic.onnx"},           {"graph_of_trees", "onnx/tree.onnx"},
    {"float_trees_avx2", "xgboost_1_0/poisson.json"},   {"float_trees_avx512", "xgboost_1_0/poisson.json"},
};

struct text_sink {
    std::string text;
    void write(std::span<char const> bytes) { text.append(bytes.data(), bytes.size()); }
};

inline std::string saved(arenite::model const& model) {
    text_sink sink;
    save_model(model, sink);
    return std::move(sink.text);
}

inline arenite::model load(std::string const& text, arenite::file_checks checks = arenite::file_checks::all,
                           arenite::budget& memory = arenite::system_memory()) {
    return arenite::load_model(std::as_bytes(std::span{text}), {.checks = checks}, memory);
}

/// Why it is refused; empty: it is not.
inline std::string complaint(std::string const& text, arenite::file_checks checks = arenite::file_checks::all) {
    try {
        static_cast<void>(load(text, checks));
        return {};
    } catch (arenite::model_error const& error) {
        return error.what();
    }
}

template <class Number>
Number number_at(std::string const& text, std::size_t at) {
    Number number;
    std::memcpy(&number, text.data() + at, sizeof number);
    return number;
}

/// Where a section begins and how long it is.
inline std::pair<std::size_t, std::size_t> place_of(std::string const& text, std::string_view section) {
    for (std::size_t entry = 64;; entry += 32)
        if (std::string_view{text.c_str() + entry} == section)
            return {number_at<std::uint64_t>(text, entry + 16), number_at<std::uint64_t>(text, entry + 24)};
}
inline std::string section_of(std::string const& text, std::string_view section) {
    auto const [begin, size] = place_of(text, section);
    return text.substr(begin, size);
}

inline std::string type_of(std::string const& text) {
    auto at = place_of(text, "info").first;
    for (int skipped = 0; skipped != 3; ++skipped)
        at = (at + 7) / 8 * 8 + 8 + number_at<std::uint64_t>(text, (at + 7) / 8 * 8);
    at = (at + 7) / 8 * 8;
    return text.substr(at + 8, number_at<std::uint64_t>(text, at));
}

/// The golden rows.
inline std::vector<double> rows_in(std::string const& text) {
    auto const begin = place_of(text, "golden").first;
    std::vector<double> rows(number_at<std::uint64_t>(text, begin + 8));
    if (!rows.empty()) std::memcpy(rows.data(), text.data() + begin + 64, rows.size() * sizeof(double));
    return rows;
}

/// With the checksum that it needs.
inline std::string sealed(std::string text) {
    std::vector<std::byte> bytes(text.size() - 8);
    std::memcpy(bytes.data(), text.data(), bytes.size());
    arenite::detail::block_checksum sum;
    sum.add(bytes);
    auto const value = sum.value();
    std::memcpy(text.data() + text.size() - 8, &value, 8);
    return text;
}

/// The last golden margin that is a number is another.
inline std::string with_other_answer(std::string text) {
    auto const begin = place_of(text, "golden").first;
    auto const margins = (begin + 64 + 8 * rows_in(text).size() + 7) / 8 * 8;
    auto const count = number_at<std::uint64_t>(text, margins);
    auto at = (margins + 8 + 63) / 64 * 64 + 8 * (count - 1);
    while (!std::isfinite(number_at<double>(text, at))) at -= 8;
    auto const other = number_at<double>(text, at) + 1;
    std::memcpy(text.data() + at, &other, 8);
    return sealed(std::move(text));
}

}  // namespace own_files
