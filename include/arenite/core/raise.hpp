// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>

namespace arenite::inline ARENITE_ABI {

/// The one place that throws. In a host that is built with -fno-exceptions the error's text goes to the contract
/// handler instead.
template <class Error>
[[noreturn]] void raise(Error const& error) {
#if defined(__cpp_exceptions)
    throw error;
#else
    detail::contract_broken(error.what(), std::source_location::current());
#endif
}

}  // namespace arenite::inline ARENITE_ABI
