// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/gzip_source.hpp>
#include <arenite/load/zstd_source.hpp>

#include <variant>

namespace arenite::inline ARENITE_ABI {

/// How `decompressed_source` reads.
struct decompressed_options {
    std::size_t buffer_bytes = 128_KiB;  ///< of the compressed bytes that are read at once; at least a zstd block is
    std::size_t largest_window = 8_MiB;  ///< of a zstd frame, in bytes, 1 KiB at least
};

/// What a `decompressed_source` acquires: a `gzip_source` or a `zstd_source` of these options, whichever is larger.
[[nodiscard]] inline std::size_t decompressed_source_bytes(decompressed_options const& options = {}) noexcept {
    auto const buffer = detail::zstd_buffer_bytes(options.buffer_bytes, options.largest_window);
    return std::max(gzip_source_bytes({buffer}), zstd_source_bytes({buffer, options.largest_window}));
}

/// What a byte source gives, decompressed if it begins like a gzip or a zstd file, and as it is if not; the name does
/// not matter. An optional header: it needs zlib and libzstd.
///
/// gzip is 1F 8B; zstd is 28 B5 2F FD or a skippable frame. No more is read than what tells them apart, and nothing
/// before the first `read`.
///
/// Errors:    those of `gzip_source` and `zstd_source`.
/// Allocates: once: decompressed_source_bytes(options) from `from_memory`, whatever the bytes turn out to be; released
///            by the destructor.
/// Lifetime:  borrows the byte source; it stays where it is: neither copied nor moved.
/// Threads:   one at a time.
class decompressed_source {
public:
    template <byte_source Source>
    explicit decompressed_source(Source& borrowed_source, decompressed_options const& reading_options = {},
                                 budget& from_memory = system_memory())
        : decompressed_source(byte_source_ref{borrowed_source}, reading_options,
                              from_memory.acquire("decompression", decompressed_source_bytes(reading_options))) {}

    template <byte_source Source>
    explicit decompressed_source(Source const&& temporary_source, decompressed_options const& = {},
                                 budget& = system_memory()) = delete;  // it would be gone

    decompressed_source(decompressed_source const&) = delete;
    decompressed_source& operator=(decompressed_source const&) = delete;

    [[nodiscard]] std::size_t read(std::span<char> into) {
        if (into.empty()) return 0;
        if (!recognised_) recognise();
        if (auto* const gzip = std::get_if<detail::gzip_decoder>(&decoder_)) return gzip->read(input_, into);
        if (auto* const zstd = std::get_if<detail::zstd_decoder>(&decoder_)) return zstd->read(input_, into);
        return input_.copy(into);
    }

    /// The compressed source's.
    [[nodiscard]] std::string_view name() const noexcept { return input_.name(); }

private:
    static constexpr std::string_view gzip_start = "\x1F\x8B", zstd_start = "\x28\xB5\x2F\xFD",
                                      skippable_rest = "\x2A\x4D\x18";

    decompressed_source(byte_source_ref source, decompressed_options const& options, region acquired)
        : memory_(std::move(acquired)),
          buffer_bytes_(detail::zstd_buffer_bytes(options.buffer_bytes, options.largest_window)),
          largest_window_(options.largest_window),
          input_(source, detail::characters_of(memory_.bytes().first(buffer_bytes_))) {}

    void recognise() {
        while (may_go_on(input_.window()) && input_.fill(input_.window().size() + 1)) {
        }
        auto const start = input_.window();
        auto const workspace = memory_.bytes().subspan(buffer_bytes_);
        if (start.starts_with(gzip_start)) decoder_.emplace<detail::gzip_decoder>(workspace);
        else if (start.starts_with(zstd_start) || starts_skippable(start))
            decoder_.emplace<detail::zstd_decoder>(workspace, largest_window_);
        recognised_ = true;
    }

    /// With more bytes it could be compressed.
    [[nodiscard]] static bool may_go_on(std::string_view start) noexcept {
        if (start.size() >= 4) return false;
        bool const skippable =
            start.empty() || (is_skippable_byte(start[0]) && skippable_rest.starts_with(start.substr(1)));
        return skippable || zstd_start.starts_with(start) || (start.size() < 2 && gzip_start.starts_with(start));
    }

    [[nodiscard]] static bool starts_skippable(std::string_view start) noexcept {
        return start.size() >= 4 && is_skippable_byte(start[0]) && start.substr(1).starts_with(skippable_rest);
    }
    [[nodiscard]] static bool is_skippable_byte(char first) noexcept { return (first & 0xF0) == 0x50; }

    region memory_;
    std::size_t buffer_bytes_, largest_window_;
    detail::compressed_input input_;
    std::variant<std::monostate, detail::gzip_decoder, detail::zstd_decoder> decoder_;
    bool recognised_ = false;
};
static_assert(byte_source<decompressed_source>);

}  // namespace arenite::inline ARENITE_ABI
