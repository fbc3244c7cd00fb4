// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <atomic>
#include <cstdio>
#include <exception>
#include <source_location>

namespace arenite::inline ARENITE_ABI {

/// Called with what was claimed, and where, when a programmer's error is found. It should not return; if it does, the
/// program is terminated. It may throw (tests do) where the function that found the error is not noexcept.
using contract_handler = void (*)(char const* claim, std::source_location where);

namespace detail {

inline void print_broken_contract(char const* claim, std::source_location where) {
    std::fprintf(stderr, "%s:%u: arenite: broken contract: %s\n", where.file_name(), where.line(), claim);
}

inline std::atomic<contract_handler> current_contract_handler{&print_broken_contract};

[[noreturn]] inline void contract_broken(char const* claim, std::source_location where) {
    current_contract_handler.load()(claim, where);
    std::terminate();
}

}  // namespace detail

/// Replaces the handler of broken contracts and returns the one before. Threads: safe from any thread.
inline contract_handler set_contract_handler(contract_handler handler) noexcept {
    return detail::current_contract_handler.exchange(handler);
}

/// States what a caller must have seen to. Usable in constant expressions: there a broken one does not compile.
/// Allocates: nothing; `claim` is a literal and is only read when the contract is broken.
constexpr void contract(bool holds, char const* claim, std::source_location where = std::source_location::current()) {
    if (!holds) detail::contract_broken(claim, where);
}

}  // namespace arenite::inline ARENITE_ABI
