// SPDX-License-Identifier: MIT
#include <arenite/core/compiler_barrier.hpp>

#include <doctest/doctest.h>

#include <new>

namespace {

/// Reads an object, then makes one of another type in the same bytes: the read must come first.
[[gnu::noinline]] long read_then_reuse(long* first, double* second) {
    long const value = *first;
    arenite::compiler_barrier();
    ::new (second) double{0.5};
    return value;
}

}  // namespace

TEST_SUITE("core") {
    TEST_CASE("compiler_barrier: what is read in front of it is what was there") {
        alignas(8) unsigned char bytes[8];
        auto* const number = ::new (bytes) long{42};
        auto* const same = reinterpret_cast<double*>(bytes);
        CHECK(read_then_reuse(number, same) == 42);
        CHECK(*std::launder(same) == 0.5);
    }
}
