// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_value.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// An input or output of a graph: the message ValueInfoProto.
class onnx_input {
public:
    struct named_value {
        protobuf_extent name;
        onnx_value value;
        bool has_any_columns;  ///< how many, the file does not say
    };

    onnx_input(protobuf_reader& of_file, protobuf_extent message) : reader_(of_file), message_(message) {}

    [[nodiscard]] protobuf_extent name() {
        protobuf_extent found{};
        reader_.for_each_field(message_, [&](protobuf_field const& field) {
            if (field.number == 1) reader_.expect(field, protobuf_wire::bytes, "a name"), found = field.bytes;
        });
        return found;
    }

    /// Columns of the rows: as many as the second dimension says; one where there is none.
    [[nodiscard]] named_value read() {
        protobuf_extent tensor{};
        for_each_message(message_, 2, [&](protobuf_extent type) {
            for_each_message(type, 1, [&](protobuf_extent found) { tensor = found; });
        });
        reader_.set_byte(message_.begin);
        if (tensor.empty()) reader_.fail("an input that is no tensor", "a tensor");
        auto const value = read_tensor(tensor);
        return {name(), value, dimensions_ == 0 || (dimensions_ == 2 && value.count() == 0)};
    }

private:
    template <class Visit>
    void for_each_message(protobuf_extent message, std::uint32_t number, Visit&& visit) {
        reader_.for_each_field(message, [&](protobuf_field const& field) {
            if (field.number != number) return;
            reader_.expect(field, protobuf_wire::bytes, "a message");
            visit(field.bytes);
        });
    }

    [[nodiscard]] onnx_value read_tensor(protobuf_extent tensor) {
        onnx_value value{.is = onnx_value::kind::given};
        reader_.for_each_field(tensor, [&](protobuf_field const& field) {
            if (field.number != 1) return;
            reader_.expect(field, protobuf_wire::varint, "a type of elements");
            value.type = field.value <= static_cast<std::uint64_t>(onnx_type::uint64)
                             ? static_cast<onnx_type>(field.value)
                             : onnx_type::none;
        });
        reader_.set_byte(tensor.begin);
        if (!is_number(value.type) && value.type != onnx_type::string)
            reader_.fail(short_text<64>{"an input of "}.append(type_text(value.type)), "numbers or texts");
        for_each_message(tensor, 2, [&](protobuf_extent shape) { read_shape(shape, value); });
        return value;
    }

    void read_shape(protobuf_extent shape, onnx_value& value) {
        for_each_message(shape, 1, [&](protobuf_extent dimension) {
            std::uint64_t size = 0;
            reader_.for_each_field(dimension, [&](protobuf_field const& field) {
                if (field.number == 1 && field.wire == protobuf_wire::varint) size = field.value;
            });
            reader_.set_byte(dimension.begin);
            add_dimension(value, size);
        });
    }

    void add_dimension(onnx_value& value, std::uint64_t size) {
        constexpr std::uint64_t most_columns = 1 << 20;
        if (dimensions_ == 2) reader_.fail("an input of more than 2 dimensions", "rows of columns");
        if (dimensions_ == 1 && size > most_columns)
            reader_.fail("an input of too many columns", "1 to 1048576 columns");
        if (dimensions_++ == 1) value.shape = onnx_shape::of_columns(size);
    }

    protobuf_reader& reader_;
    protobuf_extent message_;
    std::size_t dimensions_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
