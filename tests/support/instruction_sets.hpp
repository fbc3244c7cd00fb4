// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/processor.hpp>

#include <cstdio>
#include <vector>

/// Those for which there are kernels and which this processor has; says which it has not.
[[nodiscard]] inline std::vector<arenite::detail::instruction_set> const& instruction_sets() {
    using enum arenite::detail::instruction_set;
    static std::vector const sets = [] {
        std::vector found{portable};
        auto const best = arenite::detail::best_instruction_set();
        if (best >= avx2) found.push_back(avx2);
        else std::puts("SKIPPED: kernels for AVX2, which this processor has not");
        if (best >= avx512) found.push_back(avx512);
        else std::puts("SKIPPED: kernels for AVX-512, which this processor has not, or not all of it");
        return found;
    }();
    return sets;
}
