// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/picked_columns.hpp>

namespace arenite::inline ARENITE_ABI {

/// What `drop` returns.
template <std::size_t N>
class drop_stage : public detail::picked_columns<drop_stage<N>> {
public:
    static constexpr std::string_view stage_name = "drop";

    constexpr explicit drop_stage(std::array<std::string_view, N> dropped_names) : dropped_(dropped_names) {}

    void check(schema_view before) { dropped_.find(stage_name, before); }
    [[nodiscard]] std::size_t columns(schema_view before) const noexcept { return before.size() - N; }
    [[nodiscard]] std::size_t place(schema_view, std::size_t i) const noexcept { return dropped_.place_of_other(i); }

private:
    detail::named_columns<N> dropped_;
};

/// A stage that leaves these columns out.
///
/// Errors:    composing throws shape_error where there is no column of a name, it is named twice, or none is
///            left.
/// Lifetime:  borrows the names.
/// Allocates: nothing but the planned places of the columns.
template <detail::name_of_column... Names>
    requires(sizeof...(Names) != 0)
[[nodiscard]] constexpr auto drop(Names&&... names) {
    return drop_stage<sizeof...(Names)>{detail::column_names(static_cast<Names&&>(names)...)};
}

}  // namespace arenite::inline ARENITE_ABI
