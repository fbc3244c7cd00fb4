// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/gzip_decoder.hpp>
#include <arenite/memory/system_memory.hpp>

namespace arenite::inline ARENITE_ABI {

/// How `gzip_source` reads.
struct gzip_options {
    std::size_t buffer_bytes = 64_KiB;  ///< of the compressed bytes that are read at once; at least 32
};

/// What a `gzip_source` acquires: the buffer, and 64 KiB for zlib, whose window is 32 KiB.
[[nodiscard]] constexpr std::size_t gzip_source_bytes(gzip_options const& options = {}) noexcept {
    auto const buffer = arena_bytes<char>(options.buffer_bytes);
    return buffer > largest_region_bytes ? buffer : buffer + detail::inflate_workspace_bytes;
}

/// Decompresses what a byte source gives: a gzip file (RFC 1952) of one or more members, whose checksums and lengths
/// are verified. Zero bytes behind the last member are ignored, as gzip(1) does; anything else there is an error. An
/// optional header: it needs zlib (CMake: `ZLIB::ZLIB`).
///
/// Units:     the bytes that it gives are decompressed; those in errors count the compressed ones.
/// Errors:    data_error (the source's name, the byte, what was found and expected) for what is corrupt, cut off or no
///            gzip file, after all bytes that could be decoded in front of it, and again whenever it is read from then
///            on. As the checksum stands behind the bytes, they are given before it is known. At construction
///            budget_exceeded. What the byte source throws goes through.
/// Allocates: once: gzip_source_bytes(options) from `from_memory`, released by the destructor; nothing else, whatever
///            the input. zlib's memory is part of it.
/// Lifetime:  borrows the byte source; it stays where it is: neither copied nor moved.
/// Threads:   one at a time.
class gzip_source {
public:
    template <byte_source Source>
    explicit gzip_source(Source& borrowed_source, gzip_options const& reading_options = {},
                         budget& from_memory = system_memory())
        : gzip_source(byte_source_ref{borrowed_source}, from_memory.acquire("gzip", checked_bytes(reading_options)),
                      arena_bytes<char>(reading_options.buffer_bytes)) {}

    template <byte_source Source>
    explicit gzip_source(Source const&& temporary_source, gzip_options const& = {},
                         budget& = system_memory()) = delete;  // it would be gone

    gzip_source(gzip_source const&) = delete;
    gzip_source& operator=(gzip_source const&) = delete;

    [[nodiscard]] std::size_t read(std::span<char> into) { return decoder_.read(input_, into); }

    /// The compressed source's.
    [[nodiscard]] std::string_view name() const noexcept { return input_.name(); }

private:
    gzip_source(byte_source_ref source, region acquired, std::size_t buffer)
        : memory_(std::move(acquired)), input_(source, detail::characters_of(memory_.bytes().first(buffer))),
          decoder_(memory_.bytes().subspan(buffer)) {}

    [[nodiscard]] static std::size_t checked_bytes(gzip_options const& options) {
        contract(options.buffer_bytes >= 32, "a buffer of compressed bytes holds at least 32");
        return gzip_source_bytes(options);
    }

    region memory_;
    detail::compressed_input input_;
    detail::gzip_decoder decoder_;
};
static_assert(byte_source<gzip_source>);

}  // namespace arenite::inline ARENITE_ABI
