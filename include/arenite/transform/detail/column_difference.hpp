// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_error.hpp>

#include <algorithm>
#include <ranges>

namespace arenite::inline ARENITE_ABI::detail {

/// What is wrong with a list of columns, in words: those of `columns` that `other` has not.
inline void append_missing(std::string& what, std::string_view where, schema_view columns, schema_view other) {
    constexpr std::size_t most = 20;
    std::size_t found = 0;
    for (std::size_t i = 0; i != columns.size(); ++i) {
        auto const name = columns.name(i);
        auto const is_it = [&](std::size_t j) { return other.name(j) == name; };
        if (std::ranges::any_of(std::views::iota(std::size_t{0}, other.size()), is_it) || ++found > most) continue;
        what.append(found == 1 ? where : std::string_view{", "});
        append_column(what, columns, i);
    }
    if (found > most) what.append(" and ").append(format_number(found - most)).append(" more");
}

/// The kind of a column, and its vocabulary.
inline void append_nature(std::string& what, column const& one) {
    what.append(name_of(one.kind));
    if (one.kind != column_kind::category) return;
    what.append(" of ").append(format_number(one.vocabulary.size())).append(" texts");
    if (one.unseen == unseen_category::coded) what.append(" and a code for others");
    if (one.unseen == unseen_category::refused) what.append(" and no others");
}

[[nodiscard]] inline bool is_same_nature(column const& one, column const& other) noexcept {
    return one.kind == other.kind && one.unseen == other.unseen && std::ranges::equal(one.vocabulary, other.vocabulary);
}

/// Which text is another one, if both are categories that have as many.
inline void append_other_text(std::string& what, column const& found, column const& expected) {
    if (found.vocabulary.size() != expected.vocabulary.size()) return;
    auto const [one, other] = std::ranges::mismatch(found.vocabulary, expected.vocabulary);
    if (one == found.vocabulary.end()) return;
    what.append(": the first that differs is '").append(*one).append("', not '").append(*other).append("'");
}

/// The first place where columns differ; none: they mean the same.
[[nodiscard]] inline std::size_t first_difference(schema_view found, schema_view expected) {
    std::size_t i = 0;
    while (i != found.size() && i != expected.size() && found.name(i) == expected.name(i) &&
           is_same_nature(found[i], expected[i]))
        ++i;
    return i;
}

inline void append_difference(std::string& what, schema_view found, schema_view expected, std::size_t i) {
    if (i == found.size() || i == expected.size()) return;
    what.append("; column ").append(format_number(i)).append(" is ");
    append_column(what, found, i);
    what.append(", a "), append_nature(what, found[i]);
    what.append(", not "), append_column(what, expected, i);
    what.append(", a "), append_nature(what, expected[i]);
    append_other_text(what, found[i], expected[i]);
}

/// Throws shape_error unless the columns mean the same.
inline void require_same_columns(std::string_view stage, schema_view found, schema_view expected) {
    auto const differs = first_difference(found, expected);
    if (differs == found.size() && differs == expected.size()) return;
    std::string what{stage};
    what.append(": the rows have other columns than those that the stages were saved for");
    append_missing(what, "; not there: ", expected, found);
    append_missing(what, "; not expected: ", found, expected);
    append_difference(what, found, expected, differs);
    raise(shape_error{what});
}

}  // namespace arenite::inline ARENITE_ABI::detail
