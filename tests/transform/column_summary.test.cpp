// SPDX-License-Identifier: MIT
#include <arenite/transform/column_summary.hpp>

#include <doctest/doctest.h>

#include <type_traits>

TEST_SUITE("transform") {
    TEST_CASE("column_summary: of nothing there is no number") {
        constexpr arenite::column_summary none;
        static_assert(std::is_trivially_copyable_v<arenite::column_summary>);
        static_assert(none.count == 0 && none.mean != none.mean && none.median != none.median);
        static_assert(!none.is_complete && none.most_frequent != none.most_frequent);
        CHECK(none.vocabulary.empty());
    }
}
