// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <span>

#include <fcntl.h>
#include <unistd.h>

namespace arenite::inline ARENITE_ABI::detail {

/// Lets the system touch memory, through a pipe: where nothing is mapped it answers EFAULT, and no signal ends the
/// process. One byte at a time, so that the pipe never fills. Where there is no pipe, everything is taken to be there.
class memory_probe {
public:
    memory_probe() noexcept {
        if (::pipe2(ends_.data(), O_CLOEXEC) != 0) ends_ = {-1, -1};
    }
    memory_probe(memory_probe const&) = delete;
    memory_probe& operator=(memory_probe const&) = delete;
    ~memory_probe() {
        for (int const end : ends_)
            if (end >= 0) ::close(end);
    }

    [[nodiscard]] bool can_read(std::byte const& at) const noexcept {
        if (::write(ends_[1], &at, 1) != 1) return errno != EFAULT;
        drain();
        return true;
    }

    /// Makes the byte a zero.
    [[nodiscard]] bool can_write(std::byte& at) const noexcept {
        std::byte const zero{};
        if (::write(ends_[1], &zero, 1) != 1 || ::read(ends_[0], &at, 1) == 1) return true;
        drain();
        return false;
    }

private:
    void drain() const noexcept {
        std::byte passed{};
        while (::read(ends_[0], &passed, 1) < 0 && errno == EINTR) {
        }
    }

    std::array<int, 2> ends_{-1, -1};
};

/// One byte of each page, and the last one; of long regions, of some 256 pages.
template <class Holds>
[[nodiscard]] std::size_t first_without(std::span<std::byte> bytes, Holds holds) noexcept {
    auto const stride = std::max(4_KiB, round_up(bytes.size() / 256, 4_KiB));
    for (std::size_t i = 0; i < bytes.size(); i += stride)
        if (!holds(bytes[i])) return i;
    return holds(bytes.back()) ? bytes.size() : bytes.size() - 1;
}

/// The two ends of a region, where it meets others; all of it when it is short.
inline std::array<std::span<std::byte>, 2> ends_of(std::span<std::byte> bytes) noexcept {
    auto const front = bytes.first(std::min(bytes.size(), 32_KiB));
    return {front, bytes.last(std::min(bytes.size() - front.size(), 32_KiB))};
}

inline void mark_ends(std::span<std::byte> bytes, std::byte mark) noexcept {
    for (auto const end : ends_of(bytes)) std::memset(end.data(), std::to_integer<int>(mark), end.size());
}

inline bool all_are(std::span<std::byte const> bytes, std::byte mark) noexcept {
    return bytes.empty() ||
           (bytes.front() == mark && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

inline bool ends_are_marked(std::span<std::byte> bytes, std::byte mark) noexcept {
    auto const [front, back] = ends_of(bytes);
    return all_are(front, mark) && all_are(back, mark);
}

}  // namespace arenite::inline ARENITE_ABI::detail
