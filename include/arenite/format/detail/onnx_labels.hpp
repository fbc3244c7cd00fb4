// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_scope.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Makes the outputs of a graph that are whole numbers or labels the model's labels: numbers as they are, texts as
/// their positions among the classes. Of several such outputs those that are texts are left out, for there is one list
/// of classes.
class onnx_labels {
public:
    onnx_labels(onnx_scope& of_graph, std::size_t outputs) noexcept : scope_(of_graph), is_only_(outputs == 1) {}

    [[nodiscard]] static bool is_label(onnx_value const& value) noexcept {
        return value.is == onnx_value::kind::labels || (value.has_columns() && is_whole(value.type));
    }

    void add(onnx_value& value) {
        bool const texts = !is_number(value.type);
        if (texts && !is_only_) return;
        auto const made = texts ? value : scope_.in_frame(value);
        for (std::uint32_t i = 0; i != made.count(); ++i)
            scope_.emit.output(&graph_model::labels, &graph_model_size::labels, made.first + i);
        if (is_only_ && value.is == onnx_value::kind::labels) texts ? name_texts(value) : name_numbers(value);
    }

private:
    static constexpr std::size_t longest_name = 256;

    void name_numbers(onnx_value const& value) {
        onnx_elements names{scope_.reader, scope_.buffer, value.elements};
        while (names.next()) scope_.emit.class_name(name_of(names.integer(), value.type));
    }

    [[nodiscard]] static short_text<32> name_of(std::int64_t number, onnx_type type) noexcept {
        if (type == onnx_type::boolean) return std::string_view{number != 0 ? "true" : "false"};
        return format_number(number);
    }

    void name_texts(onnx_value const& value) {
        std::array<char, longest_name> room;
        onnx_elements names{scope_.reader, scope_.buffer, value.elements};
        while (names.next()) {
            scope_.reader.set_place("classes");
            scope_.reader.set_byte(names.bytes().begin);
            if (names.bytes().size() > room.size())
                scope_.reader.fail("the name of a class of more than 256 bytes", "at most 256");
            scope_.emit.class_name(scope_.reader.text(names.bytes(), room));
        }
    }

    onnx_scope& scope_;
    bool is_only_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
