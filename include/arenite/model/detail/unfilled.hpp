// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Makes a model that has nothing yet and owns nothing: who reads a file fills it in, and owns what it lies in.
struct unfilled {};

}  // namespace arenite::inline ARENITE_ABI::detail
