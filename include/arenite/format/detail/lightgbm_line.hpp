// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/keys_seen.hpp>
#include <arenite/format/detail/text_tokens.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads a line of at most `room` numbers of a tree: calls set(index, number) for each. `length` becomes how many there
/// are; other than 0 before, the line was there already.
template <model_number Number, class Set>
void read_lightgbm_line(text_tokens& lines, std::size_t& length, std::size_t room, Set&& set) {
    require_once(lines, length != 0);
    length = lines.read_numbers<Number>([&](std::size_t i, Number number) {
        if (i >= room) lines.fail("more numbers than the tree asks for", "the end of the line");
        set(i, number);
    });
}

inline void require_length(text_tokens const& lines, std::size_t length, std::size_t wanted) {
    if (length != wanted) lines.fail("a tree whose lines have too few numbers", "as many as it asks for");
}

}  // namespace arenite::inline ARENITE_ABI::detail
