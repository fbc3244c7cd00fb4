// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_scope.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Translates operators that look at several columns of a row at once: along one dimension, or several.
class onnx_reductions {
public:
    explicit onnx_reductions(onnx_scope& of_node) : scope_(of_node), node_(of_node.node->attributes()) {}

    template <graph_action Action>
    void reduce() {
        node_.expect_only({"axes", "keepdims", "noop_with_empty_axes"});
        scope_.expect_inputs(1, 2);
        auto const axes =
            scope_.has_input(1) ? scope_.whole_numbers(scope_.input(1)) : scope_.whole_numbers(node_.integers("axes"));
        auto const value = scope_.in_frame(scope_.input(0));
        if (axes.empty()) scope_.node->fail("no axes", "those of the columns");
        marks gone{};
        for (auto const axis : axes) gone[scope_.dimension(axis, value)] = true;
        scope_.bind({reduced(Action, value, gone, node_.integer("keepdims", 1) != 0, value.type)});
    }

    template <graph_action Action>
    void find() {
        node_.expect_only({"axis", "keepdims", "select_last_index"});
        scope_.expect_inputs(1, 1);
        if (node_.integer("select_last_index", 0) != 0) node_.fail("select_last_index", "1", "0");
        auto const value = scope_.in_frame(scope_.input(0));
        marks gone{};
        gone[scope_.dimension(node_.integer("axis", 0), value)] = true;
        scope_.bind({reduced(Action, value, gone, node_.integer("keepdims", 1) != 0, onnx_type::int64)});
    }

    void softmax() {
        node_.expect_only({"axis"});
        scope_.expect_inputs(1, 1);
        auto const value = scope_.in_frame(scope_.input(0));
        auto const at = scope_.dimension(node_.integer("axis", scope_.operators >= 13 ? -1 : 1), value);
        if (at + 1U != value.shape.size) node_.fail("axis", "another dimension", "the last one");
        scope_.bind({along_last(graph_action::softmax, value)});
    }

    /// Of old converters, for probabilities of one class against the others.
    void lp_normalization() {
        node_.expect_only({"axis", "p"});
        scope_.expect_inputs(1, 1);
        auto const value = scope_.in_frame(scope_.input(0));
        auto const at = scope_.dimension(node_.integer("axis", -1), value);
        if (at + 1U != value.shape.size) node_.fail("axis", "another dimension", "the last one");
        auto const p = node_.integer("p", 2);
        if (p != 1) node_.fail("p", format_number(p), "1");
        scope_.bind({along_last(graph_action::normalize_sum, value)});
    }

    void normalizer() {
        node_.expect_only({"norm"});
        scope_.expect_inputs(1, 1);
        auto value = scope_.in_frame(scope_.input(0));
        auto const norm = node_.text("norm", "MAX");
        auto const action = norm.view() == "MAX"  ? graph_action::normalize_largest
                            : norm.view() == "L1" ? graph_action::normalize_sum
                                                  : graph_action::normalize_squares;
        if (action == graph_action::normalize_squares && norm.view() != "L2")
            node_.fail("norm", quoted_text(norm), "MAX, L1 or L2");
        value.type = onnx_type::float32;
        scope_.bind({along_last(action, value)});
    }

private:
    using marks = std::array<bool, onnx_shape::most>;

    [[nodiscard]] onnx_value along_last(graph_action action, onnx_value const& value) {
        if (value.shape.size == 0 || value.shape.row_axis == value.shape.size)
            scope_.node->fail("one number of each row", "several");
        auto step = scope_.step_from(action, value, value.count());
        step.width = value.shape.dims[value.shape.size - 1U];
        scope_.emit.step(step);
        return onnx_scope::made_by(step, value, value.type);
    }

    /// The dimensions that go become the last ones; then their columns follow each other.
    [[nodiscard]] onnx_value reduced(graph_action action, onnx_value const& value, marks const& gone, bool keep,
                                     onnx_type type) {
        auto const before = value.shape;
        std::uint64_t width = 1;
        for (std::size_t i = 0; i != before.size; ++i) width *= gone[i] ? before.dims[i] : 1;
        auto const turned = scope_.rearranged(value, before, [&](std::uint64_t i) { return column(before, gone, i); });
        auto step = scope_.step_from(action, turned, value.count() / width);
        step.detail = are_last(before, gone) ? 1 : 0;
        step.width = static_cast<std::uint32_t>(width);
        scope_.emit.step(step);
        auto made = onnx_scope::made_by(step, value, type);
        made.shape = shape_of(before, gone, keep);
        return made;
    }

    /// Whether those that go follow each other in the memory of the runtime.
    [[nodiscard]] static bool are_last(onnx_shape const& shape, marks const& gone) noexcept {
        bool may_stay = false;
        for (std::size_t d = shape.size; d-- != shape.row_axis;) {
            may_stay = may_stay || !gone[d];
            if (may_stay && gone[d]) return false;
        }
        return std::none_of(gone.begin(), gone.begin() + shape.row_axis, [](bool goes) { return goes; });
    }

    /// Of the i-th column when those dimensions come last, where it is now.
    [[nodiscard]] static std::uint64_t column(onnx_shape const& shape, marks const& gone, std::uint64_t i) noexcept {
        std::array<std::uint64_t, onnx_shape::most> place{};
        for (bool const last : {true, false})
            for (std::size_t d = shape.size; d-- != 0;) {
                if (gone[d] != last) continue;
                place[d] = i % shape.dims[d];
                i /= shape.dims[d];
            }
        std::uint64_t at = 0;
        for (std::size_t d = 0; d != shape.size; ++d) at = at * shape.dims[d] + place[d];
        return at;
    }

    [[nodiscard]] static onnx_shape shape_of(onnx_shape const& before, marks const& gone, bool keep) noexcept {
        onnx_shape shape{};
        for (std::size_t i = 0; i != before.size; ++i) {
            if (i == before.row_axis) shape.row_axis = shape.size;
            if (!gone[i] || keep) shape.dims[shape.size++] = gone[i] ? 1 : before.dims[i];
        }
        if (before.row_axis == before.size) shape.row_axis = shape.size;
        return shape;
    }

    onnx_scope& scope_;
    onnx_attributes& node_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
