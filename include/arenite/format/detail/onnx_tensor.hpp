// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/fixed_list.hpp>
#include <arenite/format/detail/onnx_elements.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// A tensor where it lies in the file.
struct onnx_tensor {
    static constexpr std::size_t most_dims = 4;

    onnx_array elements{};
    fixed_list<std::uint64_t, most_dims> dims{};
    std::uint64_t count = 1;
    protobuf_extent name{};

    [[nodiscard]] onnx_type type() const noexcept { return elements.type; }
};

/// Reads the message TensorProto, but for its elements, which are counted.
class onnx_tensor_reader {
public:
    onnx_tensor_reader(protobuf_reader& of_file, protobuf_extent tensor) : reader_(of_file), message_(tensor) {}

    [[nodiscard]] onnx_tensor read() {
        reader_.for_each_field(message_, [this](protobuf_field const& field) { read_field(field); });
        reader_.set_byte(message_.begin);
        tensor_.elements.type = type_;
        if (!is_number(type_) && type_ != onnx_type::string)
            reader_.fail(short_text<64>{"a tensor of "}.append(type_text(type_)), "one of numbers or of texts");
        read_dims();
        find_elements();
        return tensor_;
    }

private:
    enum fields : std::uint32_t {
        dims = 1,
        data_type = 2,
        segment = 3,
        float_data = 4,
        int32_data = 5,
        string_data = 6,
        int64_data = 7,
        name = 8,
        raw_data = 9,
        double_data = 10,
        uint64_data = 11,
        external_data = 13,
        data_location = 14
    };

    void read_field(protobuf_field const& field) {
        switch (field.number) {
            case data_type: return read_type(field);
            case name: reader_.expect(field, protobuf_wire::bytes, "the name of a tensor"); tensor_.name = field.bytes; break;
            case raw_data: reader_.expect(field, protobuf_wire::bytes, "raw bytes"); raw_ = field; break;
            case segment:
            case external_data: reader_.set_byte(field.at); reader_.fail("a tensor in another file", "its elements");
            case data_location:
                reader_.expect(field, protobuf_wire::varint, "where a tensor is");
                if (field.value != 0) reader_.fail("a tensor in another file", "its elements");
                break;
            default: break;
        }
    }

    void read_type(protobuf_field const& field) {
        reader_.expect(field, protobuf_wire::varint, "the type of a tensor");
        if (field.value > static_cast<std::uint64_t>(onnx_type::uint64))
            reader_.fail(short_text<64>{"a tensor of "}.append(type_text(field.value)), "one of numbers or of texts");
        type_ = static_cast<onnx_type>(field.value);
    }

    void read_dims() {
        std::array<char, 64> buffer;
        protobuf_list list{reader_, buffer, message_, dims, protobuf_wire::varint};
        while (list.next()) {
            auto const size = list.bits();
            if (size > most_elements || (size != 0 && tensor_.count > most_elements / size))
                list.fail(short_text<64>{"a dimension of "}.append(format_number(static_cast<std::int64_t>(size))),
                          "at most 4294967295 elements");
            tensor_.count *= size;
            if (!tensor_.dims.push_back(size)) list.fail("a tensor of more than 4 dimensions", "at most 4");
        }
    }

    /// Raw, or in the list that is for its type.
    void find_elements() {
        bool const raw = raw_.number != 0;
        tensor_.elements.message = raw ? raw_.bytes : message_;
        tensor_.elements.field = raw ? 0 : list_of(type_);
        reader_.set_byte(raw ? raw_.at : message_.begin);
        if (raw && type_ == onnx_type::string) reader_.fail("texts as raw bytes", "a list of texts");
        auto const count = raw ? raw_.bytes.size() / element_bytes(type_) : counted();
        if (count != tensor_.count || (raw && raw_.bytes.size() % element_bytes(type_) != 0))
            reader_.fail(short_text<64>{format_number(count)}.append(" elements"),
                         short_text<64>{format_number(tensor_.count)}.append(", as the dimensions say"));
    }

    [[nodiscard]] std::uint64_t counted() {
        std::array<char, 512> buffer;
        return onnx_elements{reader_, buffer, tensor_.elements}.count();
    }

    [[nodiscard]] static std::uint32_t list_of(onnx_type type) noexcept {
        switch (type) {
            case onnx_type::float32: return float_data;
            case onnx_type::float64: return double_data;
            case onnx_type::int64: return int64_data;
            case onnx_type::string: return string_data;
            case onnx_type::uint32:
            case onnx_type::uint64: return uint64_data;
            default: return int32_data;
        }
    }

    static constexpr std::uint64_t most_elements = 0xffffffff;

    protobuf_reader& reader_;
    protobuf_extent message_;
    onnx_type type_ = onnx_type::none;
    protobuf_field raw_{};
    onnx_tensor tensor_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
