// SPDX-License-Identifier: MIT
#include "rounded_with_fma.hpp"

#include <arenite/core/rounded.hpp>

namespace with_fma {

double product_plus(double left, double right, double addend) noexcept { return left * right + addend; }

double rounded_product_plus(double left, double right, double addend) noexcept {
    return arenite::rounded(left * right) + addend;
}

}  // namespace with_fma
