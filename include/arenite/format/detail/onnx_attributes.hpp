// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_tensor.hpp>
#include <arenite/format/detail/printable_text.hpp>

#include <optional>

namespace arenite::inline ARENITE_ABI::detail {

/// The attributes of a node: their names and where they are; the values are read when they are asked for.
///
/// Errors: model_error with the node, the attribute and the byte: of an attribute that is there twice or is of another
///         type than it should be.
class onnx_attributes {
public:
    explicit onnx_attributes(protobuf_reader& of_file) noexcept : reader_(of_file) {}

    /// Begins with a node, which errors name so.
    void begin(std::string_view node_place) noexcept {
        place_ = node_place;
        list_.cut_to(0);
        reader_.set_place(place_);
    }

    void add(protobuf_field const& field) {
        reader_.expect(field, protobuf_wire::bytes, "an attribute");
        attribute const one{name_in(field.bytes), field.bytes};
        reader_.set_byte(field.at);
        if (find(one.called) != nullptr) reader_.fail(quoted_text(one.called), "each attribute once");
        if (!list_.push_back(one)) reader_.fail("a node with more than 24 attributes", "at most 24");
    }

    /// Refuses by its name an attribute that is in neither list.
    void expect_only(std::span<std::string_view const> known, std::span<std::string_view const> more = {}) const {
        for (auto const& one : list_) {
            auto const is_name = [&](std::string_view known_name) { return known_name == one.called.view(); };
            if (std::ranges::any_of(known, is_name) || std::ranges::any_of(more, is_name)) continue;
            reader_.set_byte(one.message.begin);
            reader_.fail(short_text<96>{"the attribute "}.append(quoted_text(one.called)), "one that the operator has");
        }
    }
    void expect_only(std::initializer_list<std::string_view> known) const {
        expect_only(std::span{known.begin(), known.size()});
    }

    [[nodiscard]] bool has(std::string_view wanted) const noexcept { return find(wanted) != nullptr; }

    [[nodiscard]] std::int64_t integer(std::string_view wanted, std::int64_t otherwise) {
        auto const field = value_of(wanted, i, protobuf_wire::varint);
        return field ? field->as_integer() : otherwise;
    }
    [[nodiscard]] float real(std::string_view wanted, float otherwise) {
        auto const field = value_of(wanted, f, protobuf_wire::fixed32);
        return field ? field->as_float() : otherwise;
    }
    /// Of a text the first 32 bytes.
    [[nodiscard]] short_text<32> text(std::string_view wanted, std::string_view otherwise) {
        auto const field = value_of(wanted, s, protobuf_wire::bytes);
        if (!field) return otherwise;
        std::array<char, 32> room;
        return reader_.text(field->bytes, room);
    }
    [[nodiscard]] std::optional<onnx_tensor> tensor(std::string_view wanted) {
        auto const field = value_of(wanted, t, protobuf_wire::bytes);
        return field ? std::optional{onnx_tensor_reader{reader_, field->bytes}.read()} : std::nullopt;
    }

    /// Lists; where there is no such attribute, none.
    [[nodiscard]] onnx_array floats(std::string_view wanted) { return list(wanted, 7, onnx_type::float32); }
    [[nodiscard]] onnx_array integers(std::string_view wanted) { return list(wanted, 8, onnx_type::int64); }
    [[nodiscard]] onnx_array texts(std::string_view wanted) { return list(wanted, 9, onnx_type::string); }

    [[nodiscard]] std::uint64_t count(onnx_array const& array) {
        std::array<char, 512> buffer;
        return onnx_elements{reader_, buffer, array}.count();
    }

    [[noreturn]] void fail(std::string_view wanted, std::string_view found, std::string_view expected) const {
        auto const* const there = find(wanted);
        reader_.set_place(place_);
        reader_.set_part(wanted);
        if (there != nullptr) reader_.set_byte(there->message.begin);
        reader_.fail(found, expected);
    }

private:
    enum fields : std::uint32_t { name = 1, f = 2, i = 3, s = 4, t = 5, type = 20 };

    struct attribute {
        short_text<40> called{};
        protobuf_extent message{};
    };

    /// The first of its fields, as they are written.
    [[nodiscard]] short_text<40> name_in(protobuf_extent message) {
        std::array<char, 64> room;
        protobuf_list names{reader_, room, message, name, protobuf_wire::bytes};
        if (!names.next()) names.fail("an attribute without a name", "one with a name");
        return reader_.text(names.bytes(), std::span{room}.first(40));
    }

    [[nodiscard]] attribute const* find(std::string_view wanted) const noexcept {
        auto const* const found =
            std::ranges::find(list_, wanted, [](attribute const& one) { return one.called.view(); });
        return found == list_.end() ? nullptr : found;
    }

    /// The value's field: the last one, as protobuf has it.
    [[nodiscard]] std::optional<protobuf_field> value_of(std::string_view wanted, std::uint32_t number,
                                                         protobuf_wire wire) {
        auto const* const found = find(wanted);
        if (found == nullptr) return std::nullopt;
        reader_.set_part(wanted);
        std::optional<protobuf_field> value;
        reader_.for_each_field(found->message, [&](protobuf_field const& field) {
            if (field.number == number) reader_.expect(field, wire, "a value of the attribute's type"), value = field;
            if (field.number == type) check_type(field, number);
        });
        reader_.set_byte(found->message.begin);
        if (!value) value = default_of(number);
        reader_.set_part({});
        return value;
    }

    /// What a writer leaves out: a number that is 0, or a text without characters.
    [[nodiscard]] protobuf_field default_of(std::uint32_t number) const {
        if (number == t) reader_.fail("an attribute of another type", "a tensor");
        return {.number = number};
    }

    /// AttributeType counts as its fields do, from 1: a number, a whole one, a text, a tensor; lists from 6 on.
    void check_type(protobuf_field const& field, std::uint32_t number) {
        reader_.expect(field, protobuf_wire::varint, "the type of an attribute");
        if (field.value != 0 && field.value != number - 1)
            reader_.fail("an attribute of another type", "the type that the operator states");
    }

    [[nodiscard]] onnx_array list(std::string_view wanted, std::uint32_t number, onnx_type elements) {
        auto const* const found = find(wanted);
        if (found == nullptr) return {};
        onnx_array const array{found->message, number, elements};
        std::array<char, 64> buffer;
        if (!onnx_elements{reader_, buffer, array}.next()) expect_list(*found, number);
        return array;
    }

    /// A list without elements may be one of another type.
    void expect_list(attribute const& empty, std::uint32_t number) {
        reader_.set_part(empty.called);
        reader_.for_each_field(empty.message, [&](protobuf_field const& field) {
            if (field.number == type) check_type(field, number);
        });
        reader_.set_part({});
    }

    protobuf_reader& reader_;
    short_text<96> place_;
    fixed_list<attribute, 24> list_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
