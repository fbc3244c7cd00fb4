// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/picked_columns.hpp>

namespace arenite::inline ARENITE_ABI {

/// What `select` returns.
template <std::size_t N>
class select_stage : public detail::picked_columns<select_stage<N>> {
public:
    static constexpr std::string_view stage_name = "select";

    constexpr explicit select_stage(std::array<std::string_view, N> names_in_order) : names_(names_in_order) {}

    void check(schema_view before) {
        for (std::size_t i = 0; i != N; ++i) places_[i] = detail::require_column(stage_name, before, names_[i]);
    }
    [[nodiscard]] std::size_t columns(schema_view) const noexcept { return N; }
    [[nodiscard]] std::size_t place(schema_view, std::size_t i) const noexcept { return places_[i]; }

private:
    std::array<std::string_view, N> names_;
    std::array<std::size_t, N> places_{};
};

/// A stage that keeps these columns, in this order. Texts are not in tiles: they go along whatever is selected.
///
/// Errors:    composing throws shape_error where there is no column of a name: it says which there are.
/// Lifetime:  borrows the names.
/// Allocates: nothing but the planned places of the columns.
template <detail::name_of_column... Names>
    requires(sizeof...(Names) != 0)
[[nodiscard]] constexpr auto select(Names&&... names) {
    return select_stage<sizeof...(Names)>{detail::column_names(static_cast<Names&&>(names)...)};
}

}  // namespace arenite::inline ARENITE_ABI
