// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/model_input.hpp>
#include <arenite/format/detail/model_number.hpp>
#include <arenite/format/detail/printable_text.hpp>
#include <arenite/format/detail/stored_number.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads lines of the form `key=token token token`, or with another mark than `=`, or `key`, that end in LF, CR LF or
/// the end of the file. Blanks, tabs and CR separate tokens. Lines may be of any length.
///
/// Errors:    model_error with the file, the line and key, and the byte.
/// Allocates: nothing, but for an error.
/// Lifetime:  borrows the input and the buffer, whose size is the longest token, or rest of a line, that is read; texts
///            are valid until the next call.
class text_tokens {
public:
    text_tokens(model_input& from, std::span<char> token_buffer) noexcept : input_(from), buffer_(token_buffer) {}
    text_tokens(text_tokens const&) = delete;
    text_tokens& operator=(text_tokens const&) = delete;

    /// Passes the rest of this line and all lines without content; reads the key of the one that follows. False: there
    /// is none.
    bool next_line(char mark = '=') {
        if (line_ != 0) end_line();
        for (; input_.peek() != end_of_input; end_line())
            if (begin_line(mark)) return true;
        return false;
    }

    /// What stands in front of the first `mark`, or of the end of the line: its first 64 bytes.
    [[nodiscard]] std::string_view key() const noexcept { return key_; }
    [[nodiscard]] bool has_value() const noexcept { return has_value_; }

    /// The next token of the line; empty at the end of the line.
    std::string_view next_token() {
        skip_blanks();
        begins_ = input_.position();
        token_ = take_token();
        tokens_ += token_.empty() ? 0U : 1U;
        return token_;
    }

    /// What is left of the line, without the blanks around it.
    std::string_view rest_of_line() {
        skip_blanks();
        begins_ = input_.position();
        token_ = trimmed(collect([](char byte) { return byte != '\n'; }));
        return token_;
    }

    /// Calls function(index, number) for each token that is left on the line; returns how many.
    template <model_number Number, class Function>
    std::size_t read_numbers(Function&& function) {
        std::size_t count = 0;
        for (read_short<Number>(count, function); !next_token().empty(); read_short<Number>(count, function))
            function(count++, number<Number>());
        return count;
    }

    /// The one number that is left on the line.
    template <model_number Number>
    Number read_number() {
        next_token();
        auto const value = number<Number>();
        if (!next_token().empty()) fail("the end of the line");
        return value;
    }

    /// Passes the tokens that are left on the line, of any length; returns how many.
    std::size_t count_tokens() {
        std::size_t count = 0;
        bool inside = false;
        for (auto text = rest_of_window(); !text.empty(); text = rest_of_window()) {
            count += begins_in(text) + (!inside && !is_blank(text.front()) ? 1U : 0U);
            inside = !is_blank(text.back());
            input_.consume(text.size());
        }
        return count;
    }
    /// Calls begins(index, byte) with the first byte of each.
    template <class Begins>
    std::size_t count_tokens(Begins&& begins) {
        std::size_t count = 0;
        bool inside = false;
        for (auto text = rest_of_window(); !text.empty(); text = rest_of_window()) {
            for (char const byte : text) {
                if (!inside && !is_blank(byte)) begins(count++, byte);
                inside = !is_blank(byte);
            }
            input_.consume(text.size());
        }
        return count;
    }

    [[nodiscard]] std::uint64_t line() const noexcept { return line_; }
    [[nodiscard]] std::uint64_t byte() const noexcept { return begins_; }
    [[nodiscard]] model_input& input() noexcept { return input_; }

    /// Such as `line 12: threshold[3]`.
    [[nodiscard]] std::string where() const {
        std::string place = "line ";
        place.append(std::to_string(line_));
        if (!key_.view().empty()) place.append(": ").append(printable_text(key_));
        if (tokens_ != 0) place.append("[").append(std::to_string(tokens_ - 1)).append("]");
        return place;
    }

    /// Refuses the file: at this token, or key, `found` was seen, `expected` would have been right.
    [[noreturn]] void fail(std::string_view found, std::string_view expected) const {
        raise(model_error{input_.name(), where(), begins_, found, expected});
    }
    [[noreturn]] void fail(std::string_view expected) const {
        fail(token_.empty() ? short_text<64>{"the end of the line"} : quoted_text(token_), expected);
    }

    void rewind() {
        input_.rewind();
        line_ = 0;
    }

private:
    static constexpr std::size_t longest_key = 64;

    template <model_number Number>
    Number number() const {
        auto const value = number_of<Number>(token_);
        if (!value) fail(name_of_number<Number>());
        return *value;
    }

    [[nodiscard]] static constexpr bool is_blank(int byte) noexcept {
        return (byte == ' ') | (byte == '\t') | (byte == '\r');
    }

    /// How many tokens begin behind the first byte.
    [[nodiscard]] static std::size_t begins_in(std::string_view text) noexcept {
        std::size_t count = 0;
        while (text.size() > 1) {
            auto const part = text.substr(0, 256);
            unsigned char in_part = 0;  // so many a vector of bytes can count
            for (std::size_t i = 1; i < part.size(); ++i)
                in_part = static_cast<unsigned char>(in_part + (unsigned{is_blank(part[i - 1])} & unsigned{!is_blank(part[i])}));
            count += in_part;
            text.remove_prefix(part.size() - 1);
        }
        return count;
    }

    [[nodiscard]] static std::string_view trimmed(std::string_view text) noexcept {
        while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
        return text;
    }

    void skip_blanks() {
        while (is_blank(input_.peek())) input_.next();
    }

    /// The bytes of this line that are buffered.
    std::string_view rest_of_window() {
        auto const window = input_.window();
        return window.substr(0, window.find('\n'));
    }

    void end_line() {
        for (auto text = rest_of_window(); !text.empty(); text = rest_of_window()) input_.consume(text.size());
        input_.take('\n');
    }

    /// Reads the key of a line; false if there is nothing on it.
    bool begin_line(char mark) {
        ++line_;
        begins_ = input_.position();
        tokens_ = 0;
        token_ = {};
        read_key(mark);
        has_value_ = input_.take(mark);
        return has_value_ || !key_.view().empty();
    }

    void read_key(char mark) {
        key_ = {};
        for (auto text = key_in_window(mark); !text.empty(); text = key_in_window(mark)) {
            key_.append(text);
            input_.consume(text.size());
        }
        key_.cut_to(trimmed(key_).size());
    }

    std::string_view key_in_window(char mark) {
        auto const window = input_.window();
        return window.substr(0, length_of(window, [mark](char byte) { return byte != mark && byte != '\n'; }));
    }

    /// Numbers as most are: behind one blank or none, short, and followed by bytes that are buffered. Where the next
    /// one begins stays in a register.
    template <model_number Number, class Function>
    void read_short(std::size_t& count, Function& function) {
        auto const window = input_.window();
        auto const begin = input_.position();
        std::size_t at = 0;
        while (window.size() - at > longest_short + 1) {
            auto const first = at + (window[at] == ' ' ? 1 : 0);
            auto const length = short_length(window.data() + first);
            if (length == 0 || length > buffer_.size()) break;
            begins_ = begin + first;
            token_ = window.substr(first, length);
            ++tokens_;
            at = first + length;
            function(count++, number<Number>());
        }
        input_.consume(at);
    }

    static constexpr std::size_t longest_short = 3 * sizeof(std::uint64_t);

    /// How long the token is that begins there; 0: another one than a short one.
    [[nodiscard]] static std::size_t short_length(char const* text) noexcept {
        std::size_t length = 0;
        auto ends = token_ends(text);
        while (ends == 0 && length != longest_short - 8) ends = token_ends(text + (length += 8));
        length += static_cast<std::size_t>(std::countr_zero(ends)) / 8;
        return ends != 0 && (text[length] == ' ' || text[length] == '\n') ? length : 0;
    }

    /// The highest bit of the first of 8 bytes that is a blank or another character of such a low number; bits above it
    /// mean nothing. 0: there is none.
    [[nodiscard]] static std::uint64_t token_ends(char const* text) noexcept {
        constexpr std::uint64_t ones = 0x0101'0101'0101'0101;
        auto const bytes = load_number<std::uint64_t, std::endian::little>(text);
        return (bytes - (' ' + 1) * ones) & ~bytes & 0x80 * ones;
    }

    std::string_view take_token() {
        auto const in_token = [](char byte) { return byte != '\n' && !is_blank(byte); };
        auto const window = input_.window();
        auto const length = length_of(window, in_token);
        if (length == window.size() || length > buffer_.size()) return collect(in_token);
        input_.consume(length);
        return window.substr(0, length);
    }

    template <class Belongs>
    static std::size_t length_of(std::string_view text, Belongs belongs) noexcept {
        std::size_t length = 0;
        while (length != text.size() && belongs(text[length])) ++length;
        return length;
    }

    /// Copies the bytes that come next and belong together into the buffer.
    template <class Belongs>
    std::string_view collect(Belongs belongs) {
        std::size_t collected = 0;
        for (auto window = input_.window(); !window.empty(); window = input_.window()) {
            auto const part = window.substr(0, length_of(window, belongs));
            if (part.size() > buffer_.size() - collected) fail_too_long();
            std::ranges::copy(part, buffer_.data() + collected);
            collected += part.size();
            input_.consume(part.size());
            if (part.size() != window.size()) break;
        }
        return {buffer_.data(), collected};
    }

    [[noreturn]] void fail_too_long() const {
        auto const longest = short_text<64>{"at most "}.append(format_number(buffer_.size())).append(" bytes");
        fail("a token that is too long", longest);
    }

    model_input& input_;
    std::span<char> buffer_;
    short_text<longest_key> key_;
    std::string_view token_;
    std::uint64_t line_ = 0;
    std::uint64_t begins_ = 0;
    std::uint64_t tokens_ = 0;  ///< of this line, so far
    bool has_value_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
