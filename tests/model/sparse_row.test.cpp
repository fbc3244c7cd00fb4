// SPDX-License-Identifier: MIT
#include <arenite/model/sparse_row.hpp>

#include <arenite/model/linear_regression.hpp>

#include <doctest/doctest.h>

#include <array>
#include <vector>

namespace {

TEST_SUITE("model") {
    TEST_CASE("sparse_row: borrows vectors and arrays alike") {
        constexpr arenite::linear_regression<double, 3> model{.weights = {1.0, 2.0, 4.0}, .intercept = 8.0};
        std::vector<std::uint32_t> const features{0, 2};
        std::array const values{3.0, 5.0};
        CHECK(model(arenite::sparse_row<double>{features, values}) == 31.0);
        CHECK(model(arenite::sparse_row<double>{}) == 8.0);
    }
}

}  // namespace
