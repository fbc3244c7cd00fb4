// SPDX-License-Identifier: MIT
#pragma once

/// Compiled with optimisation, fused multiply-add and contraction, whatever the rest is compiled with.
namespace with_fma {

double product_plus(double left, double right, double addend) noexcept;
double rounded_product_plus(double left, double right, double addend) noexcept;

}  // namespace with_fma
