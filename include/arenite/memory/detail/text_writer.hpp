// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/format_number.hpp>

#include <array>
#include <iosfwd>

namespace arenite::inline ARENITE_ABI::detail {

/// Collects text in a small buffer and hands it to a stream, unformatted: the stream's locale, flags, width and
/// precision change nothing and stay as they were. Call `flush` at the end: a destructor could not report what went
/// wrong.
///
/// Allocates: nothing.
/// Lifetime:  borrows the stream.
class text_writer {
public:
    template <class Traits>
    explicit text_writer(std::basic_ostream<char, Traits>& borrowed_stream) noexcept
        : stream_(&borrowed_stream), write_(&write_to<Traits>) {}

    text_writer(text_writer const&) = delete;
    text_writer& operator=(text_writer const&) = delete;

    text_writer& operator<<(std::string_view text) {
        while (text.size() > buffer_.size() - used_) {
            auto const fits = buffer_.size() - used_;
            keep(text.substr(0, fits));
            text.remove_prefix(fits);
            flush();
        }
        keep(text);
        return *this;
    }
    text_writer& operator<<(char character) { return *this << std::string_view{&character, 1}; }

    /// The digits of a number.
    template <std::integral Number>
    text_writer& operator<<(Number number) {
        return *this << format_number(number).view();
    }

    void fill(std::size_t count, char character = ' ') {
        for (; count != 0; --count) *this << character;
    }

    void flush() {
        auto const count = static_cast<std::ptrdiff_t>(used_);
        used_ = 0;
        if (count != 0) write_(stream_, buffer_.data(), count);
    }

private:
    template <class Traits>
    static void write_to(void* stream, char const* text, std::ptrdiff_t count) {
        static_cast<std::basic_ostream<char, Traits>*>(stream)->write(text, count);
    }

    void keep(std::string_view text) noexcept {
        text.copy(buffer_.data() + used_, text.size());
        used_ += text.size();
    }

    void* stream_;
    void (*write_)(void* stream, char const* text, std::ptrdiff_t count);
    std::array<char, 1024> buffer_;
    std::size_t used_ = 0;
};

/// What a function writes of an object, as something that a stream takes. `Held` is the object or a const reference.
template <class Held, auto Write>
struct streamed_view {
    Held held;

    template <class Traits>
    friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out,
                                                        streamed_view const& view) {
        text_writer writer{out};
        Write(writer, view.held);
        writer.flush();
        return out;
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
