// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/graph_frame.hpp>
#include <arenite/model/detail/runtime_links.hpp>

#include <cmath>

namespace arenite::inline ARENITE_ABI::detail {

/// Of one column by itself. False: the step does something else.
template <class T, class In>
[[nodiscard]] bool compute_column(graph_step const& step, graph_frame<In> const& frame) noexcept {
    auto const each = [&](auto function) { return for_each_cell<T>(step, frame, function), true; };
    switch (step.action) {
        case graph_action::copy: return each([](T a) { return a; });
        case graph_action::to_float: return each([](T a) { return static_cast<float>(a); });
        case graph_action::to_whole: return each([](T a) { return std::trunc(a); });
        case graph_action::to_truth: return each([](T a) { return a != 0 ? T{1} : T{0}; });
        case graph_action::absolute: return each([](T a) { return std::abs(a); });
        case graph_action::ceiling: return each([](T a) { return std::ceil(a); });
        case graph_action::exponential: return each([](T a) { return operator_exp(a); });
        case graph_action::floor: return each([](T a) { return std::floor(a); });
        case graph_action::inverse: return each([](T a) { return T{1} / a; });
        case graph_action::is_nan: return each([](T a) { return a != a ? T{1} : T{0}; });
        case graph_action::logarithm: return each([](T a) { return std::log(a); });
        case graph_action::logistic: return each([](T a) { return operator_logistic(a); });
        case graph_action::negative: return each([](T a) { return -a; });
        case graph_action::opposite: return each([](T a) { return a != 0 ? T{0} : T{1}; });
        case graph_action::sign: return each([](T a) { return a != a ? a : static_cast<T>((a > 0) - (a < 0)); });
        case graph_action::square_root: return each([](T a) { return std::sqrt(a); });
        case graph_action::tangent: return each([](T a) { return std::tanh(a); });
        default: return false;
    }
}

/// Of one column with another. False: the step does something else.
template <class T, class In>
[[nodiscard]] bool compute_columns(graph_step const& step, graph_frame<In> const& frame) noexcept {
    auto const each = [&](auto function) { return for_each_cell<T>(step, frame, function), true; };
    auto const truth = [&](auto function) { return each([=](T a, T b) { return function(a, b) ? T{1} : T{0}; }); };
    switch (step.action) {
        case graph_action::add: return each([](T a, T b) { return a + b; });
        case graph_action::subtract: return each([](T a, T b) { return a - b; });
        case graph_action::multiply: return each([](T a, T b) { return a * b; });
        case graph_action::divide: return each([](T a, T b) { return a / b; });
        case graph_action::power: return each([](T a, T b) { return std::pow(a, b); });
        case graph_action::largest: return each([](T a, T b) { return a != a || a > b ? a : b; });
        case graph_action::smallest: return each([](T a, T b) { return a != a || a < b ? a : b; });
        case graph_action::both: return truth([](T a, T b) { return a != 0 && b != 0; });
        case graph_action::either: return truth([](T a, T b) { return a != 0 || b != 0; });
        case graph_action::equal: return truth([](T a, T b) { return a == b; });
        case graph_action::greater: return truth([](T a, T b) { return a > b; });
        case graph_action::greater_or_equal: return truth([](T a, T b) { return a >= b; });
        case graph_action::less: return truth([](T a, T b) { return a < b; });
        case graph_action::less_or_equal: return truth([](T a, T b) { return a <= b; });
        case graph_action::select: return each([](T a, T b, T third) { return a != 0 ? b : third; });
        case graph_action::scale: return each([](T a, T b, T third) { return (a - b) * third; });
        case graph_action::impute:
            return each([](T a, T b, T third) { return a == b || (a != a && b != b) ? third : a; });
        default: return false;
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
