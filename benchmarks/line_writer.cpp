// SPDX-License-Identifier: MIT
// What does a row of output cost that is one number, in the shortest text that reads back to the same value?
#include <arenite/write/line_writer.hpp>

#include <benchmark/benchmark.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <vector>

namespace {

constexpr std::size_t rows = 65'536;

/// Margins of a model, about normal, from a generator of integers; or probabilities, which they stand for.
template <class T>
std::vector<T> scores(bool probabilities) {
    std::vector<T> made(rows);
    std::uint64_t state = 1;
    for (auto& score : made) {
        double sum = -6;
        for (int i = 0; i != 12; ++i) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            sum += static_cast<double>(state >> 11) * 0x1p-53;
        }
        score = static_cast<T>(probabilities ? 1 / (1 + std::exp(-sum)) : sum);
    }
    return made;
}

struct counting_sink {
    void write(std::span<char const> written) {
        benchmark::DoNotOptimize(written.data());
        benchmark::ClobberMemory();
        bytes += written.size();
    }
    std::size_t bytes = 0;
};

/// "per_row" is seconds for each row.
void count_rows(benchmark::State& state) {
    using benchmark::Counter;
    auto const count = static_cast<double>(state.iterations()) * static_cast<double>(rows);
    state.counters["per_row"] = Counter(count, Counter::kIsRate | Counter::kInvert);
}

template <class T, bool probabilities>
void line_writer(benchmark::State& state) {
    auto const written = scores<T>(probabilities);
    std::vector<char> buffer(std::size_t{64} << 10);
    for (auto _ : state) {
        counting_sink sink;
        arenite::line_writer lines{sink, buffer};
        for (T const score : written) {
            lines.field(score);
            lines.end_line();
        }
        lines.flush();
        benchmark::DoNotOptimize(sink.bytes);
    }
    count_rows(state);
}

template <class T, bool probabilities>
void to_chars(benchmark::State& state) {
    auto const written = scores<T>(probabilities);
    char text[64];
    for (auto _ : state)
        for (T const score : written) {
            benchmark::DoNotOptimize(std::to_chars(text, text + sizeof text, score).ptr);
            benchmark::ClobberMemory();
        }
    count_rows(state);
}

BENCHMARK(line_writer<float, false>);
BENCHMARK(to_chars<float, false>);
BENCHMARK(line_writer<float, true>);
BENCHMARK(to_chars<float, true>);
BENCHMARK(line_writer<double, false>);
BENCHMARK(to_chars<double, false>);
BENCHMARK(line_writer<double, true>);
BENCHMARK(to_chars<double, true>);

}  // namespace

BENCHMARK_MAIN();
