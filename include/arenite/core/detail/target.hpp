// SPDX-License-Identifier: MIT
#pragma once

#include <immintrin.h>

/// Attributes of functions that are compiled for these instructions whatever the host is compiled for, and called only
/// where the processor has them. Attributes cannot be named otherwise.
#define ARENITE_AVX2 gnu::target("avx2"),
#define ARENITE_AVX512 gnu::target("avx512f,avx512bw,avx512vl,avx512vbmi"),

/// The same for texts, which want to move bits and bytes about.
#define ARENITE_AVX2_TEXT gnu::target("avx2,fma,bmi,bmi2,popcnt,pclmul"),
#define ARENITE_AVX512_TEXT                                                                                \
    gnu::target(                                                                                           \
        "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,avx512bitalg,avx512vpopcntdq,bmi,bmi2," \
        "popcnt,pclmul"),
