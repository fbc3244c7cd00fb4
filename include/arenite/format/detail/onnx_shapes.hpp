// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_sizes.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Translates operators that give a value another shape: the same columns, in the same order, but for Transpose. The
/// rows stay one of the dimensions; what would mix them is refused.
class onnx_shapes {
public:
    explicit onnx_shapes(onnx_scope& of_node) : scope_(of_node), node_(of_node.node->attributes()) {}

    void reshape() {
        node_.expect_only({"allowzero"});
        scope_.expect_inputs(2, 2);
        auto value = unnamed(scope_.input(0));
        auto const& wanted = scope_.input(1);
        bool const is_sizes = wanted.is == onnx_value::kind::sizes;
        if (is_sizes && !wanted.elements.is_there()) return reshape_like(value, wanted);
        auto const sizes = is_sizes ? onnx_sizes{scope_}.to_reshape(wanted) : scope_.whole_numbers(wanted);
        if (sizes.size() > onnx_shape::most + 1) scope_.node->fail("a shape of too many dimensions", "at most 5");
        value.is_constant() ? reshape_constant(value, sizes) : reshape_rows(value, sizes);
        scope_.bind({value});
    }

    void flatten() {
        node_.expect_only({"axis"});
        scope_.expect_inputs(1, 1);
        auto value = rows_of(0);
        auto const axis = node_.integer("axis", 1), rank = static_cast<std::int64_t>(value.rank());
        auto const at = axis < 0 ? axis + rank : axis;
        if (at != value.shape.row_axis + 1 || value.shape.product(0, value.shape.row_axis) != 1)
            node_.fail("axis", format_number(axis), "the one behind the rows");
        value.shape = onnx_shape::of_columns(value.count());
        scope_.bind({value});
    }

    void squeeze() {
        auto value = rows_of(0);
        auto const axes = read_axes();
        std::array<bool, onnx_shape::most> gone{};
        for (auto const axis : axes) gone[expect_one(value, scope_.dimension(axis, value))] = true;
        if (axes.empty())
            for (std::size_t i = 0; i != value.shape.size; ++i) gone[i] = value.shape.dims[i] == 1;
        auto const before = value.shape;
        value.shape = {};
        for (std::size_t i = 0; i != before.size; ++i) {
            if (!gone[i]) value.shape.dims[value.shape.size++] = before.dims[i];
            if (!gone[i] && i < before.row_axis) ++value.shape.row_axis;
        }
        scope_.bind({value});
    }

    void unsqueeze() {
        auto value = unnamed(scope_.input(0));
        auto const axes = read_axes();
        auto const rank = static_cast<std::int64_t>(value.rank() + axes.size());
        if (rank > static_cast<std::int64_t>(onnx_shape::most)) scope_.node->fail("too many dimensions", "at most 4");
        for (std::int64_t at = 0; at != rank; ++at) {
            bool const is_new = std::ranges::any_of(axes, [&](auto axis) { return axis == at || axis + rank == at; });
            if (is_new) insert(value, static_cast<std::size_t>(at));
        }
        scope_.bind({value});
    }

    void transpose() {
        node_.expect_only({"perm"});
        scope_.expect_inputs(1, 1);
        auto value = scope_.in_frame_or_texts(scope_.input(0));
        auto order = scope_.whole_numbers(node_.integers("perm"));
        if (order.empty())
            for (auto i = value.rank(); i-- != 0;) static_cast<void>(order.push_back(static_cast<std::int64_t>(i)));
        check_order(order, value.rank());
        scope_.bind({transposed(value, order)});
    }

private:
    using whole_list = onnx_scope::whole_list;

    [[nodiscard]] static onnx_value unnamed(onnx_value value) noexcept {
        value.name = {};
        return value;
    }

    [[nodiscard]] onnx_value rows_of(std::size_t i) {
        auto const& value = scope_.input(i);
        if (!value.has_columns() && value.is != onnx_value::kind::labels)
            scope_.node->fail("a constant", "a value of each row");
        return unnamed(value);
    }

    void reshape_like(onnx_value value, onnx_value const& other) {
        if (value.is_constant() || value.count() != other.count() ||
            value.shape.product(0, value.shape.row_axis) != other.shape.product(0, other.shape.row_axis))
            refuse_mixing();
        value.shape = other.shape;
        scope_.bind({value});
    }

    void reshape_constant(onnx_value& value, whole_list const& sizes) const {
        auto const count = static_cast<std::int64_t>(value.count());
        std::int64_t known = 1;
        for (auto const size : sizes) known *= size > 0 && size <= count ? size : 1;
        auto shape = onnx_shape{};
        for (auto const size : sizes)
            shape.dims[shape.size++] = static_cast<std::uint32_t>(size == -1 ? count / known : size);
        if (sizes.size() > onnx_shape::most || shape.count() != value.count())
            scope_.node->fail("another shape", "one of as many elements");
        value.shape = shape;
    }

    /// The rows are the dimension that is told by -1, or that is copied by 0. What is in front of them and behind has
    /// to stay as much, so that every column stays one.
    void reshape_rows(onnx_value& value, whole_list const& sizes) const {
        bool rows_are_copied = false;
        for (std::size_t i = 0; i != sizes.size(); ++i)
            rows_are_copied = rows_are_copied || (sizes[i] == 0 && i == value.shape.row_axis);
        onnx_shape shape{};
        bool has_rows = false;
        for (std::size_t i = 0; i != sizes.size(); ++i) {
            bool const is_rows = rows_are_copied ? i == value.shape.row_axis : sizes[i] == -1;
            if (is_rows && has_rows) refuse_mixing();
            if (is_rows) has_rows = true, shape.row_axis = shape.size;
            else if (shape.size == onnx_shape::most) refuse_mixing();
            else shape.dims[shape.size++] = size_of(value, sizes, i);
        }
        complete(value.shape, shape);
        if (!has_rows || shape.count() != value.count() ||
            shape.product(0, shape.row_axis) != value.shape.product(0, value.shape.row_axis))
            refuse_mixing();
        value.shape = shape;
    }

    /// 0: what is left, to be told afterwards.
    [[nodiscard]] std::uint32_t size_of(onnx_value const& value, whole_list const& sizes, std::size_t i) const {
        if (sizes[i] == -1) return 0;
        if (sizes[i] == 0 && i < value.rank()) return value.shape.dims[i < value.shape.row_axis ? i : i - 1];
        if (sizes[i] < 1 || static_cast<std::uint64_t>(sizes[i]) > value.count()) refuse_mixing();
        return static_cast<std::uint32_t>(sizes[i]);
    }

    static void complete(onnx_shape const& before, onnx_shape& shape) noexcept {
        auto const unknown = std::ranges::find(shape.dims.begin(), shape.dims.begin() + shape.size, 0U);
        if (unknown == shape.dims.begin() + shape.size) return;
        *unknown = 1;
        auto const others = shape.count();
        *unknown = others == 0 ? 0 : static_cast<std::uint32_t>(before.count() / others);
    }

    [[noreturn]] void refuse_mixing() const {
        scope_.node->fail("a shape that mixes rows", "one that keeps the columns of each row");
    }

    /// An attribute, or an input that is a constant.
    [[nodiscard]] whole_list read_axes() {
        node_.expect_only({"axes"});
        scope_.expect_inputs(1, 2);
        return scope_.has_input(1) ? scope_.whole_numbers(scope_.input(1))
                                   : scope_.whole_numbers(node_.integers("axes"));
    }

    [[nodiscard]] std::size_t expect_one(onnx_value const& value, std::size_t at) const {
        if (value.shape.dims[at] != 1) scope_.node->fail("a dimension of more than 1", "one of 1");
        return at;
    }

    static void insert(onnx_value& value, std::size_t at) {
        auto& shape = value.shape;
        bool const behind = !value.is_constant() && at > shape.row_axis;
        auto const first = shape.dims.begin() + static_cast<std::ptrdiff_t>(at - std::size_t{behind});
        std::shift_right(first, shape.dims.end(), 1);
        *first = 1;
        ++shape.size;
        if (!value.is_constant() && !behind) ++shape.row_axis;
    }

    void check_order(whole_list const& order, std::size_t rank) const {
        unsigned seen = 0;
        for (auto const axis : order) seen |= axis >= 0 && axis < 8 ? 1U << axis : 0U;
        if (order.size() != rank || seen != (1U << rank) - 1) node_.fail("perm", "another list", "each dimension once");
    }

    [[nodiscard]] onnx_value transposed(onnx_value const& value, whole_list const& order) {
        onnx_shape shape{};
        std::array<std::size_t, onnx_shape::most> from{};
        for (std::size_t i = 0; i != order.size(); ++i) {
            auto const axis = static_cast<std::size_t>(order[i]);
            if (axis == value.shape.row_axis) {
                shape.row_axis = shape.size;
                continue;
            }
            from[shape.size] = axis < value.shape.row_axis ? axis : axis - 1;
            shape.dims[shape.size] = value.shape.dims[from[shape.size]];
            ++shape.size;
        }
        return scope_.rearranged(value, shape, [&](std::uint64_t i) {
            std::array<std::uint64_t, onnx_shape::most> place{};
            for (std::size_t d = shape.size; d-- != 0; i /= shape.dims[d]) place[from[d]] = i % shape.dims[d];
            std::uint64_t column = 0;
            for (std::size_t d = 0; d != value.shape.size; ++d) column = column * value.shape.dims[d] + place[d];
            return column;
        });
    }

    onnx_scope& scope_;
    onnx_attributes& node_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
