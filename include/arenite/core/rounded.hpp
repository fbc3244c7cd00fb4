// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <concepts>
#include <type_traits>

namespace arenite::inline ARENITE_ABI {

/// The product as it is, rounded: a compiler that may use fused multiply-add cannot merge it into a sum that follows,
/// so that the bits are the same on every processor and under every flag of the host.
template <std::floating_point Number>
[[nodiscard]] constexpr Number rounded(Number product) noexcept {
    if (!std::is_constant_evaluated()) {
#if defined(__x86_64__)
        asm("" : "+x"(product));
#else
        asm("" : "+w"(product));
#endif
    }
    return product;
}

}  // namespace arenite::inline ARENITE_ABI
