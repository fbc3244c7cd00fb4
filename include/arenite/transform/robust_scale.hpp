// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/standardize.hpp>

namespace arenite::inline ARENITE_ABI {

/// What `robust_scale` returns.
template <class Centers, class Scales>
class robust_scale_stage : public detail::numeric_stage<detail::center_and_scale> {
public:
    static constexpr std::string_view stage_name = "robust_scale";

    constexpr robust_scale_stage(Centers centers_of_columns, Scales scales_of_columns)
        : centers_(std::move(centers_of_columns)), scales_(std::move(scales_of_columns)) {}

    void check(schema_view before) const {
        detail::numbers_in(centers_).check(stage_name, before);
        detail::numbers_in(scales_).check(stage_name, before);
    }

    template <std::floating_point T>
    void fill(schema_view before, std::span<T> to) const noexcept {
        detail::fill_centers_and_scales(detail::numbers_in(centers_), detail::numbers_in(scales_),
                                        10 * std::numeric_limits<T>::epsilon(), before, to);
    }

private:
    Centers centers_;
    Scales scales_;
};

/// A stage that makes (x - center) / scale of x, as scikit-learn's RobustScaler, with the same bits: centers are
/// medians, scales are distances between quantiles, for all columns one, one for each column of numbers in their order,
/// or what was fitted. A scale below 10 epsilons counts as 1. Missing stays missing, and categories stay.
///
/// Errors:    composing throws shape_error where a column has no center or no scale.
/// Lifetime:  an lvalue list is borrowed, an rvalue is taken.
/// Allocates: nothing but two planned numbers for each column.
template <detail::numbers_for_columns Centers, detail::numbers_for_columns Scales>
[[nodiscard]] constexpr auto robust_scale(Centers&& centers_of_columns, Scales&& scales_of_columns) {
    return robust_scale_stage<detail::numbers_type<Centers>, detail::numbers_type<Scales>>{
        detail::hold_numbers<Centers>(centers_of_columns), detail::hold_numbers<Scales>(scales_of_columns)};
}

/// For columns by name; the others stay.
template <std::size_t N, std::size_t M>
[[nodiscard]] constexpr auto robust_scale(column_value const (&centers_of_columns)[N],
                                          column_value const (&scales_of_columns)[M]) {
    return robust_scale_stage<detail::named_numbers<N>, detail::named_numbers<M>>{std::to_array(centers_of_columns),
                                                                                  std::to_array(scales_of_columns)};
}

}  // namespace arenite::inline ARENITE_ABI
