// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/budget.hpp>

#include <new>

namespace arenite::inline ARENITE_ABI {

/// The budget of those who state none: no limit, but it counts the same. It is never destroyed, so that objects of
/// static lifetime may give back to it. Threads: safe from any thread.
[[nodiscard]] inline budget& system_memory() noexcept {
    alignas(budget) static std::byte storage[sizeof(budget)];
    static budget* const memory = ::new (storage) budget{budget::unlimited};
    return *memory;
}

}  // namespace arenite::inline ARENITE_ABI
