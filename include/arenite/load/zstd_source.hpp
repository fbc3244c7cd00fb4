// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/zstd_decoder.hpp>
#include <arenite/memory/system_memory.hpp>

namespace arenite::inline ARENITE_ABI {

/// How `zstd_source` reads.
struct zstd_options {
    std::size_t buffer_bytes = 128_KiB;  ///< of the compressed bytes that are read at once; at least a block is
    std::size_t largest_window = 8_MiB;  ///< of a frame, in bytes, 1 KiB at least: `zstd -19` needs 8 MiB
};

/// What a `zstd_source` acquires: the buffer, which holds at least a block (128 KiB, or the window if that is less),
/// and what libzstd says it needs for such a window (the window, 256 KiB for two blocks, and its state).
[[nodiscard]] inline std::size_t zstd_source_bytes(zstd_options const& options = {}) noexcept {
    auto const buffer = detail::zstd_buffer_bytes(options.buffer_bytes, options.largest_window);
    auto const workspace = detail::zstd_workspace_bytes(options.largest_window);
    return std::max(buffer, workspace) > largest_region_bytes ? largest_region_bytes + 1 : buffer + workspace;
}

/// Decompresses what a byte source gives: a zstd file (RFC 8878) of one or more frames, whose checksums are verified;
/// skippable frames are skipped. An optional header: it needs libzstd, at least 1.4.
///
/// Units:     the bytes that it gives are decompressed; those in errors count the compressed ones.
/// Errors:    data_error (the source's name, the byte, what was found and expected) for what is corrupt, cut off or no
///            zstd file, for a frame whose window is larger than zstd_options::largest_window and for one that needs a
///            dictionary, after all blocks in front of it, and again whenever it is read from then on. As the checksum
///            stands behind the bytes, they are given before it is known. At construction budget_exceeded. What the
///            byte source throws goes through.
/// Allocates: once: zstd_source_bytes(options) from `from_memory`, released by the destructor; nothing else, whatever
///            the input. libzstd's memory is part of it; it writes to as much of it as the frames' windows need.
/// Lifetime:  borrows the byte source; it stays where it is: neither copied nor moved.
/// Threads:   one at a time.
class zstd_source {
public:
    template <byte_source Source>
    explicit zstd_source(Source& borrowed_source, zstd_options const& reading_options = {},
                         budget& from_memory = system_memory())
        : zstd_source(byte_source_ref{borrowed_source}, reading_options,
                      from_memory.acquire("zstd", zstd_source_bytes(reading_options))) {}

    template <byte_source Source>
    explicit zstd_source(Source const&& temporary_source, zstd_options const& = {},
                         budget& = system_memory()) = delete;  // it would be gone

    zstd_source(zstd_source const&) = delete;
    zstd_source& operator=(zstd_source const&) = delete;

    [[nodiscard]] std::size_t read(std::span<char> into) { return decoder_.read(input_, into); }

    /// The compressed source's.
    [[nodiscard]] std::string_view name() const noexcept { return input_.name(); }

private:
    zstd_source(byte_source_ref source, zstd_options const& options, region acquired)
        : memory_(std::move(acquired)), input_(source, detail::characters_of(memory_.bytes().first(buffer(options)))),
          decoder_(memory_.bytes().subspan(buffer(options)), options.largest_window) {}

    [[nodiscard]] static std::size_t buffer(zstd_options const& options) noexcept {
        return detail::zstd_buffer_bytes(options.buffer_bytes, options.largest_window);
    }

    region memory_;
    detail::compressed_input input_;
    detail::zstd_decoder decoder_;
};
static_assert(byte_source<zstd_source>);

}  // namespace arenite::inline ARENITE_ABI
