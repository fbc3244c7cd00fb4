// SPDX-License-Identifier: MIT
#include <arenite/model/tree_node.hpp>

#include "small_ensemble.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace {

using arenite::comparison, arenite::missing_kind, arenite::split_rule, arenite::tiny_values;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr split_rule less{comparison::less, tiny_values::kept};
constexpr split_rule less_or_equal{comparison::less_or_equal, tiny_values::kept};
constexpr split_rule of_lightgbm{comparison::less_or_equal, tiny_values::zero};

arenite::tree_node<double> split(double threshold, missing_kind missing, bool default_left) {
    return made(written_node<double>{
        .value = threshold, .feature = 1, .left = 1, .right = 2, .default_left = default_left, .missing = missing});
}

TEST_SUITE("model") {
    TEST_CASE("tree_node: keeps what was set") {
        arenite::tree_node<float> node;
        CHECK(!node.is_leaf());
        node.set_feature(12345);
        node.set_missing(missing_kind::zero_or_nan);
        CHECK(!node.default_left());
        node.set_default_left();
        CHECK(node.feature() == 12345);
        CHECK(node.missing() == missing_kind::zero_or_nan);
        CHECK(node.default_left());
        node.set_reached();
        CHECK(node.reached());
        node.clear_reached();
        CHECK(node.feature() == 12345);
        CHECK(sizeof node == 16);
    }

    TEST_CASE("tree_node: a feature that is too large becomes one that no model has") {
        arenite::tree_node<float> node;
        node.set_feature(std::uint64_t{1} << 40);
        CHECK(node.feature() == arenite::tree_node<float>::feature_limit - 1);
        CHECK(!node.is_leaf());
    }

    TEST_CASE("tree_node: less and less-or-equal differ at the threshold") {
        auto const node = split(0.5, missing_kind::nan, false);
        CHECK(node.goes_left(0.25, less));
        CHECK(!node.goes_left(0.5, less));
        CHECK(node.goes_left(0.5, less_or_equal));
        CHECK(!node.goes_left(0.75, less_or_equal));
        CHECK(node.goes_left(-infinity, less));
        CHECK(!node.goes_left(infinity, less_or_equal));
    }

    TEST_CASE("tree_node: NaN goes the default way, or is compared as 0") {
        for (bool const default_left : {false, true}) {
            CHECK(split(-1, missing_kind::nan, default_left).goes_left(nan, less) == default_left);
            CHECK(split(-1, missing_kind::zero_or_nan, default_left).goes_left(nan, of_lightgbm) == default_left);
            CHECK(!split(-1, missing_kind::never, default_left).goes_left(nan, of_lightgbm));
            CHECK(split(1, missing_kind::never, default_left).goes_left(nan, of_lightgbm));
        }
    }

    TEST_CASE("tree_node: zero is missing only where it is said to be") {
        constexpr double bound = 1e-35f;
        for (bool const default_left : {false, true})
            for (double const zero : {0.0, -0.0, 1e-36, -1e-36, bound, -bound}) {
                CAPTURE(zero);
                CHECK(split(-1, missing_kind::zero_or_nan, default_left).goes_left(zero, of_lightgbm) == default_left);
                CHECK(!split(-1, missing_kind::nan, default_left).goes_left(zero, of_lightgbm));
                CHECK(!split(-1, missing_kind::never, default_left).goes_left(zero, of_lightgbm));
            }
        CHECK(!split(-1, missing_kind::zero_or_nan, true).goes_left(std::nextafter(bound, 1.0), of_lightgbm));
    }

    TEST_CASE("tree_node: LightGBM reads what is next to nothing as zero") {
        auto const node = split(0, missing_kind::nan, false);
        CHECK(node.goes_left(1e-36, of_lightgbm));
        CHECK(!node.goes_left(1e-36, less_or_equal));
        CHECK(!split(-1e-36, missing_kind::nan, false).goes_left(-2e-36, of_lightgbm));
    }

    TEST_CASE("tree_node: a threshold that is NaN sends everything right") {
        auto const node = split(nan, missing_kind::nan, false);
        CHECK(!node.goes_left(-infinity, less));
        CHECK(!node.goes_left(0, less_or_equal));
    }
}

}  // namespace
