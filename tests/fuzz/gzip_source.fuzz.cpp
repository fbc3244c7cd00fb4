// SPDX-License-Identifier: MIT

// Any bytes as a gzip file: no crash, no endless loop, memory as planned, and the same bytes and the same end whatever
// the pieces, the spans and the buffer. The first byte says which, the rest is the file. What is decompressed is cut at
// 1 MiB.

#include <arenite/load/gzip_source.hpp>

#include "pieces.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 20;

/// All bytes, and how it ended, as one text.
std::string outcome(std::string_view file, std::size_t piece, std::size_t size, std::size_t buffer) {
    auto const options = arenite::gzip_options{buffer};
    pieces source{file, piece};
    arenite::budget memory{arenite::gzip_source_bytes(options)};
    arenite::gzip_source decompressing{source, options, memory};
    std::string bytes, into(size, '\0');
    try {
        while (auto const count = decompressing.read(into)) {
            bytes.append(into, 0, count);
            if (bytes.size() >= most_bytes) return bytes.substr(0, most_bytes);
        }
    } catch (arenite::data_error const& error) {
        bytes.append(error.what());
    }
    return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view const file{reinterpret_cast<char const*>(data) + 1, size - 1};
    auto const expected = outcome(file, file.size() + 1, 4096, 4096);
    std::size_t const how = data[0];
    if (outcome(file, 1 + how % 7, 1 + how / 7 % 5 * 100, 32 + how / 35 * 64) == expected) return 0;
    std::fputs("other pieces give other bytes\n", stderr);
    std::abort();
}
