// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema_view.hpp>
#include <arenite/core/format_number.hpp>
#include <arenite/core/raise.hpp>
#include <arenite/core/shape_error.hpp>

#include <string>

namespace arenite::inline ARENITE_ABI::detail {

/// 'name', or the number of a column without one.
inline void append_column(std::string& text, schema_view columns, std::size_t i) {
    if (columns.name(i).empty()) {
        text.append("number ").append(format_number(i));
        return;
    }
    text.append("'");
    columns.name(i).append_to(text);
    text.append("'");
}

/// "'age', 'income'"; of very many the first ones.
inline void append_columns(std::string& text, schema_view columns) {
    constexpr std::size_t most = 20;
    for (std::size_t i = 0; i != columns.size() && i != most; ++i) {
        if (i != 0) text.append(", ");
        append_column(text, columns, i);
    }
    if (columns.size() > most) text.append(" and ").append(format_number(columns.size() - most)).append(" more");
}

/// There is no column `name`: which ones there are.
[[noreturn]] inline void refuse_name(std::string_view stage, std::string_view name, schema_view columns) {
    std::string what{stage};
    what.append(": there is no column '").append(name).append("'; ");
    if (!columns.named()) what.append("the rows have ").append(format_number(columns.size())).append(" columns: ");
    else what.append("the columns are ");
    append_columns(what, columns);
    raise(shape_error{what});
}

/// A column is wanted twice where once is possible.
[[noreturn]] inline void refuse_twice(std::string_view stage, std::string_view name) {
    raise(shape_error{std::string{stage}.append(": '").append(name).append("' is named twice")});
}

[[nodiscard]] constexpr std::string_view with_article(column_kind kind) noexcept {
    return kind == column_kind::number ? "a number" : "a category";
}

/// Column i is of another kind.
[[noreturn]] inline void refuse_kind(std::string_view stage, schema_view columns, std::size_t i,
                                     std::string_view expected) {
    std::string what{stage};
    what.append(": column ");
    append_column(what, columns, i);
    raise(shape_error{what.append(" is a ").append(name_of(columns[i].kind)).append(", not ").append(expected)});
}

/// The column of this name, or shape_error.
[[nodiscard]] inline std::size_t require_column(std::string_view stage, schema_view columns, std::string_view name) {
    auto const found = columns.find(name);
    if (!found) refuse_name(stage, name, columns);
    return *found;
}

/// The same of this kind.
inline std::size_t require_kind(std::string_view stage, schema_view columns, std::string_view name, column_kind kind) {
    auto const i = require_column(stage, columns, name);
    if (columns[i].kind != kind) refuse_kind(stage, columns, i, with_article(kind));
    return i;
}

}  // namespace arenite::inline ARENITE_ABI::detail
