// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/bits_avx2.hpp>
#include <arenite/model/detail/columns_avx2.hpp>
#include <arenite/model/detail/leaves_avx2.hpp>
#include <arenite/model/detail/ranks_avx2.hpp>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"  // g++ 12: of its own intrinsics' undefined vectors (GCC bug 105593)
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#define ARENITE_INSTRUCTIONS avx2
#define ARENITE_TARGET ARENITE_AVX2
#include <arenite/model/detail/masks_of_block.hpp>
#include <arenite/model/detail/trees_of_block.hpp>
#include <arenite/model/detail/sums_of_64_rows.hpp>
#include <arenite/model/detail/sums_of_block.hpp>
#undef ARENITE_INSTRUCTIONS
#undef ARENITE_TARGET
#pragma GCC diagnostic pop
