// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_margins.hpp>
#include <arenite/format/detail/onnx_equalities.hpp>
#include <arenite/format/detail/onnx_tree_shape.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Translates the operators of trees: an ensemble, and what becomes of its margins.
class onnx_trees {
public:
    explicit onnx_trees(onnx_scope& of_node) : scope_(of_node), node_(of_node.node->attributes()) {}

    void regressor() {
        expect_attributes({"n_targets", "target_ids", "target_nodeids", "target_treeids", "target_weights",
                           "target_weights_as_tensor", "aggregate_function"});
        auto const& trees = outline(onnx_tree_kind::regressor, read_targets());
        if (trees.bases != 0 && trees.bases != trees.outputs) refuse_bases(trees);
        auto const transform = read_transform(node_);
        bool const single = trees.outputs == 1 && transform != onnx_transform::probit;
        auto const margins = emit_trees(trees);
        scope_.bind({emit_scores(scope_, margins, single ? graph_scores::same : scores_of_all(transform))});
    }

    void classifier() {
        expect_attributes({"class_ids", "class_nodeids", "class_treeids", "class_weights", "class_weights_as_tensor",
                           "classlabels_int64s", "classlabels_strings"});
        auto const labels = read_labels();
        auto const classes = node_.count(labels);
        if (classes < 1 || classes > most_outputs) scope_.node->fail("no labels", "labels of at most 1048576 classes");
        auto& trees = outline(onnx_tree_kind::classifier, classes);
        classes == 2 && trees.has_one_class() ? binary(trees, labels) : several(trees, labels);
    }

    void ensemble() {
        node_.expect_only({"aggregate_function", "leaf_targetids", "leaf_weights", "membership_values", "n_targets",
                           "nodes_falseleafs", "nodes_falsenodeids", "nodes_featureids", "nodes_hitrates",
                           "nodes_missing_value_tracks_true", "nodes_modes", "nodes_splits", "nodes_trueleafs",
                           "nodes_truenodeids", "post_transform", "tree_roots"});
        scope_.expect_inputs(1, 1);
        auto const& trees = outline(onnx_tree_kind::ensemble, read_targets());
        auto const number = node_.integer("post_transform", 0);
        if (number < 0 || number > 4) node_.fail("post_transform", format_number(number), "0 to 4");
        auto const transform = static_cast<onnx_transform>(number);
        auto const margins = emit_trees(trees);
        bool const single = trees.outputs == 1 && transform != onnx_transform::probit;
        bool const as_they_are = single || transform == onnx_transform::none;
        scope_.bind({as_they_are ? margins : emit_scores(scope_, margins, scores_of_all(transform), margins.type)});
    }

private:
    static constexpr std::int64_t most_outputs = 1 << 20;

    [[nodiscard]] std::uint64_t read_targets() {
        auto const targets = node_.integer("n_targets", 0);
        if (targets < 1 || targets > most_outputs) node_.fail("n_targets", format_number(targets), "1 to 1048576");
        return static_cast<std::uint64_t>(targets);
    }

    void expect_attributes(std::initializer_list<std::string_view> own) {
        constexpr std::string_view common[] = {"base_values",
                                               "base_values_as_tensor",
                                               "nodes_falsenodeids",
                                               "nodes_featureids",
                                               "nodes_hitrates",
                                               "nodes_hitrates_as_tensor",
                                               "nodes_missing_value_tracks_true",
                                               "nodes_modes",
                                               "nodes_nodeids",
                                               "nodes_treeids",
                                               "nodes_truenodeids",
                                               "nodes_values",
                                               "nodes_values_as_tensor",
                                               "post_transform"};
        node_.expect_only(common, std::span{own.begin(), own.size()});
        scope_.expect_inputs(1, 1);
    }

    [[nodiscard]] onnx_array read_labels() {
        bool const texts = node_.has("classlabels_strings"), numbers = node_.has("classlabels_int64s");
        if (texts && numbers) node_.fail("classlabels_strings", "labels twice", "texts or numbers");
        return texts ? node_.texts("classlabels_strings") : node_.integers("classlabels_int64s");
    }

    /// Of this node: counted, or as it was counted.
    [[nodiscard]] onnx_tree_outline& outline(onnx_tree_kind kind, std::uint64_t outputs) {
        if (scope_.ensemble_count == scope_.ensembles.size())
            scope_.node->fail("more than when it was counted", "a file that stays as it is");
        auto& made = scope_.ensembles[scope_.ensemble_count++];
        if (scope_.emit.writes()) return made;
        auto const& x = scope_.input(0);
        scope_.expect_number(x);
        made = {.node = scope_.node->message(), .node_number = scope_.node->number(), .kind = kind};
        made.numbers = x.type == onnx_type::float64 ? precision::float64 : precision::float32;
        made.outputs = outputs;
        made.aggregate = kind == onnx_tree_kind::ensemble ? read_number() : read_aggregate();
        made.numbers == precision::float32 ? scan<float>(made) : scan<double>(made);
        check_size(made);
        return made;
    }

    /// Sets are numbered by floats, words by 32 bits; vectors for few of many outputs are not more than a few times the
    /// file.
    void check_size(onnx_tree_outline const& made) const {
        auto const words = made.words + onnx_equalities<float>::shared_words(made.equal_features);
        auto const most = 16 * scope_.reader.input().size() + 65536;
        if (made.values + made.sets >= (1U << 24) || words > 0xffffffff || words > most)
            scope_.node->fail("tests for too many values", "fewer than 16777216, in sets that are not sparse");
        auto const leaves = made.splits + made.trees;
        if (made.has_vectors && leaves > most / (made.outputs * sizeof(float)))
            scope_.node->fail("leaves for few of many outputs", "at most 16 times the size of the file");
    }

    [[nodiscard]] onnx_aggregate read_number() {
        auto const number = node_.integer("aggregate_function", 1);
        if (number < 0 || number > 3) node_.fail("aggregate_function", format_number(number), "0 to 3");
        return static_cast<onnx_aggregate>(number);
    }

    [[nodiscard]] onnx_aggregate read_aggregate() {
        constexpr std::string_view names[] = {"AVERAGE", "SUM", "MIN", "MAX"};
        auto const said = node_.text("aggregate_function", "SUM");
        auto const* const found = std::ranges::find(names, said.view());
        if (found == std::end(names)) node_.fail("aggregate_function", quoted_text(said), "SUM, AVERAGE, MIN or MAX");
        return static_cast<onnx_aggregate>(found - names);
    }

    template <std::floating_point T>
    void scan(onnx_tree_outline& made) {
        onnx_equal_features features{scope_.equal_features};
        onnx_tree_shape<T>{node_, scope_.reader, scope_.buffer, made, features, *scope_.memory}.run();
        made.equal_features = features.all();
        scope_.equal_features = scope_.equal_features.subspan(made.equal_features.size());
        made.bases = node_.count(onnx_reals<T>(node_, "base_values", "base_values_as_tensor"));
    }

    [[noreturn]] void refuse_bases(onnx_tree_outline const& trees) {
        node_.fail("base_values", short_text<64>{format_number(trees.bases)}.append(" values"), "none, or one for each output");
    }

    /// Of two classes when all leaves add to one of them.
    void binary(onnx_tree_outline& trees, onnx_array const& labels) {
        auto const transform = read_transform(node_);
        if (trees.first_class != 0 || transform == onnx_transform::probit) return several(trees, labels);
        if (trees.bases > 1) refuse_bases(trees);
        trees.outputs = 1;
        auto how = trees.has_negative_weights ? graph_scores::negated : graph_scores::complement;
        if (transform == onnx_transform::logistic) how = graph_scores::logistic_pair;
        auto const margins = emit_trees(trees);
        auto const label = emit_label(scope_, margins, labels, trees.has_negative_weights ? 0 : 0.5);
        scope_.bind({label, emit_scores(scope_, margins, how)});
    }

    void several(onnx_tree_outline const& trees, onnx_array const& labels) {
        if (trees.bases != 0 && trees.bases != trees.outputs) refuse_bases(trees);
        auto const margins = emit_trees(trees);
        auto const label = emit_label(scope_, margins, labels);
        scope_.bind({label, emit_scores(scope_, margins, scores_of_all(read_transform(node_)))});
    }

    /// The margins of the ensemble, of the rows themselves or of what was made of them.
    [[nodiscard]] onnx_value emit_trees(onnx_tree_outline const& trees) {
        auto& x = scope_.input(0);
        expect_features(trees, x);
        bool const given = x.is == onnx_value::kind::given && !is_whole(x.type) && trees.equal_features.empty();
        auto const from = given ? x : with_codes(trees, scope_.in_frame(x));
        auto step = scope_.step_from(graph_action::trees, from, trees.outputs);
        step.numbers = trees.numbers;
        step.a.row = given;
        auto& count = trees.numbers == precision::float32 ? scope_.emit.size().float_ensembles
                                                          : scope_.emit.size().double_ensembles;
        step.b.first = static_cast<std::uint32_t>(count++);
        scope_.emit.step(step);
        auto const type = trees.numbers == precision::float32 ? onnx_type::float32 : onnx_type::float64;
        scope_.emit.margins(step.to, step.count);
        return onnx_columns(onnx_value::kind::made, type, step.to, step.count);
    }

    /// Behind the columns, those of codes of the values that nodes compare with: see onnx_equalities.
    [[nodiscard]] onnx_value with_codes(onnx_tree_outline const& trees, onnx_value const& x) {
        if (trees.equal_features.empty()) return x;
        auto step = scope_.step_from(graph_action::copy, x, x.count());
        auto const codes = scope_.emit.columns(trees.equal_features.size());
        scope_.emit.step(step);
        auto made = onnx_scope::made_by(step, x, x.type);
        made.shape = onnx_shape::of_columns(x.count() + trees.equal_features.size());
        for (std::uint32_t i = 0; i != trees.equal_features.size(); ++i)
            if (auto const key = trees.equal_features[i].key; key.is_cut)
                scope_.emit.step(column_step(graph_action::to_whole, made.first + key.feature, codes + i));
        for (std::uint32_t i = 0; i != trees.equal_features.size(); ++i) {
            auto const& feature = trees.equal_features[i];
            emit_look_up(feature.key.is_cut ? codes + i : made.first + feature.key.feature, codes + i, feature.values);
        }
        return made;
    }

    [[nodiscard]] static graph_step column_step(graph_action action, std::uint32_t from, std::uint32_t to) noexcept {
        graph_step step{.action = action, .numbers = precision::float64};
        step.a.first = from;
        step.inputs = step.count = 1;
        step.to = to;
        return step;
    }

    /// With room for the values, which are read before the trees are.
    void emit_look_up(std::uint32_t from, std::uint32_t to, std::uint64_t values) {
        auto step = column_step(graph_action::encode, from, to);
        step.first_number = scope_.emit.next_number();
        scope_.emit.number(-1);
        scope_.emit.number(std::numeric_limits<double>::quiet_NaN());
        for (std::uint64_t v = 0; v != 2 * values; ++v) scope_.emit.number(0);
        step.number_count = scope_.emit.next_number() - step.first_number;
        scope_.emit.step(step);
    }

    void expect_features(onnx_tree_outline const& trees, onnx_value const& x) {
        if (trees.features <= x.count()) return;
        node_.fail("nodes_featureids", short_text<64>{"feature "}.append(format_number(trees.features - 1)),
                   short_text<64>{"one of "}.append(format_number(x.count())));
    }

    onnx_scope& scope_;
    onnx_attributes& node_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
