// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_margins.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Translates LinearRegressor and LinearClassifier: weighted sums in float, and what becomes of them.
class onnx_linear {
public:
    explicit onnx_linear(onnx_scope& of_node) : scope_(of_node), node_(of_node.node->attributes()) {}

    void regressor() {
        node_.expect_only({"coefficients", "intercepts", "targets", "post_transform"});
        auto const targets = node_.integer("targets", 1);
        if (targets < 1 || targets > most_outputs) node_.fail("targets", format_number(targets), "1 to 1048576");
        auto const margins = emit_sums(static_cast<std::uint64_t>(targets));
        auto const transform = read_transform(node_);
        bool const single = targets == 1 && transform != onnx_transform::probit;
        scope_.bind({emit_scores(scope_, margins, single ? graph_scores::same : how(transform, margins.count()))});
    }

    void classifier() {
        node_.expect_only({"coefficients", "intercepts", "classlabels_ints", "classlabels_strings", "multi_class",
                           "post_transform"});
        bool const texts = node_.has("classlabels_strings");
        auto const labels = texts ? node_.texts("classlabels_strings") : node_.integers("classlabels_ints");
        auto const classes = node_.count(labels), rows = node_.count(node_.floats("intercepts"));
        if (rows == 0 || (rows != classes && !(rows == 1 && classes == 2)))
            node_.fail("intercepts", short_text<64>{format_number(rows)}.append(" values"), "one for each class");
        rows == 1 && classes == 2 ? binary(labels) : several(rows, labels);
    }

private:
    static constexpr std::int64_t most_outputs = 1 << 20;

    /// The runtime takes its operators for those, Softmax from 5 margins on.
    [[nodiscard]] static graph_scores how(onnx_transform transform, std::uint64_t margins) noexcept {
        if (transform == onnx_transform::logistic) return graph_scores::rational_logistic;
        if (transform == onnx_transform::softmax && margins >= 5) return graph_scores::operator_softmax;
        return scores_of_all(transform);
    }

    void binary(onnx_array const& labels) {
        auto const transform = read_transform(node_);
        if (transform == onnx_transform::probit) node_.fail("post_transform", "PROBIT of one margin", "another one");
        auto const margins = emit_sums(1);
        auto const label = emit_label(scope_, margins, labels, 0);
        bool const links = transform == onnx_transform::logistic;
        scope_.bind({label, emit_scores(scope_, margins, links ? graph_scores::logistic_pair : graph_scores::complement)});
    }

    void several(std::uint64_t rows, onnx_array const& labels) {
        auto const margins = emit_sums(rows);
        auto const label = emit_label(scope_, margins, labels);
        scope_.bind({label, emit_scores(scope_, margins, how(read_transform(node_), rows))});
    }

    [[nodiscard]] onnx_value emit_sums(std::uint64_t outputs) {
        scope_.expect_inputs(1, 1);
        auto const x = scope_.in_frame(scope_.input(0));
        auto step = scope_.step_from(graph_action::linear, x, outputs);
        step.numbers = precision::float32;
        step.width = graph_linear::features_at_once(step.numbers, outputs, step.inputs);
        step.first_number = scope_.emit.next_number();
        add_intercepts(outputs);
        auto const weights = node_.floats("coefficients");
        expect_count("coefficients", node_.count(weights), outputs * step.inputs);
        scope_.add_numbers(weights);
        scope_.emit.step(step);
        scope_.emit.margins(step.to, step.count);
        return onnx_columns(onnx_value::kind::made, onnx_type::float32, step.to, step.count);
    }

    void add_intercepts(std::uint64_t outputs) {
        auto const intercepts = node_.floats("intercepts");
        if (!intercepts.is_there())
            for (std::uint64_t k = 0; k != outputs; ++k) scope_.emit.number(0);
        else expect_count("intercepts", node_.count(intercepts), outputs), scope_.add_numbers(intercepts);
    }

    void expect_count(std::string_view attribute, std::uint64_t found, std::uint64_t wanted) {
        if (found == wanted) return;
        node_.fail(attribute, short_text<64>{format_number(found)}.append(" values"), format_number(wanted));
    }

    onnx_scope& scope_;
    onnx_attributes& node_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
