// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

namespace arenite::inline ARENITE_ABI {

/// What `act()` returns or, when it throws an `Error`, what `otherwise(error)` makes of it; other errors pass through.
/// The one place that catches: in a host without exceptions nothing is thrown, and `act()` is all there is.
/// Allocates: nothing of its own.
template <class Error, class Act, class Otherwise>
decltype(auto) attempt(Act&& act, [[maybe_unused]] Otherwise&& otherwise) {
#if defined(__cpp_exceptions)
    try {
        return act();
    } catch (Error const& error) {
        return otherwise(error);
    }
#else
    return act();
#endif
}

}  // namespace arenite::inline ARENITE_ABI
