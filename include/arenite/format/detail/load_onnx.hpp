// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/load_workspace.hpp>
#include <arenite/format/detail/onnx_graph.hpp>
#include <arenite/format/detail/onnx_header.hpp>
#include <arenite/format/detail/onnx_tree_fill.hpp>
#include <arenite/format/load_options.hpp>
#include <arenite/model/model.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads a model of ONNX: its graph twice, to count its steps and to write them; then its trees, one ensemble after the
/// other.
class onnx_loader {
public:
    onnx_loader(model_input& input, load_options const& options, load_workspace& workspace, budget& owner)
        : reader_(input), options_(options), workspace_(workspace), memory_(owner) {}

    [[nodiscard]] model load() {
        auto const header = onnx_header_reader{reader_}.read();
        if (options_.rounds != all_rounds)
            reader_.fail("a model that does not tell its rounds of boosting", "no rounds");
        onnx_values values{reader_, std::as_writable_bytes(workspace_.waiting_nodes())};
        onnx_emitter emit{reader_};
        onnx_scope scope{reader_, values, emit, buffer()};
        scope.operators = header.operators;
        scope.ml_operators = header.ml_operators;
        set_room(scope);
        onnx_graph graph{reader_, header.graph, scope};
        graph.run();
        graph_model made{emit.size(), memory_};
        emit.begin_writing(made);
        graph.run();
        made.program.missing = options_.missing;
        auto const loading_bytes = fill(made, scope.ensembles.first(scope.ensemble_count));
        reader_.input().require_unchanged();
        model_info const info{"onnx", header.producer, graph.objective(), graph.numbers()};
        return {std::move(made), info, loading_bytes};
    }

private:
    static constexpr std::size_t outlines_bytes = 48 * 1024, equal_features = 512;

    /// Behind the outlines, which stay until the trees are read.
    [[nodiscard]] std::span<char> buffer() const noexcept { return workspace_.text().subspan(outlines_bytes); }

    void set_room(onnx_scope& scope) {
        arena place{std::as_writable_bytes(workspace_.text().first(outlines_bytes))};
        scope.equal_features = place.take<onnx_equal_feature>(equal_features);
        scope.ensembles = place.take<onnx_tree_outline>(place.free_bytes() / sizeof(onnx_tree_outline) - 1);
        scope.memory = &memory_;
    }

    /// The ensembles in the order of the steps; returns what was held beside the model meanwhile.
    [[nodiscard]] std::size_t fill(graph_model& made, std::span<onnx_tree_outline> outlines) {
        std::size_t loading = 0, counting = 0;
        for (auto const& outline : outlines) counting = std::max(counting, outline.counting_bytes);
        auto const steps = made.program.steps;
        for (std::size_t i = 0; i != steps.size(); ++i) {
            if (steps[i].action == graph_action::load) mark_used(made, steps[i].a.first, steps[i].count);
            if (steps[i].action != graph_action::trees) continue;
            auto const& outline = outlines.front();
            outlines = outlines.subspan(1);
            auto const codes = outline.equal_features.size();
            auto const look_ups = steps.subspan(i - codes, codes);
            loading = std::max(loading,
                               outline.numbers == precision::float32
                                   ? add_trees<float>(made, outline, made.program.float_trees, steps[i], look_ups)
                                   : add_trees<double>(made, outline, made.program.double_trees, steps[i], look_ups));
        }
        return load_workspace_bytes + std::max(loading, counting - std::min(counting, made.bytes()));
    }

    static void mark_used(graph_model& made, std::size_t first, std::size_t count) noexcept {
        for (std::size_t i = 0; i != count; ++i) made.columns.set_used(first + i);
    }

    template <std::floating_point T>
    std::size_t add_trees(graph_model& made, onnx_tree_outline const& outline, placed_list<tree_ensemble<T>>& list,
                          graph_step const& step, std::span<graph_step> look_ups) {
        auto trees = read_trees<T>(made, outline, step, look_ups);
        for (std::size_t i = 0; step.a.row && i != trees.cols(); ++i)
            if (trees.schema()[i].used) made.columns.set_used(step.a.first + i);
        auto const reading = size_of(outline, step).template reading_bytes<T>() + onnx_tree_room<T>::bytes(outline);
        auto const kernels = trees.bytes() - size_of(outline, step).template bytes<T>();
        auto const passing = std::max(trees.held().loading_bytes, reading - std::min(reading, kernels));
        list.push_back(std::move(trees));
        return passing;
    }

    template <std::floating_point T>
    [[nodiscard]] tree_ensemble<T> read_trees(graph_model& made, onnx_tree_outline const& outline,
                                              graph_step const& step, std::span<graph_step> look_ups) {
        onnx_node node{reader_, outline.node_number, outline.node};
        tree_ensemble_builder<T> builder{size_of(outline, step), memory_};
        builder.rule.compare = comparison::less_or_equal;
        if (step.a.row) builder.missing = static_cast<T>(options_.missing);
        set_aggregate(outline, builder);
        builder.unscored_are_zero = outline.unscored_are_zero();
        if (builder.unscored_are_zero) std::ranges::fill(builder.base, -T{0});
        read_bases(node.attributes(), builder);
        onnx_equalities<T> equalities{outline.equal_features, look_ups, made.program.numbers, builder};
        onnx_tree_fill<T> fill_in{node.attributes(),         reader_, outline, builder, equalities, buffer(),
                                  workspace_.waiting_nodes()};
        {
            onnx_tree_room<T> room{outline, memory_};
            fill_in.run(room);
        }
        return std::move(builder).build();
    }

    template <std::floating_point T>
    static void set_aggregate(onnx_tree_outline const& outline, tree_ensemble_builder<T>& builder) noexcept {
        if (outline.aggregate == onnx_aggregate::average)
            std::ranges::fill(builder.divisors, static_cast<T>(outline.trees));
        if (outline.aggregate == onnx_aggregate::least) builder.combine = leaf_aggregate::least;
        if (outline.aggregate == onnx_aggregate::greatest) builder.combine = leaf_aggregate::greatest;
    }

    template <std::floating_point T>
    void read_bases(onnx_attributes& node, tree_ensemble_builder<T>& builder) {
        auto const bases = onnx_reals<T>(node, "base_values", "base_values_as_tensor");
        onnx_elements elements{reader_, buffer(), bases};
        for (double& bias : builder.biases)
            if (elements.next()) bias = elements.real();
    }

    [[nodiscard]] static tree_ensemble_size size_of(onnx_tree_outline const& outline, graph_step const& step) noexcept {
        return {.splits = outline.splits,
                .largest_tree = outline.largest_tree,
                .trees = outline.trees,
                .outputs = outline.outputs,
                .divisors = outline.aggregate == onnx_aggregate::average ? outline.outputs : 0,
                .biases = outline.bases == 0 ? 0 : outline.outputs,
                .features = step.inputs,
                .category_sets = outline.values + outline.sets,
                .category_words = outline.words + onnx_equalities<float>::shared_words(outline.equal_features),
                .leaf_vectors = outline.has_vectors ? outline.most_leaves : 0};
    }

    protobuf_reader reader_;
    load_options const& options_;
    load_workspace& workspace_;
    budget& memory_;
};

[[nodiscard]] inline model load_onnx(model_input& input, load_options const& options, load_workspace& workspace,
                                     budget& memory) {
    return onnx_loader{input, options, workspace, memory}.load();
}

}  // namespace arenite::inline ARENITE_ABI::detail
