// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/document_events.hpp>

#include <string>

namespace arenite::test {

/// An event as a token of a log: brackets, `key:`, `"text"`, `#number`, `true`, `null`.
template <class Events>
std::string log_of(Events& events) {
    using enum detail::document_event;
    switch (events.event()) {
        case object_begin: return "{";
        case object_end: return "}";
        case array_begin: return "[";
        case array_end: return "]";
        case key: return std::string{events.text()} + ":";
        case text: return '"' + std::string{events.text()} + '"';
        case number: return "#" + std::string{format_number(events.template as<double>()).view()};
        case boolean: return events.template as<int>() != 0 ? "true" : "false";
        case null: return "null";
        case end: return "";
    }
    return "?";
}

/// All events of the document, separated by blanks.
template <class Events>
std::string events_of(Events& events) {
    std::string log;
    while (events.next() != detail::document_event::end) log += (log.empty() ? "" : " ") + log_of(events);
    return log;
}

/// Memory as a model.
inline std::span<std::byte const> bytes_of(std::string_view text) { return std::as_bytes(std::span{text}); }

}  // namespace arenite::test
