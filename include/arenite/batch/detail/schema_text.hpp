// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema_view.hpp>
#include <arenite/memory/detail/text_writer.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// A line without its end: name, or number of a column that has none, and kind; of a category how many there are.
inline void put_column(text_writer& out, schema_view columns, std::size_t i) {
    std::size_t width = 0;
    auto const put = [&](std::string_view piece) {
        out << piece;
        width += piece.size();
    };
    columns.name(i).write(name_sink{put});
    if (width == 0) put("column "), put(format_number(i).view());
    out.fill(24 - std::min<std::size_t>(width, 23));
    auto const one = columns[i];
    out << name_of(one.kind);
    if (one.kind == column_kind::category) out << " of " << one.vocabulary.size();
}

inline void put_schema(text_writer& out, schema_view columns) {
    for (std::size_t i = 0; i != columns.size(); ++i) {
        if (i != 0) out << '\n';
        put_column(out, columns, i);
    }
}

}  // namespace detail

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, schema_view columns) {
    detail::text_writer writer{out};
    detail::put_schema(writer, columns);
    writer.flush();
    return out;
}

}  // namespace arenite::inline ARENITE_ABI
