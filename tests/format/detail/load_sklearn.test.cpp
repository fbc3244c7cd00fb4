// SPDX-License-Identifier: MIT
#include <arenite/format/detail/load_sklearn.hpp>

#include "format/damaged_models.hpp"
#include "format/trainer_answers.hpp"
#include "oracle.hpp"

#include <arenite/format/load_model.hpp>

#include <doctest/doctest.h>

#include <span>

namespace {

using arenite::blended_model, arenite::load_model;
using oracle::damage, oracle::replaced;
using numbers = std::vector<double>;

std::span<std::byte const> as_bytes(std::string const& text) { return std::as_bytes(std::span{text}); }

/// A model of tests/data/sklearn.csv; `margins` says how near they are to the trainer's: exact, links or terms.
struct sklearn_case {
    oracle::test_case files;
    std::string margins;
};

std::vector<sklearn_case> cases() {
    std::vector<sklearn_case> all;
    for (auto const& line : oracle::lines_of(oracle::folder + "sklearn.csv")) {
        auto const fields = oracle::split(line);
        if (fields[0] == "model") continue;
        auto const path = oracle::folder + fields[0];
        all.push_back({{path, oracle::folder + fields[1], path.substr(0, path.rfind('.'))}, fields[2]});
    }
    return all;
}

/// How far the answers to a row may lie from scikit-learn's, relative to the larger of 1 and themselves: weighted sums,
/// which BLAS adds in an order of its own, by 1e-15 of their terms; what is made of exact sums by links, by 2 units in
/// the last place of 1. No link is steeper than itself and 1.
double bound_of(numbers const& terms, std::size_t row) { return 4.5e-16 + (terms.empty() ? 0 : 1e-15 * terms[row]); }

void compare(sklearn_case const& of, std::size_t rows, numbers const& answers, numbers const& said, bool all_bits) {
    REQUIRE(answers.size() == said.size());
    auto const terms = oracle::said<double>(of.files, "terms");
    auto const outputs = answers.size() / rows;
    for (std::size_t i = 0; i != answers.size(); ++i) {
        if (all_bits) REQUIRE(oracle::bits_of(answers[i]) == oracle::bits_of(said[i]));
        else if (of.margins == "exact") REQUIRE(oracle::distance(answers[i], said[i]) <= 2);
        else REQUIRE(std::abs(answers[i] - said[i]) <= bound_of(terms, i / outputs) * std::max(1.0, std::abs(said[i])));
    }
}

TEST_SUITE("format") {
    TEST_CASE("load_sklearn: margins of trees are scikit-learn's bits, weighted sums within their bound, labels and leaf "
              "ids exact") {
        auto const all = cases();
        REQUIRE(all.size() > 80);
        for (auto const& of : all) {
            CAPTURE(of.files.model);
            auto const model = load_model(of.files.model);
            auto const cells = oracle::rows_of(of.files, model);
            auto const rows = cells.size() / model.cols();
            CHECK(model.info().format == "sklearn");
            auto const margins = oracle::said<double>(of.files, "margin");
            auto const predictions = oracle::said<double>(of.files, "prediction");
            if (!margins.empty()) {  // hard votes have no function of their own
                compare(of, rows, oracle::score<double>(model.margins(), cells), margins, of.margins == "exact");
                for (auto const& parts : oracle::margins_in_parts<double>(model, cells))
                    compare(of, rows, parts, margins, of.margins == "exact");
            }
            compare(of, rows, oracle::score<double>(model, cells), predictions, false);
            if (auto const labels = oracle::said<double>(of.files, "label"); !labels.empty())
                CHECK(oracle::score<double>(model.labels(), cells) == labels);
            else CHECK(model.labels().outputs() == 0);
            if (auto const leaves = oracle::said<std::int32_t>(of.files, "leaf"); !leaves.empty())
                CHECK(oracle::score<std::int32_t>(model.leaves(), cells) == leaves);
            else CHECK(model.leaves().outputs() == 0);
        }
    }
}

}  // namespace
