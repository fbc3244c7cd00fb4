// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_scope.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Translates operators that give values another type or shape, or put columns together and pick some. The rows stay the
/// first dimension; what would mix them is refused.
class onnx_shapes {
public:
    explicit onnx_shapes(onnx_scope& of_node) : scope_(of_node), node_(of_node.node->attributes()) {}

    void identity() {
        node_.expect_only({});
        scope_.expect_inputs(1, 1);
        scope_.bind({unnamed(scope_.input(0))});
    }

    void constant() {
        node_.expect_only({"value", "value_float", "value_int", "value_floats", "value_ints", "value_strings"});
        scope_.expect_inputs(0, 0);
        scope_.bind({read_constant()});
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

    void reshape() {
        node_.expect_only({"allowzero"});
        scope_.expect_inputs(2, 2);
        scope_.bind({reshaped(scope_.input(0), scope_.input(1))});
    }

    void flatten() {
        node_.expect_only({"axis"});
        scope_.expect_inputs(1, 1);
        auto value = columns_of(scope_.input(0));
        auto const axis = node_.integer("axis", 1);
        if (axis != 1 && axis + value.rank != 1) node_.fail("axis", format_number(axis), "1: a row stays one");
        value.dims = {static_cast<std::uint32_t>(value.count())};
        value.rank = 2;
        scope_.bind({value});
    }

    void squeeze() {
        auto const axes = read_axes(1);
        auto value = columns_of(scope_.input(0));
        for (auto const axis : axes) remove(value, position(axis, value.rank));
        if (axes.empty()) value.dims = {static_cast<std::uint32_t>(value.count())}, value.rank = value.dims[0] == 1 ? 1 : 2;
        scope_.bind({value});
    }

    void unsqueeze() {
        auto const axes = read_axes(1);
        auto value = columns_of(scope_.input(0));
        for (auto const axis : axes) insert(value, position(axis, value.rank + 1));
        scope_.bind({value});
    }

    void concat() {
        node_.expect_only({"axis"});
        auto const first = scope_.input(0);
        auto const axis = node_.integer("axis", 1);
        if (axis != first.rank - 1 && axis != -1)
            node_.fail("axis", format_number(axis), "the last dimension of the inputs");
        scope_.bind({joined(false)});
    }

    void feature_vectorizer() {
        node_.expect_only({"inputdimensions"});
        scope_.bind({joined(true)});
    }

    /// Its output is not needed to be a map: the scores, and the labels are those of the classifier in front of it.
    void zip_map() {
        node_.expect_only({"classlabels_int64s", "classlabels_strings"});
        scope_.expect_inputs(1, 1);
        scope_.bind({unnamed(scope_.input(0))});
    }

    /// Columns by number; or labels, which are constants, by the number in a column.
    void array_feature_extractor() {
        node_.expect_only({});
        scope_.expect_inputs(2, 2);
        auto& from = scope_.input(0);
        if (from.is_constant()) return scope_.bind({labels_at(from, scope_.input(1))});
        scope_.bind({picked(from, scope_.input(1))});
    }

    void gather() {
        node_.expect_only({"axis"});
        scope_.expect_inputs(2, 2);
        auto& from = scope_.input(0);
        auto const axis = node_.integer("axis", 0);
        if (from.is_constant() && axis == 0 && from.rank == 1) return scope_.bind({labels_at(from, scope_.input(1))});
        if (from.is_constant() || position(axis, from.rank) + 1U != from.rank || from.rank != 2)
            node_.fail("axis", format_number(axis), "that of the columns");
        auto const& which = scope_.input(1);
        auto value = picked(from, which);
        if (which.rank == 0) value.rank = 1;
        scope_.bind({value});
    }

private:
    [[nodiscard]] static onnx_value unnamed(onnx_value value) noexcept {
        value.name = {};
        return value;
    }

    [[nodiscard]] onnx_value columns_of(onnx_value& value) {
        if (value.is_constant()) scope_.node->fail("a constant", "a value of each row");
        scope_.expect_number(value);
        return unnamed(value);
    }

    [[nodiscard]] onnx_value read_constant() {
        if (auto const tensor = node_.tensor("value")) return constant_of(*tensor);
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
        onnx_value value{.is = onnx_value::kind::constant, .type = list.type, .rank = 1, .elements = list};
        value.dims[0] = static_cast<std::uint32_t>(node_.count(list));
        return value;
    }

    /// A field of one number reads as a list of one.
    [[nodiscard]] onnx_value single_constant(std::string_view name) {
        auto list = name == "value_float" ? node_.floats(name) : node_.integers(name);
        list.field = name == "value_float" ? 2 : 3;
        return {.is = onnx_value::kind::constant, .type = list.type, .rank = 0, .elements = list};
    }

    [[nodiscard]] onnx_value cast_to(onnx_value& value, onnx_type type) {
        if (value.type == type) return unnamed(value);
        if (value.is == onnx_value::kind::labels && (type == onnx_type::string || value.type == onnx_type::string))
            return cast_labels(value, type);
        if (value.is_constant()) scope_.node->fail("a constant of another type", "one of the type that is needed");
        scope_.expect_number(value);
        if (!is_number(type)) scope_.node->fail("a cast of numbers to texts", "a cast to numbers");
        return cast_numbers(value, type);
    }

    /// A label keeps its position, whatever it is called.
    [[nodiscard]] onnx_value cast_labels(onnx_value const& value, onnx_type type) const {
        if (type != onnx_type::string && type != onnx_type::int64)
            scope_.node->fail("a cast of labels", "a cast to texts or whole numbers");
        return unnamed(value);
    }

    [[nodiscard]] onnx_value cast_numbers(onnx_value& value, onnx_type type) {
        bool const narrows = type == onnx_type::float32, widens = type == onnx_type::float64;
        bool const is_exact = widens || (is_whole(value.type) && is_whole(type) && type != onnx_type::boolean);
        if (value.is == onnx_value::kind::labels && is_whole(type)) return unnamed(value);
        if (value.is == onnx_value::kind::given && value.type == onnx_type::float64 && narrows) return retyped(value, type);
        auto const from = scope_.in_frame(value);
        if (is_exact) return retyped(from, type);
        auto step = scope_.step_from(narrows                         ? graph_action::to_float
                                     : type == onnx_type::boolean ? graph_action::to_truth
                                                                     : graph_action::to_whole,
                                     from, from.count());
        step.numbers = precision::float64;
        scope_.emit.step(step);
        return onnx_scope::made_by(step, from, type);
    }

    [[nodiscard]] static onnx_value retyped(onnx_value const& value, onnx_type type) noexcept {
        auto made = unnamed(value);
        made.type = type;
        return made;
    }

    [[nodiscard]] onnx_value reshaped(onnx_value& from, onnx_value& shape) {
        if (!shape.is_constant() || shape.rank != 1 || !is_whole(shape.type))
            scope_.node->fail("a shape that is no constant", "a list of whole numbers");
        if (from.is_constant()) scope_.node->fail("a constant", "a value of each row");
        auto value = unnamed(from);
        std::array<std::int64_t, onnx_value::most_dims + 1> sizes{};
        if (shape.dims[0] == 0 || shape.dims[0] > sizes.size()) scope_.node->fail("a shape of too many dimensions", "1 to 5");
        scope_.for_each_number(shape.elements,
                               [&](std::uint64_t i, double size) { sizes[i] = static_cast<std::int64_t>(size); });
        return reshaped(value, std::span{sizes}.first(shape.dims[0]));
    }

    /// The first dimension, the rows, is told by -1, or is copied by 0; of the others, one may be told by -1 then.
    [[nodiscard]] onnx_value reshaped(onnx_value value, std::span<std::int64_t const> sizes) {
        auto const count = static_cast<std::int64_t>(value.count());
        value.dims = {};
        std::int64_t product = 1;
        for (std::size_t i = 1; i < sizes.size(); ++i) {
            auto const size = sizes[i] == -1 && sizes[0] == 0 && sizes.size() == 2 ? count : sizes[i];
            if (size < 1 || size > count) refuse_mixing();
            product *= size;
            if (product > count) refuse_mixing();
            value.dims[i - 1] = static_cast<std::uint32_t>(size);
        }
        if (sizes[0] > 0 || sizes[0] < -1 || product != count) refuse_mixing();
        value.rank = static_cast<std::uint8_t>(sizes.size());
        return value;
    }

    [[noreturn]] void refuse_mixing() const {
        scope_.node->fail("a shape that mixes rows", "one whose first dimension is the rows");
    }

    /// An attribute, or an input that is a constant.
    [[nodiscard]] fixed_list<std::int64_t, onnx_value::most_dims> read_axes(std::size_t input) {
        node_.expect_only({"axes"});
        scope_.expect_inputs(1, 2);
        fixed_list<std::int64_t, onnx_value::most_dims> axes;
        auto list = node_.integers("axes");
        if (scope_.has_input(input)) list = scope_.input(input).elements;
        scope_.for_each_number(list, [&](std::uint64_t, double axis) {
            if (!axes.push_back(static_cast<std::int64_t>(axis))) scope_.node->fail("too many axes", "at most 4");
        });
        return axes;
    }

    [[nodiscard]] std::size_t position(std::int64_t axis, std::size_t rank) const {
        auto const at = axis < 0 ? axis + static_cast<std::int64_t>(rank) : axis;
        if (at < 1 || at >= static_cast<std::int64_t>(rank))
            scope_.node->fail(short_text<64>{"axis "}.append(format_number(axis)), "one behind the rows");
        return static_cast<std::size_t>(at);
    }

    void remove(onnx_value& value, std::size_t axis) const {
        if (value.dims[axis - 1] != 1) refuse_mixing();
        std::shift_left(value.dims.begin() + static_cast<std::ptrdiff_t>(axis) - 1, value.dims.end(), 1);
        --value.rank;
    }
    void insert(onnx_value& value, std::size_t axis) const {
        if (value.rank > value.dims.size()) scope_.node->fail("too many dimensions", "at most 5");
        std::shift_right(value.dims.begin() + static_cast<std::ptrdiff_t>(axis) - 1, value.dims.end(), 1);
        value.dims[axis - 1] = 1;
        ++value.rank;
    }

    /// The columns of all inputs, one after the other: those of the rows as they are, where they lie so.
    [[nodiscard]] onnx_value joined(bool to_float) {
        auto value = unnamed(scope_.input(0));
        bool as_given = !to_float || value.type == onnx_type::float32;
        std::uint64_t count = 0;
        scope_.node->for_each_input([&](std::size_t, protobuf_extent name) {
            auto const& next = scope_.values.find(name);
            check_joined(value, next, to_float);
            as_given = as_given && next.is == onnx_value::kind::given && next.first == value.first + count;
            count += next.count();
        });
        if (!as_given) value.first = copy_all(count, to_float);
        value.is = as_given ? onnx_value::kind::given : onnx_value::kind::made;
        value.type = to_float ? onnx_type::float32 : value.type;
        value.dims[value.inner() - 1] = static_cast<std::uint32_t>(count / (value.count() / value.dims[value.inner() - 1]));
        return value;
    }

    void check_joined(onnx_value const& first, onnx_value const& next, bool to_float) {
        scope_.expect_number(next);
        if (next.is_constant()) scope_.node->fail("a constant", "a value of each row");
        if (next.rank != 2) scope_.node->fail("values of more dimensions", "rows of columns");
        if (!to_float && next.type != first.type) scope_.node->fail("inputs of several types", "inputs of one type");
    }

    [[nodiscard]] std::uint32_t copy_all(std::uint64_t count, bool to_float) {
        auto const first = scope_.emit.columns(count);
        auto to = first;
        scope_.node->for_each_input([&](std::size_t, protobuf_extent name) {
            auto const from = scope_.in_frame(scope_.values.find(name));
            graph_step step{.action = to_float ? graph_action::to_float : graph_action::copy};
            step.numbers = precision::float64;
            step.a.first = from.first;
            step.inputs = step.count = static_cast<std::uint32_t>(from.count());
            step.to = to;
            scope_.emit.step(step);
            to += step.count;
        });
        return first;
    }

    [[nodiscard]] onnx_value labels_at(onnx_value const& table, onnx_value& which) {
        if (which.is == onnx_value::kind::nothing || which.is_constant() || which.count() != 1 || !is_whole(which.type))
            scope_.node->fail("a label that is not told by one number", "a column of positions");
        auto const at = scope_.in_frame(which);
        return {.is = onnx_value::kind::labels, .type = table.type, .rank = 1, .first = at.first, .elements = table.elements};
    }

    [[nodiscard]] onnx_value picked(onnx_value& from, onnx_value const& which) {
        if (!which.is_constant() || !is_whole(which.type)) scope_.node->fail("columns that are told by a column", "constants");
        auto value = scope_.in_frame(from);
        if (value.rank > 2) scope_.node->fail("values of more dimensions", "rows of columns");
        auto step = scope_.step_from(graph_action::gather, value, which.count());
        step.first_number = scope_.emit.next_number();
        scope_.for_each_number(which.elements, [&](std::uint64_t, double column) {
            auto const at = column < 0 ? column + step.inputs : column;
            if (!(at >= 0 && at < step.inputs))
                scope_.node->fail(short_text<64>{"column "}.append(format_number(column)), "one that there is");
            scope_.emit.number(at);
        });
        scope_.emit.step(step);
        value = onnx_scope::made_by(step, value, value.type);
        value.rank = 2;
        value.dims = {step.count};
        return value;
    }

    onnx_scope& scope_;
    onnx_attributes& node_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
