// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/block_values.hpp>
#include <arenite/model/detail/category_conditions.hpp>
#include <arenite/model/detail/deep_plan.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Whether comparing keys of such rows with such a model's cuts decides all there is to decide: not where both are
/// double.
template <class T, class In>
inline constexpr bool keys_decide = std::same_as<T, float> || std::same_as<In, float>;

template <std::floating_point T, class In>
void write_number_keys(forest_plan<T> const& plan, deep_slot slot, batch_view<In const> x, float_key* keys) noexcept {
    auto const rule = rule_of<T>(plan.source.rule, slot.missing());
    In const* from = x.data() + static_cast<std::ptrdiff_t>(slot.number()) * x.col_stride();
    for (std::size_t r = 0; r != x.rows(); ++r, from += x.row_stride()) {
        auto value = static_cast<T>(*from);
        bool const absent = read(value, rule);
        keys[r] = absent ? slot.missing_key() : key_below(value);
    }
}

/// One of two keys.
template <std::floating_point T, class In>
void write_category_keys(forest_plan<T> const& plan, deep_slot slot, batch_view<In const> x, float_key* keys) noexcept {
    category_condition const condition{plan.source.rule.categories.sets[slot.number()], slot.missing_key() == missing_left_key};
    for (std::size_t r = 0; r != x.rows(); ++r) {
        bool const left = condition.goes_left(plan, category_or_missing(plan, x(r, condition.set.feature)));
        keys[r] = left ? missing_left_key : missing_right_key;
    }
}

/// The keys of up to `group` rows: of slot s and row r at keys[s * group + r]. Rows behind the last one repeat it.
template <std::size_t group, std::floating_point T, class In>
void write_keys(forest_plan<T> const& plan, batch_view<In const> x, float_key* keys) noexcept {
    std::fill_n(keys, group, float_key{0});
    for (auto const slot : plan.deep->slots) {
        keys += group;
        if (slot.missing() == missing_kind::category) write_category_keys(plan, slot, x, keys);
        else write_number_keys(plan, slot, x, keys);
        std::fill(keys + x.rows(), keys + group, keys[x.rows() - 1]);
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
