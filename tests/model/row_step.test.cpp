// SPDX-License-Identifier: MIT
#include <arenite/model/row_step.hpp>

#include <doctest/doctest.h>

#include <vector>

namespace {

using arenite::apply_step, arenite::defect_of, arenite::row_op, arenite::row_step;
using numbers = std::vector<double>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The row after a step.
numbers after(row_step const& step, numbers row, numbers const& constants = {}) {
    CHECK(defect_of(step, row.size(), constants) == "");
    apply_step(step, constants, row);
    return row;
}

TEST_SUITE("model") {
    TEST_CASE("row_step: changes its own numbers and no others") {
        CHECK(after({.op = row_op::shift, .at = 1, .count = 2, .by = 10}, {1, 2, 3, 4}) == numbers{1, 12, 13, 4});
        CHECK(after({.op = row_op::multiply, .at = 1, .by = -2}, {1, 2, 3}) == numbers{1, -4, 3});
        CHECK(after({.op = row_op::divide, .count = 2, .by = 4}, {1, 2, 3}) == numbers{0.25, 0.5, 3});
        CHECK(after({.op = row_op::clip, .count = 3, .by = -1, .most = 1}, {-5, 0.5, 5}) == numbers{-1, 0.5, 1});
        CHECK(after({.op = row_op::add, .at = 2, .count = 2, .other = 0}, {1, 2, 10, 20}) == numbers{1, 2, 11, 22});
        CHECK(after({.op = row_op::set, .at = 1, .count = 2, .first_constant = 1, .constants = 2}, {0, 0, 0},
                    {7, 8, 9}) == numbers{0, 8, 9});
    }

    TEST_CASE("row_step: functions of a number") {
        CHECK(after({.op = row_op::sigmoid}, {0})[0] == 0.5);
        CHECK(after({.op = row_op::sigmoid}, {3})[0] == 1 / (1 + std::exp(-3.0)));
        CHECK(after({.op = row_op::complement}, {9, 0.75})[0] == 0.25);
        CHECK(after({.op = row_op::exponential}, {2})[0] == std::exp(2.0));
        CHECK(after({.op = row_op::logarithm}, {2})[0] == std::log(2.0));
        CHECK(after({.op = row_op::power_of_two, .by = 2}, {6})[0] == 0.125);
    }

    TEST_CASE("row_step: functions of several numbers") {
        auto const soft = after({.op = row_op::softmax, .count = 3}, {1000, 1000, 1000 - std::log(2.0)});
        CHECK(soft[0] == doctest::Approx(0.4));
        CHECK(soft[2] == doctest::Approx(0.2));
        auto const log_soft = after({.op = row_op::log_softmax, .count = 3}, {1000, 1000, 1000 - std::log(2.0)});
        CHECK(log_soft[0] == doctest::Approx(0.4));
        CHECK(log_soft[2] == doctest::Approx(0.2));
        CHECK(after({.op = row_op::normalise, .at = 1, .count = 2}, {5, 1, 3}) == numbers{5, 0.25, 0.75});
        CHECK(after({.op = row_op::normalise, .count = 2, .by = 0.25}, {0, 0, 5}) == numbers{0.25, 0.25, 5});
    }

    TEST_CASE("row_step: sums are added in NumPy's order") {
        // np.sum of 1, 1e-16, 1e-16, … : the small ones meet each other before they meet the 1, or not at all
        struct expected {
            std::size_t count;
            double sum;
        };
        for (auto const& [count, sum] : {expected{7, 1.0}, expected{8, 1.0000000000000007},
                                         expected{13, 1.0000000000000007}, expected{300, 1.0000000000000289}}) {
            numbers row(count, 1e-16);
            row[0] = 1;
            CHECK(arenite::detail::pairwise_sum(row) == sum);
            numbers logarithms(count, std::log(1e-16));
            logarithms[0] = 0;
            CHECK(after({.op = row_op::log_softmax, .count = static_cast<std::uint32_t>(count)}, logarithms)[0] ==
                  doctest::Approx(1 / sum).epsilon(1e-16));
            CHECK(after({.op = row_op::normalise, .count = static_cast<std::uint32_t>(count)}, row)[1] == 1e-16 / sum);
            CHECK(after({.op = row_op::softmax, .count = static_cast<std::uint32_t>(count)}, logarithms)[0] == 1 / sum);
            CHECK(after({.op = row_op::plain_softmax, .count = static_cast<std::uint32_t>(count)}, logarithms)[0] ==
                  1.0);
        }
    }

    TEST_CASE("row_step: choices") {
        CHECK(after({.op = row_op::above, .count = 3, .by = 1}, {0, 1, 2}) == numbers{0, 0, 1});
        CHECK(after({.op = row_op::from, .count = 3, .by = 1}, {0, 1, 2}) == numbers{0, 1, 1});
        CHECK(after({.op = row_op::largest, .count = 3, .other = 3}, {1, 2, 2, 9}) == numbers{1, 2, 2, 1});
        row_step const pick{.op = row_op::pick, .constants = 3};
        CHECK(after(pick, {2}, {5, -3, 11})[0] == 11);
        for (double const none : {-1.0, 3.0, 1e300, -1e300, nan})
            CHECK(std::isnan(after(pick, {none}, {5, -3, 11})[0]));
    }

    TEST_CASE("row_step: a vote counts for the choice that a number names, and for none if there is no such one") {
        row_step const vote{.op = row_op::vote, .other = 1, .choices = 2, .by = 0.5};
        CHECK(after(vote, {1, 0, 0.25, 9}) == numbers{1, 0, 0.75, 9});
        for (double const none : {-1.0, 2.0, nan}) {
            auto const row = after(vote, {none, 0, 0, 9});
            CHECK(numbers{row.begin() + 1, row.end()} == numbers{0, 0, 9});
        }
    }

    TEST_CASE("row_step: a line through points, constant beyond them") {
        row_step const line{.op = row_op::interpolate, .constants = 6};
        numbers const points{0, 1, 3, /* y: */ 10, 20, 0};
        CHECK(after(line, {-1}, points)[0] == 10);
        CHECK(after(line, {0}, points)[0] == 10);
        CHECK(after(line, {0.25}, points)[0] == 12.5);
        CHECK(after(line, {1}, points)[0] == 20);
        CHECK(after(line, {2}, points)[0] == 10);
        CHECK(after(line, {3}, points)[0] == 0);
        CHECK(after(line, {100}, points)[0] == 0);
        CHECK(std::isnan(after(line, {nan}, points)[0]));
        CHECK(after({.op = row_op::interpolate, .constants = 2}, {5}, {1, 0.5})[0] == 0.5);
    }

    TEST_CASE("row_step: what does not fit the row or its constants is a defect") {
        numbers const constants{0, 1, 2, 3};
        auto const is_defect = [&](row_step const& step) { return !defect_of(step, 4, constants).empty(); };
        CHECK_FALSE(is_defect({.op = row_op::shift, .at = 3}));
        CHECK(is_defect({.op = row_op::shift, .at = 4}));
        CHECK(is_defect({.op = row_op::shift, .at = 3, .count = 2}));
        CHECK(is_defect({.op = row_op::shift, .at = 1, .count = 0xffffffff}));
        CHECK(is_defect({.op = row_op::shift, .count = 0}));
        CHECK(is_defect({.op = row_op::add, .count = 2, .other = 3}));
        CHECK(is_defect({.op = row_op::complement, .at = 3}));
        CHECK(is_defect({.op = row_op::complement, .count = 2}));
        CHECK(is_defect({.op = row_op::largest, .other = 4}));
        CHECK(is_defect({.op = row_op::vote, .other = 2, .choices = 3}));
        CHECK(is_defect({.op = row_op::vote, .count = 2, .other = 2, .choices = 2}));
        CHECK(is_defect({.op = row_op::set, .count = 2, .constants = 1}));
        CHECK(is_defect({.op = row_op::set, .count = 2, .first_constant = 3, .constants = 2}));
        CHECK(is_defect({.op = row_op::pick}));
        CHECK(is_defect({.op = row_op::interpolate, .constants = 3}));
        CHECK(is_defect({.op = row_op::interpolate}));
        CHECK(is_defect({.op = row_op::interpolate, .first_constant = 5, .constants = 2}));
        CHECK_FALSE(is_defect({.op = row_op::interpolate, .constants = 4}));
        numbers const falling{3, 1, 0, 0}, no_number{nan, 1, 0, 0};
        CHECK_FALSE(defect_of({.op = row_op::interpolate, .constants = 4}, 4, falling).empty());
        CHECK_FALSE(defect_of({.op = row_op::interpolate, .constants = 4}, 4, no_number).empty());
    }
}

}  // namespace
