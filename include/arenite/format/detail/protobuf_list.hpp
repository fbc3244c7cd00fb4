// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/input_window.hpp>
#include <arenite/format/detail/protobuf_reader.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The elements of a repeated field of a message, one after the other: each in a field of its own, many packed into one,
/// or both. Other fields are passed. Several lists of a file are read side by side, each through its own buffer.
///
/// Errors:    as protobuf_reader; also an element of another wire type, and elements that end behind what is packed.
/// Lifetime:  borrows the reader and the buffer, of at least 32 bytes.
class protobuf_list {
public:
    protobuf_list() = default;
    protobuf_list(protobuf_reader& of_file, std::span<char> lent_buffer, protobuf_extent message,
                  std::uint32_t field_number, protobuf_wire element)
        : reader_(&of_file), window_(of_file.input(), lent_buffer, message.begin, message.end), end_(message.end),
          packed_end_(message.begin), number_(field_number), element_(element) {}

    /// Goes to the next element. False: there are no more.
    [[nodiscard]] bool next() {
        if (window_.position() == packed_end_ && !find_field()) return false;
        read_element();
        if (packed_end_ < window_.position()) packed_end_ = window_.position();
        return true;
    }

    /// The element: its bits as they are in the file, of bytes their number.
    [[nodiscard]] std::uint64_t bits() const noexcept { return bits_; }
    /// Where it is, of bytes.
    [[nodiscard]] protobuf_extent bytes() const noexcept { return bytes_; }
    /// Of bytes, the first 16.
    [[nodiscard]] std::string_view beginning() const noexcept { return {text_.data(), text_size_}; }

    /// How many elements there are from here on.
    [[nodiscard]] std::uint64_t count() {
        std::uint64_t elements = 0;
        while (next()) ++elements;
        return elements;
    }

    [[noreturn]] void fail(std::string_view found, std::string_view expected) {
        reader_->set_byte(window_.position());
        reader_->fail(found, expected);
    }

private:
    /// Goes to where the next element begins: in a field of its own, or among packed ones.
    [[nodiscard]] bool find_field() {
        while (window_.position() != end_) {
            auto const tag = varint(end_);
            auto const wire = static_cast<unsigned>(tag & 7);
            bool const wanted = tag >> 3 == number_;
            if (wanted && wire == static_cast<unsigned>(element_)) return true;
            if (wanted && wire != static_cast<unsigned>(protobuf_wire::bytes))
                fail("an element of another type", "numbers of the type of the list");
            if (wanted) begin_packed();
            else skip_value(wire);
            if (wanted && window_.position() != packed_end_) return true;
        }
        packed_end_ = end_;
        return false;
    }

    void begin_packed() {
        auto const size = length(end_);
        packed_end_ = window_.position() + size;
    }

    void read_element() {
        auto const end = packed_end_ > window_.position() ? packed_end_ : end_;
        switch (element_) {
            case protobuf_wire::varint: bits_ = varint(end); break;
            case protobuf_wire::fixed32: bits_ = fixed<std::uint32_t>(end); break;
            case protobuf_wire::fixed64: bits_ = fixed<std::uint64_t>(end); break;
            case protobuf_wire::bytes: read_bytes(end); break;
        }
    }

    void read_bytes(std::uint64_t end) {
        bits_ = length(end);
        bytes_ = {window_.position(), window_.position() + bits_};
        auto const shown = window_.peek(std::min<std::uint64_t>(bits_, text_.size()));
        text_size_ = std::min<std::uint64_t>({bits_, text_.size(), shown.size()});
        std::copy_n(shown.begin(), text_size_, text_.begin());
        window_.skip(bits_);
    }

    void skip_value(unsigned wire) {
        if (wire == static_cast<unsigned>(protobuf_wire::varint)) return static_cast<void>(varint(end_));
        if (wire == static_cast<unsigned>(protobuf_wire::bytes)) return window_.skip(length(end_));
        if (wire != 1 && wire != 5) fail("a field of a type that there is not", "a varint, a number of fixed size, or bytes");
        std::uint64_t const size = wire == 1 ? 8 : 4;
        if (size > window_.bytes_left()) fail("the end of the message", "a number of fixed size");
        window_.skip(size);
    }

    [[nodiscard]] std::uint64_t length(std::uint64_t end) {
        auto const bytes = varint(end);
        if (bytes > end - window_.position())
            fail(short_text<64>{"a length of "}.append(format_number(bytes)), "no more than the bytes of its message");
        return bytes;
    }

    [[nodiscard]] std::uint64_t varint(std::uint64_t end) {
        auto const shown = window_.peek(longest_varint);
        auto const most = std::min<std::uint64_t>({shown.size(), longest_varint, end - window_.position()});
        std::uint64_t value = 0;
        for (std::size_t i = 0; i != most; ++i) {
            auto const byte = static_cast<unsigned char>(shown[i]);
            value |= std::uint64_t{byte & 127U} << 7 * i;
            if (i == longest_varint - 1 && byte > 1) break;
            if (byte < 128) return window_.skip(i + 1), value;
        }
        if (most != longest_varint) fail("the end of the message", "more of a varint");
        fail("a varint of more than 64 bits", "at most 10 bytes");
    }

    template <class Number>
    [[nodiscard]] std::uint64_t fixed(std::uint64_t end) {
        if (end - window_.position() < sizeof(Number)) fail("the end of the message", "a number of fixed size");
        auto const number = load_number<Number, std::endian::little>(window_.peek(sizeof(Number)).data());
        window_.skip(sizeof(Number));
        return number;
    }

    protobuf_reader* reader_ = nullptr;
    input_window window_;
    std::uint64_t end_ = 0;
    std::uint64_t packed_end_ = 0;  ///< of the packed elements; where the window is, when it is at none
    std::uint64_t bits_ = 0;
    protobuf_extent bytes_{};
    std::array<char, 16> text_{};
    std::uint64_t text_size_ = 0;
    std::uint32_t number_ = 0;
    protobuf_wire element_ = protobuf_wire::varint;
};

}  // namespace arenite::inline ARENITE_ABI::detail
