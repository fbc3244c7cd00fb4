// SPDX-License-Identifier: MIT
#include <arenite/core/rounded.hpp>

#include "rounded_with_fma.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace {

static_assert(arenite::rounded(2.0 * 3.0) == 6.0);

// The exact product of these two is no double, so that it matters whether it is rounded before it is added.
double const volatile third = 1.0 / 3.0, tenth = 0.1;

TEST_SUITE("core") {
    TEST_CASE("rounded: a product is rounded before it is added, also where the compiler is told to fuse") {
        double const volatile product = third * tenth;
        CHECK(with_fma::rounded_product_plus(third, tenth, -product) == 0.0);
        CHECK(std::fma(third, tenth, -product) != 0.0);  // what fusing them gives
    }

#if defined(__x86_64__)
    TEST_CASE("rounded: without it the same product is fused, where the processor can") {
        double const volatile product = third * tenth;
        if (__builtin_cpu_supports("fma")) CHECK(with_fma::product_plus(third, tenth, -product) != 0.0);
    }
#endif

    TEST_CASE("rounded: float is rounded as float") {
        float const volatile left = 1.0f / 3.0f, right = 0.1f, product = left * right;
        CHECK(arenite::rounded(left * right) - product == 0.0f);
    }
}

}  // namespace
