// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/picked_columns.hpp>

namespace arenite::inline ARENITE_ABI {

/// What `reorder` returns.
template <std::size_t N>
class reorder_stage : public detail::picked_columns<reorder_stage<N>> {
public:
    static constexpr std::string_view stage_name = "reorder";

    constexpr explicit reorder_stage(std::array<std::string_view, N> first_names) : names_(first_names) {}

    void check(schema_view before) const {
        for (std::size_t i = 0; i != N; ++i) {
            static_cast<void>(detail::require_column(stage_name, before, names_[i]));
            if (std::find(names_.begin(), names_.begin() + static_cast<std::ptrdiff_t>(i), names_[i]) !=
                names_.begin() + static_cast<std::ptrdiff_t>(i))
                raise(shape_error{std::string{stage_name}.append(": '").append(names_[i]).append("' is named twice")});
        }
    }
    [[nodiscard]] std::size_t columns(schema_view before) const noexcept { return before.size(); }

    /// Of N named columns, each the first of its name; the others keep their order.
    [[nodiscard]] std::size_t place(schema_view before, std::size_t i) const noexcept {
        if (i < N) return *before.find(names_[i]);
        i -= N;
        for (std::size_t at = 0;; ++at)
            if (!goes_first(before, at) && i-- == 0) return at;
    }

private:
    [[nodiscard]] bool goes_first(schema_view before, std::size_t i) const {
        auto const name = before.name(i);
        return std::ranges::any_of(names_, [&](std::string_view one) { return name == one && *before.find(one) == i; });
    }

    std::array<std::string_view, N> names_;
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
