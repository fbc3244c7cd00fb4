// SPDX-License-Identifier: MIT
#include <arenite/model/detail/rows_of_tile.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::detail::rows_of_tile;

struct ten_bytes_a_row {
    [[nodiscard]] static std::size_t scratch_bytes(std::size_t rows) noexcept { return 10 * rows; }
};

TEST_SUITE("model") {
    TEST_CASE("rows_of_tile: as many rows as have room, at least one; of no rows none") {
        CHECK(rows_of_tile(ten_bytes_a_row{}, 100, 1000) == 100);
        CHECK(rows_of_tile(ten_bytes_a_row{}, 100, 999) == 50);
        CHECK(rows_of_tile(ten_bytes_a_row{}, 100, 5) == 1);
        CHECK(rows_of_tile(ten_bytes_a_row{}, 0, 0) == 0);
    }
}

}  // namespace
