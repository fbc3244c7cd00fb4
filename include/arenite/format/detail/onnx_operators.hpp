// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_arithmetic.hpp>
#include <arenite/format/detail/onnx_casts.hpp>
#include <arenite/format/detail/onnx_encoders.hpp>
#include <arenite/format/detail/onnx_linear.hpp>
#include <arenite/format/detail/onnx_matrices.hpp>
#include <arenite/format/detail/onnx_picks.hpp>
#include <arenite/format/detail/onnx_reductions.hpp>
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
    {"Abs", false, translate_with<onnx_arithmetic, &onnx_arithmetic::unary<graph_action::absolute>>},
    {"Add", false, translate_with<onnx_arithmetic, &onnx_arithmetic::binary<graph_action::add>>},
    {"And", false, translate_with<onnx_arithmetic, &onnx_arithmetic::binary<graph_action::both>>},
    {"ArgMax", false, translate_with<onnx_reductions, &onnx_reductions::find<graph_action::index_of_largest>>},
    {"ArgMin", false, translate_with<onnx_reductions, &onnx_reductions::find<graph_action::index_of_least>>},
    {"ArrayFeatureExtractor", true, translate_with<onnx_picks, &onnx_picks::array_feature_extractor>},
    {"Binarizer", true, translate_with<onnx_arithmetic, &onnx_arithmetic::binarizer>},
    {"Cast", false, translate_with<onnx_casts, &onnx_casts::cast>},
    {"Ceil", false, translate_with<onnx_arithmetic, &onnx_arithmetic::unary<graph_action::ceiling>>},
    {"Clip", false, translate_with<onnx_arithmetic, &onnx_arithmetic::clip>},
    {"Concat", false, translate_with<onnx_picks, &onnx_picks::concat>},
    {"Constant", false, translate_with<onnx_casts, &onnx_casts::constant>},
    {"ConstantOfShape", false, translate_with<onnx_casts, &onnx_casts::constant_of_shape>},
    {"Div", false, translate_with<onnx_arithmetic, &onnx_arithmetic::binary<graph_action::divide>>},
    {"Equal", false, translate_with<onnx_arithmetic, &onnx_arithmetic::binary<graph_action::equal>>},
    {"Exp", false, translate_with<onnx_arithmetic, &onnx_arithmetic::unary<graph_action::exponential>>},
    {"FeatureVectorizer", true, translate_with<onnx_picks, &onnx_picks::feature_vectorizer>},
    {"Flatten", false, translate_with<onnx_shapes, &onnx_shapes::flatten>},
    {"Floor", false, translate_with<onnx_arithmetic, &onnx_arithmetic::unary<graph_action::floor>>},
    {"Gather", false, translate_with<onnx_picks, &onnx_picks::gather>},
    {"Gemm", false, translate_with<onnx_matrices, &onnx_matrices::gemm>},
    {"Greater", false, translate_with<onnx_arithmetic, &onnx_arithmetic::binary<graph_action::greater>>},
    {"GreaterOrEqual", false,
     translate_with<onnx_arithmetic, &onnx_arithmetic::binary<graph_action::greater_or_equal>>},
    {"Identity", false, translate_with<onnx_casts, &onnx_casts::identity>},
    {"Imputer", true, translate_with<onnx_encoders, &onnx_encoders::imputer>},
    {"IsNaN", false, translate_with<onnx_arithmetic, &onnx_arithmetic::unary<graph_action::is_nan>>},
    {"LabelEncoder", true, translate_with<onnx_encoders, &onnx_encoders::label_encoder>},
    {"Less", false, translate_with<onnx_arithmetic, &onnx_arithmetic::binary<graph_action::less>>},
    {"LessOrEqual", false, translate_with<onnx_arithmetic, &onnx_arithmetic::binary<graph_action::less_or_equal>>},
    {"LinearClassifier", true, translate_with<onnx_linear, &onnx_linear::classifier>},
    {"LinearRegressor", true, translate_with<onnx_linear, &onnx_linear::regressor>},
    {"Log", false, translate_with<onnx_arithmetic, &onnx_arithmetic::unary<graph_action::logarithm>>},
    {"LpNormalization", false, translate_with<onnx_reductions, &onnx_reductions::lp_normalization>},
    {"MatMul", false, translate_with<onnx_matrices, &onnx_matrices::mat_mul>},
    {"Max", false, translate_with<onnx_arithmetic, &onnx_arithmetic::several<graph_action::largest>>},
    {"Min", false, translate_with<onnx_arithmetic, &onnx_arithmetic::several<graph_action::smallest>>},
    {"Mul", false, translate_with<onnx_arithmetic, &onnx_arithmetic::binary<graph_action::multiply>>},
    {"Neg", false, translate_with<onnx_arithmetic, &onnx_arithmetic::unary<graph_action::negative>>},
    {"Normalizer", true, translate_with<onnx_reductions, &onnx_reductions::normalizer>},
    {"Not", false, translate_with<onnx_arithmetic, &onnx_arithmetic::unary<graph_action::opposite>>},
    {"OneHotEncoder", true, translate_with<onnx_encoders, &onnx_encoders::one_hot>},
    {"Or", false, translate_with<onnx_arithmetic, &onnx_arithmetic::binary<graph_action::either>>},
    {"Pow", false, translate_with<onnx_arithmetic, &onnx_arithmetic::binary<graph_action::power>>},
    {"Reciprocal", false, translate_with<onnx_arithmetic, &onnx_arithmetic::unary<graph_action::inverse>>},
    {"ReduceLogSumExp", false, translate_with<onnx_reductions, &onnx_reductions::reduce<graph_action::log_sum>>},
    {"ReduceMax", false, translate_with<onnx_reductions, &onnx_reductions::reduce<graph_action::maximum>>},
    {"ReduceMean", false, translate_with<onnx_reductions, &onnx_reductions::reduce<graph_action::mean>>},
    {"ReduceMin", false, translate_with<onnx_reductions, &onnx_reductions::reduce<graph_action::minimum>>},
    {"ReduceProd", false, translate_with<onnx_reductions, &onnx_reductions::reduce<graph_action::product>>},
    {"ReduceSum", false, translate_with<onnx_reductions, &onnx_reductions::reduce<graph_action::sum>>},
    {"ReduceSumSquare", false, translate_with<onnx_reductions, &onnx_reductions::reduce<graph_action::sum_of_squares>>},
    {"Relu", false, translate_with<onnx_arithmetic, &onnx_arithmetic::relu>},
    {"Reshape", false, translate_with<onnx_shapes, &onnx_shapes::reshape>},
    {"Scaler", true, translate_with<onnx_encoders, &onnx_encoders::scaler>},
    {"SequenceConstruct", false, translate_with<onnx_picks, &onnx_picks::sequence>},
    {"Shape", false, translate_with<onnx_casts, &onnx_casts::shape>},
    {"Sigmoid", false, translate_with<onnx_arithmetic, &onnx_arithmetic::unary<graph_action::logistic>>},
    {"Sign", false, translate_with<onnx_arithmetic, &onnx_arithmetic::unary<graph_action::sign>>},
    {"Slice", false, translate_with<onnx_picks, &onnx_picks::slice>},
    {"Softmax", false, translate_with<onnx_reductions, &onnx_reductions::softmax>},
    {"Split", false, translate_with<onnx_picks, &onnx_picks::split>},
    {"Sqrt", false, translate_with<onnx_arithmetic, &onnx_arithmetic::unary<graph_action::square_root>>},
    {"Squeeze", false, translate_with<onnx_shapes, &onnx_shapes::squeeze>},
    {"Sub", false, translate_with<onnx_arithmetic, &onnx_arithmetic::binary<graph_action::subtract>>},
    {"Sum", false, translate_with<onnx_arithmetic, &onnx_arithmetic::several<graph_action::add>>},
    {"Tanh", false, translate_with<onnx_arithmetic, &onnx_arithmetic::unary<graph_action::tangent>>},
    {"Transpose", false, translate_with<onnx_shapes, &onnx_shapes::transpose>},
    {"TreeEnsemble", true, translate_with<onnx_trees, &onnx_trees::ensemble>},
    {"TreeEnsembleClassifier", true, translate_with<onnx_trees, &onnx_trees::classifier>},
    {"TreeEnsembleRegressor", true, translate_with<onnx_trees, &onnx_trees::regressor>},
    {"Unsqueeze", false, translate_with<onnx_shapes, &onnx_shapes::unsqueeze>},
    {"Where", false, translate_with<onnx_arithmetic, &onnx_arithmetic::where>},
    {"ZipMap", true, translate_with<onnx_casts, &onnx_casts::zip_map>},
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
