// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/lies_inside.hpp>
#include <arenite/core/rounded.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// What a step does to its numbers v.
enum class row_op : unsigned char {
    set,            ///< v = the constants
    add,            ///< v += as many numbers from `other` on
    shift,          ///< v += by
    multiply,       ///< v *= by
    divide,         ///< v /= by
    clip,           ///< v is at least `by` and at most `most`
    sigmoid,        ///< v = 1 / (1 + exp(-v))
    complement,     ///< v = 1 - the number behind it
    exponential,    ///< v = exp(v)
    logarithm,      ///< v = log(v)
    power_of_two,   ///< v = 2^(-v / by)
    softmax,        ///< exp(v - the largest) over their sum
    log_softmax,    ///< exp(v - (log(the sum of exp(v - the largest)) + the largest))
    normalise,      ///< v over their sum; where that is 0, all are `by`
    above,          ///< v = 1 where v > by, else 0
    from,           ///< v = 1 where v >= by, else 0
    largest,        ///< `other` becomes the position of the first of the largest
    pick,           ///< v = constant number v; NaN where there is none
    vote,           ///< by is added to the number `other` + v, of `choices`; to none where v is not below
    interpolate,    ///< v = the line through (x, y) at v; constants: all x, ascending, then all y; constant beyond them
    plain_softmax,  ///< softmax, whose sum has NumPy's order for a row; this one's is that of the numbers
};

/// A step on the way from the sums of a row to an answer: it changes `count` numbers of the row, from `at` on.
/// Allocates: nothing.
struct row_step {
    row_op op = row_op::set;
    std::uint32_t at = 0, count = 1;
    std::uint32_t other = 0;    ///< a position in the row
    std::uint32_t choices = 0;  ///< of a vote
    std::uint32_t first_constant = 0, constants = 0;
    double by = 0, most = 0;

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file.choice(self.op, row_op::plain_softmax);
        file(self.at, self.count, self.other, self.choices, self.first_constant, self.constants, self.by, self.most);
    }
};

/// What is wrong with a step for rows of `width` numbers, or nothing. `constants`: of all steps.
[[nodiscard]] constexpr std::string_view defect_of(row_step const& step, std::size_t width,
                                                   std::span<double const> constants) noexcept {
    auto const fits = [width](std::size_t first, std::size_t count) {
        return detail::lies_inside(first, count, width);
    };
    auto const own = constants.subspan(std::min<std::size_t>(step.first_constant, constants.size()));
    if (step.count == 0 || !fits(step.at, step.count)) return "a step outside of the row";
    if (step.constants > own.size()) return "a step without its constants";
    switch (step.op) {
        case row_op::set: return step.constants == step.count ? "" : "another number of values than of numbers";
        case row_op::add: return fits(step.other, step.count) ? "" : "numbers to add outside of the row";
        case row_op::complement: return fits(step.at, 2) && step.count == 1 ? "" : "a complement of nothing";
        case row_op::largest: return fits(step.other, 1) ? "" : "a position outside of the row";
        case row_op::pick: return step.constants != 0 ? "" : "nothing to pick";
        case row_op::vote: return fits(step.other, step.choices) && step.count == 1 ? "" : "choices outside of the row";
        case row_op::interpolate: {
            auto const x = own.first(step.constants / 2);
            auto const not_ascending = [](double left, double right) { return !(left <= right); };
            bool const ascend = std::ranges::adjacent_find(x, not_ascending) == x.end();
            return step.constants % 2 == 0 && !x.empty() && ascend && x[0] == x[0] ? ""
                                                                                   : "a line without ascending points";
        }
        default: return "";
    }
}

namespace detail {

/// The sum of term(v) in NumPy's order: of 8 and more, eight of them side by side, of more than 128 the halves apart.
template <class Term>
[[nodiscard]] double pairwise_sum(std::span<double const> v, Term term) noexcept {
    auto const add = [&](double so_far, double next) { return so_far + term(next); };
    if (v.size() < 8) return std::accumulate(v.begin(), v.end(), 0.0, add);
    if (v.size() > 128) {
        auto const half = v.size() / 2 / 8 * 8;
        return pairwise_sum(v.first(half), term) + pairwise_sum(v.subspan(half), term);
    }
    std::array<double, 8> s;
    std::ranges::transform(v.first(8), s.begin(), term);
    auto rest = v.subspan(8);
    for (; rest.size() >= 8; rest = rest.subspan(8))
        for (std::size_t i = 0; i != 8; ++i) s[i] += term(rest[i]);
    auto const sum = ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
    return std::accumulate(rest.begin(), rest.end(), sum, add);
}

[[nodiscard]] inline double pairwise_sum(std::span<double const> v) noexcept {
    return pairwise_sum(v, [](double same) { return same; });
}

[[nodiscard]] inline double sum_in_order(std::span<double const> v) noexcept {
    return std::accumulate(v.begin(), v.end(), 0.0);
}

inline void softmax_numbers(std::span<double> v, double (*sum_of)(std::span<double const>) noexcept) noexcept {
    double const top = *std::ranges::max_element(v);
    for (double& value : v) value = std::exp(value - top);
    double const sum = sum_of(v);
    for (double& value : v) value /= sum;
}

inline void log_softmax_numbers(std::span<double> v) noexcept {
    double const top = *std::ranges::max_element(v);
    double const sum = pairwise_sum(v, [top](double each) { return std::exp(each - top); });
    double const whole = std::log(sum) + top;
    for (double& value : v) value = std::exp(value - whole);
}

inline void normalise_numbers(std::span<double> v, double if_zero) noexcept {
    double const sum = pairwise_sum(v);
    for (double& value : v) value = sum == 0 ? if_zero : value / sum;
}

/// A number as the position in a list of so many; `count`: it is none.
[[nodiscard]] inline std::size_t position_of(double number, std::size_t count) noexcept {
    return number >= 0 && number < static_cast<double>(count) ? static_cast<std::size_t>(number) : count;
}

/// NumPy's interp.
[[nodiscard]] inline double interpolated(double at, std::span<double const> x, std::span<double const> y) noexcept {
    if (at != at || at <= x.front()) return at != at ? at : y.front();
    auto const above = static_cast<std::size_t>(std::ranges::upper_bound(x, at) - x.begin());
    if (above == x.size() || at == x[above - 1]) return y[above - 1];
    double const slope = (y[above] - y[above - 1]) / (x[above] - x[above - 1]);
    return rounded(slope * (at - x[above - 1])) + y[above - 1];
}

/// Steps that look at one number at a time.
[[nodiscard]] inline double stepped(row_step const& step, std::span<double const> constants, double v) noexcept {
    switch (step.op) {
        case row_op::shift: return v + step.by;
        case row_op::multiply: return rounded(v * step.by);
        case row_op::divide: return v / step.by;
        case row_op::clip: return std::min(std::max(v, step.by), step.most);
        case row_op::sigmoid: return 1 / (1 + std::exp(-v));
        case row_op::exponential: return std::exp(v);
        case row_op::logarithm: return std::log(v);
        case row_op::power_of_two: return std::pow(2.0, -v / step.by);
        case row_op::above: return v > step.by ? 1 : 0;
        case row_op::from: return v >= step.by ? 1 : 0;
        case row_op::interpolate:
            return interpolated(v, constants.first(constants.size() / 2), constants.subspan(constants.size() / 2));
        case row_op::pick: {
            auto const i = position_of(v, constants.size());
            return i == constants.size() ? std::numeric_limits<double>::quiet_NaN() : constants[i];
        }
        default: return v;
    }
}

inline void count_vote(row_step const& step, std::span<double> row) noexcept {
    auto const choice = position_of(row[step.at], step.choices);
    if (choice != step.choices) row[step.other + choice] += step.by;
}

}  // namespace detail

/// Requires: no defect for this row. `constants`: of all steps.
inline void apply_step(row_step const& step, std::span<double const> constants, std::span<double> row) noexcept {
    auto const v = row.subspan(step.at, step.count);
    auto const own = constants.subspan(step.first_constant, step.constants);
    switch (step.op) {
        case row_op::set: return static_cast<void>(std::ranges::copy(own, v.begin()));
        case row_op::add:
            for (std::size_t i = 0; i != v.size(); ++i) v[i] += row[step.other + i];
            return;
        case row_op::complement: v[0] = 1 - row[step.at + 1]; return;
        case row_op::softmax: return detail::softmax_numbers(v, detail::pairwise_sum);
        case row_op::plain_softmax: return detail::softmax_numbers(v, detail::sum_in_order);
        case row_op::log_softmax: return detail::log_softmax_numbers(v);
        case row_op::normalise: return detail::normalise_numbers(v, step.by);
        case row_op::largest: row[step.other] = static_cast<double>(std::ranges::max_element(v) - v.begin()); return;
        case row_op::vote: return detail::count_vote(step, row);
        default:
            for (double& value : v) value = detail::stepped(step, own, value);
    }
}

}  // namespace arenite::inline ARENITE_ABI
