// SPDX-License-Identifier: MIT
#include <arenite/transform/column_step.hpp>

#include <doctest/doctest.h>

#include <vector>

namespace {

using arenite::apply_step, arenite::column_op, arenite::column_step, arenite::defect_of;
using numbers = std::vector<double>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// What a step makes of a column. NaN is written as -77, so that columns can be compared.
numbers made(column_step const& step, numbers const& from, numbers const& constants = {}, numbers const& second = {}) {
    CHECK(defect_of(step, constants) == "");
    numbers to(from.size(), 99);
    apply_step(step, constants, from, second.empty() ? from : second, to);
    for (double& value : to) value = value != value ? -77 : value;
    return to;
}

TEST_SUITE("transform") {
    TEST_CASE("column_step: what is missing, and what stands for it") {
        CHECK(made({.op = column_op::copy}, {1, nan}) == numbers{1, -77});
        CHECK(made({.op = column_op::constant, .by = 3}, {1, nan}) == numbers{3, 3});
        CHECK(made({.op = column_op::fill, .by = 3}, {1, nan}) == numbers{1, 3});
        CHECK(made({.op = column_op::replace, .by = 3, .other_number = 0}, {1, 0, -0.0, nan}) == numbers{1, 3, 3, -77});
        CHECK(made({.op = column_op::is_missing}, {1, nan}) == numbers{0, 1});
        CHECK(made({.op = column_op::equals, .by = 2}, {1, 2, nan}) == numbers{0, 1, 0});
    }

    TEST_CASE("column_step: arithmetic, each step of it rounded") {
        double const third = 1.0 / 3, tenth = 0.1;
        double volatile difference = third - tenth, product = third * tenth;
        CHECK(made({.op = column_op::standardize, .by = tenth, .other_number = 0.7}, {third, nan}) ==
              numbers{difference / 0.7, -77});
        CHECK(made({.op = column_op::affine, .by = tenth, .other_number = 0.7}, {third, nan}) ==
              numbers{product + 0.7, -77});
        CHECK(made({.op = column_op::clip, .by = -1, .other_number = 2}, {-3, 1, 5, nan}) == numbers{-1, 1, 2, -77});
        CHECK(made({.op = column_op::clip, .by = 2, .other_number = -1}, {-3, 1, 5}) ==
              numbers{-1, -1, -1});  // as NumPy
        CHECK(made({.op = column_op::product}, {2, 3}, {}, {5, nan}) == numbers{10, -77});
    }

    TEST_CASE("column_step: of two columns") {
        CHECK(made({.op = column_op::sum}, {2, 3, nan}, {}, {5, nan, 1}) == numbers{7, -77, -77});
        CHECK(made({.op = column_op::larger}, {2, 3, nan, 4, 1}, {}, {5, nan, 1, 4, -2}) == numbers{5, -77, -77, 4, 1});
        CHECK(made({.op = column_op::quotient, .by = 0.5}, {2, 3, nan, 4}, {}, {4, 0.25, 1, nan}) ==
              numbers{0.5, 3, -77, -77});
        for (auto const op : {column_op::product, column_op::sum, column_op::larger, column_op::quotient})
            CHECK(column_step{.op = op}.is_of_two());
        CHECK(!column_step{.op = column_op::category}.is_of_two());
    }

    TEST_CASE("column_step: functions") {
        CHECK(made({.op = column_op::absolute}, {-2}) == numbers{2});
        CHECK(made({.op = column_op::exponential}, {2}) == numbers{std::exp(2.0)});
        CHECK(made({.op = column_op::exponential_minus_1}, {1e-9}) == numbers{std::expm1(1e-9)});
        CHECK(made({.op = column_op::logarithm}, {3}) == numbers{std::log(3.0)});
        CHECK(made({.op = column_op::logarithm_of_1_plus}, {1e-9}) == numbers{std::log1p(1e-9)});
        CHECK(made({.op = column_op::logarithm_2}, {8}) == numbers{3});
        CHECK(made({.op = column_op::logarithm_10}, {1000}) == numbers{3});
        CHECK(made({.op = column_op::square}, {-3}) == numbers{9});
        CHECK(made({.op = column_op::square_root}, {9}) == numbers{3});
        CHECK(made({.op = column_op::power, .by = 1.5}, {3, nan}) == numbers{std::pow(3.0, 1.5), -77});
        CHECK(made({.op = column_op::yeo_johnson, .by = 2}, {3, nan}) ==
              numbers{std::expm1(2 * std::log1p(3.0)) / 2, -77});
        CHECK(made({.op = column_op::box_cox, .by = 0}, {3, 0}) == numbers{std::log(3.0), std::log(0.0)});
        CHECK(made({.op = column_op::category, .by = 2}, {1, 7}) == numbers{1, 7});
        CHECK(made({.op = column_op::cube_root}, {-8}) == numbers{-2});
        CHECK(made({.op = column_op::reciprocal}, {-4}) == numbers{-0.25});
        CHECK(made({.op = column_op::sine}, {2}) == numbers{std::sin(2.0)});
        CHECK(made({.op = column_op::cosine}, {2}) == numbers{std::cos(2.0)});
        CHECK(made({.op = column_op::hyperbolic_tangent}, {2}) == numbers{std::tanh(2.0)});
        CHECK(made({.op = column_op::inverse_hyperbolic_sine}, {2}) == numbers{std::asinh(2.0)});
    }

    TEST_CASE("column_step: operations have names") {
        CHECK(arenite::name_of(column_op::copy) == "copy");
        CHECK(arenite::name_of(column_op::lookup) == "lookup");
        CHECK(arenite::name_of(column_op::to_float) == "to_float");
        CHECK(arenite::name_of(column_op::quotient) == "quotient");
    }

    TEST_CASE("column_step: coarser numbers") {
        CHECK(made({.op = column_op::floor}, {-1.5, nan}) == numbers{-2, -77});
        CHECK(made({.op = column_op::ceiling}, {-1.5, nan}) == numbers{-1, -77});
        CHECK(made({.op = column_op::whole}, {2.5, 3.5, -1.7, nan}) == numbers{2, 4, -2, -77});
        CHECK(made({.op = column_op::sign}, {-3, 0, 2, nan}) == numbers{-1, 0, 1, -77});
        CHECK(made({.op = column_op::to_float}, {0.1, nan}) == numbers{static_cast<double>(0.1f), -77});
    }

    TEST_CASE("column_step: an edge begins a bucket; NaN is above all, as NumPy has it") {
        CHECK(made({.op = column_op::bucket, .constants = 2}, {0, 1, 1.5, 2, 3, nan}, {1, 2}) ==
              numbers{0, 1, 1, 2, 2, 2});
        CHECK(made({.op = column_op::bucket}, {0, nan}) == numbers{0, 0});
        CHECK(made({.op = column_op::bin, .constants = 2}, {0, 1, 3, nan}, {1, 2}) == numbers{0, 1, 2, -77});
    }

    TEST_CASE("column_step: keys have values; what is no key has one, what is missing another") {
        numbers const table{99, /* keys */ 1, 3, 7, /* values */ 10, 30, 70};
        column_step const lookup{
            .op = column_op::lookup, .first_constant = 1, .constants = 6, .by = -1, .other_number = -2};
        CHECK(made(lookup, {1, 3, 7, 0, 2, 8, nan}, table) == numbers{10, 30, 70, -2, -2, -2, -1});
        CHECK(made({.op = column_op::lookup, .by = -1, .other_number = -2}, {1, nan}) == numbers{-2, -1});
    }

    TEST_CASE("column_step: constants that are not there, or do not ascend, are a defect") {
        numbers const constants{1, 2, 2, nan};
        auto const is_defect = [&](column_step const& step) { return !defect_of(step, constants).empty(); };
        CHECK_FALSE(is_defect({.op = column_op::bucket, .constants = 2}));
        CHECK(is_defect({.op = column_op::bucket, .constants = 3}));
        CHECK(is_defect({.op = column_op::bucket, .first_constant = 3, .constants = 1}));
        CHECK(is_defect({.op = column_op::bucket, .constants = 5}));
        CHECK(is_defect({.op = column_op::bucket, .first_constant = 5}));
        CHECK_FALSE(is_defect({.op = column_op::lookup, .constants = 4}));
        CHECK(is_defect({.op = column_op::lookup, .constants = 3}));
        CHECK(is_defect({.op = column_op::lookup, .first_constant = 3, .constants = 2}));
    }
}

}  // namespace
