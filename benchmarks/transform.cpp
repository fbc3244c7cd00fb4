// SPDX-License-Identifier: MIT
// Nanoseconds of a processor's time per row of a chain impute | standardize | one_hot over 28 numbers and 4 categories,
// rows in memory; stage by stage, and as one. transform.py beside this file runs it, and compares what it writes: the
// rows, and what the chain makes of them.
//
//     transform [ROWS [BATCH_ROWS]]
//     transform ROWS --write ROWS_FILE MADE_FILE
#include <arenite/batch/schema.hpp>
#include <arenite/load/batches_from.hpp>
#include <arenite/transform/impute.hpp>
#include <arenite/transform/one_hot.hpp>
#include <arenite/transform/standardize.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

namespace {

constexpr std::size_t number_cols = 28, category_cols = 4, cols = number_cols + category_cols;
constexpr std::array<std::size_t, category_cols> category_counts{3, 5, 8, 12};
using row = std::array<double, cols>;

/// One cell in sixteen is missing.
std::vector<row> some_rows(std::size_t count) {
    std::vector<row> rows(count);
    std::uint64_t state = 1;
    auto const draw = [&state] {
        state = state * 6364136223846793005U + 1442695040888963407U;
        return state >> 40;  // 24 bits
    };
    for (auto& one : rows)
        for (std::size_t c = 0; c != cols; ++c) {
            auto const number = draw();
            bool const missing = draw() % 16 == 0;
            one[c] = c < number_cols ? static_cast<double>(number) / 1048576.0 - static_cast<double>(c)
                                     : static_cast<double>(number % category_counts[c - number_cols]);
            if (missing) one[c] = std::numeric_limits<double>::quiet_NaN();
        }
    return rows;
}

/// Names, and columns that borrow them.
struct named_columns {
    named_columns() {
        for (std::size_t i = 0; i != 12; ++i) texts.push_back(std::to_string(i));
        for (auto const& text : texts) vocabulary.emplace_back(text);
        for (std::size_t c = 0; c != cols; ++c) names.push_back(std::to_string(c));
        for (std::size_t c = 0; c != cols; ++c) {
            arenite::column one = arenite::number(names[c]);
            if (c >= number_cols) {
                one.kind = arenite::column_kind::category;
                one.vocabulary = std::span{vocabulary}.first(category_counts[c - number_cols]);
            }
            columns.push_back(one);
        }
    }

    std::vector<std::string> texts, names;
    std::vector<std::string_view> vocabulary;
    std::vector<arenite::column> columns;
};

double seconds_of_processor() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Rows in memory, as batches of so many.
struct measured_rows {
    std::vector<row> const& rows;
    arenite::schema_view columns;
    std::size_t batch_rows;

    template <class Stage>
    [[nodiscard]] auto prepared(Stage const& stage) const {
        return arenite::batches_from(rows, {.batch_rows = batch_rows, .schema = columns}) | stage;
    }
};

/// The best of several runs over at least a million rows, each from the second batch on: admission is not in it.
template <class Stage>
void measure(char const* name, Stage const& stage, measured_rows const& of) {
    double best = 1e9, sum = 0;
    for (int run = 0; run != 9; ++run) {
        double seconds = 0;
        std::size_t timed_rows = 0;
        while (timed_rows < 1'000'000) {
            auto prepared = of.prepared(stage);
            auto at = prepared.begin();
            auto const begin = seconds_of_processor();
            for (++at; at != prepared.end(); ++at) sum += (*at)(0, (*at).cols() - 1), timed_rows += (*at).rows();
            seconds += seconds_of_processor() - begin;
        }
        best = std::min(best, seconds / static_cast<double>(timed_rows));
    }
    std::printf("%s,%.2f,%g\n", name, best * 1e9, sum);
}

template <class Batches>
void write(char const* path, Batches&& batches) {
    auto* const file = std::fopen(path, "wb");
    if (file == nullptr) return std::perror(path);
    for (auto const batch : batches) std::fwrite(batch.data(), sizeof(double), batch.rows() * batch.cols(), file);
    std::fclose(file);
}

[[nodiscard]] std::size_t number(char const* text) { return std::strtoul(text, nullptr, 10); }

}  // namespace

int main(int count, char** arguments) {
    auto const rows = some_rows(count > 1 ? number(arguments[1]) : 200'000);
    named_columns const named;
    arenite::schema const columns{named.columns};
    bool const writes = count == 5;
    measured_rows const of{rows, columns, count > 2 && !writes ? number(arguments[2]) : 1024};
    std::vector<double> means(number_cols), deviations(number_cols);
    for (std::size_t c = 0; c != number_cols; ++c) means[c] = 8 - static_cast<double>(c), deviations[c] = 4.6;
    auto const impute = arenite::impute(means);
    auto const standardize = arenite::standardize(means, deviations);
    auto const chain = impute | standardize | arenite::one_hot();
    if (writes) {
        write(arguments[3], arenite::batches_from(rows, {.schema = columns}));
        return write(arguments[4], of.prepared(chain)), 0;
    }
    measure("impute", impute, of);
    measure("standardize", standardize, of);
    measure("impute | standardize", impute | standardize, of);
    measure("one_hot", arenite::one_hot(), of);
    measure("impute | standardize | one_hot", chain, of);
}
