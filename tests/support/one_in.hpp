// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/resident_check.hpp>

/// Of what a test tries again and again, one in so many: under a sanitizer each takes ten times as long.
inline constexpr unsigned one_in = arenite::detail::under_sanitizer ? 7 : 1;
