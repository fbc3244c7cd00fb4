// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/parse_number.hpp>

#include <array>
#include <string_view>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace arenite::inline ARENITE_ABI::detail {

/// Bytes of this process that are in physical memory now, as the kernel's running counters have it; 0: it does not say.
/// Source: proc(5), /proc/self/statm, the second number. Allocates: nothing.
[[nodiscard]] inline std::size_t resident_bytes() noexcept {
    int const file = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    std::array<char, 128> text{};
    auto const count = ::read(file, text.data(), text.size());
    ::close(file);
    std::string_view pages{text.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
    pages.remove_prefix(std::min(pages.find(' ') + 1, pages.size()));
    auto const resident = parse_number<std::size_t>(pages.substr(0, pages.find(' ')));
    return resident ? resident.number * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) : 0;
}

/// The most that ever were; 0: the system does not say.
[[nodiscard]] inline std::size_t resident_peak() noexcept {
    rusage usage{};
    return ::getrusage(RUSAGE_SELF, &usage) == 0 ? static_cast<std::size_t>(usage.ru_maxrss) * 1024 : 0;
}

}  // namespace arenite::inline ARENITE_ABI::detail
