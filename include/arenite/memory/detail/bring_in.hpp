// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstddef>
#include <span>

#include <sys/mman.h>

namespace arenite::inline ARENITE_ABI::detail {

/// Brings the pages of a mapped file in, so that nobody who reads them later waits for one.
inline void bring_in(std::span<std::byte const> mapped) noexcept {
    if (mapped.empty()) return;
    // A hint, which only counts from the start of a page on: what fails is slower.
    ::madvise(const_cast<std::byte*>(mapped.data()), mapped.size(), MADV_WILLNEED);
    constexpr std::size_t smallest_page = 4096;
    auto const touch = [&](std::size_t i) { static_cast<void>(*static_cast<std::byte const volatile*>(&mapped[i])); };
    for (std::size_t i = 0; i < mapped.size(); i += smallest_page) touch(i);
    touch(mapped.size() - 1);
}

}  // namespace arenite::inline ARENITE_ABI::detail
