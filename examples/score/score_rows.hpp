// SPDX-License-Identifier: MIT
#pragma once

// Model and rows in, lines of scores out: the whole of `score` once its command line is understood.

#include "options.hpp"
#include "summary.hpp"

/// Fills `summary` as it goes, so that a failed run can be reported too. Throws what the library throws, and
/// usage_error.
void score_rows(score_options const& options, run_summary& summary);

/// What cannot be found or opened: exit 66.
struct missing_file : std::runtime_error {
    using std::runtime_error::runtime_error;
};
