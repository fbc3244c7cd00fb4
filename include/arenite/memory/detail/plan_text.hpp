// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/text_writer.hpp>
#include <arenite/memory/memory_plan.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// A line: the part's name, in brackets what there is to know of its life and of bytes that it shares with a part that
/// is in use for longer, and the bytes that it adds to the total.
inline void put_part(text_writer& out, std::string_view name, std::string_view life, std::size_t bytes,
                     std::size_t added) {
    short_text<96> text{name};
    auto const shared = bytes - std::min(bytes, added);
    if (!life.empty()) text.append(" (").append(life);
    if (shared != 0) text.append(life.empty() ? " (" : ", ").append(format_number(shared)).append(" shared");
    if (text.view().size() != name.size()) text.append(")");
    auto const number = format_number(added);
    auto const width = text.view().size() + number.view().size();
    out << text.view();
    out.fill(48 - std::min<std::size_t>(width, 48));
    out << ' ' << number.view() << " bytes\n";
}

inline void put_plan(text_writer& out, memory_plan const& plan) {
    auto const layout = plan.layout();
    auto const loading = plan.loading_bytes(), model = plan.model_bytes();
    if (model != 0) put_part(out, "model", {}, model, model);
    for (std::size_t i = 0; i != plan.parts().size(); ++i) {
        auto const& part = plan.parts()[i];
        put_part(out, part.stage, part.life == part_life::run ? "" : name_of(part.life), part.bytes, layout.charged[i]);
    }
    if (loading != 0) put_part(out, "model loading", "before", loading, plan.total() - model - layout.bytes);
    out << "total " << plan.total() << " bytes";
}

}  // namespace detail

template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, memory_plan const& plan) {
    detail::text_writer writer{out};
    detail::put_plan(writer, plan);
    writer.flush();
    return out;
}

}  // namespace arenite::inline ARENITE_ABI
