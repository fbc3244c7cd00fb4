// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/model.hpp>

/// Prints what was loaded to standard output.
void describe(arenite::model const& model);
