// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_error.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

template <class Name>
concept name_of_column = std::convertible_to<Name, std::string_view>;

/// Stages borrow names.
template <class Name>
constexpr bool is_lasting_name = !std::same_as<Name, std::string>;  // of a forwarding reference: an rvalue

template <class... Names>
[[nodiscard]] constexpr std::array<std::string_view, sizeof...(Names)> column_names(Names&&... names) {
    static_assert((is_lasting_name<Names> && ...),
                  "a stage borrows the names of columns: a temporary std::string would "
                  "be gone");
    return {std::string_view{names}...};
}

/// Columns of one kind: those of these names, or, of no names, all.
template <std::size_t N>
struct columns_of_kind {
    std::array<std::string_view, N> names;
    column_kind kind = column_kind::number;

    void check(std::string_view stage, schema_view columns, std::string_view kind_in_words) const {
        for (auto const name : names) require_kind(stage, columns, name, kind, kind_in_words);
    }

    [[nodiscard]] std::size_t count(schema_view columns) const noexcept { return N != 0 ? N : columns.count(kind); }

    /// Calls `take(place)` for each, in the order of names, or of columns.
    template <class Take>
    void for_each(schema_view columns, Take take) const noexcept {
        for (auto const name : names) take(*columns.find(name));
        for (std::size_t i = 0; N == 0 && i != columns.size(); ++i)
            if (columns[i].kind == kind) take(i);
    }

    void fill(schema_view columns, std::span<std::size_t> places) const noexcept {
        for_each(columns, [&, next = std::size_t{0}](std::size_t place) mutable { places[next++] = place; });
    }

    [[nodiscard]] bool contains(schema_view columns, std::size_t i) const {
        if (N == 0) return columns[i].kind == kind;
        auto const name = columns.name(i);
        return std::ranges::any_of(names, [&](std::string_view wanted) { return name == wanted; });
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
