// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <string_view>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

/// Bytes of this process that are in physical memory now, counted page by page (the running counters that /proc also
/// has are approximate). 0: the system does not say. Allocates: nothing.
[[nodiscard]] inline std::size_t resident_bytes() noexcept {
    int const file = ::open("/proc/self/smaps_rollup", O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    std::array<char, 4096> text{};
    auto const read = ::read(file, text.data(), text.size());
    ::close(file);
    std::string_view const report{text.data(), read > 0 ? static_cast<std::size_t>(read) : 0};
    auto const label = report.find("\nRss:");
    auto const digits = label == report.npos ? report.npos : report.find_first_of("0123456789", label);
    if (digits == report.npos) return 0;
    std::size_t kibibytes = 0;
    std::from_chars(report.data() + digits, report.data() + report.size(), kibibytes);
    return kibibytes * 1024;
}

/// Pages that this process touched for the first time, so far.
[[nodiscard]] inline long minor_faults() noexcept {
    rusage usage{};
    return ::getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_minflt : -1;
}
