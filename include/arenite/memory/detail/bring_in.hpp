// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstddef>
#include <span>

#include <sys/mman.h>

namespace arenite::inline ARENITE_ABI::detail {

/// Brings the pages of a mapped file in, so that nobody who reads them later waits for one. Requires: from the start of
/// a page on, or nothing.
inline void bring_in(std::span<std::byte const> mapped) noexcept {
    if (mapped.empty()) return;
    ::madvise(const_cast<std::byte*>(mapped.data()), mapped.size(),
              MADV_WILLNEED);  // a hint: what fails is only slower
    constexpr std::size_t smallest_page = 4096;
    for (std::size_t i = 0; i < mapped.size(); i += smallest_page)
        static_cast<void>(*static_cast<std::byte const volatile*>(&mapped[i]));
}

}  // namespace arenite::inline ARENITE_ABI::detail
