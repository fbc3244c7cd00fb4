// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>
#include <arenite/core/format_number.hpp>
#include <arenite/load/detail/compressed_input.hpp>
#include <arenite/memory/arena.hpp>

#include <algorithm>

// What decodes in a given piece of memory is in this part of zstd's interface. The header may be included twice.
#if !defined(ZSTD_STATIC_LINKING_ONLY)
#define ZSTD_STATIC_LINKING_ONLY
#endif
#include <zstd.h>

namespace arenite::inline ARENITE_ABI::detail {

/// The format's smallest window: RFC 8878, 3.1.1.1.2.
inline constexpr std::size_t smallest_zstd_window = 1024;

/// What libzstd needs for frames whose window is at most so large: it says so itself.
[[nodiscard]] inline std::size_t zstd_workspace_bytes(std::size_t largest_window) noexcept {
    auto const window = std::max(largest_window, smallest_zstd_window);
    return window > largest_region_bytes / 2 ? largest_region_bytes + 1 : round_up(ZSTD_estimateDStreamSize(window));
}

/// The buffer of compressed bytes holds a block, which is no larger than the window: RFC 8878, 3.1.1.2.3.
[[nodiscard]] constexpr std::size_t zstd_buffer_bytes(std::size_t wanted_bytes, std::size_t largest_window) noexcept {
    auto const largest_block =
        std::min<std::size_t>(ZSTD_BLOCKSIZE_MAX, std::max(largest_window, smallest_zstd_window));
    return arena_bytes<char>(std::max(wanted_bytes, largest_block));
}

/// Decodes the frames of a zstd file (RFC 8878), one behind the other. libzstd's memory lies in the workspace, which is
/// given back as a whole. Stays where it is, as its state does.
class zstd_decoder {
public:
    /// `workspace` holds zstd_workspace_bytes(window).
    zstd_decoder(std::span<std::byte> workspace, std::size_t window)
        : largest_window_(std::max(window, smallest_zstd_window)),
          stream_(ZSTD_initStaticDStream(workspace.data(), workspace.size())) {
        contract(stream_ != nullptr, "zstd.h is of the libzstd that is linked");
        ZSTD_DCtx_setMaxWindowSize(stream_, largest_window_);
    }
    zstd_decoder(zstd_decoder const&) = delete;
    zstd_decoder& operator=(zstd_decoder const&) = delete;

    /// At least one byte; 0: behind the last frame. Errors: data_error. What is decoded in front of one is delivered.
    [[nodiscard]] std::size_t read(compressed_input& input, std::span<char> into) {
        if (failed_) fail(input);
        while (!into.empty() && (in_frame_ || begin_frame(input)))
            if (auto const count = decode_some(input, into); count != 0) return count;
        return 0;
    }

private:
    [[nodiscard]] bool begin_frame(compressed_input& input) {
        bool const first = input.position() == 0;
        if (!input.fill(4)) {
            if (!first && input.window().empty()) return false;
            input.fail_truncated("a zstd frame");
        }
        require_magic(input, first);
        ZSTD_frameHeader header{};
        while (auto const wanted = ZSTD_getFrameHeader(&header, input.window().data(), input.window().size())) {
            if (ZSTD_isError(wanted)) input.fail(corrupt(wanted), "the header of a zstd frame");
            if (!input.fill(wanted)) input.fail_truncated("the rest of a zstd frame");
        }
        require_supported(input, header);
        most_ = header.frameType == ZSTD_skippableFrame ? std::size_t{ZSTD_SKIPPABLEHEADERSIZE} : header.headerSize;
        least_ = most_;
        flushed_ = true;
        return in_frame_ = true;
    }

    /// Frames of zstd before 0.8, which begin otherwise, would be decoded in memory from malloc.
    static void require_magic(compressed_input const& input, bool first) {
        auto const start = input.window().substr(0, 4);
        if (start == "\x28\xB5\x2F\xFD" || is_skippable(start)) return;
        input.fail(in_hexadecimal(start),
                   first ? "a zstd frame (28 B5 2F FD)" : "the end or another zstd frame (28 B5 2F FD)");
    }

    [[nodiscard]] static bool is_skippable(std::string_view start) noexcept {
        return ZSTD_isSkippableFrame(start.data(), start.size()) != 0;
    }

    void require_supported(compressed_input const& input, ZSTD_frameHeader const& header) const {
        if (header.frameType == ZSTD_skippableFrame) return;
        if (header.dictID != 0)
            input.fail(short_text<96>{"a zstd frame that needs dictionary "}.append(number(header.dictID)),
                       "one that needs none");
        if (header.windowSize <= largest_window_) return;
        input.fail(short_text<96>{"a zstd window of "}.append(number(header.windowSize)).append(" bytes"),
                   short_text<160>{"at most "}.append(number(largest_window_)).append(" (raise largest_window)"));
    }

    [[nodiscard]] static short_text<32> number(std::uint64_t value) noexcept { return format_number(value).view(); }

    /// One step of the frame, such as a block, whole: an error in it loses nothing that was decoded before, and what is
    /// lost does not depend on the pieces in which the input comes.
    [[nodiscard]] std::size_t decode_some(compressed_input& input, std::span<char> into) {
        if (flushed_ && !input.fill(least_)) input.fail_truncated("the rest of a zstd frame");
        auto const bytes = flushed_ ? input.window().substr(0, most_) : std::string_view{};
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        ZSTD_outBuffer out{into.data(), into.size(), 0};
        auto const hint = ZSTD_decompressStream(stream_, &out, &in);
        if (ZSTD_isError(hint)) fail(input, bytes.size(), hint);
        input.consume(in.pos);
        flushed_ = out.pos < out.size;
        in_frame_ = hint != 0;
        plan_step(hint);
        return out.pos;
    }

    void plan_step(std::size_t hint) noexcept {
        constexpr std::size_t block_header = 3;
        auto const next = ZSTD_nextInputType(stream_);
        bool const with_header = next == ZSTDnit_block && hint > block_header;  // the hint counts the next block's
        most_ = with_header ? hint - block_header : hint;
        least_ = next == ZSTDnit_skippableFrame ? 1 : most_;
    }

    [[noreturn]] void fail(compressed_input& input, std::size_t taken, std::size_t error) {
        failed_ = error;
        input.consume(taken);
        fail(input);
    }
    [[noreturn]] void fail(compressed_input const& input) const {
        input.fail(corrupt(failed_), "an intact zstd frame");
    }

    [[nodiscard]] static short_text<96> corrupt(std::size_t error) noexcept {
        return short_text<96>{"corrupt data ("}.append(ZSTD_getErrorName(error)).append(")");
    }

    std::size_t largest_window_;
    ZSTD_DStream* stream_;
    std::size_t least_ = 0, most_ = 0;  ///< compressed bytes of the next step
    std::size_t failed_ = 0;            ///< libzstd's error; 0: none
    bool in_frame_ = false;
    bool flushed_ = true;  ///< all that was decoded has been given
};

}  // namespace arenite::inline ARENITE_ABI::detail
