// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/lies_inside.hpp>
#include <arenite/core/rounded.hpp>
#include <arenite/transform/detail/power_formulas.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// What a step makes of the numbers x of a column; NaN stays NaN unless it is said otherwise.
enum class column_op : unsigned char {
    copy,         ///< x
    constant,     ///< by, whatever x is
    fill,         ///< by in the place of NaN
    replace,      ///< by in the place of `other_number`
    is_missing,   ///< 1 where x is NaN, else 0
    equals,       ///< 1 where x is by, else 0; 0 where it is NaN
    standardize,  ///< (x - by) / other_number, each rounded
    affine,       ///< x * by + other_number, each rounded
    clip,         ///< at least `by`, at most `other_number`
    bucket,       ///< how many of the constants are at most x
    lookup,   ///< constants: keys, ascending, then a value for each; `other_number` where x is no key, and `by` where
              ///< it is NaN
    product,  ///< x times the number of the second column
    absolute,
    exponential,
    exponential_minus_1,
    logarithm,
    logarithm_of_1_plus,
    logarithm_2,
    logarithm_10,
    square,
    square_root,
    cube_root,
    reciprocal,
    sine,
    cosine,
    hyperbolic_tangent,
    inverse_hyperbolic_sine,
    floor,
    ceiling,
    whole,        ///< the nearest whole number; of two the even one
    sign,         ///< -1, 0 or 1
    to_float,     ///< rounded to float
    power,        ///< x to the power of `by`
    yeo_johnson,  ///< by lambda `by`
    box_cox,      ///< by lambda `by`
    bin,          ///< as bucket, but that NaN stays
    category,     ///< x, one of the codes of `by` categories; who prepares rows refuses others (see column_program)
    sum,          ///< x plus the number of the second column
    larger,       ///< x or the number of the second column; NaN if one is
    quotient,     ///< x divided by the number of the second column, by 1 where that is below `by`
};

/// The operation in a word, as files have it.
[[nodiscard]] constexpr std::string_view name_of(column_op op) noexcept {
    constexpr std::string_view names[] = {
        "copy", "constant", "fill", "replace", "is_missing", "equals", "standardize", "affine", "clip", "bucket",
        "lookup", "product", "absolute", "exponential", "exponential_minus_1", "logarithm", "logarithm_of_1_plus",
        "logarithm_2", "logarithm_10", "square", "square_root", "cube_root", "reciprocal", "sine", "cosine",
        "hyperbolic_tangent", "inverse_hyperbolic_sine", "floor", "ceiling", "whole", "sign", "to_float",
        "power", "yeo_johnson", "box_cox", "bin", "category", "sum", "larger", "quotient"};
    return names[static_cast<unsigned char>(op)];
}

/// A step on the way from the columns of rows to those that a model reads: it makes one column, of one or two that are
/// there. The columns are numbered: first those of the rows, then what each step makes.
/// Allocates: nothing.
struct column_step {
    column_op op = column_op::copy;
    std::uint32_t from = 0;    ///< the column that it reads
    std::uint32_t second = 0;  ///< of a step of two columns
    std::uint32_t first_constant = 0, constants = 0;
    std::uint32_t cells = 1;  ///< that a cell of it is made of, itself included
    double by = 0, other_number = 0;

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file.choice(self.op, column_op::quotient);
        file(self.from, self.second, self.first_constant, self.constants, self.cells, self.by, self.other_number);
    }

    [[nodiscard]] constexpr bool is_of_two() const noexcept {
        return op == column_op::product || (op >= column_op::sum && op <= column_op::quotient);
    }
};

namespace detail {

/// Keys, ascending, and as many values.
[[nodiscard]] inline double looked_up(column_step const& step, std::span<double const> constants, double x) noexcept {
    auto const keys = constants.first(constants.size() / 2);
    if (x != x) return step.by;
    auto const found = std::ranges::lower_bound(keys, x);
    if (found == keys.end() || *found != x) return step.other_number;
    return constants[keys.size() + static_cast<std::size_t>(found - keys.begin())];
}

/// How many edges are at most x: NumPy's searchsorted from the right, for which NaN is above all.
[[nodiscard]] inline double bucket_of(std::span<double const> edges, double x) noexcept {
    auto const behind = x != x ? edges.end() : std::ranges::upper_bound(edges, x);
    return static_cast<double>(behind - edges.begin());
}

/// to[i] = change(from[i]), or change(from[i], second[i])
template <class Change>
void change_column(std::span<double const> from, std::span<double const> second, std::span<double> to,
                   Change change) noexcept {
    for (std::size_t i = 0; i != to.size(); ++i)
        if constexpr (std::is_invocable_v<Change, double>) to[i] = change(from[i]);
        else to[i] = change(from[i], second[i]);
}

}  // namespace detail

/// What is wrong with the constants of a step, or nothing. `constants`: of all steps.
[[nodiscard]] constexpr std::string_view defect_of(column_step const& step,
                                                   std::span<double const> constants) noexcept {
    if (!detail::lies_inside(step.first_constant, step.constants, constants.size()))
        return "a step without its constants";
    auto const own = constants.subspan(step.first_constant, step.constants);
    auto const not_ascending = [](double left, double right) { return !(left < right); };
    auto const keys = step.op == column_op::lookup ? own.first(own.size() / 2) : own;
    if (step.op == column_op::lookup && own.size() % 2 != 0) return "another number of values than of keys";
    bool const ascend = std::ranges::adjacent_find(keys, not_ascending) == keys.end();
    bool const numbers = keys.empty() || keys[0] == keys[0];
    return ascend && numbers ? std::string_view{} : "keys or edges that do not ascend";
}

/// Makes `to` of the columns that the step reads; all of the same length. Requires: no defect. `constants`: of all
/// steps.
inline void apply_step(column_step const& step, std::span<double const> constants, std::span<double const> from,
                       std::span<double const> second, std::span<double> to) noexcept {
    using enum column_op;
    auto const own = constants.subspan(step.first_constant, step.constants);
    auto const by = step.by, other = step.other_number;
    auto const make = [&](auto change) { detail::change_column(from, second, to, change); };
    switch (step.op) {
        case copy: return make([](double x) { return x; });
        case constant: return make([=](double) { return by; });
        case fill: return make([=](double x) { return x != x ? by : x; });
        case replace: return make([=](double x) { return x == other ? by : x; });
        case is_missing: return make([](double x) { return x != x ? 1.0 : 0.0; });
        case equals: return make([=](double x) { return x == by ? 1.0 : 0.0; });
        case standardize: return make([=](double x) { return (x - by) / other; });
        case affine: return make([=](double x) { return rounded(x * by) + other; });
        case clip:
            return make([=](double x) {
                x = x < by ? by : x;
                return x > other ? other : x;
            });
        case bucket: return make([=](double x) { return detail::bucket_of(own, x); });
        case lookup: return make([&](double x) { return detail::looked_up(step, own, x); });
        case absolute: return make([](double x) { return std::abs(x); });
        case exponential: return make([](double x) { return std::exp(x); });
        case exponential_minus_1: return make([](double x) { return std::expm1(x); });
        case logarithm: return make([](double x) { return std::log(x); });
        case logarithm_of_1_plus: return make([](double x) { return std::log1p(x); });
        case logarithm_2: return make([](double x) { return std::log2(x); });
        case logarithm_10: return make([](double x) { return std::log10(x); });
        case square: return make([](double x) { return x * x; });
        case square_root: return make([](double x) { return std::sqrt(x); });
        case cube_root: return make([](double x) { return std::cbrt(x); });
        case reciprocal: return make([](double x) { return 1 / x; });
        case sine: return make([](double x) { return std::sin(x); });
        case cosine: return make([](double x) { return std::cos(x); });
        case hyperbolic_tangent: return make([](double x) { return std::tanh(x); });
        case inverse_hyperbolic_sine: return make([](double x) { return std::asinh(x); });
        case floor: return make([](double x) { return std::floor(x); });
        case ceiling: return make([](double x) { return std::ceil(x); });
        case whole: return make([](double x) { return std::nearbyint(x); });
        case sign: return make([](double x) { return x > 0 ? 1.0 : x < 0 ? -1.0 : x; });
        case to_float: return make([](double x) { return static_cast<double>(static_cast<float>(x)); });
        case power: return make([=](double x) { return std::pow(x, by); });
        case yeo_johnson: return make([=](double x) { return detail::yeo_johnson(x, by); });
        case box_cox: return make([=](double x) { return detail::box_cox(x, by); });
        case bin: return make([=](double x) { return x != x ? x : detail::bucket_of(own, x); });
        case category: return make([](double x) { return x; });
        case product: return make([](double x, double y) { return x * y; });
        case sum: return make([](double x, double y) { return x + y; });
        case larger: return make([](double x, double y) { return !(x <= y) && y == y ? x : y; });
        case quotient: return make([=](double x, double y) { return x / (y < by ? 1 : y); });
    }
}

}  // namespace arenite::inline ARENITE_ABI
