// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/json_events.hpp>
#include <arenite/format/detail/text_tokens.hpp>

#include <optional>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads what follows `[categorical_feature:`, such as ` 1,2,3]`: calls visit(feature) for each number, of which those
/// that are too large for any model are all the same; returns how many there are. None: it is something else, such as
/// names.
template <class Visit>
std::optional<std::uint64_t> read_feature_list(model_input& input, Visit&& visit) {
    constexpr std::uint64_t too_large = 0xffffffff;
    input.take(' ');
    std::uint64_t count = 0;
    for (; input.peek() >= '0' && input.peek() <= '9'; ++count) {
        std::uint64_t feature = 0;
        for (; input.peek() >= '0' && input.peek() <= '9'; feature = std::min(feature, too_large))
            feature = feature * 10 + static_cast<std::uint64_t>(input.next() - '0');
        visit(feature);
        input.take(',');
    }
    return input.take(']') ? std::optional{count} : std::nullopt;
}

/// The category of this event as Python, and a table that pandas writes, spell it.
[[nodiscard]] inline std::string_view category_text(json_events const& events) {
    auto const text = events.text();
    switch (events.event()) {
        case document_event::text: return text;
        case document_event::boolean: return events.as<int>() != 0 ? "True" : "False";
        case document_event::number: break;
        default: events.fail("a category: a text, a number, true or false");
    }
    if (is_nan_word(text)) events.fail("a category");
    if (!text.ends_with("inf") && !text.ends_with("Infinity")) return text;
    return text.front() == '-' ? "-inf" : "inf";
}

/// Reads what follows `pandas_categorical:`, to the end of the file: null, or for each column of categories a list of
/// them. Calls begin_column() and add(text); returns how many columns there are.
template <class Begin, class Add>
std::uint64_t read_pandas_categories(json_events& events, Begin&& begin_column, Add&& add) {
    std::uint64_t columns = 0;
    if (events.next() == document_event::array_begin) {
        for (; events.next_element(); ++columns) {
            if (events.event() != document_event::array_begin) events.fail("a list of categories");
            begin_column();
            while (events.next_element()) add(category_text(events));
        }
    } else if (events.event() != document_event::null) {
        events.fail("null or lists of categories");
    }
    events.expect(document_event::end);
    return columns;
}

}  // namespace arenite::inline ARENITE_ABI::detail
