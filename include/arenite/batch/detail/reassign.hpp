// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <memory>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Move assignment of what has a move constructor and a destructor that does something: std adaptors take only ranges
/// that have it. What was there is gone, with its memory.
template <class R>
R& reassign(R& to, R&& from) noexcept {
    if (&to == &from) return to;
    std::destroy_at(&to);
    return *std::construct_at(&to, std::move(from));
}

}  // namespace arenite::inline ARENITE_ABI::detail
