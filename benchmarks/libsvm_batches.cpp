// SPDX-License-Identifier: MIT
// How many bytes of LibSVM text become dense batches in a second, of rows that have every feature and of sparse ones,
// and how many does the same loop over std::from_chars manage? `--write FOLDER` writes the texts instead, for
// libsvm_peers.py.
#include <arenite/batch/schema.hpp>
#include <arenite/load/libsvm_batches.hpp>
#include <arenite/load/memory_source.hpp>

#include <benchmark/benchmark.h>

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace {

/// Rows of pairs.
struct table_shape {
    std::size_t columns, rows, pairs;
};
constexpr table_shape dense{28, 20'000, 28}, sparse{1000, 20'000, 25};

/// Values of up to nine digits in [0, 1), from a generator of integers: the same bytes everywhere.
std::string make_table(table_shape shape) {
    std::string text;
    std::uint64_t state = 1;
    for (std::size_t row = 0; row != shape.rows; ++row) {
        text += row % 2 == 0 ? "1" : "-1";
        for (std::size_t pair = 0; pair != shape.pairs; ++pair) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            text += " " + std::to_string(pair * shape.columns / shape.pairs) + ":0." + std::to_string(state >> 34);
        }
        text += '\n';
    }
    return text;
}

std::string const& table(table_shape const& shape) {
    static std::string const full = make_table(dense), few = make_table(sparse);
    return &shape == &dense ? full : few;
}

template <class T, table_shape const& Shape>
void batches(benchmark::State& state) {
    auto const schema = arenite::schema::unnamed(Shape.columns);
    for (auto _ : state) {
        arenite::memory_source text{table(Shape)};
        for (auto const batch : arenite::libsvm_batches<T>(text, schema)) benchmark::DoNotOptimize(batch.data());
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(table(Shape).size()) * state.iterations());
}

/// Every number of the text, without a look at what stands between them.
template <class T, table_shape const& Shape>
void from_chars(benchmark::State& state) {
    for (auto _ : state)
        for (char const *at = table(Shape).data(), *const end = at + table(Shape).size(); at != end; ++at) {
            T number{};
            at = std::from_chars(at, end, number).ptr;
            benchmark::DoNotOptimize(number);
        }
    state.SetBytesProcessed(static_cast<std::int64_t>(table(Shape).size()) * state.iterations());
}

BENCHMARK(batches<double, dense>);
BENCHMARK(from_chars<double, dense>);
BENCHMARK(batches<float, dense>);
BENCHMARK(batches<double, sparse>);
BENCHMARK(from_chars<double, sparse>);
BENCHMARK(batches<float, sparse>);

void write_to(std::string const& path, std::string const& text) {
    std::FILE* const file = std::fopen(path.c_str(), "wb");
    if (file == nullptr || std::fwrite(text.data(), 1, text.size(), file) != text.size()) std::perror(path.c_str());
    if (file != nullptr) std::fclose(file);
}

}  // namespace

int main(int count, char** arguments) {
    if (count == 3 && std::string_view{arguments[1]} == "--write") {
        write_to(std::string{arguments[2]} + "/dense.svm", table(dense));
        write_to(std::string{arguments[2]} + "/sparse.svm", table(sparse));
        return 0;
    }
    benchmark::Initialize(&count, arguments);
    if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 64;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
