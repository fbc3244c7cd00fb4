// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/document_events.hpp>
#include <arenite/format/detail/stored_number.hpp>
#include <arenite/format/detail/ubjson_type.hpp>

#include <array>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Pulls events from UBJSON as XGBoost writes it: keys without a marker, arrays with a type and a count, with a count,
/// or with a closing bracket. Optimised objects and the markers H and N are refused.
class ubjson_events : public document_events<ubjson_events> {
public:
    ubjson_events(model_input& from, std::span<char> text_buffer) noexcept : document_events(from, text_buffer) {}

    document_event next() {
        begins_ = input_.position();
        text_ = {};
        return event_ = path_.depth() == 0 ? read_document() : read_inside();
    }

    /// The number of this event in another type: rounded where a float is asked for, else exact; true and false are the
    /// whole numbers 1 and 0.
    template <model_number Number>
    [[nodiscard]] Number as() const {
        if (std::integral<Number> && event_ == document_event::boolean) return static_cast<Number>(truth_);
        auto const number = event_ == document_event::number ? stored_as<Number>() : std::nullopt;
        if (!number) fail(name_of_number<Number>());
        return *number;
    }

    /// As of every document; of an array with a type, straight from the buffer.
    template <model_number Number, class Function>
    std::size_t read_elements(Function&& function) {
        if (innermost().kind != form::typed) return document_events::read_elements<Number>(function);
        std::size_t index = 0;
        auto const deliver = [&](auto type) {
            while (innermost().left != 0) index += deliver_run<decltype(type), Number>(index, function);
        };
        event_ = document_event::number;
        with_ubjson_type(innermost().type, deliver);
        next();
        return index;
    }

    /// Passes the numbers that are left in an array with a type, without reading them.
    std::size_t skip_run() noexcept {
        if (!path_.in_array() || innermost().kind != form::typed) return 0;
        auto const count = std::exchange(innermost().left, 0);
        input_.skip(count * ubjson_number_bytes(innermost().type));
        path_.advance(count);
        return count;
    }

    [[nodiscard]] short_text<64> number_text() const noexcept {
        auto const text = whole_ ? format_number(integer_) : format_number(real_);
        return text.view();
    }

    void rewind() {
        restart();
        done_ = false;
    }

    /// Behind the end of an object: begins it again, whose first byte inside is at `begin`.
    void enter_again(std::uint64_t begin) {
        input_.seek(begin);
        path_.enter_object();
        innermost() = {form::object, 0, 0};
    }

private:
    enum class form { object, member, plain, counted, typed };

    /// A container that is being read: `member` is an object whose key has been read.
    struct container {
        form kind;
        char type;           ///< marker of the elements, if typed
        std::uint64_t left;  ///< elements to come, unless a bracket ends them
    };

    container& innermost() noexcept { return containers_[path_.depth() - 1]; }

    document_event read_document() {
        if (!done_) return finish(read_value());
        if (input_.peek() != end_of_input) fail_here("the end of the file");
        return document_event::end;
    }

    document_event read_inside() {
        auto& inside = innermost();
        if (inside.kind == form::object) return input_.take('}') ? leave(document_event::object_end) : read_key();
        if (inside.kind == form::member) {
            inside.kind = form::object;
            return read_value();
        }
        return at_end_of(inside) ? leave(document_event::array_end) : read_element(inside);
    }

    bool at_end_of(container const& array) { return array.kind == form::plain ? input_.take(']') : array.left == 0; }

    document_event read_element(container& array) {
        path_.advance();
        if (array.kind == form::plain) return read_value();
        --array.left;
        return array.kind == form::counted ? read_value() : read_number_of_type(array.type);
    }

    document_event read_key() {
        text_ = take_text(read_count("a key, which begins with its length, or '}'"));
        path_.set_key(text_);
        innermost().kind = form::member;
        return document_event::key;
    }

    document_event read_value() {
        auto const marker = input_.next();
        switch (marker) {
            case '{': return enter_object();
            case '[': return enter_array();
            case 'S': text_ = take_text(read_count("the length of a text")); return document_event::text;
            case 'C': text_ = take_text(1); return document_event::text;
            case 'Z': return document_event::null;
            case 'T':
            case 'F': truth_ = marker == 'T'; return document_event::boolean;
            default: break;
        }
        if (ubjson_number_bytes(marker) == 0) fail(byte_text(marker), "the marker of a value: one of {[SCZTFiUIlLdD");
        return read_number_of_type(static_cast<char>(marker));
    }

    document_event enter_object() {
        require_room_to_nest();
        path_.enter_object();
        innermost() = {form::object, 0, 0};
        if (input_.peek() == '$' || input_.peek() == '#') fail_here("an optimised object", "keys and values, then '}'");
        return document_event::object_begin;
    }

    document_event enter_array() {
        require_room_to_nest();
        auto const array = read_array_form();
        path_.enter_array();
        innermost() = array;
        return document_event::array_begin;
    }

    container read_array_form() {
        if (input_.take('$')) return read_typed_form();
        if (!input_.take('#')) return {form::plain, 0, 0};
        return {form::counted, 0, read_element_count(1)};
    }

    container read_typed_form() {
        auto const marker = input_.peek();
        auto const bytes = ubjson_number_bytes(marker);
        if (bytes == 0) fail_here("the type of a number: one of UiIlLdD");
        input_.next();
        if (!input_.take('#')) fail_here("'#' and the count of the array");
        return {form::typed, static_cast<char>(marker), read_element_count(bytes)};
    }

    /// A count of elements that take at least `bytes` each, which the rest of the input can hold.
    std::uint64_t read_element_count(std::size_t bytes) {
        auto const at = input_.position();
        auto const count = read_count("the count of the array");
        if (count <= input_.bytes_left() / bytes) return count;
        begins_ = at;
        auto const left = format_number(input_.bytes_left() / bytes);
        fail(short_text<64>{"a count of "}.append(format_number(count)),
             short_text<64>{"at most "}.append(left).append(", which is what the rest of the file can hold"));
    }

    /// A length or a count: any whole number that is not negative.
    std::uint64_t read_count(std::string_view expected) {
        auto const at = input_.position();
        auto const marker = input_.peek();
        if (ubjson_number_bytes(marker) == 0 || marker == 'd' || marker == 'D') fail_here(expected);
        input_.next();
        read_number_of_type(static_cast<char>(marker));
        if (integer_ >= 0) return static_cast<std::uint64_t>(integer_);
        begins_ = at;
        fail(format_number(integer_), expected);
    }

    /// `count` bytes: where they lie if they can, else collected.
    std::string_view take_text(std::uint64_t count) {
        if (count > input_.bytes_left()) fail("a text that is longer than the file", "its last byte");
        auto const window = input_.window();
        if (count > window.size() || count > buffer_.size()) return collect_text(count);
        input_.consume(static_cast<std::size_t>(count));
        return window.substr(0, static_cast<std::size_t>(count));
    }

    std::string_view collect_text(std::uint64_t count) {
        begin_text();
        while (count != 0) {
            auto const part = input_.window().substr(0, static_cast<std::size_t>(count));
            collect(part, long_texts_);
            input_.consume(part.size());
            count -= part.size();
        }
        return collected();
    }

    document_event read_number_of_type(char marker) {
        with_ubjson_type(marker, [this](auto type) { read_stored<decltype(type)>(); });
        return document_event::number;
    }

    template <class Stored>
    void read_stored() {
        auto const window = input_.window();
        if (window.size() >= sizeof(Stored)) {
            store(load_number<Stored, std::endian::big>(window.data()));
            return input_.consume(sizeof(Stored));
        }
        std::array<char, sizeof(Stored)> bytes;
        if (!input_.read(bytes)) fail_here("the rest of a number");
        store(load_number<Stored, std::endian::big>(bytes.data()));
    }

    template <class Stored>
    void store(Stored number) noexcept {
        whole_ = std::integral<Stored>;
        if constexpr (std::integral<Stored>) integer_ = number;
        else real_ = number;
    }

    /// Delivers the elements of an array with a type that are buffered, or the one that is so in part; how many. Where
    /// one of them stands is only stored, so that no element waits for the one before.
    template <class Stored, model_number Number, class Function>
    std::size_t deliver_run(std::size_t index, Function& function) {
        auto const window = input_.window();
        if (window.size() < sizeof(Stored)) return deliver_part<Stored, Number>(index, function);
        auto const count =
            static_cast<std::size_t>(std::min<std::uint64_t>(window.size() / sizeof(Stored), innermost().left));
        auto const begin = input_.position(), begun = path_.begun();
        for (std::size_t i = 0; i != count; ++i) {
            begins_ = begin + i * sizeof(Stored);
            path_.set_begun(begun + i + 1);
            store(load_number<Stored, std::endian::big>(window.data() + i * sizeof(Stored)));
            function(index + i, as<Number>());
        }
        input_.consume(count * sizeof(Stored));
        innermost().left -= count;
        return count;
    }

    template <class Stored, model_number Number, class Function>
    std::size_t deliver_part(std::size_t index, Function& function) {
        begins_ = input_.position();
        path_.advance();
        --innermost().left;
        read_stored<Stored>();
        function(index, as<Number>());
        return 1;
    }

    template <model_number Number>
    [[nodiscard]] std::optional<Number> stored_as() const noexcept {
        return whole_ ? converted<Number>(integer_) : converted<Number>(real_);
    }

    document_event leave(document_event container_end) noexcept {
        path_.leave();
        return finish(container_end);
    }

    document_event finish(document_event value) noexcept {
        done_ = path_.depth() == 0;
        return value;
    }

    std::array<container, document_path::deepest> containers_;
    std::int64_t integer_ = 0;
    double real_ = 0;
    bool whole_ = true;  ///< the number is `integer_`, else `real_`
    bool done_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
