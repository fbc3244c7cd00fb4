// SPDX-License-Identifier: MIT
#include <arenite/transform/column_value.hpp>

#include <doctest/doctest.h>

namespace {

template <std::size_t N>
constexpr double sum(arenite::column_value const (&list)[N]) {
    double total = 0;
    for (auto const& one : list) total += one.name == "age" ? 100 * one.value : one.value;
    return total;
}
static_assert(sum({{"age", 30}, {"income", 0.5}}) == 3000.5);

TEST_SUITE("transform") {
    TEST_CASE("column_value: is written as a pair in braces") { CHECK(sum({{"age", 2}}) == 200); }
}

}  // namespace
