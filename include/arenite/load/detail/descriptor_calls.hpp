// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/raise.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include <poll.h>
#include <unistd.h>

namespace arenite::inline ARENITE_ABI::detail {

[[noreturn]] inline void raise_system_error(int error, std::string_view name) {
    raise(std::system_error{error, std::generic_category(), std::string{name}});
}

/// Waits out what is only temporary; anything else is raised in the name of the source.
inline void wait_or_raise(int descriptor, int error, std::string_view name) {
    if (error == EINTR) return;
    if (error != EAGAIN) raise_system_error(error, name);
    pollfd waiting{descriptor, POLLIN, 0};
    ::poll(&waiting, 1, -1);
}

/// At least one byte from where the descriptor stands; 0: it is at its end.
[[nodiscard]] inline std::size_t read_some(int descriptor, std::span<char> into, std::string_view name) {
    for (;;) {
        auto const count = ::read(descriptor, into.data(), into.size());
        if (count >= 0) return static_cast<std::size_t>(count);
        wait_or_raise(descriptor, errno, name);
    }
}

/// As above, from `offset`; the descriptor stays where it stands.
[[nodiscard]] inline std::size_t read_some_at(int descriptor, std::uint64_t offset, std::span<char> into,
                                              std::string_view name) {
    for (;;) {
        auto const count = ::pread(descriptor, into.data(), into.size(), static_cast<off_t>(offset));
        if (count >= 0) return static_cast<std::size_t>(count);
        wait_or_raise(descriptor, errno, name);
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
