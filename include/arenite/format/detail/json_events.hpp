// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/document_events.hpp>
#include <arenite/format/detail/json_escape.hpp>
#include <arenite/format/detail/json_number.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Pulls events from JSON text: RFC 8259, nested at most 64 deep, and the words NaN, nan, Infinity, inf, -Infinity and
/// -inf as numbers. Of a number, `text()` is its spelling.
class json_events : public document_events<json_events> {
public:
    json_events(model_input& from, std::span<char> text_buffer) noexcept : document_events(from, text_buffer) {}

    document_event next() {
        text_ = {};
        begin_token();
        return event_ = read_event();
    }

    /// The number of this event, parsed to `Number` directly; true and false are the whole numbers 1 and 0.
    template <model_number Number>
    [[nodiscard]] Number as() const {
        if (std::integral<Number> && event_ == document_event::boolean) return static_cast<Number>(truth_);
        auto const number = event_ == document_event::number ? number_of<Number>(text_) : std::nullopt;
        if (!number) fail(name_of_number<Number>());
        return *number;
    }

    /// Passes numbers that are elements of this array, up to the last comma that is buffered.
    std::size_t skip_run() {
        if (!path_.in_array()) return 0;
        if (awaited_ == awaited::separator) {
            if (!input_.take(',')) return 0;
            awaited_ = awaited::element;
        }
        auto const run = find_number_run(input_.window());
        if (run.elements == 0) return 0;
        input_.consume(run.bytes);
        path_.advance(run.elements);
        awaited_ = awaited::element;
        return run.elements;
    }

    [[nodiscard]] short_text<64> number_text() const noexcept { return printable_text(text_); }

    void rewind() {
        restart();
        awaited_ = awaited::document;
    }

    /// Behind the end of an object: begins it again, whose first byte inside is at `begin`.
    void enter_again(std::uint64_t begin) {
        input_.seek(begin);
        path_.enter_object();
        awaited_ = awaited::first_key;
    }

private:
    enum class awaited { document, first_key, colon, first_element, element, separator, end };

    document_event read_event() {
        switch (awaited_) {
            case awaited::document: return read_value();
            case awaited::first_key: return input_.take('}') ? leave(document_event::object_end) : read_key();
            case awaited::colon: return read_member();
            case awaited::first_element: return input_.take(']') ? leave(document_event::array_end) : read_element();
            case awaited::element: return read_element();
            case awaited::separator: return path_.in_array() ? read_next_element() : read_next_key();
            case awaited::end: return read_end();
        }
        return document_event::end;
    }

    document_event read_next_element() {
        if (input_.take(']')) return leave(document_event::array_end);
        if (!input_.take(',')) fail_here("',' or ']'");
        begin_token();
        return read_element();
    }

    document_event read_element() {
        path_.advance();
        return read_value();
    }

    document_event read_next_key() {
        if (input_.take('}')) return leave(document_event::object_end);
        if (!input_.take(',')) fail_here("',' or '}'");
        begin_token();
        return read_key();
    }

    document_event read_key() {
        if (input_.peek() != '"') fail_here("a key in quotes");
        text_ = read_text_in_quotes();
        path_.set_key(text_);
        awaited_ = awaited::colon;
        return document_event::key;
    }

    document_event read_member() {
        if (!input_.take(':')) fail_here("':'");
        begin_token();
        return read_value();
    }

    document_event read_end() {
        if (input_.peek() != end_of_input) fail_here("the end of the file");
        return document_event::end;
    }

    document_event read_value() {
        switch (input_.peek()) {
            case '{': return enter(document_event::object_begin);
            case '[': return enter(document_event::array_begin);
            case '"': text_ = read_text_in_quotes(); return finish(document_event::text);
            default: return finish(read_word());
        }
    }

    document_event enter(document_event container) {
        require_room_to_nest();
        input_.next();
        bool const object = container == document_event::object_begin;
        object ? path_.enter_object() : path_.enter_array();
        awaited_ = object ? awaited::first_key : awaited::first_element;
        return container;
    }

    document_event leave(document_event container) {
        path_.leave();
        return finish(container);
    }

    /// A value ends here.
    document_event finish(document_event value) noexcept {
        awaited_ = path_.depth() == 0 ? awaited::end : awaited::separator;
        return value;
    }

    document_event read_word() {
        text_ = take_word();
        if (text_.empty()) fail_here("a value");
        if (is_json_number(text_)) return document_event::number;
        truth_ = text_ == "true";
        if (truth_ || text_ == "false") return document_event::boolean;
        if (text_ == "null") return document_event::null;
        if (!is_number_word(text_)) fail(quoted_text(text_), "a value");
        return document_event::number;
    }

    /// The letters, digits, signs and points that come next.
    std::string_view take_word() {
        auto const window = input_.window();
        auto const word = window.substr(0, word_length(window));
        if (word.size() == window.size() || word.size() > buffer_.size()) return collect_word();
        input_.consume(word.size());
        return word;
    }

    std::string_view collect_word() {
        begin_text();
        for (auto window = input_.window(); !window.empty(); window = input_.window()) {
            auto const length = word_length(window);
            collect(window.substr(0, length), long_text::refused);
            input_.consume(length);
            if (length != window.size()) break;
        }
        return collected();
    }

    /// A text from its opening to its closing quote: where it lies if it can, else collected.
    std::string_view read_text_in_quotes() {
        input_.next();
        auto const window = input_.window();
        auto const content = window.substr(0, plain_length(window));
        bool const closed = content.size() != window.size() && window[content.size()] == '"';
        if (!closed || content.size() > buffer_.size()) return collect_text();
        input_.consume(content.size() + 1);
        return content;
    }

    std::string_view collect_text() {
        begin_text();
        while (!input_.take('"')) {
            auto const window = input_.window();
            auto const length = plain_length(window);
            collect(window.substr(0, length), long_texts_);
            input_.consume(length);
            if (length != window.size() || length == 0) collect_escape();
        }
        return collected();
    }

    /// At what is neither plain nor the end of the window: an escape, the closing quote, or a mistake.
    void collect_escape() {
        if (input_.peek() == '"') return;
        if (!input_.take('\\')) fail_here("a text without control characters, in quotes");
        if (input_.take('u')) return collect(utf8_text(read_code_point()), long_texts_);
        auto const byte = unescaped(input_.peek());
        if (byte == '\0') fail_here("one of \"\\/bfnrtu after a backslash");
        input_.next();
        collect({&byte, 1}, long_texts_);
    }

    char32_t read_code_point() {
        auto const unit = read_code_unit();
        if (is_low_surrogate(unit)) fail_here("a low surrogate without a high one", "a high surrogate in front of it");
        if (!is_high_surrogate(unit)) return unit;
        bool const another = input_.take('\\') && input_.take('u');
        auto const low = another ? read_code_unit() : U'\0';
        if (!is_low_surrogate(low)) fail_here("a high surrogate without a low one", "a low surrogate behind it");
        return code_point(unit, low);
    }

    char32_t read_code_unit() {
        char32_t unit = 0;
        for (int i = 0; i != 4; ++i) {
            auto const digit = hexadecimal_digit(input_.peek());
            if (digit < 0) fail_here("four hexadecimal digits");
            input_.next();
            unit = unit * 16 + static_cast<char32_t>(digit);
        }
        return unit;
    }

    void begin_token() {
        while (is_blank(input_.peek())) input_.next();
        begins_ = input_.position();
    }

    [[nodiscard]] static constexpr bool is_blank(int byte) noexcept {
        return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
    }

    /// The bytes in front of `text` that can be part of a number or a word.
    [[nodiscard]] static constexpr std::size_t word_length(std::string_view text) noexcept {
        std::size_t length = 0;
        while (length != text.size() && json_word_bytes[static_cast<unsigned char>(text[length])]) ++length;
        return length;
    }

    /// The bytes in front of `text` that stand for themselves.
    [[nodiscard]] static constexpr std::size_t plain_length(std::string_view text) noexcept {
        auto const plain = [](char byte) {
            return byte != '"' && byte != '\\' && static_cast<unsigned char>(byte) >= ' ';
        };
        std::size_t length = 0;
        while (length != text.size() && plain(text[length])) ++length;
        return length;
    }

    awaited awaited_ = awaited::document;
};

}  // namespace arenite::inline ARENITE_ABI::detail
