// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_scope.hpp>
#include <arenite/model/detail/graph_scores.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// What becomes of scores at the end, as ONNX names it.
enum class onnx_transform : unsigned char { none, logistic, softmax, softmax_zero, probit };

[[nodiscard]] inline onnx_transform read_transform(onnx_attributes& node) {
    constexpr std::string_view names[] = {"NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO", "PROBIT"};
    auto const said = node.text("post_transform", "NONE");
    auto const* const found = std::ranges::find(names, said.view());
    if (found == std::end(names)) node.fail("post_transform", quoted_text(said), "a transformation of scores");
    return static_cast<onnx_transform>(found - names);
}

/// Several margins, each transformed or all together.
[[nodiscard]] constexpr graph_scores scores_of_all(onnx_transform transform) noexcept {
    switch (transform) {
        case onnx_transform::logistic: return graph_scores::logistic;
        case onnx_transform::softmax: return graph_scores::softmax;
        case onnx_transform::softmax_zero: return graph_scores::softmax_zero;
        case onnx_transform::probit: return graph_scores::probit;
        case onnx_transform::none: break;
    }
    return graph_scores::same;
}

/// The scores that are made of margins, in this type.
[[nodiscard]] inline onnx_value emit_scores(onnx_scope& scope, onnx_value const& margins, graph_scores how,
                                            onnx_type type = onnx_type::float32) {
    if (how == graph_scores::same && margins.type == type) return margins;
    auto step = scope.step_from(graph_action::scores, margins, score_count(how, margins.count()));
    step.detail = static_cast<std::uint8_t>(how);
    scope.emit.step(step);
    return onnx_columns(onnx_value::kind::made, type, step.to, step.count);
}

[[nodiscard]] inline onnx_value label_of(graph_step const& step, onnx_array const& labels) noexcept {
    return {.is = onnx_value::kind::labels, .type = labels.type, .first = step.to, .elements = labels};
}

/// The label of the first of the largest margins.
[[nodiscard]] inline onnx_value emit_label(onnx_scope& scope, onnx_value const& margins, onnx_array const& labels) {
    auto step = scope.step_from(graph_action::index_of_largest, margins, 1);
    step.width = step.inputs;
    scope.emit.step(step);
    return label_of(step, labels);
}

/// The second label where the margin is above a number.
[[nodiscard]] inline onnx_value emit_label(onnx_scope& scope, onnx_value const& margins, onnx_array const& labels,
                                           double border) {
    auto step = scope.step_from(graph_action::greater, margins, 1);
    step.b = {.first = static_cast<std::uint32_t>(scope.emit.next_number()), .step = 0, .number = true};
    scope.emit.number(border);
    scope.emit.step(step);
    return label_of(step, labels);
}

}  // namespace arenite::inline ARENITE_ABI::detail
