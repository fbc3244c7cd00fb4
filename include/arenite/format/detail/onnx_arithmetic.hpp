// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_broadcast.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Translates operators on each number by itself, or with the one at its place in another value, which is repeated
/// where it is smaller, counted from the last dimension on.
class onnx_arithmetic {
public:
    explicit onnx_arithmetic(onnx_scope& of_node) : scope_(of_node), node_(of_node.node->attributes()) {}

    template <graph_action Action>
    void unary() {
        node_.expect_only({});
        scope_.expect_inputs(1, 1);
        auto const value = values_of_rows(scope_.input(0));
        auto const step = scope_.step_from(Action, value, value.count());
        scope_.emit.step(step);
        bool const truth = Action == graph_action::is_nan || Action == graph_action::opposite;
        scope_.bind({onnx_scope::made_by(step, value, truth ? onnx_type::boolean : value.type)});
    }

    template <graph_action Action>
    void binary() {
        node_.expect_only({});
        scope_.expect_inputs(2, 2);
        scope_.bind({combined(Action, scope_.input(0), scope_.input(1))});
    }

    /// One after the other: a sum, or the largest or smallest.
    template <graph_action Action>
    void several() {
        node_.expect_only({});
        scope_.expect_inputs(1, onnx_scope::most_inputs * 1024);
        auto made = scope_.input(0);
        std::size_t position = 0;
        scope_.node->for_each_input([&](std::size_t, protobuf_extent input_name) {
            if (position++ == 0) return;
            auto next = scope_.values.find(input_name);
            made = combined(Action, made, next);
        });
        made.name = {};
        scope_.bind({made});
    }

    void where() {
        node_.expect_only({});
        scope_.expect_inputs(3, 3);
        auto truth = scope_.input(0), yes = scope_.input(1), no = scope_.input(2);
        if (truth.type != onnx_type::boolean) scope_.node->fail("a choice by numbers", "a choice by truths");
        onnx_broadcast together{scope_};
        add_all(together, {&truth, &yes, &no});
        expect_same_type(yes, no);
        auto step = step_of(graph_action::select, yes.type);
        step.a = together.operand(truth);
        step.b = together.operand(yes);
        step.c = together.operand(no);
        scope_.bind({finish(step, together, yes.type)});
    }

    /// Bounds are inputs, or attributes of old.
    void clip() {
        node_.expect_only({"min", "max"});
        scope_.expect_inputs(1, 3);
        auto value = scope_.in_frame(scope_.input(0));
        value = bounded(graph_action::largest, value, "min", 1);
        value = bounded(graph_action::smallest, value, "max", 2);
        scope_.bind({value});
    }

    void relu() {
        node_.expect_only({});
        scope_.expect_inputs(1, 1);
        scope_.bind({with_number(graph_action::largest, scope_.in_frame(scope_.input(0)), 0)});
    }

    void binarizer() {
        node_.expect_only({"threshold"});
        scope_.expect_inputs(1, 1);
        auto const value = scope_.in_frame(scope_.input(0));
        auto const border = static_cast<double>(node_.real("threshold", 0));
        auto made = with_number(graph_action::greater, value, border);
        made.type = value.type;
        scope_.bind({made});
    }

private:
    /// A list that is a constant is the same for each row.
    [[nodiscard]] onnx_value values_of_rows(onnx_value& value) {
        if (!value.is_constant() || value.shape.size != 1) return scope_.in_frame(value);
        scope_.expect_number(value);
        auto step = scope_.step_from(graph_action::copy, value, value.count());
        step.a = {.first = static_cast<std::uint32_t>(scope_.add_numbers(value)), .number = true};
        scope_.emit.step(step);
        return onnx_scope::made_by(step, value, value.type);
    }

    /// Those with rows say how the others are aligned.
    void add_all(onnx_broadcast& together, std::initializer_list<onnx_value*> values) {
        auto const* const first =
            std::ranges::find_if(values, [](onnx_value const* value) { return !value->is_constant(); });
        if (first == values.end()) scope_.node->fail("constants", "a value of each row");
        together.begin(**first);
        for (auto const* const value : values) {
            scope_.expect_number(*value);
            together.add(*value);
        }
    }

    void expect_same_type(onnx_value const& a, onnx_value const& b) const {
        if (a.type != b.type) scope_.node->fail("values of several types", "values of one type");
    }

    [[nodiscard]] static graph_step step_of(graph_action action, onnx_type type) noexcept {
        return {.action = action, .numbers = onnx_scope::precision_of(type)};
    }

    [[nodiscard]] onnx_value finish(graph_step step, onnx_broadcast const& together, onnx_type type) {
        step.inputs = step.count = static_cast<std::uint32_t>(together.shape().count());
        step.to = scope_.emit.columns(together.shape().count());
        scope_.emit.step(step);
        return {.is = onnx_value::kind::made, .type = type, .shape = together.shape(), .first = step.to};
    }

    [[nodiscard]] static bool is_comparison(graph_action action) noexcept {
        return action == graph_action::equal || action == graph_action::greater || action == graph_action::less ||
               action == graph_action::greater_or_equal || action == graph_action::less_or_equal;
    }

    [[nodiscard]] onnx_value combined(graph_action action, onnx_value& a, onnx_value& b) {
        onnx_broadcast together{scope_};
        add_all(together, {&a, &b});
        if (action != graph_action::power) expect_same_type(a, b);
        auto step = step_of(action, a.type);
        step.a = together.operand(a);
        step.b = together.operand(b);
        auto const made = finish(step, together, is_comparison(action) ? onnx_type::boolean : a.type);
        return action == graph_action::divide && is_whole(a.type) ? whole(made) : made;
    }

    [[nodiscard]] onnx_value whole(onnx_value const& value) {
        auto const step = scope_.step_from(graph_action::to_whole, value, value.count());
        scope_.emit.step(step);
        return onnx_scope::made_by(step, value, value.type);
    }

    [[nodiscard]] onnx_value with_number(graph_action action, onnx_value const& value, double number) {
        auto step = scope_.step_from(action, value, value.count());
        step.b = {.first = static_cast<std::uint32_t>(scope_.emit.next_number()), .step = 0, .number = true};
        scope_.emit.number(number);
        scope_.emit.step(step);
        return onnx_scope::made_by(step, value, value.type);
    }

    [[nodiscard]] onnx_value bounded(graph_action action, onnx_value const& value, std::string_view name,
                                     std::size_t input) {
        if (node_.has(name)) return with_number(action, value, static_cast<double>(node_.real(name, 0)));
        if (!scope_.has_input(input)) return value;
        auto from = value;
        return combined(action, from, scope_.input(input));
    }

    onnx_scope& scope_;
    onnx_attributes& node_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
