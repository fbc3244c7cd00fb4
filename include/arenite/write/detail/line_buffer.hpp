// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/format_number.hpp>
#include <arenite/core/raise.hpp>
#include <arenite/write/byte_sink.hpp>
#include <arenite/write/detail/write_number.hpp>

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Collects lines in a caller's buffer and hands them to a sink when it is full: whole lines, as long as one fits into
/// the buffer. What is longer than the buffer goes to the sink without a copy.
///
/// When a sink has thrown, nobody knows what it took: it gets nothing more, and whoever hands over is told so again.
class line_buffer {
public:
    line_buffer(byte_sink_ref sink, std::span<char> buffer) noexcept : sink_(sink), buffer_(buffer) {}

    void put(char character) {
        if (room() == 0) return put(std::string_view{&character, 1});
        buffer_[used_++] = character;
    }

    void put(std::string_view text) {
        if (text.size() > room()) flush();
        if (text.size() > room()) hand_over(used_);  // a line that is longer than the buffer
        if (text.size() > buffer_.size()) return hand_over(text);
        std::ranges::copy(text, buffer_.begin() + static_cast<std::ptrdiff_t>(used_));
        used_ += text.size();
    }

    /// The shortest text that reads back to the same value.
    template <class Number>
    void put_number(Number number) {
        if (room() < number_room) return put(format_number(number));
        used_ = static_cast<std::size_t>(write_number(buffer_.data() + used_, number) - buffer_.data());
    }

    line_buffer& operator<<(auto const& text) {
        put(text);
        return *this;
    }

    /// What was put so far are whole lines.
    void end_line() noexcept { whole_lines_ = used_; }

    /// Hands over all lines that have ended; one that has only begun stays.
    void flush() {
        check_sink();
        hand_over(std::exchange(whole_lines_, 0));
    }

private:
    [[nodiscard]] std::size_t room() const noexcept { return buffer_.size() - used_; }

    /// The first `count` bytes go to the sink, the others to the front.
    void hand_over(std::size_t count) {
        if (count == 0) return;
        hand_over(std::string_view{buffer_.data(), count});
        std::ranges::copy(buffer_.subspan(count, used_ - count), buffer_.begin());
        used_ -= count;
    }

    void hand_over(std::string_view text) {
        check_sink();
        sink_failed_ = true;  // unless it comes back
        sink_.write(text);
        sink_failed_ = false;
    }

    void check_sink() const {
        if (sink_failed_)
            raise(std::system_error{std::make_error_code(std::errc::io_error), "output whose sink has failed before"});
    }

    byte_sink_ref sink_;
    std::span<char> buffer_;
    std::size_t used_ = 0;
    std::size_t whole_lines_ = 0;  ///< of the used bytes, those of lines that have ended
    bool sink_failed_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
