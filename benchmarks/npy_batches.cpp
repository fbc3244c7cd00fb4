// SPDX-License-Identifier: MIT
// How many bytes of a .npy in the page cache become batches in a second, and how many does memcpy move into a tile of
// the same size, and read(2)?
#include <arenite/batch/schema.hpp>
#include <arenite/load/npy_batches.hpp>

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace {

constexpr std::size_t columns = 32, rows = 1 << 19, tile_rows = 1024;

/// A file that goes when the program ends.
struct npy_file {
    template <class Element>
    npy_file(std::string const& name, std::string const& descr, char const* fortran, std::vector<Element> const& data)
        : path(name) {
        std::string header = "{'descr': '" + descr + "', 'fortran_order': " + fortran + ", 'shape': (" +
                             std::to_string(rows) + ", " + std::to_string(columns) + "), }";
        header.resize(117, ' ');
        std::string const front = std::string{"\x93NUMPY\1\0v\0", 10} + header + '\n';
        std::FILE* const file = std::fopen(path.c_str(), "wb");
        std::fwrite(front.data(), 1, front.size(), file);
        std::fwrite(data.data(), sizeof(Element), data.size(), file);
        std::fclose(file);
    }
    npy_file(npy_file const&) = delete;
    npy_file& operator=(npy_file const&) = delete;
    ~npy_file() { ::unlink(path.c_str()); }

    std::string path;
};

template <class Element>
std::vector<Element> numbers() {
    std::vector<Element> made(rows * columns);
    for (std::size_t i = 0; i != made.size(); ++i) made[i] = static_cast<Element>(i % 1000);
    return made;
}

std::string const& path_of(char kind) {
    static npy_file const floats{"benchmark_f4.npy", "<f4", "False", numbers<float>()};
    static npy_file const doubles{"benchmark_f8.npy", "<f8", "False", numbers<double>()};
    static npy_file const integers{"benchmark_i4.npy", "<i4", "False", numbers<std::int32_t>()};
    static npy_file const turned{"benchmark_f4_fortran.npy", "<f4", "True", numbers<float>()};
    return kind == 'f' ? floats.path : kind == 'd' ? doubles.path : kind == 'i' ? integers.path : turned.path;
}

template <char Kind>
void batches(benchmark::State& state) {
    auto const schema = arenite::schema::unnamed(columns);
    std::uint64_t bytes = 0;
    auto const& path = path_of(Kind);
    for (auto _ : state) {
        arenite::npy_batches<float> read{path, schema, {.batch_rows = tile_rows}};
        for (auto const batch : read) benchmark::DoNotOptimize(batch.data());
        bytes += read.bytes_read();
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

void copy(benchmark::State& state) {
    auto const from = numbers<float>();
    std::vector<float> tile(tile_rows * columns);
    for (auto _ : state)
        for (std::size_t at = 0; at != from.size(); at += tile.size()) {
            std::memcpy(tile.data(), from.data() + at, tile.size() * sizeof(float));
            benchmark::DoNotOptimize(tile.data());
            benchmark::ClobberMemory();
        }
    state.SetBytesProcessed(static_cast<std::int64_t>(from.size() * sizeof(float)) * state.iterations());
}

void system_read(benchmark::State& state) {
    std::vector<float> tile(tile_rows * columns);
    std::int64_t bytes = 0;
    auto const& path = path_of('f');
    for (auto _ : state) {
        int const descriptor = ::open(path.c_str(), O_RDONLY);
        for (ssize_t count = 1; count > 0; bytes += count)
            count = ::read(descriptor, tile.data(), tile.size() * sizeof(float));
        ::close(descriptor);
    }
    state.SetBytesProcessed(bytes);
}

BENCHMARK(copy);
BENCHMARK(system_read);
BENCHMARK(batches<'f'>)->Name("float32 in C order to float");
BENCHMARK(batches<'F'>)->Name("float32 in Fortran order to float");
BENCHMARK(batches<'d'>)->Name("float64 in C order to float");
BENCHMARK(batches<'i'>)->Name("int32 in C order to float");

}  // namespace

BENCHMARK_MAIN();
