// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_scope.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// How many columns an input has whose dimensions do not tell it: as many as the weights or the scales that meet it, or
/// at least as many as are read of it; 0: nothing says.
class onnx_column_count {
public:
    onnx_column_count(onnx_scope& of_graph, protobuf_extent input) : scope_(of_graph) {
        static_cast<void>(same_.push_back(input));
    }

    /// The next node of the graph.
    void look_at(onnx_node& node) {
        bool reads = false;
        node.for_each_input([&](std::size_t, protobuf_extent name) { reads = reads || is_same(name); });
        if (!reads) return;
        auto const op = node.op();
        if (op == "LinearRegressor" || op == "LinearClassifier") return look_at_linear(node);
        if (op == "MatMul" || op == "Gemm") return look_at_matrix(node);
        if (op.starts_with("TreeEnsemble")) return need(node.attributes().integers("nodes_featureids"));
        if (op == "ArrayFeatureExtractor" || op == "Gather") return look_at_picks(node);
        if (std::ranges::find(keeping, op) != std::end(keeping)) pass_on(node);
    }

    [[nodiscard]] std::uint64_t value() const noexcept { return exact_ != 0 ? exact_ : least_; }

private:
    /// Operators whose output has the columns of their input.
    static constexpr std::string_view keeping[] = {
        "Abs",    "Add",     "Binarizer", "Cast",     "Ceil",       "Clip",  "Div",  "Equal",
        "Exp",    "Floor",   "Greater",   "Identity", "Imputer",    "IsNaN", "Less", "Log",
        "Max",    "Min",     "Mul",       "Neg",      "Normalizer", "Not",   "Pow",  "Reciprocal",
        "Scaler", "Sigmoid", "Sign",      "Sqrt",     "Sub",        "Tanh",  "Where"};

    [[nodiscard]] bool is_same(protobuf_extent name) {
        return std::ranges::any_of(same_, [&](auto const& one) { return scope_.reader.same_bytes(one, name); });
    }

    void look_at_linear(onnx_node& node) {
        auto& of = node.attributes();
        auto const intercepts = of.count(of.floats("intercepts"));
        auto const targets = static_cast<std::uint64_t>(std::max<std::int64_t>(of.integer("targets", 1), 1));
        exact_ = of.count(of.floats("coefficients")) / std::max(intercepts, targets);
    }

    void look_at_matrix(onnx_node& node) {
        bool const turned = node.attributes().integer("transB", 0) != 0;
        for_each_constant(node, [&](onnx_value const& weights) {
            if (weights.shape.size == 2 || !turned) exact_ = weights.shape.dims[turned ? 1 : 0];
        });
    }

    void look_at_picks(onnx_node& node) {
        for_each_constant(node, [this](onnx_value const& which) { need(which.elements); });
    }

    /// What is scaled, or replaced, column by column says how many there are.
    void pass_on(onnx_node& node) {
        for (auto const* const list : {"offset", "scale", "imputed_value_floats"})
            say(node.attributes().count(node.attributes().floats(list)));
        say(node.attributes().count(node.attributes().integers("imputed_value_int64s")));
        for_each_constant(node, [this](onnx_value const& with) { say(with.shape.dims[with.shape.size - 1U]); });
        node.for_each_output([this](std::size_t, protobuf_extent name) { static_cast<void>(same_.push_back(name)); });
    }

    /// One number is for all of them.
    void say(std::uint64_t columns) noexcept { exact_ = columns > 1 ? columns : exact_; }

    void need(onnx_array const& positions) {
        scope_.for_each_number(positions, [this](std::uint64_t, double position) {
            if (position >= 0 && position < 1 << 20)
                least_ = std::max(least_, static_cast<std::uint64_t>(position) + 1);
        });
    }

    /// Of the inputs, those that are lists or matrices in the file.
    template <class Visit>
    void for_each_constant(onnx_node& node, Visit&& visit) {
        node.for_each_input([&](std::size_t, protobuf_extent input_name) {
            if (!scope_.values.has(input_name)) return;
            auto const& value = scope_.values.find(input_name);
            if (value.is_constant() && value.shape.size != 0 && value.type != onnx_type::string) visit(value);
        });
    }

    onnx_scope& scope_;
    fixed_list<protobuf_extent, 64> same_;  ///< names of values with these columns
    std::uint64_t exact_ = 0, least_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
