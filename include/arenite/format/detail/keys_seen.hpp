// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <bitset>

namespace arenite::inline ARENITE_ABI::detail {

/// Refuses a key that is there twice: libraries disagree on which one counts.
template <class Reader>
void require_once(Reader const& reader, bool was_there) {
    if (was_there) reader.fail("a key that was there already", "each key once");
}

/// Which keys were there, by their numbers.
template <std::size_t Keys>
class keys_seen {
public:
    template <class Reader>
    void once(Reader const& reader, std::size_t key) {
        require_once(reader, seen_.test(key));
        seen_.set(key);
    }

    [[nodiscard]] bool has(std::size_t key) const noexcept { return seen_.test(key); }

private:
    std::bitset<Keys> seen_;
};

/// What was counted in the first pass must be what the second one finds.
template <class Reader>
void require_room(Reader const& reader, std::size_t index, std::size_t size) {
    if (index >= size) reader.fail("more than when the file was first read", "a file that stays as it is");
}

}  // namespace arenite::inline ARENITE_ABI::detail
