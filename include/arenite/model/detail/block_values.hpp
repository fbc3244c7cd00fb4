// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/forest_kernels.hpp>

#include <algorithm>
#include <cmath>

namespace arenite::inline ARENITE_ABI::detail {

/// What ranks compare: floats, unless model and rows are both double.
template <class T, class In>
using rank_value = std::conditional_t<std::same_as<T, double> && std::same_as<In, double>, double, float>;

/// How the values of one column are read before they are ranked.
template <class Value>
struct column_rule {
    Value missing;         ///< equal to it: missing; NaN: none
    Value tiny;            ///< |x| up to it is read as 0; -1: none
    bool zero_is_missing;  ///< what was read as 0 so is missing
    bool missing_is_zero;  ///< what is missing is compared as 0
};

template <class Value, std::floating_point T>
[[nodiscard]] column_rule<Value> rule_of(value_rule<T> const& rule, missing_kind kind) noexcept {
    bool const zero_is_missing = kind == missing_kind::zero_or_nan;
    auto missing = static_cast<Value>(rule.missing);
    if (static_cast<T>(missing) != rule.missing) missing = std::numeric_limits<Value>::quiet_NaN();
    return {.missing = missing,
            .tiny = zero_is_missing || rule.split.tiny == tiny_values::zero ? Value(1e-35f) : Value(-1),
            .zero_is_missing = zero_is_missing,
            .missing_is_zero = kind == missing_kind::never};
}
template <class Value, std::floating_point T>
[[nodiscard]] column_rule<Value> rule_of(forest_plan<T> const& plan, rank_column const& column) noexcept {
    return rule_of<Value>(plan.source.rule, column.missing);
}

/// Makes a value what it is compared as; true: it is missing.
template <class Value>
[[nodiscard]] bool read(Value& x, column_rule<Value> const& rule) noexcept {
    bool absent = x != x || x == rule.missing;
    bool const tiny = std::abs(x) <= rule.tiny;
    if (tiny || (absent && rule.missing_is_zero)) x = 0;
    absent = (absent && !rule.missing_is_zero) || (tiny && rule.zero_is_missing);
    return absent;
}

/// Copies one feature of x, of any strides, into `block` values; rows behind the last one repeat it.
template <class Value, class In>
void copy_feature(batch_view<In const> x, std::size_t feature, std::size_t block, Value* to) noexcept {
    In const* from = x.data() + static_cast<std::ptrdiff_t>(feature) * x.col_stride();
    for (std::size_t r = 0; r != x.rows(); ++r, from += x.row_stride()) to[r] = static_cast<Value>(*from);
    std::fill(to + x.rows(), to + block, to[x.rows() - 1]);
}

/// Adds each tree's leaf, of its k-th output, to its row's sum, from the tables as they are. The code of tree g and row
/// r is at g * block + r.
template <std::floating_point T>
void add_leaves_one_by_one(forest_plan<T> const& plan, tree_group const& group, std::size_t k,
                           std::uint8_t const* all_codes, std::size_t block, T* all_sums) noexcept {
    auto* const sums = all_sums + (group.output + k) * block;
    T const* tables[largest_group];
    for (std::size_t g = 0; g != group.trees; ++g) tables[g] = plan.table(group.first_tree + g, k);
    for (std::size_t r = 0; r != block; r += 8) {
        T sum[8];
        std::copy_n(sums + r, 8, sum);
        for (std::size_t g = 0; g != group.trees; ++g) {
            auto const* const codes = all_codes + g * block + r;
            for (std::size_t i = 0; i != 8; ++i) sum[i] += tables[g][codes[i]];
        }
        std::copy_n(sum, 8, sums + r);
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
