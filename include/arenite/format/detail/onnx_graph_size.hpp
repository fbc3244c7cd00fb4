// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/format_number.hpp>
#include <arenite/format/detail/protobuf_reader.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// How much a graph names, so that there is room for it before it is read.
struct onnx_graph_size {
    static constexpr std::size_t most_values = 65535, longest_name = 256;

    std::size_t values = 0, name_characters = 0;
    std::size_t ensembles = 0;  ///< operators of trees
};

/// Counts the values that the message GraphProto names and its operators of trees.
class onnx_graph_count {
public:
    explicit onnx_graph_count(protobuf_reader& of_file) noexcept : reader_(of_file) {}

    [[nodiscard]] onnx_graph_size run(protobuf_extent graph) {
        reader_.for_each_field(graph, [this](protobuf_field const& field) {
            if (field.wire == protobuf_wire::bytes) count(field);
        });
        return size_;
    }

private:
    enum fields : std::uint32_t { node = 1, initializer = 5, input = 11 };
    enum names : std::uint32_t { of_input = 1, of_output = 2, of_operator = 4, of_tensor = 8 };

    void count(protobuf_field const& field) {
        switch (field.number) {
            case node: return count_node(field.bytes);
            case initializer: return count_value("initializer", field.bytes, of_tensor);
            case input: return count_value("input", field.bytes, of_input);
            default: return;
        }
    }

    void count_value(std::string_view what, protobuf_extent message, std::uint32_t name) {
        reader_.set_place(what);
        std::uint64_t characters = 0;
        reader_.for_each_field(message, [&](protobuf_field const& field) {
            if (field.number == name) characters = field.bytes.size();
        });
        add(characters);
    }

    void count_node(protobuf_extent message) {
        reader_.set_place(short_text<32>{"node "}.append(format_number(nodes_++)));
        reader_.for_each_field(message, [this](protobuf_field const& field) {
            if (field.wire != protobuf_wire::bytes) return;
            if (field.number == of_output) add(field.bytes.size());
            if (field.number == of_operator) count_ensemble(field.bytes);
        });
    }

    void count_ensemble(protobuf_extent name) {
        std::array<char, std::string_view{"TreeEnsemble"}.size()> room;
        if (reader_.text(name, room) == "TreeEnsemble") ++size_.ensembles;
    }

    void add(std::uint64_t characters) {
        if (size_.values++ == onnx_graph_size::most_values) reader_.fail("a graph of too many values", "at most 65535");
        size_.name_characters += std::min<std::uint64_t>(characters, onnx_graph_size::longest_name);
    }

    protobuf_reader& reader_;
    onnx_graph_size size_;
    std::uint64_t nodes_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
