// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/document_event.hpp>
#include <arenite/format/detail/document_path.hpp>
#include <arenite/format/detail/model_input.hpp>
#include <arenite/format/detail/model_number.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What the pull readers of documents share; a reader of models is a template over `Events`, which adds
///
///     document_event next();              // the next event; texts and numbers stay valid until the one after it
///     Number as<Number>() const;          // the number, or the boolean, of this event
///     std::size_t skip_run();             // passes elements of this array as fast as it can; how many
///     short_text<64> number_text() const; // the number of this event as a message shows it
///     void rewind();                      // begins the document again
///
/// Errors:    model_error with the file, the path in the document and the byte.
/// Allocates: nothing, but for an error.
/// Lifetime:  borrows the input and the buffer of texts, whose size is the longest key or text that is read.
template <class Events>
class document_events {
public:
    document_events(document_events const&) = delete;
    document_events& operator=(document_events const&) = delete;

    [[nodiscard]] document_event event() const noexcept { return event_; }

    /// The key or the text of this event; empty if it is neither.
    [[nodiscard]] std::string_view text() const noexcept { return text_; }

    /// The path to this event, such as `learner.gradient_booster.model.trees[3]`; empty for the document itself.
    [[nodiscard]] std::string where() const { return path_.text(); }

    /// The offset at which this event begins.
    [[nodiscard]] std::uint64_t byte() const noexcept { return begins_; }
    [[nodiscard]] model_input& input() noexcept { return input_; }

    /// Refuses the document: at this event `found` was seen, `expected` would have been right.
    [[noreturn]] void fail(std::string_view found, std::string_view expected) const {
        raise(model_error{input_.name(), where(), begins_, found, expected});
    }
    [[noreturn]] void fail(std::string_view expected) const { fail(found(), expected); }

    /// This event as a message names it.
    [[nodiscard]] short_text<64> found() const {
        if (event_ == document_event::text || event_ == document_event::key) return quoted_text(text_);
        if (event_ == document_event::number) return self().number_text();
        if (event_ == document_event::boolean) return std::string_view{truth_ ? "true" : "false"};
        return name_of(event_);
    }

    /// Reads the event that comes next, which must be `wanted`.
    void expect(document_event wanted) {
        if (self().next() != wanted) fail(name_of(wanted));
    }
    void open_object() { expect(document_event::object_begin); }
    void open_array() { expect(document_event::array_begin); }
    std::string_view read_text() {
        expect(document_event::text);
        return text_;
    }
    template <model_number Number>
    Number read_number() {
        self().next();
        return self().template as<Number>();
    }

    /// In an object: the next key, in `text()`; false at the end of the object.
    bool next_key() { return self().next() == document_event::key; }

    /// In an array: the first event of the next element; false at the end of the array.
    bool next_element() { return self().next() != document_event::array_end; }

    /// Passes the value that comes next, whatever is in it, texts of any length too.
    void skip_value() {
        auto const depth = path_.depth();
        long_texts_ = long_text::cut;
        self().next();
        finish_value(depth);
        long_texts_ = long_text::refused;
    }

    /// The value that comes next must be an array: calls function(index, number) for each element; returns the count.
    template <model_number Number, class Function>
    std::size_t read_array(Function&& function) {
        open_array();
        return self().template read_elements<Number>(function);
    }

    /// The same for the rest of an array that has begun.
    template <model_number Number, class Function>
    std::size_t read_elements(Function&& function) {
        std::size_t count = 0;
        for (; next_element(); ++count) function(count, self().template as<Number>());
        return count;
    }

    /// The value that comes next must be an array: passes it and returns how many elements it has. Only their
    /// separators are certain to be looked at: who needs numbers reads them.
    std::size_t count_array() {
        open_array();
        return count_elements();
    }

    /// The same for the rest of an array that has begun.
    std::size_t count_elements() {
        auto const depth = path_.depth();
        auto count = self().skip_run();
        for (; next_element(); count += 1 + self().skip_run()) finish_value(depth);
        return count;
    }

protected:
    document_events(model_input& from, std::span<char> text_buffer) noexcept : input_(from), buffer_(text_buffer) {}
    ~document_events() = default;

    enum class long_text { refused, cut };

    /// Begins a text that is collected in the buffer.
    void begin_text() noexcept { collected_ = 0; }
    void collect(std::string_view part, long_text when_long) {
        auto const room = buffer_.size() - collected_;
        if (part.size() > room && when_long == long_text::refused) fail_too_long();
        part = part.substr(0, room);
        std::ranges::copy(part, buffer_.data() + collected_);
        collected_ += part.size();
    }
    [[nodiscard]] std::string_view collected() const noexcept { return {buffer_.data(), collected_}; }

    /// Refuses what stands at the next byte.
    [[noreturn]] void fail_here(std::string_view found, std::string_view expected) {
        begins_ = input_.position();
        fail(found, expected);
    }
    [[noreturn]] void fail_here(std::string_view expected) { fail_here(byte_text(input_.peek()), expected); }

    [[noreturn]] void fail_too_long() {
        auto const longest = short_text<64>{"at most "}.append(format_number(buffer_.size())).append(" bytes");
        fail("a key, a text or a number that is too long", longest);
    }

    void require_room_to_nest() const {
        if (path_.full()) fail("an object or an array inside 64 others", "at most 64 levels");
    }

    /// After the first event of a value: passes the rest of it.
    void finish_value(std::size_t depth_before) {
        while (path_.depth() > depth_before) {
            self().skip_run();
            self().next();
        }
    }

    void restart() {
        input_.rewind();
        path_.clear();
        long_texts_ = long_text::refused;
    }

    model_input& input_;
    document_path path_;
    std::span<char> buffer_;
    std::string_view text_;
    std::uint64_t begins_ = 0;
    document_event event_ = document_event::null;
    bool truth_ = false;
    long_text long_texts_ = long_text::refused;

private:
    std::size_t collected_ = 0;

    Events& self() noexcept { return static_cast<Events&>(*this); }
    Events const& self() const noexcept { return static_cast<Events const&>(*this); }
};

/// Calls function(key) for each key of the object that comes next; the function takes the value.
template <class Events, class Function>
void for_each_key(Events& events, Function&& function) {
    events.open_object();
    while (events.next_key()) function(events.text());
}

}  // namespace arenite::inline ARENITE_ABI::detail
