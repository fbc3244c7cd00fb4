// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_scope.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Translates products of rows with a matrix that is a constant.
class onnx_matrices {
public:
    explicit onnx_matrices(onnx_scope& of_node) : scope_(of_node), node_(of_node.node->attributes()) {}

    void mat_mul() {
        node_.expect_only({});
        scope_.expect_inputs(2, 2);
        auto const x = columns_of(0);
        auto const& weights = matrix_of(1);
        bool const is_vector = weights.shape.size == 1;
        auto const rows = weights.shape.dims[0], outputs = is_vector ? 1U : weights.shape.dims[1];
        auto step = begin(x, rows, outputs);
        if (is_vector && step.numbers == precision::float32) step.detail = graph_linear::by_fours;
        for (std::uint32_t k = 0; k != outputs; ++k) scope_.emit.number(0);
        add_weights(step, weights, outputs, 1);
        auto made = finish(step, x.type);
        if (is_vector) made.shape = {};
        scope_.bind({made});
    }

    void gemm() {
        node_.expect_only({"alpha", "beta", "transA", "transB"});
        scope_.expect_inputs(2, 3);
        expect("alpha", node_.real("alpha", 1) == 1);
        expect("beta", node_.real("beta", 1) == 1);
        expect("transA", node_.integer("transA", 0) == 0);
        bool const turned = node_.integer("transB", 0) != 0;
        auto const x = columns_of(0);
        auto const& weights = matrix_of(1);
        if (weights.shape.size != 2) scope_.node->fail("weights of other dimensions", "a matrix");
        auto const rows = weights.shape.dims[turned ? 1 : 0], outputs = weights.shape.dims[turned ? 0 : 1];
        auto step = begin(x, rows, outputs);
        add_intercepts(outputs);
        add_weights(step, weights, turned ? 1 : outputs, turned ? rows : 1);
        scope_.bind({finish(step, x.type)});
    }

private:
    void expect(std::string_view attribute, bool holds) {
        if (!holds) node_.fail(attribute, "another value", "1, and no transposition");
    }

    [[nodiscard]] onnx_value columns_of(std::size_t i) {
        auto const value = scope_.in_frame(scope_.input(i));
        if (value.shape.size != 1 || value.shape.row_axis != 0 || !is_real(value.type))
            scope_.node->fail("values of other dimensions", "rows of columns of real numbers");
        return value;
    }

    [[nodiscard]] onnx_value const& matrix_of(std::size_t i) {
        auto const& value = scope_.input(i);
        if (!value.is_constant() || value.shape.size == 0 || value.shape.size > 2)
            scope_.node->fail("a matrix that is no constant", "constant weights");
        return value;
    }

    [[nodiscard]] graph_step begin(onnx_value const& x, std::uint32_t rows, std::uint32_t outputs) {
        if (rows != x.count())
            scope_.node->fail(short_text<64>{"a matrix of "}.append(format_number(rows)).append(" rows"),
                              short_text<64>{format_number(x.count())}.append(", as many as there are columns"));
        auto step = scope_.step_from(graph_action::linear, x, outputs);
        step.width = step.numbers == precision::float32 ? graph_linear::features_of_ordered
                                                        : graph_linear::features_at_once(step.numbers, outputs, rows);
        step.first_number = scope_.emit.next_number();
        return step;
    }

    void add_intercepts(std::uint32_t outputs) {
        auto const first = scope_.emit.next_number();
        if (scope_.has_input(2)) {
            auto const& intercepts = scope_.input(2);
            if (!intercepts.is_constant()) scope_.node->fail("intercepts that are no constants", "constants");
            scope_.add_numbers(intercepts);
        }
        auto const count = scope_.emit.next_number() - first;
        if (count > 1 && count != outputs) scope_.node->fail("other intercepts", "one for each output");
        auto const fill = count == 0 ? 0 : scope_.emit.number_at(first);
        for (auto i = count; i < outputs; ++i) scope_.emit.number(fill);
    }

    /// The weight of feature i and output k is, in the file, at i * step_of_feature + k * step_of_output.
    void add_weights(graph_step const& step, onnx_value const& weights, std::uint64_t step_of_feature,
                     std::uint64_t step_of_output) {
        auto const first = scope_.emit.next_number();
        for (std::uint64_t i = 0; i != weights.count(); ++i) scope_.emit.number(0);
        bool const by_feature = step_of_output == 1;
        auto const width = by_feature ? step_of_feature : step_of_output;
        scope_.for_each_number(weights, [&](std::uint64_t at, double weight) {
            auto const feature = by_feature ? at / width : at % width, output = by_feature ? at % width : at / width;
            scope_.emit.set_number(first + output * step.inputs + feature, weight);
        });
    }

    [[nodiscard]] onnx_value finish(graph_step const& step, onnx_type type) {
        scope_.emit.step(step);
        scope_.emit.margins(step.to, step.count);
        return onnx_columns(onnx_value::kind::made, type, step.to, step.count);
    }

    onnx_scope& scope_;
    onnx_attributes& node_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
