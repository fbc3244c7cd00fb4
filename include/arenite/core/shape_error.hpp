// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <stdexcept>

namespace arenite::inline ARENITE_ABI {

/// Two parts that do not fit each other: a model and the columns of its rows, a stage and the stage before it. `what()`
/// names both sides.
class shape_error : public std::invalid_argument {
public:
    using std::invalid_argument::invalid_argument;
};

}  // namespace arenite::inline ARENITE_ABI
