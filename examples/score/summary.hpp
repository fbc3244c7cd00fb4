// SPDX-License-Identifier: MIT
#pragma once

// The last line on standard error: what the run did, as one JSON object.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

struct run_summary {
    struct loaded_model {
        std::string format;
        std::size_t trees, features, outputs, bytes;
    };

    std::uint64_t rows = 0, bad = 0, input_bytes = 0;
    std::uint64_t too_large = 0;  ///< numbers of the input that are infinite in a double
    std::optional<std::size_t> budget;
    std::size_t peak_bytes = 0;
    std::optional<loaded_model> model;
    std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
};

/// One line; with `"exit"` and `"error"` when the run failed.
[[nodiscard]] std::string as_json(run_summary const& summary, int exit_code, std::string const& error);
