// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// What comes next in a document of nested objects and arrays. `end` follows the one value of a document.
enum class document_event {
    object_begin,
    object_end,
    array_begin,
    array_end,
    key,
    text,
    number,
    boolean,
    null,
    end,
};

/// The event as a message names it.
[[nodiscard]] constexpr std::string_view name_of(document_event event) noexcept {
    switch (event) {
        case document_event::object_begin: return "an object";
        case document_event::object_end: return "the end of the object";
        case document_event::array_begin: return "an array";
        case document_event::array_end: return "the end of the array";
        case document_event::key: return "a key";
        case document_event::text: return "a text";
        case document_event::number: return "a number";
        case document_event::boolean: return "true or false";
        case document_event::null: return "null";
        case document_event::end: return "the end of the document";
    }
    return {};
}

}  // namespace arenite::inline ARENITE_ABI::detail
