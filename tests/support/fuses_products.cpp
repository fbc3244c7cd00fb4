// SPDX-License-Identifier: MIT
// A part of tests that are to find products merged into sums: says whether their build would merge any.
#include <doctest/doctest.h>

#include <cstdio>

namespace {

TEST_SUITE("support") {
    TEST_CASE("fuses_products: this build merges products into sums, so that the tests beside this one would see it") {
#if defined(__OPTIMIZE__) && (defined(__FMA__) || defined(__aarch64__))
        double const volatile read = 1 + 0x1p-30;
        double const number = read, rounded_square = 1 + 0x1p-29;
        CHECK(number * number - rounded_square == 0x1p-60);
#else
        std::puts("SKIPPED: without optimisation, or on this processor, nothing is merged");
#endif
    }
}

}  // namespace
