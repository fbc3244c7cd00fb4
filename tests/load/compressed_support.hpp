// SPDX-License-Identifier: MIT
#pragma once

// What the tests of decompressing sources share: sources that drip, texts, and what reading gives.

#include "load/csv_support.hpp"

#include <arenite/core/data_error.hpp>

#include <fstream>
#include <iterator>

/// All that a source gives to spans of `size` bytes, and the text of the data_error that ends it.
struct read_outcome {
    std::string bytes, error;
    std::uint64_t byte = 0;  ///< of the error

    friend bool operator==(read_outcome const&, read_outcome const&) = default;
};

template <class Source>
read_outcome read_all(Source& source, std::size_t size) {
    read_outcome outcome;
    std::string into(size, '\0');
    try {
        while (auto const count = source.read(into)) outcome.bytes.append(into, 0, count);
    } catch (arenite::data_error const& error) {
        outcome.error = error.what();
        outcome.byte = error.byte();
    }
    return outcome;
}

/// What a `Source` makes of bytes that come in pieces.
template <class Source, class Options>
read_outcome decompressed(std::string_view bytes, Options const& options, std::size_t piece = 1 << 20,
                          std::size_t size = 1 << 16) {
    dripping_source drops{bytes, piece};
    Source source{drops, options};
    return read_all(source, size);
}

/// Lines that compress well, but not to nothing.
inline std::string lines_of_numbers(std::size_t count) {
    std::string text;
    std::uint32_t state = 1;
    for (std::size_t i = 0; i != count; ++i) {
        state = state * 1664525U + 1013904223U;
        text += std::to_string(i) + "," + std::to_string(state >> 12) + "\n";
    }
    return text;
}

inline std::string file_of_tests(std::string const& path) {
    std::ifstream file{ARENITE_TEST_DATA "/" + path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}
