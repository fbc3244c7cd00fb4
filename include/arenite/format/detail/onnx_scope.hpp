// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_emitter.hpp>
#include <arenite/format/detail/onnx_node.hpp>
#include <arenite/format/detail/onnx_texts.hpp>
#include <arenite/format/detail/onnx_tree_outline.hpp>
#include <arenite/format/detail/onnx_values.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What a node is translated in: its inputs, its outputs, and the steps so far.
///
/// Errors: model_error that names the node and its operator: of inputs and outputs that it should not have, of shapes
///         and types that do not fit.
class onnx_scope {
public:
    static constexpr std::size_t most_inputs = 8;

    onnx_scope(protobuf_reader& of_file, onnx_values& of_graph, onnx_emitter& for_steps, std::span<char> lent_buffer)
        : reader(of_file), values(of_graph), emit(for_steps), texts(of_file), buffer(lent_buffer) {}

    protobuf_reader& reader;
    onnx_values& values;
    onnx_emitter& emit;
    onnx_texts texts;
    std::span<char> buffer;  ///< for the arrays of a node
    onnx_node* node = nullptr;
    std::uint64_t operators = 0, ml_operators = 0;  ///< versions of ai.onnx and ai.onnx.ml
    std::span<onnx_tree_outline> ensembles;         ///< room for those of the graph
    std::size_t ensemble_count = 0;
    std::span<onnx_equal_feature> equal_features;  ///< room for those of all ensembles, as far as it is not taken
    budget* memory = nullptr;                      ///< for a tree that has to be looked at as a whole

    void begin(onnx_node& next) {
        node = &next;
        inputs_.cut_to(0);
        next.for_each_input([this](std::size_t, protobuf_extent name) { inputs_.push_back(name); });
    }

    /// Sees that there are so many inputs.
    void expect_inputs(std::size_t least, std::size_t most) const {
        if (node->inputs() < least || node->inputs() > most)
            node->fail(short_text<64>{format_number(node->inputs())}.append(" inputs"), "as many as the operator has");
    }

    [[nodiscard]] bool has_input(std::size_t i) const noexcept { return i < inputs_.size() && !inputs_[i].empty(); }
    [[nodiscard]] onnx_value& input(std::size_t i) {
        if (!has_input(i)) node->fail("a missing input", "a value");
        return values.find(inputs_[i]);
    }

    /// Binds the outputs of the node to these values, as many as it names.
    void bind(std::initializer_list<onnx_value> made) {
        if (node->outputs() > made.size())
            node->fail(short_text<64>{format_number(node->outputs())}.append(" outputs"),
                       "as many as the operator has");
        node->for_each_output([&](std::size_t i, protobuf_extent name) {
            if (!name.empty()) values.add(name, made.begin()[i]);
        });
    }

    /// Calls visit(i, number) for the elements of a list; of a constant, in the precision that it was cast to.
    template <class Visit>
    std::uint64_t for_each_number(onnx_array const& of, Visit&& visit) {
        onnx_elements elements{reader, buffer, of};
        std::uint64_t i = 0;
        for (; elements.next(); ++i) visit(i, elements.real());
        return i;
    }
    template <class Visit>
    void for_each_number(onnx_value const& constant, Visit&& visit) {
        bool const narrow = constant.type == onnx_type::float32;
        for_each_number(constant.elements, [&](std::uint64_t i, double number) {
            visit(i, narrow ? static_cast<double>(static_cast<float>(number)) : number);
        });
    }

    /// Appends those to the numbers of the graph: where they begin.
    template <class List>
    std::uint64_t add_numbers(List const& of) {
        auto const first = emit.next_number();
        for_each_number(of, [this](std::uint64_t, double number) { emit.number(number); });
        return first;
    }

    /// A list of whole numbers, which is a constant, of at most `most`.
    using whole_list = fixed_list<std::int64_t, 8>;
    [[nodiscard]] whole_list whole_numbers(onnx_array const& of) {
        whole_list list;
        for_each_number(of, [&](std::uint64_t, double number) {
            if (!list.push_back(static_cast<std::int64_t>(number))) node->fail("a list of more than 8", "at most 8");
        });
        return list;
    }
    [[nodiscard]] whole_list whole_numbers(onnx_value const& constant) {
        if (!constant.is_constant() || !is_whole(constant.type))
            node->fail("a list that is no constant", "whole numbers that are constants");
        return whole_numbers(constant.elements);
    }

    /// Refuses a value that is no number.
    void expect_number(onnx_value const& value) const {
        if (value.is == onnx_value::kind::nothing) node->fail("an output that is not there", "a value");
        if (!is_number(value.type)) node->fail(short_text<64>{"values of "}.append(type_text(value.type)), "numbers");
    }

    /// As columns of the frame: those of the rows are loaded, positions of labels become the labels.
    [[nodiscard]] onnx_value in_frame(onnx_value& value) {
        expect_number(value);
        return in_frame_or_texts(value);
    }
    [[nodiscard]] onnx_value in_frame_or_texts(onnx_value& value) {
        if (value.is == onnx_value::kind::given) load(value);
        if (value.type == onnx_type::string && value.is == onnx_value::kind::made) return value;
        expect_number(value);
        if (value.is == onnx_value::kind::labels) return looked_up(value);
        if (value.is != onnx_value::kind::made) node->fail("a constant", "a value of each row");
        return value;
    }

    [[nodiscard]] static precision precision_of(onnx_type type) noexcept {
        return type == onnx_type::float32 ? precision::float32 : precision::float64;
    }

    /// An input that has to be a constant of whole numbers.
    [[nodiscard]] onnx_value const& whole_constant(std::size_t i) {
        auto const& value = input(i);
        if (!value.is_constant() || !is_whole(value.type))
            node->fail("a list that is no constant", "whole numbers that are constants");
        return value;
    }

    /// The dimension of a value, in its shape, that an axis means: not that of the rows.
    [[nodiscard]] std::size_t dimension(std::int64_t axis, onnx_value const& of) const {
        auto const rank = static_cast<std::int64_t>(of.rank());
        auto const at = axis < 0 ? axis + rank : axis;
        if (at < 0 || at >= rank || (!of.is_constant() && at == of.shape.row_axis))
            node->fail(short_text<64>{"axis "}.append(format_number(axis)), "a dimension, but not that of the rows");
        return static_cast<std::size_t>(of.is_constant() || at < of.shape.row_axis ? at : at - 1);
    }

    /// As columns of the frame, of which column i is column from(i) of a value in the frame.
    template <class From>
    [[nodiscard]] onnx_value rearranged(onnx_value value, onnx_shape shape, From&& from) {
        auto const count = shape.count();
        bool is_same = count == value.count();
        for (std::uint64_t i = 0; is_same && i != count; ++i) is_same = from(i) == i;
        if (!is_same) {
            auto step = step_from(graph_action::gather, value, count);
            step.first_number = emit.next_number();
            for (std::uint64_t i = 0; i != count; ++i) {
                emit.number(static_cast<double>(from(i)));
                texts.copy(value, from(i), step.to + i);
            }
            emit.step(step);
            value.first = step.to;
        }
        value.name = {};
        value.shape = shape;
        return value;
    }

    /// A step that makes `count` columns of a value; the action is for the caller to say.
    [[nodiscard]] graph_step step_from(graph_action action, onnx_value const& a, std::uint64_t count) {
        graph_step made{.action = action, .numbers = precision_of(a.type), .a = {.first = a.first}};
        made.inputs = static_cast<std::uint32_t>(a.count());
        made.count = static_cast<std::uint32_t>(count);
        made.to = emit.columns(count);
        return made;
    }

    /// The columns that a step makes, as a value of the shape of another.
    [[nodiscard]] static onnx_value made_by(graph_step const& step, onnx_value const& like, onnx_type type) noexcept {
        auto value = like;
        value.is = onnx_value::kind::made;
        value.name = {};
        value.first = step.to;
        value.type = type;
        return value;
    }

private:
    void load(onnx_value& value) {
        auto const step = step_from(graph_action::load, value, value.count());
        emit.step(step);
        for (std::uint32_t i = 0; value.type == onnx_type::string && i != step.count; ++i)
            texts.load(value.first + i, step.to + i);
        if (is_whole(value.type)) {
            auto whole = step;
            whole.action = value.type == onnx_type::boolean ? graph_action::to_truth : graph_action::to_whole;
            whole.a.first = step.to;
            emit.step(whole);
        }
        value.is = onnx_value::kind::made;
        value.first = step.to;
    }

    [[nodiscard]] onnx_value looked_up(onnx_value const& value) {
        auto step = step_from(graph_action::encode, value, 1);
        step.first_number = emit.next_number();
        emit.number(std::numeric_limits<double>::quiet_NaN());
        emit.number(std::numeric_limits<double>::quiet_NaN());
        for_each_number(value.elements, [this](std::uint64_t i, double label) {
            emit.number(static_cast<double>(i));
            emit.number(label);
        });
        step.number_count = emit.next_number() - step.first_number;
        step.numbers = precision::float64;
        emit.step(step);
        return made_by(step, value, value.type);
    }

    fixed_list<protobuf_extent, most_inputs> inputs_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
