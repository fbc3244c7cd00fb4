// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// A number for a column that is named: `impute({{"age", 30}, {"income", 0}})`. Borrows the name.
struct column_value {
    std::string_view name;
    double value;
};

}  // namespace arenite::inline ARENITE_ABI
