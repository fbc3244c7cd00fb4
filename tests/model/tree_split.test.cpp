// SPDX-License-Identifier: MIT
#include <arenite/model/tree_split.hpp>

#include <arenite/model/tree_node.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>

namespace {

using arenite::comparison, arenite::missing_kind, arenite::split_rule, arenite::tiny_values;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr split_rule less{comparison::less, tiny_values::kept};
constexpr split_rule less_or_equal{comparison::less_or_equal, tiny_values::kept};
constexpr split_rule of_lightgbm{comparison::less_or_equal, tiny_values::zero};

arenite::tree_split<double> split(double threshold, missing_kind missing, bool default_left) {
    arenite::tree_node<double> node;
    node.set_feature(1);
    node.set_missing(missing);
    if (default_left) node.set_default_left();
    return {{node.packed}, 0, threshold};
}

TEST_SUITE("model") {
    TEST_CASE("tree_split: less and less-or-equal differ at the threshold") {
        auto const at = split(0.5, missing_kind::nan, false);
        CHECK(at.goes_left(0.25, less));
        CHECK(!at.goes_left(0.5, less));
        CHECK(at.goes_left(0.5, less_or_equal));
        CHECK(!at.goes_left(0.75, less_or_equal));
        CHECK(at.goes_left(-infinity, less));
        CHECK(!at.goes_left(infinity, less_or_equal));
    }

    TEST_CASE("tree_split: NaN goes the default way, or is compared as 0") {
        for (bool const default_left : {false, true}) {
            CHECK(split(-1, missing_kind::nan, default_left).goes_left(nan, less) == default_left);
            CHECK(split(-1, missing_kind::zero_or_nan, default_left).goes_left(nan, of_lightgbm) == default_left);
            CHECK(!split(-1, missing_kind::never, default_left).goes_left(nan, of_lightgbm));
            CHECK(split(1, missing_kind::never, default_left).goes_left(nan, of_lightgbm));
        }
    }

    TEST_CASE("tree_split: zero is missing only where it is said to be") {
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

    TEST_CASE("tree_split: LightGBM reads what is next to nothing as zero") {
        auto const at = split(0, missing_kind::nan, false);
        CHECK(at.goes_left(1e-36, of_lightgbm));
        CHECK(!at.goes_left(1e-36, less_or_equal));
        CHECK(!split(-1e-36, missing_kind::nan, false).goes_left(-2e-36, of_lightgbm));
    }

    TEST_CASE("tree_split: 12 bytes of floats, 16 of doubles") {
        CHECK(sizeof(arenite::tree_split<float>) == 12);
        CHECK(sizeof(arenite::tree_split<double>) == 16);
    }

    TEST_CASE("tree_split: equal conditions, whatever lies below") {
        auto const one = split(0.5, missing_kind::nan, true);
        auto other = one;
        other.left_splits = 7;
        other.set_right_is_leaf();
        CHECK(other.right_is_leaf());
        CHECK(one.same_condition(other));
        CHECK(!one.same_condition(split(0.25, missing_kind::nan, true)));
        CHECK(!one.same_condition(split(0.5, missing_kind::nan, false)));
        CHECK(!one.same_condition(split(0.5, missing_kind::never, true)));
    }

    TEST_CASE("tree_split: a threshold that is NaN sends everything right") {
        auto const at = split(nan, missing_kind::nan, false);
        CHECK(!at.goes_left(-infinity, less));
        CHECK(!at.goes_left(0, less_or_equal));
    }
}

}  // namespace
