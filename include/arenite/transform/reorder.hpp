// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/picked_columns.hpp>

namespace arenite::inline ARENITE_ABI {

/// What `reorder` returns.
template <std::size_t N>
class reorder_stage : public detail::picked_columns<reorder_stage<N>> {
public:
    static constexpr std::string_view stage_name = "reorder";

    constexpr explicit reorder_stage(std::array<std::string_view, N> first_names) : first_(first_names) {}

    void check(schema_view before) { first_.find(stage_name, before); }
    [[nodiscard]] std::size_t columns(schema_view before) const noexcept { return before.size(); }
    [[nodiscard]] std::size_t place(schema_view, std::size_t i) const noexcept {
        return i < N ? first_.places()[i] : first_.place_of_other(i - N);
    }

private:
    detail::named_columns<N> first_;
};

/// A stage that puts these columns first, in this order; the others follow in theirs.
///
/// Errors:    composing throws shape_error where there is no column of a name, or it is named twice.
/// Lifetime:  borrows the names.
/// Allocates: nothing but the planned places of the columns.
template <detail::name_of_column... Names>
    requires(sizeof...(Names) != 0)
[[nodiscard]] constexpr auto reorder(Names&&... first_names) {
    return reorder_stage<sizeof...(Names)>{detail::column_names(static_cast<Names&&>(first_names)...)};
}

}  // namespace arenite::inline ARENITE_ABI
