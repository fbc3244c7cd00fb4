// SPDX-License-Identifier: MIT
#pragma once

#include "options.hpp"

#include <arenite/model/model.hpp>

/// Prints what was loaded to standard output; into `--report` too, if there is one, as its name says.
void describe(arenite::model const& model, score_options const& options);
