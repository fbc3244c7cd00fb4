// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/json_events.hpp>
#include <arenite/format/detail/keys_seen.hpp>

#include <cmath>

namespace arenite::inline ARENITE_ABI::detail {

/// The next value must be an array of objects: calls function() in each, which takes all of its keys.
template <class Function>
void for_each_object(json_events& events, Function&& function) {
    events.open_array();
    while (events.next_element()) {
        if (events.event() != document_event::object_begin) events.fail("an object");
        function();
    }
}

/// Which keys of an object were there, one bit each, for who asks for several at once.
class key_set {
public:
    void once(json_events const& events, unsigned key) {
        require_once(events, (bits_ & key) != 0);
        bits_ |= key;
    }
    [[nodiscard]] bool has(unsigned keys) const noexcept { return (bits_ & keys) == keys; }
    [[nodiscard]] bool has_no(unsigned keys) const noexcept { return (bits_ & keys) == 0; }

private:
    unsigned bits_ = 0;
};

template <std::floating_point Number>
Number require_finite(json_events const& events, Number number) {
    if (!std::isfinite(number)) events.fail("a finite number");
    return number;
}

}  // namespace arenite::inline ARENITE_ABI::detail
