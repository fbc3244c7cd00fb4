// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/byte_source.hpp>

#include <array>
#include <cstdint>

/// A byte source whose first bytes can be looked at; they are read all the same. Borrows the source.
class peeked_source {
public:
    static constexpr std::size_t most_bytes = 4096;

    explicit peeked_source(arenite::byte_source_ref source) noexcept : source_(source) {}
    peeked_source(peeked_source const&) = delete;  // it is borrowed itself
    peeked_source& operator=(peeked_source const&) = delete;

    [[nodiscard]] std::size_t read(std::span<char> into);
    [[nodiscard]] std::string_view name() const noexcept { return source_.name(); }

    /// From the source, those that were only looked at too.
    [[nodiscard]] std::uint64_t bytes_read() const noexcept { return bytes_read_; }

    /// `most_bytes` from the start, or all if there are fewer. Requires: nothing has been read.
    [[nodiscard]] std::string_view first_bytes();

    /// Looks at no more bytes than are needed to say so.
    [[nodiscard]] bool starts_with(std::string_view text);

    /// There are no bytes. Requires: nothing has been read.
    [[nodiscard]] bool empty() { return size_ == 0 && !look_further() && !failed_; }

private:
    std::size_t read_source(std::span<char> into);
    bool look_further();

    arenite::byte_source_ref source_;
    std::array<char, most_bytes> first_{};
    std::size_t size_ = 0, taken_ = 0;
    std::uint64_t bytes_read_ = 0;
    bool at_end_ = false, failed_ = false;
};
static_assert(arenite::byte_source<peeked_source>);
