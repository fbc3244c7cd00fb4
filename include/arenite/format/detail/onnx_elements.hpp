// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_type.hpp>
#include <arenite/format/detail/protobuf_list.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Numbers or texts in a file: a list of an attribute, or the elements of a tensor.
struct onnx_array {
    protobuf_extent message{};  ///< whose field they are; of raw bytes, those
    std::uint32_t field = 0;    ///< 0: raw bytes
    onnx_type type = onnx_type::none;

    [[nodiscard]] constexpr bool is_there() const noexcept { return type != onnx_type::none; }
};

/// Reads an array from front to back, through a buffer of its own. None: there are no elements.
/// Errors: as protobuf_list; raw bytes that are no whole number of elements.
class onnx_elements {
public:
    onnx_elements() = default;
    onnx_elements(protobuf_reader& of_file, std::span<char> lent_buffer, onnx_array const& array)
        : reader_(&of_file), type_(array.type), raw_(array.field == 0) {
        if (!array.is_there()) return;
        if (raw_) bytes_ = {of_file.input(), lent_buffer, array.message.begin, array.message.end};
        else list_ = {of_file, lent_buffer, array.message, array.field, wire_of(array.type)};
    }

    /// Goes to the next element. False: there are no more.
    [[nodiscard]] bool next() {
        if (!raw_) return type_ != onnx_type::none && list_.next();
        return type_ != onnx_type::none && next_raw();
    }

    [[nodiscard]] onnx_type type() const noexcept { return type_; }

    /// The element: of whole numbers.
    [[nodiscard]] std::int64_t integer() const noexcept {
        auto const bits = raw_ ? bits_ : list_.bits();
        if (!raw_) return static_cast<std::int64_t>(bits);
        switch (type_) {
            case onnx_type::int8: return static_cast<std::int8_t>(bits);
            case onnx_type::int16: return static_cast<std::int16_t>(bits);
            case onnx_type::int32: return static_cast<std::int32_t>(bits);
            default: return static_cast<std::int64_t>(bits);
        }
    }

    /// The element: of all numbers.
    [[nodiscard]] double real() const noexcept {
        auto const bits = raw_ ? bits_ : list_.bits();
        if (type_ == onnx_type::float64) return std::bit_cast<double>(bits);
        if (type_ == onnx_type::float32)
            return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
        return static_cast<double>(integer());
    }

    /// The element: of texts, where it is, and its first 16 bytes.
    [[nodiscard]] protobuf_extent bytes() const noexcept { return list_.bytes(); }
    [[nodiscard]] std::string_view beginning() const noexcept { return list_.beginning(); }

    [[nodiscard]] std::uint64_t count() {
        std::uint64_t elements = 0;
        while (next()) ++elements;
        return elements;
    }

private:
    [[nodiscard]] static protobuf_wire wire_of(onnx_type type) noexcept {
        if (type == onnx_type::string) return protobuf_wire::bytes;
        if (type == onnx_type::float32) return protobuf_wire::fixed32;
        return type == onnx_type::float64 ? protobuf_wire::fixed64 : protobuf_wire::varint;
    }

    [[nodiscard]] bool next_raw() {
        auto const size = element_bytes(type_);
        if (bytes_.bytes_left() == 0) return false;
        auto const shown = bytes_.peek(size);
        if (shown.size() < size) {
            reader_->set_byte(bytes_.position());
            reader_->fail("a part of an element", "whole ones");
        }
        bits_ = 0;
        for (std::size_t i = 0; i != size; ++i)
            bits_ |= std::uint64_t{static_cast<unsigned char>(shown[i])} << 8 * i;
        bytes_.skip(size);
        return true;
    }

    protobuf_reader* reader_ = nullptr;
    protobuf_list list_;
    input_window bytes_;
    std::uint64_t bits_ = 0;
    onnx_type type_ = onnx_type::none;
    bool raw_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
