// SPDX-License-Identifier: MIT
#pragma once

#include <immintrin.h>

/// Attributes of functions that are compiled for these instructions whatever the host is compiled for, and called only
/// where the processor has them. Attributes cannot be named otherwise.
#define ARENITE_AVX2 gnu::target("avx2"),
#define ARENITE_AVX512 gnu::target("avx512f,avx512bw,avx512vl,avx512vbmi"),
