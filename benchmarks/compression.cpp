// SPDX-License-Identifier: MIT
// How many decompressed bytes do gzip_source and zstd_source give in a second, and how many do zlib and libzstd alone,
// from memory into the same buffer?
#include <arenite/load/gzip_source.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/load/zstd_source.hpp>

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

constexpr std::size_t columns = 28, rows = 100'000, buffer_bytes = std::size_t{256} << 10;

/// Numbers of up to six digits from a generator of integers: the same bytes everywhere.
std::string const& table() {
    static std::string const made = [] {
        std::string text;
        std::uint64_t state = 1;
        for (std::size_t i = 0; i != rows * columns; ++i) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            text += std::to_string(state >> 44) + (i % columns == columns - 1 ? '\n' : ',');
        }
        return text;
    }();
    return made;
}

std::string const& gzip_file() {
    static std::string const made = [] {
        z_stream stream{};
        deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
        std::string file(deflateBound(&stream, table().size()), '\0');
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(table().data()));
        stream.avail_in = static_cast<uInt>(table().size());
        stream.next_out = reinterpret_cast<Bytef*>(file.data());
        stream.avail_out = static_cast<uInt>(file.size());
        deflate(&stream, Z_FINISH);
        file.resize(stream.total_out);
        deflateEnd(&stream);
        return file;
    }();
    return made;
}

std::string const& zstd_file() {
    static std::string const made = [] {
        std::string file(ZSTD_compressBound(table().size()), '\0');
        file.resize(ZSTD_compress(file.data(), file.size(), table().data(), table().size(), 3));
        return file;
    }();
    return made;
}

template <class Source, std::string const& (*file)()>
void arenite_source(benchmark::State& state) {
    std::vector<char> into(buffer_bytes);
    auto const& made = file();  // before the clock runs
    for (auto _ : state) {
        arenite::memory_source compressed{made};
        Source source{compressed};
        std::size_t bytes = 0;
        while (auto const count = source.read(into)) bytes += count;
        if (bytes != table().size()) std::abort();
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(table().size()) * state.iterations());
}

void zlib_alone(benchmark::State& state) {
    std::vector<char> into(buffer_bytes);
    for (auto _ : state) {
        z_stream stream{};
        inflateInit2(&stream, 15 + 16);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip_file().data()));
        stream.avail_in = static_cast<uInt>(gzip_file().size());
        int result = Z_OK;
        while (result == Z_OK) {
            stream.next_out = reinterpret_cast<Bytef*>(into.data());
            stream.avail_out = static_cast<uInt>(into.size());
            result = inflate(&stream, Z_NO_FLUSH);
        }
        if (stream.total_out != table().size()) std::abort();
        inflateEnd(&stream);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(table().size()) * state.iterations());
}

void libzstd_alone(benchmark::State& state) {
    std::vector<char> into(buffer_bytes);
    for (auto _ : state) {
        auto* const stream = ZSTD_createDStream();
        ZSTD_inBuffer in{zstd_file().data(), zstd_file().size(), 0};
        std::size_t bytes = 0, left = 1;
        while (left != 0) {
            ZSTD_outBuffer out{into.data(), into.size(), 0};
            left = ZSTD_decompressStream(stream, &out, &in);
            bytes += out.pos;
        }
        if (bytes != table().size()) std::abort();
        ZSTD_freeDStream(stream);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(table().size()) * state.iterations());
}

BENCHMARK(arenite_source<arenite::gzip_source, gzip_file>)->Name("gzip_source");
BENCHMARK(zlib_alone);
BENCHMARK(arenite_source<arenite::zstd_source, zstd_file>)->Name("zstd_source");
BENCHMARK(libzstd_alone);

}  // namespace

BENCHMARK_MAIN();
