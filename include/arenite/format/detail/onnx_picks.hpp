// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_sizes.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Translates operators that put columns together and pick some, and labels by their position.
class onnx_picks {
public:
    explicit onnx_picks(onnx_scope& of_node) : scope_(of_node), node_(of_node.node->attributes()) {}

    void concat() {
        node_.expect_only({"axis"});
        auto const axis = node_.integer("axis", 1);
        auto const& first = scope_.input(0);
        if (first.is == onnx_value::kind::sizes) return scope_.bind({onnx_sizes{scope_}.rows_and_more(first)});
        scope_.bind({joined(scope_.dimension(axis, first), false)});
    }

    /// Of a sequence, which is only an output, the columns of its tensors.
    void sequence() {
        node_.expect_only({});
        scope_.bind({joined(0, false)});
    }

    void feature_vectorizer() {
        node_.expect_only({"inputdimensions"});
        auto const& first = scope_.input(0);
        if (first.shape.size != 1) scope_.node->fail("values of more dimensions", "rows of columns");
        scope_.bind({joined(0, true)});
    }

    /// Columns by number, of the last dimension; or labels, which are constants, by the number in a column.
    void array_feature_extractor() {
        node_.expect_only({});
        scope_.expect_inputs(2, 2);
        auto& from = scope_.input(0);
        if (from.is_constant() && from.shape.size != 0) return scope_.bind({labels_at(from, scope_.input(1))});
        scope_.bind({picked(from, scope_.dimension(-1, from), scope_.whole_constant(1))});
    }

    void gather() {
        node_.expect_only({"axis"});
        scope_.expect_inputs(2, 2);
        auto& from = scope_.input(0);
        if (from.is == onnx_value::kind::sizes)
            return scope_.bind({onnx_sizes{scope_}.only_rows(from, scope_.whole_numbers(scope_.input(1)))});
        auto const at = scope_.dimension(node_.integer("axis", 0), from);
        if (from.is_constant() && from.shape.size == 1) return scope_.bind({labels_at(from, scope_.input(1))});
        auto const& which = scope_.whole_constant(1);
        auto value = picked(from, at, which);
        if (which.shape.size == 0) drop(value.shape, at);
        if (which.shape.size > 1) scope_.node->fail("columns in several dimensions", "a list of columns");
        scope_.bind({value});
    }

    void slice() {
        node_.expect_only({"starts", "ends", "axes", "steps"});
        scope_.expect_inputs(1, 5);
        auto const starts = list("starts", 1), ends = list("ends", 2), axes = list("axes", 3), steps = list("steps", 4);
        auto& from = scope_.input(0);
        if (from.is == onnx_value::kind::sizes) return scope_.bind({onnx_sizes{scope_}.first(from, starts, ends)});
        auto value = scope_.in_frame_or_texts(from);
        if (starts.size() != ends.size() || (!axes.empty() && axes.size() != starts.size()))
            scope_.node->fail("lists of different lengths", "as many starts, ends and axes");
        for (std::size_t i = 0; i != starts.size(); ++i) {
            auto const axis = axes.empty() ? static_cast<std::int64_t>(i) : axes[i];
            if (is_all_rows(value, axis, starts[i], ends[i])) continue;
            value = sliced(value, scope_.dimension(axis, value), starts[i], ends[i], i < steps.size() ? steps[i] : 1);
        }
        scope_.bind({value});
    }

    void split() {
        node_.expect_only({"axis", "num_outputs", "split"});
        scope_.expect_inputs(1, 2);
        auto const value = scope_.in_frame_or_texts(scope_.input(0));
        auto const at = scope_.dimension(node_.integer("axis", 0), value);
        auto const length = std::int64_t{value.shape.dims[at]};
        auto const sizes = list("split", 1);
        auto const parts = static_cast<std::int64_t>(scope_.node->outputs());
        std::int64_t begin = 0;
        scope_.node->for_each_output([&](std::size_t i, protobuf_extent name) {
            auto const size = i < sizes.size() ? sizes[i] : std::min((length + parts - 1) / parts, length - begin);
            if (size < 1 || size > length - begin)
                scope_.node->fail(short_text<64>{"a part of "}.append(format_number(size)), "parts of all columns");
            auto const end = begin + size;
            scope_.values.add(name, sliced(value, at, begin, end, 1));
            begin = end;
        });
        if (begin != length) scope_.node->fail("parts that are not all", "parts of all columns");
    }

private:
    using whole_list = onnx_scope::whole_list;

    /// The columns of all inputs, one after the other along a dimension: those of the rows as they are, where they lie
    /// so.
    [[nodiscard]] onnx_value joined(std::size_t at, bool to_float) {
        auto value = scope_.input(0);
        value.name = {};
        bool as_given = at == 0 && (!to_float || value.type == onnx_type::float32);
        std::uint64_t count = 0, length = 0;
        scope_.node->for_each_input([&](std::size_t, protobuf_extent name) {
            auto const& next = scope_.values.find(name);
            check_joined(value, next, at, to_float);
            as_given = as_given && next.is == onnx_value::kind::given && next.first == value.first + count;
            count += next.count();
            length += next.shape.dims[at];
        });
        value.type = to_float ? onnx_type::float32 : value.type;
        if (!as_given) value.first = copy_all(value, at, length, count, to_float);
        value.is = as_given ? onnx_value::kind::given : onnx_value::kind::made;
        value.shape.dims[at] = static_cast<std::uint32_t>(length);
        return value;
    }

    void check_joined(onnx_value const& first, onnx_value const& next, std::size_t at, bool to_float) const {
        bool const are_numbers = next.is == onnx_value::kind::labels && is_number(next.type);
        if (!next.has_columns() && !are_numbers) scope_.node->fail("a constant", "a value of each row");
        if (to_float) scope_.expect_number(next);
        if (!to_float && next.type != first.type) scope_.node->fail("inputs of several types", "inputs of one type");
        auto shape = next.shape;
        if (at < shape.size) shape.dims[at] = first.shape.dims[at];
        if (shape != first.shape) scope_.node->fail("inputs of several shapes", "shapes that differ in one dimension");
    }

    /// Copies each input in as many parts as there are dimensions in front.
    [[nodiscard]] std::uint32_t copy_all(onnx_value const& like, std::size_t at, std::uint64_t length,
                                         std::uint64_t count, bool to_float) {
        auto const first = scope_.emit.columns(count);
        auto const outer = like.shape.product(0, at), inner = like.shape.product(at + 1, like.shape.size);
        std::uint64_t begin = 0;
        scope_.node->for_each_input([&](std::size_t, protobuf_extent name) {
            auto const from = scope_.in_frame_or_texts(scope_.values.find(name));
            auto const part = from.shape.dims[at] * inner;
            for (std::uint64_t o = 0; o != outer; ++o)
                copy(from, o * part, part, first + begin + o * length * inner, to_float);
            begin += part;
        });
        return first;
    }

    void copy(onnx_value const& from, std::uint64_t offset, std::uint64_t count, std::uint64_t to, bool to_float) {
        graph_step step{.action = to_float ? graph_action::to_float : graph_action::copy};
        step.numbers = precision::float64;
        step.a.first = static_cast<std::uint32_t>(from.first + offset);
        step.inputs = step.count = static_cast<std::uint32_t>(count);
        step.to = static_cast<std::uint32_t>(to);
        scope_.emit.step(step);
        scope_.texts.copy(from, offset, step);
    }

    [[nodiscard]] onnx_value labels_at(onnx_value const& table, onnx_value& which) {
        if (which.is_constant() || which.is == onnx_value::kind::sizes || which.count() != 1 || !is_whole(which.type))
            scope_.node->fail("a label that is not told by one number", "a column of positions");
        if (is_real(table.type) || table.shape.size > 1) return numbers_at(table, which);
        auto const at = scope_.in_frame(which);
        return {.is = onnx_value::kind::labels,
                .type = table.type,
                .shape = at.shape,
                .first = at.first,
                .elements = table.elements};
    }

    /// Of a table with several rows, the number at that position of each row: the rows of the model come last then.
    [[nodiscard]] onnx_value numbers_at(onnx_value const& table, onnx_value& which) {
        auto made = scope_.in_frame(which);
        graph_step step{.action = graph_action::encode, .numbers = precision::float64, .a = {.first = made.first}};
        auto const length = std::max<std::uint64_t>(table.shape.dims[table.shape.size - 1U], 1);
        auto const lists = table.count() / length;
        if (lists == 0) scope_.node->fail("a table of nothing", "numbers to pick from");
        made.first = step.to = scope_.emit.columns(lists);
        made.type = table.type;
        step.inputs = step.count = 1;
        step.number_count = 2 + 2 * length;
        scope_.for_each_number(table, [&](std::uint64_t i, double number) {
            if (i % length == 0) begin_list(step);
            scope_.emit.number(static_cast<double>(i % length));
            scope_.emit.number(number);
        });
        if (table.shape.size > 1) made.shape = shape_of_lists(table.shape);
        return made;
    }

    /// For positions that there are not.
    void begin_list(graph_step& step) {
        step.first_number = scope_.emit.next_number();
        scope_.emit.number(std::numeric_limits<double>::quiet_NaN());
        scope_.emit.number(std::numeric_limits<double>::quiet_NaN());
        scope_.emit.step(step);
        ++step.to;
    }

    [[nodiscard]] static onnx_shape shape_of_lists(onnx_shape shape) noexcept {
        shape.dims[--shape.size] = 0;
        shape.row_axis = shape.size;
        return shape;
    }

    static void drop(onnx_shape& shape, std::size_t at) noexcept {
        std::shift_left(shape.dims.begin() + static_cast<std::ptrdiff_t>(at), shape.dims.end(), 1);
        shape.dims.back() = 0;
        --shape.size;
        if (at < shape.row_axis) --shape.row_axis;
    }

    /// Some of a dimension: columns of the rows that follow each other stay what they are.
    [[nodiscard]] onnx_value picked(onnx_value& from, std::size_t at, onnx_value const& which) {
        auto const length = from.shape.dims[at];
        std::uint64_t first = 0;
        bool follow = from.is == onnx_value::kind::given && from.shape.size == 1;
        scope_.for_each_number(which, [&](std::uint64_t i, double number) {
            auto const pick = position(number, length);
            first = i == 0 ? pick : first;
            follow = follow && pick == first + i;
        });
        if (follow) return given_part(from, first, which.count());
        return picked_in_frame(scope_.in_frame_or_texts(from), at, which);
    }

    [[nodiscard]] static onnx_value given_part(onnx_value value, std::uint64_t first, std::uint64_t count) noexcept {
        value.name = {};
        value.first += static_cast<std::uint32_t>(first);
        value.shape.dims[0] = static_cast<std::uint32_t>(count);
        return value;
    }

    [[nodiscard]] std::uint64_t position(double number, std::uint32_t length) const {
        auto const at = number < 0 ? number + length : number;
        if (!(at >= 0 && at < length))
            scope_.node->fail(short_text<64>{"column "}.append(format_number(number)), "one that there is");
        return static_cast<std::uint64_t>(at);
    }

    [[nodiscard]] onnx_value picked_in_frame(onnx_value value, std::size_t at, onnx_value const& which) {
        auto const before = value.shape;
        auto const outer = before.product(0, at), inner = before.product(at + 1, before.size);
        auto step = scope_.step_from(graph_action::gather, value, outer * which.count() * inner);
        step.first_number = scope_.emit.next_number();
        for (std::uint64_t o = 0; o != outer; ++o)
            scope_.for_each_number(which, [&](std::uint64_t, double number) {
                auto const begin = (o * before.dims[at] + position(number, before.dims[at])) * inner;
                for (std::uint64_t i = 0; i != inner; ++i) add_pick(value, step, begin + i);
            });
        scope_.emit.step(step);
        value.shape.dims[at] = static_cast<std::uint32_t>(which.count());
        return onnx_scope::made_by(step, value, value.type);
    }

    void add_pick(onnx_value const& from, graph_step const& step, std::uint64_t column) {
        auto const to = step.to + (scope_.emit.next_number() - step.first_number);
        scope_.emit.number(static_cast<double>(column));
        scope_.texts.copy(from, column, to);
    }

    [[nodiscard]] whole_list list(std::string_view name, std::size_t input) {
        if (scope_.has_input(input)) return scope_.whole_numbers(scope_.input(input));
        return scope_.whole_numbers(node_.integers(name));
    }

    [[nodiscard]] static bool is_all_rows(onnx_value const& value, std::int64_t axis, std::int64_t start,
                                          std::int64_t end) noexcept {
        auto const rank = static_cast<std::int64_t>(value.rank());
        return (axis < 0 ? axis + rank : axis) == value.shape.row_axis && start == 0 && end >= 0x7fffffff;
    }

    [[nodiscard]] onnx_value sliced(onnx_value const& value, std::size_t at, std::int64_t start, std::int64_t end,
                                    std::int64_t step) {
        auto const length = static_cast<std::int64_t>(value.shape.dims[at]);
        if (step < 1) scope_.node->fail("a step backwards", "a step of at least 1");
        start = std::clamp<std::int64_t>(start < 0 ? start + length : start, 0, length);
        end = std::clamp<std::int64_t>(end < 0 ? end + length : end, 0, length);
        if (start >= end) scope_.node->fail("a slice of nothing", "at least one column");
        auto const step_size = std::min(step, length);
        auto shape = value.shape;
        shape.dims[at] = static_cast<std::uint32_t>((end - start + step_size - 1) / step_size);
        auto const inner = shape.product(at + 1, shape.size);
        return scope_.rearranged(value, shape, [&](std::uint64_t i) {
            auto const within = i % inner, pick = i / inner % shape.dims[at], outer = i / inner / shape.dims[at];
            auto const from = static_cast<std::uint64_t>(start) + pick * static_cast<std::uint64_t>(step_size);
            return (outer * value.shape.dims[at] + from) * inner + within;
        });
    }

    onnx_scope& scope_;
    onnx_attributes& node_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
