// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_scope.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Values of several shapes as operands of one step: they are aligned at their last dimensions, and what is 1 there is
/// repeated, as NumPy does it. Every result has rows.
class onnx_broadcast {
public:
    explicit onnx_broadcast(onnx_scope& of_node) noexcept : scope_(of_node) {}

    /// Takes in a shape; the first one has rows.
    void add(onnx_value const& value) {
        auto const shape = aligned(value);
        auto const front = std::max(shape_.row_axis, shape.row_axis);
        onnx_shape both{{}, static_cast<std::uint8_t>(front + behind_), front};
        for (std::size_t i = 0; i != both.size; ++i) {
            auto const distance = static_cast<std::ptrdiff_t>(i) - front;
            both.dims[i] = common(shape_.from_rows(distance), shape.from_rows(distance));
        }
        shape_ = both;
    }

    /// How many dimensions lie behind the rows, and no others yet.
    void begin(onnx_value const& with_rows) noexcept {
        behind_ = with_rows.shape.size - with_rows.shape.row_axis;
        shape_ = with_rows.shape;
    }

    [[nodiscard]] onnx_shape const& shape() const noexcept { return shape_; }

    /// A value as an operand of the common shape. Its columns are in the frame then.
    [[nodiscard]] graph_operand operand(onnx_value& value) {
        auto const shape = aligned(value);
        if (value.is_constant()) return constant(value, shape);
        auto from = scope_.in_frame(value);
        from.shape = shape;
        if (shape.count() == 1) return {.first = from.first, .step = 0};
        if (shape != shape_) from = repeated(from);
        return {.first = from.first};
    }

private:
    [[nodiscard]] onnx_shape aligned(onnx_value const& value) const {
        if (!value.is_constant()) {
            if (value.is == onnx_value::kind::sizes || value.shape.size - value.shape.row_axis != behind_) refuse();
            return value.shape;
        }
        auto const& dims = value.shape.dims;
        auto const size = value.shape.size;
        auto const inner = std::min<std::size_t>(size, behind_), outer = size - inner;
        if (outer != 0 && dims[outer - 1] != 1) refuse();
        onnx_shape shape{};
        shape.row_axis = static_cast<std::uint8_t>(outer == 0 ? 0 : outer - 1);
        shape.size = static_cast<std::uint8_t>(shape.row_axis + behind_);
        std::ranges::fill(shape.dims.begin(), shape.dims.begin() + shape.size, 1U);
        std::copy_n(dims.begin(), shape.row_axis, shape.dims.begin());
        std::copy_n(dims.begin() + static_cast<std::ptrdiff_t>(outer), inner,
                    shape.dims.begin() + static_cast<std::ptrdiff_t>(shape.size - inner));
        return shape;
    }

    [[nodiscard]] std::uint32_t common(std::size_t one, std::size_t other) const {
        if (one != other && one != 1 && other != 1) refuse();
        return static_cast<std::uint32_t>(one == 1 ? other : one);
    }

    [[noreturn]] void refuse() const { scope_.node->fail("shapes that do not fit each other", "shapes that do"); }

    [[nodiscard]] graph_operand constant(onnx_value const& value, onnx_shape const& shape) {
        auto const first = scope_.add_numbers(value);
        graph_operand const number{.first = static_cast<std::uint32_t>(first), .number = true};
        if (shape.count() == 1) return {.first = number.first, .step = 0, .number = true};
        if (shape == shape_) return number;
        onnx_value made = value;
        made.shape = shape;
        auto step = scope_.step_from(graph_action::copy, made, shape.count());
        step.a = number;
        scope_.emit.step(step);
        return {.first = repeated(onnx_scope::made_by(step, made, value.type)).first};
    }

    [[nodiscard]] onnx_value repeated(onnx_value const& value) {
        auto const from = value.shape;
        auto const offset = static_cast<std::size_t>(shape_.row_axis - from.row_axis);
        return scope_.rearranged(value, shape_, [&](std::uint64_t i) {
            std::uint64_t column = 0, factor = 1;
            for (std::size_t d = shape_.size; d-- != 0; i /= shape_.dims[d]) {
                if (d < offset || from.dims[d - offset] == 1) continue;
                column += i % shape_.dims[d] * factor;
                factor *= from.dims[d - offset];
            }
            return column;
        });
    }

    onnx_scope& scope_;
    onnx_shape shape_{};
    std::uint8_t behind_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
