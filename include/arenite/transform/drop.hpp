// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/picked_columns.hpp>

namespace arenite::inline ARENITE_ABI {

/// What `drop` returns.
template <std::size_t N>
class drop_stage : public detail::picked_columns<drop_stage<N>> {
public:
    static constexpr std::string_view stage_name = "drop";

    constexpr explicit drop_stage(std::array<std::string_view, N> dropped_names) : names_(dropped_names) {}

    void check(schema_view before) const {
        for (auto const name : names_) static_cast<void>(detail::require_column(stage_name, before, name));
    }
    [[nodiscard]] std::size_t columns(schema_view before) const noexcept {
        std::size_t kept = 0;
        for (std::size_t at = 0; at != before.size(); ++at)
            if (!dropped(before, at)) ++kept;
        return kept;
    }
    [[nodiscard]] std::size_t place(schema_view before, std::size_t i) const noexcept {
        for (std::size_t at = 0;; ++at)
            if (!dropped(before, at) && i-- == 0) return at;
    }

private:
    [[nodiscard]] bool dropped(schema_view before, std::size_t i) const {
        auto const name = before.name(i);
        return std::ranges::any_of(names_, [&](std::string_view one) { return name == one; });
    }

    std::array<std::string_view, N> names_;
};

/// A stage that leaves these columns out, as many as have one of the names.
///
/// Errors:    composing throws shape_error where there is no column of a name, or none is left.
/// Lifetime:  borrows the names.
/// Allocates: nothing but the planned places of the columns.
template <detail::name_of_column... Names>
    requires(sizeof...(Names) != 0)
[[nodiscard]] constexpr auto drop(Names&&... names) {
    return drop_stage<sizeof...(Names)>{detail::column_names(static_cast<Names&&>(names)...)};
}

}  // namespace arenite::inline ARENITE_ABI
