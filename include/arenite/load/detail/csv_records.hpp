// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>
#include <arenite/load/byte_source.hpp>
#include <arenite/load/csv_options.hpp>
#include <arenite/load/detail/csv_field.hpp>
#include <arenite/load/row_position.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// What stands in front: a record, or why there is none.
enum class csv_found : unsigned char { record, end, truncated_record, unterminated_quote, too_long_record };

/// Whether a record may hold the end of a line between quotes.
enum class record_quotes : unsigned char { yes, no };

/// Finds records in what a source gives, through one fixed buffer. `find` has the next one in front, however often it
/// is called; `pop` drops it. Lines without a byte are no records.
class csv_records {
public:
    /// What may be read in front of the buffer, and behind what it holds, where digits stand: kernels look at whole
    /// blocks.
    static constexpr std::size_t room_in_front = 64, room_behind = 128;

    /// What is read at once where records are short, so that a larger buffer is no slower: it stays in the caches. Of
    /// long ones more, as one record of what is read is not whole and takes longer.
    static constexpr std::size_t most_read_bytes = 256_KiB, most_read_records = 64;

    /// Of a buffer of so many bytes with that room; more than any region has, if it has.
    [[nodiscard]] static constexpr std::size_t memory_for(std::size_t buffer_bytes) noexcept {
        return std::min(buffer_bytes, largest_region_bytes) + room_in_front + room_behind;
    }

    csv_records() = default;
    /// `input_buffer` has room on both sides.
    csv_records(std::span<char> input_buffer, csv_options const& options) noexcept
        : csv_records(input_buffer, options.final_newline) {
        delimiter_ = options.delimiter, comment_ = options.comment, quotes_ = record_quotes::yes;
    }

    /// Of a format without quotes: each line is a record.
    csv_records(std::span<char> input_buffer, final_newline last_line) noexcept
        : buffer_(input_buffer.subspan(room_in_front, input_buffer.size() - room_in_front - room_behind)),
          last_line_(last_line) {}

    /// Goes on from another place, at which the source stands; nothing of what was read is left.
    void restart_at(row_position const& stated) noexcept {
        begin_ = end_ = 0;
        at_end_ = false;
        byte_ = stated.byte, line_ = stated.line;
        start_record();
    }

    /// Passes what is in front of the next line. False: there is none, or the buffer is too small.
    [[nodiscard]] bool pass_line(byte_source_ref source) {
        for (;;) {
            auto const held = rest();
            auto const* const line_end = find_byte(held.data() + scanned_ - begin_, held.data() + held.size(), '\n');
            if (line_end != held.data() + held.size())
                return pop_rows(static_cast<std::size_t>(line_end - held.data()) + 1, 1), true;
            scanned_ = end_;
            if (!refill(source)) return false;
        }
    }

    /// Passes the bytes up to a place. False: the source ends in front of it.
    [[nodiscard]] bool pass_to(row_position const& stated, byte_source_ref source) {
        while (byte_ < stated.byte && (begin_ != end_ || refill(source))) {
            auto const passed = std::min<std::uint64_t>(stated.byte - byte_, end_ - begin_);
            begin_ += static_cast<std::size_t>(passed), byte_ += passed;
            start_record();
        }
        line_ = stated.line;
        return byte_ == stated.byte;
    }

    /// Skips UTF-8's byte order mark. False: the text is UTF-16.
    [[nodiscard]] bool skip_byte_order_mark(byte_source_ref source) {
        while (may_be_unusual(rest()) && refill(source)) {
        }
        auto const start = rest();
        if (start.starts_with("\xEF\xBB\xBF")) size_ = 3, pop(), line_ = 1;
        return !start.starts_with("\xFF\xFE") && !start.starts_with("\xFE\xFF") && !is_wide(start);
    }

    [[nodiscard]] csv_found find(byte_source_ref source) {
        while (size_ == 0 || is_comment() || is_blank()) {
            if (size_ != 0) pop();
            else if (!scan() && !refill(source) && !shorten_comment()) return find_last();
        }
        return csv_found::record;
    }

    /// Reads on to the end of a record that was too long. Then `pop` drops it; but its first and last bytes it is not
    /// in the buffer.
    [[nodiscard]] csv_found find_end(byte_source_ref source) {
        while (!scan()) {
            if (end_ == buffer_.size()) shorten();
            if (!refill(source)) return find_last();
        }
        return csv_found::record;
    }

    void pop() noexcept {
        byte_ += size_ + left_out_;
        line_ += lines_;
        begin_ += size_;
        start_record();
    }

    /// Drops whole records, so many bytes and lines, with which `rest` begins.
    void pop_rows(std::size_t bytes, std::size_t lines) noexcept {
        contract(bytes <= end_ - begin_, "records that are dropped are in the buffer");
        size_ = bytes, lines_ = lines;
        pop();
    }

    /// The record in front.
    [[nodiscard]] csv_record front() const noexcept {
        auto const* const first = buffer_.data() + begin_;
        auto const* last = first + size_;
        if (last != first && last[-1] == '\n') --last;
        if (last != first && last[-1] == '\r') --last;
        return {first, last, has_quotes_};
    }

    /// What the buffer holds from the record in front on.
    [[nodiscard]] std::string_view rest() const noexcept { return {buffer_.data() + begin_, end_ - begin_}; }

    [[nodiscard]] std::uint64_t line() const noexcept { return line_; }
    [[nodiscard]] std::uint64_t byte() const noexcept { return byte_; }
    [[nodiscard]] std::uint64_t bytes_read() const noexcept { return byte_ + left_out_ + (end_ - begin_); }
    [[nodiscard]] std::size_t capacity() const noexcept { return buffer_.size(); }

private:
    static constexpr std::size_t wide_bytes = 8;  ///< four characters: a NUL or two may be in any text

    enum class place : unsigned char { field_start, plain, quoted, behind_quote };

    /// More bytes are needed to see how the text is encoded.
    [[nodiscard]] static bool may_be_unusual(std::string_view start) noexcept {
        bool const may_be_mark = start.size() < 3 && (start.empty() || static_cast<unsigned char>(start[0]) >= 0xEF);
        return may_be_mark || (start.size() < wide_bytes && alternates_with_nul(start));
    }

    /// UTF-16 without a mark, of characters below U+0100.
    [[nodiscard]] static bool is_wide(std::string_view start) noexcept {
        return start.size() >= wide_bytes && alternates_with_nul(start.substr(0, wide_bytes));
    }

    /// Every other byte is NUL, and no other.
    [[nodiscard]] static bool alternates_with_nul(std::string_view text) noexcept {
        bool nul = text.front() == '\0';
        return std::ranges::all_of(text, [&](char c) { return (c == '\0') == std::exchange(nul, !nul); });
    }

    [[nodiscard]] bool is_blank() const noexcept {
        auto const record = front();
        return record.first == record.last;
    }

    [[nodiscard]] bool is_comment() const noexcept {
        return comment_ != '\0' && begin_ != end_ && buffer_[begin_] == comment_;
    }

    /// Looks for the end of the record in what the buffer holds; goes on where it stopped the last time.
    [[nodiscard]] bool scan() noexcept { return (!has_quotes_ && scan_plain()) || (has_quotes_ && scan_quotes()); }

    /// Up to the first quote.
    [[nodiscard]] bool scan_plain() noexcept {
        auto const* const data = buffer_.data();
        auto const* const line_end = find_byte(data + scanned_, data + end_, '\n');
        bool const without_quotes = quotes_ == record_quotes::no || is_comment();
        auto const* const quote = without_quotes ? line_end : find_byte(data + scanned_, line_end, '"');
        has_quotes_ = quote != line_end;
        if (!has_quotes_ && line_end != data + end_)
            return finish_record(static_cast<std::size_t>(line_end - data) + 1);
        scanned_ = static_cast<std::size_t>(quote - data);
        bool const at_start = scanned_ == begin_ || data[scanned_ - 1] == delimiter_;
        place_ = at_start ? place::field_start : place::plain;
        return false;
    }

    [[nodiscard]] bool scan_quotes() noexcept {
        for (; scanned_ != end_; ++scanned_) {
            char const c = buffer_[scanned_];
            if (c == '\n' && place_ != place::quoted) return finish_record(scanned_ + 1);
            lines_ += c == '\n' ? 1 : 0;
            place_ = place_behind(c);
        }
        return false;
    }

    [[nodiscard]] place place_behind(char c) const noexcept {
        if (place_ == place::quoted) return c == '"' ? place::behind_quote : place::quoted;
        if (c == delimiter_) return place::field_start;
        return c == '"' && place_ != place::plain ? place::quoted : place::plain;
    }

    bool finish_record(std::size_t behind) noexcept {
        size_ = behind - begin_;
        return true;
    }

    void start_record() noexcept {
        scanned_ = begin_;
        size_ = left_out_ = 0;
        lines_ = 1;
        has_quotes_ = false;
    }

    /// Leaves out what was scanned but for the first byte, which says what a comment is, and the last, behind which a
    /// quote may open.
    void shorten() noexcept {
        left_out_ += end_ - begin_ - 2;
        buffer_[begin_ + 1] = buffer_[end_ - 1];
        scanned_ = end_ = begin_ + 2;
    }

    /// False: what fills the buffer is no comment.
    [[nodiscard]] bool shorten_comment() noexcept {
        bool const long_comment = !at_end_ && is_comment();
        if (long_comment) shorten();
        return long_comment;
    }

    /// What the source's end leaves in front, or why the buffer could not take more.
    [[nodiscard]] csv_found find_last() noexcept {
        if (!at_end_) return csv_found::too_long_record;
        auto const left = rest();
        if (left.empty() || is_comment()) return csv_found::end;
        if (has_quotes_ && place_ == place::quoted) return csv_found::unterminated_quote;
        if (last_line_ == final_newline::require) return csv_found::truncated_record;
        if (left == "\r") return csv_found::end;
        finish_record(end_), --lines_;
        return csv_found::record;
    }

    /// Reads once, behind what is left. False: the source is at its end, or the buffer is full.
    [[nodiscard]] bool refill(byte_source_ref source) {
        if (at_end_) return false;
        move_to_front();
        if (end_ == buffer_.size()) return false;
        auto const enough = std::max(most_read_bytes, saturating_bytes(end_, most_read_records));
        auto const count = source.read(buffer_.subspan(end_, std::min(enough, buffer_.size() - end_)));
        at_end_ = count == 0;
        end_ += count;
        std::memset(buffer_.data() + end_, '0', room_behind);
        return !at_end_;
    }

    void move_to_front() noexcept {
        if (begin_ == 0) return;
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        scanned_ -= begin_;
        end_ -= begin_;
        begin_ = 0;
    }

    std::span<char> buffer_;
    std::size_t begin_ = 0;     ///< of the record in front
    std::size_t scanned_ = 0;   ///< its end is not before this
    std::size_t end_ = 0;       ///< of what was read
    std::size_t size_ = 0;      ///< of the record with the end of its line; 0: not found yet
    std::size_t left_out_ = 0;  ///< bytes of it that are not in the buffer
    std::uint64_t byte_ = 0, line_ = 1, lines_ = 1;
    char delimiter_ = ',', comment_ = '\0';
    final_newline last_line_ = final_newline::optional;
    record_quotes quotes_ = record_quotes::no;
    place place_ = place::field_start;  ///< of `scanned_`, if the record has quotes
    bool has_quotes_ = false;
    bool at_end_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
