// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/short_text.hpp>
#include <arenite/load/byte_source.hpp>

#include <istream>

namespace arenite::inline ARENITE_ABI {

/// Reads any std::istream by blocks, past its formatting and its locale. A stream without a buffer is at its end.
///
/// Errors:    whatever the stream's buffer throws.
/// Allocates: nothing of its own.
/// Lifetime:  borrows the stream.
class istream_source {
public:
    explicit istream_source(std::istream& stream, std::string_view name = "stream") noexcept
        : name_(short_text<120>::end_of(name)), stream_(stream) {}

    [[nodiscard]] std::size_t read(std::span<char> into) {
        auto* const buffer = stream_.rdbuf();
        if (buffer == nullptr) return 0;
        return static_cast<std::size_t>(buffer->sgetn(into.data(), static_cast<std::streamsize>(into.size())));
    }
    [[nodiscard]] std::string_view name() const noexcept { return name_; }

private:
    short_text<120> name_;
    std::istream& stream_;
};
static_assert(byte_source<istream_source>);

}  // namespace arenite::inline ARENITE_ABI
