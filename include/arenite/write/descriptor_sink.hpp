// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/raise.hpp>
#include <arenite/core/short_text.hpp>
#include <arenite/write/byte_sink.hpp>

#include <cerrno>
#include <string>
#include <system_error>

#include <poll.h>
#include <unistd.h>

namespace arenite::inline ARENITE_ABI {

/// Writes to a file descriptor that somebody else opened and will close: standard output, a pipe, a socket. Short
/// writes, interrupts and descriptors that would block are seen to.
///
/// Errors:    std::system_error, which names the sink, for what the system refused (a full disk, a closed pipe).
/// Allocates: nothing.
class descriptor_sink {
public:
    explicit descriptor_sink(int descriptor, std::string_view name = "output") noexcept
        : descriptor_(descriptor), name_(short_text<120>::end_of(name)) {}

    void write(std::span<char const> bytes) {
        while (!bytes.empty()) bytes = bytes.subspan(write_some(bytes));
    }

    [[nodiscard]] std::string_view name() const noexcept { return name_; }
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

private:
    std::size_t write_some(std::span<char const> bytes) {
        auto const written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written >= 0) return static_cast<std::size_t>(written);
        if (errno == EAGAIN) wait_until_writable();
        else if (errno != EINTR) raise(std::system_error{errno, std::generic_category(), std::string{name_.view()}});
        return 0;
    }

    void wait_until_writable() const noexcept {
        pollfd waiting{descriptor_, POLLOUT, 0};
        ::poll(&waiting, 1, -1);
    }

    int descriptor_;
    short_text<120> name_;
};
static_assert(byte_sink<descriptor_sink>);

/// The process's standard output.
[[nodiscard]] inline descriptor_sink standard_output() noexcept { return descriptor_sink{1, "standard output"}; }

}  // namespace arenite::inline ARENITE_ABI
