// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_linear.hpp>
#include <arenite/format/detail/onnx_shapes.hpp>
#include <arenite/format/detail/onnx_trees.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// An operator, and what translates a node of it.
struct onnx_operator {
    std::string_view name;
    bool is_of_ml;
    void (*translate)(onnx_scope&);
};

template <class Translator, void (Translator::*Translate)()>
void translate_with(onnx_scope& scope) {
    (Translator{scope}.*Translate)();
}

inline constexpr auto onnx_operators = std::to_array<onnx_operator>({
    {"ArrayFeatureExtractor", true, translate_with<onnx_shapes, &onnx_shapes::array_feature_extractor>},
    {"Cast", false, translate_with<onnx_shapes, &onnx_shapes::cast>},
    {"Concat", false, translate_with<onnx_shapes, &onnx_shapes::concat>},
    {"Constant", false, translate_with<onnx_shapes, &onnx_shapes::constant>},
    {"FeatureVectorizer", true, translate_with<onnx_shapes, &onnx_shapes::feature_vectorizer>},
    {"Flatten", false, translate_with<onnx_shapes, &onnx_shapes::flatten>},
    {"Gather", false, translate_with<onnx_shapes, &onnx_shapes::gather>},
    {"Identity", false, translate_with<onnx_shapes, &onnx_shapes::identity>},
    {"LinearClassifier", true, translate_with<onnx_linear, &onnx_linear::classifier>},
    {"LinearRegressor", true, translate_with<onnx_linear, &onnx_linear::regressor>},
    {"Reshape", false, translate_with<onnx_shapes, &onnx_shapes::reshape>},
    {"Squeeze", false, translate_with<onnx_shapes, &onnx_shapes::squeeze>},
    {"TreeEnsembleClassifier", true, translate_with<onnx_trees, &onnx_trees::classifier>},
    {"TreeEnsembleRegressor", true, translate_with<onnx_trees, &onnx_trees::regressor>},
    {"Unsqueeze", false, translate_with<onnx_shapes, &onnx_shapes::unsqueeze>},
    {"ZipMap", true, translate_with<onnx_shapes, &onnx_shapes::zip_map>},
});

/// Translates the node that the scope has begun with; refuses an operator by name.
inline void translate(onnx_scope& scope) {
    auto const& node = *scope.node;
    bool const is_own = node.domain().empty() || node.domain() == "ai.onnx";
    auto const* const found = std::ranges::find_if(onnx_operators, [&](onnx_operator const& one) {
        return one.name == node.op() && (one.is_of_ml ? node.is_of_ml() : is_own);
    });
    if (found == onnx_operators.end())
        node.fail(node.operator_text(), "an operator of trees, of linear models, or of what is around them");
    found->translate(scope);
}

}  // namespace arenite::inline ARENITE_ABI::detail
