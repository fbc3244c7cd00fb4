// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/block_values.hpp>
#include <arenite/model/detail/category_conditions.hpp>
#include <arenite/model/detail/deep_plan.hpp>

#include <array>
#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// Whether comparing keys of such rows with such a model's cuts decides all there is to decide: not where both are
/// double.
template <class T, class In>
inline constexpr bool keys_decide = std::same_as<T, float> || std::same_as<In, float>;

template <std::floating_point T, class In>
void write_number_keys(forest_plan<T> const& plan, deep_slot slot, batch_view<In const> x, float_key* keys) noexcept {
    auto const rule = rule_of<T>(plan.source.rule, slot.missing());
    In const* from = x.data() + static_cast<std::ptrdiff_t>(slot.feature()) * x.col_stride();
    for (std::size_t r = 0; r != x.rows(); ++r, from += x.row_stride()) {
        auto value = static_cast<T>(*from);
        bool const absent = read(value, rule);
        keys[r] = absent ? slot.missing_key() : key_below(value);
    }
}

/// Writes the keys of up to `group` rows: of slot s and row r at keys[s * group + r]. Rows behind the last one repeat
/// it.
template <std::size_t group, std::floating_point T, class In>
class key_writer {
public:
    key_writer(forest_plan<T> const& of_forest, batch_view<In const> some_rows) noexcept
        : plan_(of_forest), x_(some_rows) {}

    void write(float_key* keys) noexcept {
        std::fill_n(keys, group, float_key{0});
        for (auto const slot : plan_.deep->slots) {
            keys += group;
            if (slot.missing() == missing_kind::category) write_categories(slot, keys);
            else write_number_keys(plan_, slot, x_, keys);
            std::fill(keys + x_.rows(), keys + group, keys[x_.rows() - 1]);
        }
    }

private:
    /// One of two keys.
    void write_categories(deep_slot slot, float_key* keys) noexcept {
        if (feature_ != slot.feature()) read_categories(slot.feature());
        auto const& table = plan_.source.rule.categories;
        category_condition const condition{table.sets[slot.set], slot.missing_key() == missing_left_key};
        for (std::size_t r = 0; r != x_.rows(); ++r)
            keys[r] = missing_right_key & (std::uint32_t{condition.goes_left(table, categories_[r])} - 1);
    }

    void read_categories(std::uint32_t feature) noexcept {
        feature_ = feature;
        for (std::size_t r = 0; r != x_.rows(); ++r) categories_[r] = category_or_missing(plan_, x_(r, feature));
    }

    forest_plan<T> const& plan_;
    batch_view<In const> x_;
    std::uint32_t feature_ = std::numeric_limits<std::uint32_t>::max();  ///< that of categories_
    std::array<std::uint32_t, group> categories_;
};
static_assert(missing_left_key == 0);

}  // namespace arenite::inline ARENITE_ABI::detail
