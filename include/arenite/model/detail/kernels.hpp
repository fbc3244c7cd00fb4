// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/compiled_forest.hpp>
#include <arenite/model/detail/forest_kernels.hpp>

// A host that links arenite::kernels has this compiled once, there.
#if !defined(ARENITE_COMPILED_KERNELS)
#include <arenite/model/detail/compile_forest.hpp>
#include <arenite/model/detail/kernels_for.hpp>
#endif
