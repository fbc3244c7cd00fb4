// SPDX-License-Identifier: MIT
#pragma once

// What the tests of npy_batches share.

#include <arenite/load/npy_batches.hpp>

#include "csv_support.hpp"

#include <span>

[[nodiscard]] inline std::span<std::byte const> bytes_of(std::string_view text) {
    return std::as_bytes(std::span{text.data(), text.size()});
}

/// A file of version 1.0 with this dictionary.
[[nodiscard]] inline std::string npy_file(std::string_view dictionary, std::string_view elements = "") {
    std::string file{"\x93NUMPY\1\0", 8};
    file += {static_cast<char>(dictionary.size() & 0xFF), static_cast<char>(dictionary.size() >> 8)};
    return file.append(dictionary).append(elements);
}

/// The bytes of numbers.
template <class Element>
[[nodiscard]] std::string elements_of(std::initializer_list<Element> numbers) {
    return {reinterpret_cast<char const*>(numbers.begin()), numbers.size() * sizeof(Element)};
}

/// A 2 by 2 array of halves from 0.5 on.
[[nodiscard]] inline std::string small_array() {
    return npy_file("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n",
                    elements_of({0.5f, 1.0f, 1.5f, 2.0f}));
}
