// SPDX-License-Identifier: MIT
// How many bytes of CSV become batches in a second, and how many does the same loop over std::from_chars manage?
#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>

#include <benchmark/benchmark.h>

#include <charconv>
#include <cstdint>
#include <string>

namespace {

constexpr std::size_t columns = 28, rows = 20'000;

/// Numbers of up to nine digits in [0, 1), from a generator of integers: the same bytes everywhere.
std::string const& table() {
    static std::string const made = [] {
        std::string text;
        std::uint64_t state = 1;
        for (std::size_t i = 0; i != rows * columns; ++i) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            text += "0." + std::to_string(state >> 34) + (i % columns == columns - 1 ? '\n' : ',');
        }
        return text;
    }();
    return made;
}

template <class T>
void batches(benchmark::State& state) {
    auto const schema = arenite::schema::unnamed(columns);
    for (auto _ : state) {
        arenite::memory_source text{table()};
        for (auto const batch : arenite::csv_batches<T>(text, schema, {.header = arenite::csv_header::no}))
            benchmark::DoNotOptimize(batch.data());
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(table().size()) * state.iterations());
}

template <class T>
void from_chars(benchmark::State& state) {
    for (auto _ : state)
        for (char const *at = table().data(), *const end = at + table().size(); at != end; ++at) {
            T number{};
            at = std::from_chars(at, end, number).ptr;
            benchmark::DoNotOptimize(number);
        }
    state.SetBytesProcessed(static_cast<std::int64_t>(table().size()) * state.iterations());
}

BENCHMARK(batches<double>);
BENCHMARK(from_chars<double>);
BENCHMARK(batches<float>);
BENCHMARK(from_chars<float>);

}  // namespace

BENCHMARK_MAIN();
