// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_scope.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Translates operators that give a value another name or another type of numbers, and those of constants.
class onnx_casts {
public:
    explicit onnx_casts(onnx_scope& of_node) : scope_(of_node), node_(of_node.node->attributes()) {}

    void identity() {
        node_.expect_only({});
        scope_.expect_inputs(1, 1);
        scope_.bind({unnamed(scope_.input(0))});
    }

    void cast() {
        node_.expect_only({"to", "saturate", "round_mode"});
        scope_.expect_inputs(1, 1);
        auto const type = node_.integer("to", 0);
        if (type < 1 || type > static_cast<std::int64_t>(onnx_type::uint64) ||
            type == static_cast<std::int64_t>(onnx_type::float16))
            node_.fail("to", type_text(static_cast<std::uint64_t>(type)), "a type of numbers, or of texts");
        scope_.bind({cast_to(scope_.input(0), static_cast<onnx_type>(type))});
    }

    void constant() {
        node_.expect_only({"value", "value_float", "value_int", "value_floats", "value_ints", "value_strings"});
        scope_.expect_inputs(0, 0);
        scope_.bind({read_constant()});
    }

    /// A map of the scores by label is, here, the scores: the labels are those of the classifier in front of it.
    void zip_map() {
        node_.expect_only({"classlabels_int64s", "classlabels_strings"});
        scope_.expect_inputs(1, 1);
        scope_.bind({unnamed(scope_.input(0))});
    }

    void shape() {
        node_.expect_only({});
        scope_.expect_inputs(1, 1);
        auto value = unnamed(scope_.input(0));
        if (!value.has_columns()) scope_.node->fail("the shape of a constant", "that of a value of each row");
        value.is = onnx_value::kind::sizes;
        value.type = onnx_type::int64;
        scope_.bind({value});
    }

    /// As many columns as the shape says, all of one number.
    void constant_of_shape() {
        node_.expect_only({"value"});
        scope_.expect_inputs(1, 1);
        auto value = scope_.input(0);
        if (value.is != onnx_value::kind::sizes || value.elements.is_there())
            scope_.node->fail("a shape that is no value's", "the shape of a value");
        auto const tensor = node_.tensor("value");
        if (tensor && tensor->count != 1) node_.fail("value", "several elements", "one");
        value.type = tensor ? tensor->type() : onnx_type::float32;
        scope_.expect_number(value);
        auto step = scope_.step_from(graph_action::copy, value, value.count());
        step.a = {.first = static_cast<std::uint32_t>(scope_.emit.next_number()), .step = 0, .number = true};
        if (tensor) scope_.add_numbers(tensor->elements);
        else scope_.emit.number(0);
        scope_.emit.step(step);
        scope_.bind({onnx_scope::made_by(step, value, value.type)});
    }

private:
    [[nodiscard]] static onnx_value unnamed(onnx_value value) noexcept {
        value.name = {};
        return value;
    }
    [[nodiscard]] static onnx_value retyped(onnx_value const& value, onnx_type type) noexcept {
        auto made = unnamed(value);
        made.type = type;
        return made;
    }

    [[nodiscard]] onnx_value read_constant() {
        if (auto const tensor = node_.tensor("value")) return constant_value(*tensor);
        for (auto const* const name : {"value_floats", "value_ints", "value_strings"})
            if (node_.has(name)) return list_constant(name);
        for (auto const* const name : {"value_float", "value_int"})
            if (node_.has(name)) return single_constant(name);
        scope_.node->fail("a constant without a value", "a value");
    }

    [[nodiscard]] onnx_value list_constant(std::string_view name) {
        auto const list = name == "value_floats" ? node_.floats(name)
                          : name == "value_ints" ? node_.integers(name)
                                                 : node_.texts(name);
        onnx_value value{.is = onnx_value::kind::constant, .type = list.type, .elements = list};
        value.shape = onnx_shape::of_columns(node_.count(list));
        return value;
    }

    /// A field of one number reads as a list of one.
    [[nodiscard]] onnx_value single_constant(std::string_view name) {
        auto list = name == "value_float" ? node_.floats(name) : node_.integers(name);
        list.field = name == "value_float" ? 2 : 3;
        return {.is = onnx_value::kind::constant, .type = list.type, .elements = list};
    }

    [[nodiscard]] onnx_value cast_to(onnx_value& value, onnx_type type) {
        if (value.type == type) return unnamed(value);
        bool const texts = type == onnx_type::string || value.type == onnx_type::string;
        if (value.is == onnx_value::kind::labels && (texts || is_whole(type))) return cast_labels(value, type);
        scope_.expect_number(value);
        if (texts) scope_.node->fail("a cast of numbers to texts", "a cast to numbers");
        bool const narrows = value.type == onnx_type::float64 && type == onnx_type::float32;
        if (value.is == onnx_value::kind::given && narrows) return retyped(value, type);
        if (value.is_constant()) return cast_constant(value, type);
        return cast_numbers(value, type);
    }

    /// A label keeps its position, whatever it is called.
    [[nodiscard]] onnx_value cast_labels(onnx_value const& value, onnx_type type) const {
        if (value.type == onnx_type::string && type != onnx_type::int64)
            scope_.node->fail("a cast of labels", "a cast to texts or whole numbers");
        return unnamed(value);
    }

    [[nodiscard]] onnx_value cast_constant(onnx_value const& value, onnx_type type) const {
        if (is_real(value.type) && !is_real(type))
            scope_.node->fail("a cast of constants to whole numbers", "constants of the type that is needed");
        return retyped(value, type);
    }

    [[nodiscard]] onnx_value cast_numbers(onnx_value& value, onnx_type type) {
        auto const from = scope_.in_frame(value);
        bool const to_truth = type == onnx_type::boolean;
        if (type == onnx_type::float64 || (is_whole(value.type) && is_whole(type) && !to_truth))
            return retyped(from, type);
        auto const action = type == onnx_type::float32 ? graph_action::to_float
                            : to_truth                 ? graph_action::to_truth
                                                       : graph_action::to_whole;
        auto step = scope_.step_from(action, from, from.count());
        step.numbers = precision::float64;
        scope_.emit.step(step);
        return onnx_scope::made_by(step, from, type);
    }

    onnx_scope& scope_;
    onnx_attributes& node_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
