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
    onnx_loader(model_input& input, load_options const& options, load_workspace& workspace, budget& memory)
        : reader_(input), options_(options), workspace_(workspace), memory_(memory) {}

    [[nodiscard]] model load() {
        auto const header = onnx_header_reader{reader_}.read();
        if (options_.rounds != all_rounds) reader_.fail("a model that does not tell its rounds of boosting", "no rounds");
        onnx_values values{reader_, std::as_writable_bytes(workspace_.waiting_nodes())};
        onnx_emitter emit{reader_};
        onnx_scope scope{reader_, values, emit, buffer()};
        scope.operators = header.operators;
        scope.ensembles = room_for_outlines();
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
    static constexpr std::size_t outlines_bytes = 24 * 1024;

    /// Behind the outlines, which stay until the trees are read.
    [[nodiscard]] std::span<char> buffer() const noexcept { return workspace_.text().subspan(outlines_bytes); }

    [[nodiscard]] std::span<onnx_tree_outline> room_for_outlines() {
        arena place{std::as_writable_bytes(workspace_.text().first(outlines_bytes))};
        return place.take<onnx_tree_outline>(outlines_bytes / sizeof(onnx_tree_outline) - 1);
    }

    /// The ensembles in the order of the steps; returns what was held beside the model meanwhile.
    [[nodiscard]] std::size_t fill(graph_model& made, std::span<onnx_tree_outline> outlines) {
        std::size_t loading = 0;
        for (auto const& step : made.program.steps) {
            if (step.action == graph_action::load) mark_used(made, step.a.first, step.count);
            if (step.action != graph_action::trees) continue;
            auto const& outline = outlines.front();
            outlines = outlines.subspan(1);
            auto const passing = outline.numbers == precision::float32
                                     ? add_trees<float>(made, outline, made.program.float_trees, step)
                                     : add_trees<double>(made, outline, made.program.double_trees, step);
            loading = std::max(loading, passing);
        }
        return load_workspace_bytes + loading;
    }

    static void mark_used(graph_model& made, std::size_t first, std::size_t count) noexcept {
        for (std::size_t i = 0; i != count; ++i) made.columns.set_used(first + i);
    }

    template <std::floating_point T>
    std::size_t add_trees(graph_model& made, onnx_tree_outline const& outline, placed_list<tree_ensemble<T>>& list,
                          graph_step const& step) {
        auto trees = read_trees<T>(outline, step);
        for (std::size_t i = 0; step.a.row && i != trees.cols(); ++i)
            if (trees.schema()[i].used) made.columns.set_used(step.a.first + i);
        auto const passing = trees.held().loading_bytes;
        list.push_back(std::move(trees));
        return passing;
    }

    template <std::floating_point T>
    [[nodiscard]] tree_ensemble<T> read_trees(onnx_tree_outline const& outline, graph_step const& step) {
        onnx_node node{reader_, outline.node_number, outline.node};
        tree_ensemble_builder<T> builder{size_of(outline, step), memory_};
        builder.rule.compare = comparison::less_or_equal;
        if (step.a.row) builder.missing = static_cast<T>(options_.missing);
        if (outline.aggregate == onnx_aggregate::average)
            std::ranges::fill(builder.divisors, static_cast<T>(outline.trees));
        read_bases(node.attributes(), builder);
        onnx_tree_fill<T>{node.attributes(), reader_, outline, builder, buffer(), workspace_.waiting_nodes()}.run();
        return std::move(builder).build();
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
                .leaf_vectors = outline.has_vectors ? outline.most_leaves : 0,
                .numbers = outline.ids_are_positions ? 0 : 2 * outline.largest_tree};
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
