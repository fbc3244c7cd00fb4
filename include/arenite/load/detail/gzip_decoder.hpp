// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/budget_exceeded.hpp>
#include <arenite/core/contract.hpp>
#include <arenite/load/detail/compressed_input.hpp>
#include <arenite/memory/arena.hpp>

#include <algorithm>
#include <limits>

#include <zlib.h>

namespace arenite::inline ARENITE_ABI::detail {

/// What zlib asks for to inflate: a window of 32 KiB and a state, of 7 KiB in zlib 1.2 and 1.3. (Source: "Memory
/// footprint" of zlib's technical notes.) The rest is for its relatives, such as zlib-ng, which round up.
inline constexpr std::size_t inflate_workspace_bytes = std::size_t{64} << 10;

/// Decodes the members of a gzip file (RFC 1952), one behind the other. zlib's memory lies in the workspace, which is
/// given back as a whole. Stays where it is: zlib's state points at it.
class gzip_decoder {
public:
    explicit gzip_decoder(std::span<std::byte> workspace) : arena_(workspace) {
        stream_.zalloc = &allocate;
        stream_.zfree = [](voidpf, voidpf) {};
        stream_.opaque = this;
        constexpr int largest_window = 15, gzip_alone = 16;
        require_memory(inflateInit2(&stream_, largest_window + gzip_alone));
    }
    gzip_decoder(gzip_decoder const&) = delete;
    gzip_decoder& operator=(gzip_decoder const&) = delete;

    /// At least one byte; 0: behind the last member. Errors: data_error. What is decoded in front of one is delivered.
    [[nodiscard]] std::size_t read(compressed_input& input, std::span<char> into) {
        while (!into.empty() && (in_member_ || begin_member(input)))
            if (auto const count = inflate_some(input, into); count != 0) return count;
        return 0;
    }

private:
    static voidpf allocate(voidpf self, uInt items, uInt size) noexcept {
        auto& decoder = *static_cast<gzip_decoder*>(self);
        auto const bytes = saturating_bytes(items, size);
        decoder.asked_ = bytes;
        return arena_bytes<std::byte>(bytes) <= decoder.arena_.free_bytes()
                   ? decoder.arena_.take<std::byte>(bytes).data()
                   : nullptr;
    }

    void require_memory(int result) const {
        contract(result == Z_OK || result == Z_MEM_ERROR, "zlib.h is of the zlib that is linked");
        if (result == Z_MEM_ERROR) raise(budget_exceeded{"zlib", asked_, arena_.free_bytes()});
    }

    /// Behind the last member there may be zero bytes, which gzip(1) ignores: tapes have them.
    [[nodiscard]] bool begin_member(compressed_input& input) {
        bool const first = input.position() == 0;
        bool const two_bytes = input.fill(2);
        auto const start = input.window().substr(0, 2);
        if (!first && start.empty()) return false;
        if (!first && start.front() == '\0') return skip_zeros(input);
        if (!two_bytes && (start.empty() || start.front() == '\x1F')) input.fail_truncated("a gzip member");
        if (start != "\x1F\x8B") input.fail(in_hexadecimal(start), first ? "a gzip member (1F 8B)" : behind_member);
        inflateReset(&stream_);
        return in_member_ = true;
    }

    /// False: they go on until the end.
    [[nodiscard]] static bool skip_zeros(compressed_input& input) {
        do {
            auto const window = input.window();
            auto const zeros = std::min(window.find_first_not_of('\0'), window.size());
            input.consume(zeros);
            if (zeros != window.size())
                input.fail(in_hexadecimal(input.window().substr(0, 1)), "nothing but zero bytes behind zero bytes");
        } while (input.read_more());
        return false;
    }

    [[nodiscard]] std::size_t inflate_some(compressed_input& input, std::span<char> into) {
        auto const room = std::min<std::size_t>(into.size(), std::numeric_limits<uInt>::max());
        stream_.next_out = reinterpret_cast<Bytef*>(into.data());
        stream_.avail_out = static_cast<uInt>(room);
        auto const result = inflate_window(input);
        auto const count = room - stream_.avail_out;
        in_member_ = result != Z_STREAM_END;
        if (count != 0 || result == Z_STREAM_END) return count;
        require_progress(input, result);
        if (!input.read_more()) input.fail_truncated("the rest of a gzip member");
        return 0;
    }

    [[nodiscard]] int inflate_window(compressed_input& input) noexcept {
        auto const window = input.window();
        auto const size = static_cast<uInt>(std::min<std::size_t>(window.size(), std::numeric_limits<uInt>::max()));
        stream_.next_in = reinterpret_cast<Bytef z_const*>(const_cast<char*>(window.data()));
        stream_.avail_in = size;
        auto const result = inflate(&stream_, Z_NO_FLUSH);
        input.consume(size - stream_.avail_in);
        return result;
    }

    void require_progress(compressed_input const& input, int result) const {
        if (result == Z_OK || result == Z_BUF_ERROR) return;
        if (result == Z_MEM_ERROR) require_memory(result);
        short_text<96> found{"corrupt data ("};
        found.append(stream_.msg != nullptr ? stream_.msg : "of an unknown kind").append(")");
        input.fail(found, "an intact gzip member");
    }

    static constexpr std::string_view behind_member = "the end, zero bytes or another gzip member (1F 8B)";

    arena arena_;
    std::size_t asked_ = 0;  ///< by zlib, the last time
    z_stream stream_{};
    bool in_member_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
