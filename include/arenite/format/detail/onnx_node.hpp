// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_attributes.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// A node of a graph where it lies in the file: its operator, and its attributes.
///
/// Errors: as onnx_attributes.
class onnx_node {
public:
    onnx_node(protobuf_reader& of_file, std::uint64_t node_number, protobuf_extent node)
        : reader_(of_file), message_(node), number_(node_number), attributes_(of_file) {
        reader_.set_place(short_text<32>{"node "}.append(format_number(number_)));
        reader_.for_each_field(message_, [this](protobuf_field const& field) { read_field(field); });
        attributes_.begin(place());
        reader_.for_each_field(message_, [this](protobuf_field const& field) {
            if (field.number == attribute) attributes_.add(field);
        });
        reader_.set_byte(message_.begin);
    }

    [[nodiscard]] std::string_view op() const noexcept { return op_; }
    [[nodiscard]] std::string_view domain() const noexcept { return domain_; }
    [[nodiscard]] bool is_of_ml() const noexcept { return domain_.view() == "ai.onnx.ml"; }
    [[nodiscard]] std::size_t inputs() const noexcept { return inputs_; }
    [[nodiscard]] std::size_t outputs() const noexcept { return outputs_; }
    [[nodiscard]] std::uint64_t number() const noexcept { return number_; }
    [[nodiscard]] protobuf_extent message() const noexcept { return message_; }
    [[nodiscard]] onnx_attributes& attributes() noexcept { return attributes_; }

    /// Such as `node 3 "scaler"`.
    [[nodiscard]] short_text<96> place() const noexcept {
        short_text<96> text{"node "};
        text.append(format_number(number_)).append(" ");
        return name_.view().empty() ? text : text.append(quoted_text(name_));
    }

    /// Calls visit(position, name) for the names of its inputs or outputs; without a name an input is left out.
    template <class Visit>
    void for_each_input(Visit&& visit) {
        for_each_name(input, visit);
    }
    template <class Visit>
    void for_each_output(Visit&& visit) {
        for_each_name(output, visit);
    }

    [[noreturn]] void fail(std::string_view found, std::string_view expected) const {
        reader_.set_place(place());
        reader_.set_byte(message_.begin);
        reader_.fail(found, expected);
    }

    /// "Scaler of ai.onnx.ml"
    [[nodiscard]] short_text<96> operator_text() const noexcept {
        short_text<96> text{"the operator "};
        text.append(printable_text(op_));
        return domain_.view().empty() ? text : text.append(" of ").append(printable_text(domain_));
    }

private:
    enum fields : std::uint32_t { input = 1, output = 2, name = 3, op_type = 4, attribute = 5, in_domain = 7 };

    void read_field(protobuf_field const& field) {
        switch (field.number) {
            case input: return count(field, inputs_);
            case output: return count(field, outputs_);
            case name: name_ = text(field); break;
            case op_type: op_ = text(field); break;
            case in_domain: domain_ = text(field); break;
            default: break;
        }
    }

    void count(protobuf_field const& field, std::size_t& names) {
        reader_.expect(field, protobuf_wire::bytes, "the name of a value");
        ++names;
    }

    [[nodiscard]] short_text<48> text(protobuf_field const& field) {
        reader_.expect(field, protobuf_wire::bytes, "a text");
        std::array<char, 48> room;
        return reader_.text(field.bytes, room);
    }

    template <class Visit>
    void for_each_name(std::uint32_t which, Visit& visit) {
        std::size_t position = 0;
        reader_.for_each_field(message_, [&](protobuf_field const& field) {
            if (field.number == which) visit(position++, field.bytes);
        });
    }

    protobuf_reader& reader_;
    protobuf_extent message_;
    std::uint64_t number_;
    std::size_t inputs_ = 0, outputs_ = 0;
    short_text<48> op_, domain_, name_;
    onnx_attributes attributes_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
