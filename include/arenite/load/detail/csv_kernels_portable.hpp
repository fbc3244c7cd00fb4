// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_machine_portable.hpp>
#include <arenite/load/detail/csv_parse_portable.hpp>

#define ARENITE_INSTRUCTIONS portable
#define ARENITE_TARGET
#include <arenite/load/detail/csv_index.hpp>
#undef ARENITE_INSTRUCTIONS
#undef ARENITE_TARGET
