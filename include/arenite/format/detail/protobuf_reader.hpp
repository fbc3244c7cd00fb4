// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/format_number.hpp>
#include <arenite/format/detail/model_input.hpp>
#include <arenite/format/detail/protobuf_field.hpp>
#include <arenite/format/detail/stored_number.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads protobuf messages where they lie in a file, field by field. It knows no schema and never descends by itself:
/// who reads a field that is a message reads that one next, so that no file decides how deep it goes.
///
/// Errors:    model_error with the file, the place that was set, and the byte: of a length or a varint that ends behind
///            its message, a varint of more than 64 bits, a field without a number, a group.
/// Allocates: nothing, but for an error.
/// Lifetime:  borrows the input.
class protobuf_reader {
public:
    explicit protobuf_reader(model_input& from) noexcept : input_(from) {}
    protobuf_reader(protobuf_reader const&) = delete;
    protobuf_reader& operator=(protobuf_reader const&) = delete;

    [[nodiscard]] model_input& input() noexcept { return input_; }

    /// The file as one message.
    [[nodiscard]] protobuf_extent whole() const noexcept { return {0, input_.size()}; }

    /// Calls visit(field) for each field of a message, in the order of the file; visit may read anywhere.
    template <class Visit>
    void for_each_field(protobuf_extent message, Visit&& visit) {
        for (auto at = message.begin; at != message.end;) {
            auto const field = field_at(at, message.end);
            at = field.bytes.end;
            visit(field);
        }
    }

    /// The beginning of a field of bytes, as much as `into` has room for.
    [[nodiscard]] std::string_view text(protobuf_extent bytes, std::span<char> into) {
        input_.seek(bytes.begin);
        auto const part = into.first(std::min<std::uint64_t>(bytes.size(), into.size()));
        if (!input_.read(part)) fail("the end of the file", "a text");
        return {part.data(), part.size()};
    }

    /// Whether two stretches hold the same bytes.
    [[nodiscard]] bool same_bytes(protobuf_extent one, protobuf_extent other) {
        if (one.size() != other.size()) return false;
        std::array<char, 256> left, right;
        for (std::uint64_t done = 0; done != one.size();) {
            auto const count = std::min<std::uint64_t>(left.size(), one.size() - done);
            input_.copy(one.begin + done, std::span{left}.first(count));
            input_.copy(other.begin + done, std::span{right}.first(count));
            if (!std::ranges::equal(std::span{left}.first(count), std::span{right}.first(count))) return false;
            done += count;
        }
        return true;
    }

    /// What errors name from now on; and a part of that, which is a literal.
    void set_place(std::string_view place) noexcept {
        place_ = place;
        part_ = {};
    }
    void set_part(std::string_view part) noexcept { part_ = part; }

    /// Sees that a field has the wire type of what it should be.
    void expect(protobuf_field const& field, protobuf_wire wire, std::string_view what) {
        begins_ = field.at;
        if (field.wire != wire) fail(wire_text(static_cast<unsigned>(field.wire)), what);
    }

    /// Where the next error is.
    void set_byte(std::uint64_t offset) noexcept { begins_ = offset; }

    [[noreturn]] void fail(std::string_view found, std::string_view expected) const {
        auto where = place_;
        if (!part_.empty()) where.append(": ").append(part_);
        raise(model_error{input_.name(), where, begins_, found, expected});
    }

private:
    [[nodiscard]] protobuf_field field_at(std::uint64_t at, std::uint64_t end) {
        begins_ = at;
        input_.seek(at);
        auto const tag = varint(end);
        if (tag >> 3 == 0 || tag >> 32 != 0) fail("a field without a number", "one from 1 to 536870911");
        protobuf_field field{.number = static_cast<std::uint32_t>(tag >> 3), .at = at};
        field.wire = wire_of(static_cast<unsigned>(tag & 7));
        field.bytes.begin = input_.position();
        read_value(field, end);
        return field;
    }

    [[nodiscard]] protobuf_wire wire_of(unsigned type) const {
        if (type == 3 || type == 4 || type > 5) fail(wire_text(type), "a varint, a number of fixed size, or bytes");
        return static_cast<protobuf_wire>(type);
    }

    [[nodiscard]] static short_text<64> wire_text(unsigned type) noexcept {
        return short_text<64>{"a field of wire type "}.append(format_number(type));
    }

    void read_value(protobuf_field& field, std::uint64_t end) {
        switch (field.wire) {
            case protobuf_wire::varint: field.value = varint(end); break;
            case protobuf_wire::fixed32: field.value = fixed<std::uint32_t>(end); break;
            case protobuf_wire::fixed64: field.value = fixed<std::uint64_t>(end); break;
            case protobuf_wire::bytes: return read_length(field, end);
        }
        field.bytes.end = input_.position();
    }

    void read_length(protobuf_field& field, std::uint64_t end) {
        auto const length = varint(end), begin = input_.position();
        if (length > end - begin)
            fail(short_text<64>{"a length of "}.append(format_number(length)), "no more than the bytes of its message");
        field.value = length;
        field.bytes = {begin, begin + length};
    }

    [[nodiscard]] std::uint64_t varint(std::uint64_t end) {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift != 7 * longest_varint; shift += 7) {
            if (input_.position() == end) fail("the end of the message", "more of a varint");
            auto const byte = static_cast<unsigned>(input_.next());
            value |= std::uint64_t{byte & 127} << shift;
            if (shift == 63 && byte > 1) break;
            if (byte < 128) return value;
        }
        fail("a varint of more than 64 bits", "at most 10 bytes");
    }

    template <class Number>
    [[nodiscard]] std::uint64_t fixed(std::uint64_t end) {
        std::array<char, sizeof(Number)> bytes{};
        if (end - input_.position() < bytes.size() || !input_.read(bytes))
            fail("the end of the message", "a number of fixed size");
        return load_number<Number, std::endian::little>(bytes.data());
    }

    model_input& input_;
    short_text<120> place_;
    std::string_view part_;
    std::uint64_t begins_ = 0;  ///< where the last field began
};

}  // namespace arenite::inline ARENITE_ABI::detail
