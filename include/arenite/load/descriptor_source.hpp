// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/short_text.hpp>
#include <arenite/load/byte_source.hpp>
#include <arenite/load/detail/descriptor_calls.hpp>

namespace arenite::inline ARENITE_ABI {

/// Reads a file descriptor that somebody else opened and will close: standard input, a pipe, a socket. Interrupts and
/// descriptors that would block are seen to.
///
/// Errors:    std::system_error, which names the source, for what the system refuses.
/// Allocates: nothing.
/// Lifetime:  borrows the descriptor.
class descriptor_source {
public:
    explicit descriptor_source(int descriptor, std::string_view name = "input") noexcept
        : name_(short_text<120>::end_of(name)), descriptor_(descriptor) {}

    [[nodiscard]] std::size_t read(std::span<char> into) { return detail::read_some(descriptor_, into, name()); }
    [[nodiscard]] std::string_view name() const noexcept { return name_; }
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

private:
    short_text<120> name_;
    int descriptor_;
};
static_assert(byte_source<descriptor_source>);

/// The process's standard input.
[[nodiscard]] inline descriptor_source standard_input() noexcept { return descriptor_source{0, "standard input"}; }

}  // namespace arenite::inline ARENITE_ABI
