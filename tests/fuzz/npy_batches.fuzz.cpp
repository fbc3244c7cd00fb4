// SPDX-License-Identifier: MIT

// Any bytes as an array: no crash, no endless loop, and the same rows whatever the pieces and batches, and whether they
// come from a source or lie in memory. The first two bytes are the schema and the sizes. If the third is `{`, what
// follows is a dictionary and, behind a line's end, elements; otherwise it is a whole file.

#include <arenite/core/format_number.hpp>
#include <arenite/load/npy_batches.hpp>

#include "pieces.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

/// All rows, and how it ended, as one text. At most so many rows: a header can state any number of them.
template <class Open>
std::string outcome(Open const& open) {
    std::string rows;
    try {
        auto batches = open();
        for (auto const batch : batches)
            for (std::size_t r = 0; r != batch.rows(); ++r) {
                for (std::size_t c = 0; c != batch.cols(); ++c)
                    rows.append(arenite::format_number(batch(r, c)).view()).append(" ");
                rows.append("\n");
            }
        rows.append(arenite::format_number(batches.overflows() + 1000 * batches.inexact()).view());
    } catch (arenite::data_error const& error) {
        rows.append(error.what());
    } catch (arenite::shape_error const& error) {
        rows.append(error.what());
    }
    return rows;
}

void expect(bool same, char const* claim) {
    if (same) return;
    std::fputs(claim, stderr);
    std::abort();
}

template <class T>
void check_outcomes(std::string const& file, arenite::schema_view columns, unsigned char size) {
    auto const streamed = [&](std::size_t rows, std::size_t buffer, std::size_t piece) {
        pieces source{file, piece};
        return outcome([&] {
            return arenite::npy_batches<T>{source, columns, {.batch_rows = rows, .buffer_bytes = buffer}};
        });
    };
    auto const expected = streamed(1000, 128 + size, file.size() + 1);
    auto const dripped = streamed(1 + size % 5, 128 + size, 1 + size % 7);
    expect(dripped == expected, "other pieces and batches give other rows\n");
    auto const in_memory = [&](std::size_t rows) {
        std::span<std::byte const> const bytes{reinterpret_cast<std::byte const*>(file.data()), file.size()};
        return outcome([&] { return arenite::npy_batches<T>{bytes, columns, {.batch_rows = rows}, "fuzz"}; });
    };
    auto const shown = in_memory(1 + size % 5);
    expect(shown == in_memory(1000), "other batches give other rows\n");
    bool const readable = expected.find("found") == expected.npos;
    expect(!readable || shown == expected, "memory gives other rows than a source\n");
}

std::string file_of(std::string_view bytes) {
    if (bytes.empty() || bytes.front() != '{') return std::string{bytes};
    auto const dictionary = bytes.substr(0, bytes.find('\n'));
    std::string file{"\x93NUMPY\2\0", 8};
    for (unsigned shift = 0; shift != 32; shift += 8) file += static_cast<char>(dictionary.size() >> shift & 0xFF);
    return file.append(dictionary).append(bytes.substr(std::min(bytes.size(), dictionary.size() + 1)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 2) return 0;
    auto const file = file_of({reinterpret_cast<char const*>(data) + 2, size - 2});
    arenite::schema_view const columns{data[0] / 2u % 8};
    if ((data[0] & 1) != 0) check_outcomes<float>(file, columns, data[1]);
    else check_outcomes<double>(file, columns, data[1]);
    return 0;
}
