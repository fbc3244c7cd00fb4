// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/load_workspace.hpp>
#include <arenite/format/detail/onnx_graph.hpp>
#include <arenite/format/detail/onnx_header.hpp>
#include <arenite/format/detail/onnx_room.hpp>
#include <arenite/format/detail/onnx_tree_fill.hpp>
#include <arenite/format/load_options.hpp>
#include <arenite/model/detail/graph_packing.hpp>
#include <arenite/model/model.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads a model of ONNX: its graph twice, to count its steps and to write them; then its trees, one ensemble after the
/// other.
class onnx_loader {
public:
    onnx_loader(model_input& input, load_options const& options, load_workspace& workspace, budget& owner)
        : reader_(input), options_(options), workspace_(workspace), memory_(owner) {
        arena place{std::as_writable_bytes(workspace.text())};
        equal_features_ = place.take<onnx_equal_feature>(512);
        buffer_ = place.take<char>(16 * 1024);
        outline_room_ = place.take<std::byte>(place.free_bytes());
    }

    [[nodiscard]] model load() {
        auto const header = onnx_header_reader{reader_}.read();
        if (options_.rounds != all_rounds)
            reader_.fail("a model that does not tell its rounds of boosting", "no rounds");
        auto const size = onnx_graph_count{reader_}.run(header.graph);
        onnx_room const room{outline_room_, arena_bytes<onnx_tree_outline>(size.ensembles), memory_};
        auto const outlines = arena{room.bytes()}.take<onnx_tree_outline>(size.ensembles);
        auto made = write_steps(header, size, outlines);
        pack_frame(made);
        made.program.missing = options_.missing;
        fill(made, outlines);
        reader_.input().require_unchanged();
        auto const beside = peak_ - std::min(peak_, made.bytes());
        return {std::move(made), info_, load_workspace_bytes + room.own_bytes() + beside};
    }

private:
    /// What is held at once beside the workspace and the outlines.
    void note(std::size_t held) noexcept { peak_ = std::max(peak_, held); }

    [[nodiscard]] graph_model write_steps(onnx_header const& header, onnx_graph_size const& size,
                                          std::span<onnx_tree_outline> outlines) {
        onnx_room const room{lent_room(), onnx_values::room_bytes(size), memory_};
        onnx_values values{reader_, room.bytes(), size};
        onnx_emitter emit{reader_};
        onnx_scope scope{reader_, values, emit, buffer_};
        scope.operators = header.operators;
        scope.ml_operators = header.ml_operators;
        scope.ensembles = outlines;
        scope.equal_features = equal_features_;
        scope.memory = &memory_;
        onnx_graph graph{reader_, header.graph, scope};
        graph.run();
        for (auto const& outline : outlines) note(room.own_bytes() + outline.counting_bytes);
        graph_model made{emit.size(), memory_};
        note(room.own_bytes() + made.bytes());
        emit.begin_writing(made);
        graph.run();
        info_ = {"onnx", header.producer, graph.objective(), graph.numbers()};
        return made;
    }

    /// Lent to one after the other: values by name, the packing of the frame, subtrees that wait.
    [[nodiscard]] std::span<std::byte> lent_room() const noexcept {
        return std::as_writable_bytes(workspace_.waiting_nodes());
    }

    void pack_frame(graph_model& made) {
        onnx_room const room{lent_room(), graph_packing::room_bytes(made.program.columns), memory_};
        note(room.own_bytes() + made.bytes());
        graph_packing{made.program, room.bytes()}.run({made.predictions, made.margins, made.labels});
    }

    /// The ensembles, in the order of the steps.
    void fill(graph_model& made, std::span<onnx_tree_outline const> outlines) {
        auto const steps = made.program.steps;
        for (std::size_t i = 0; i != steps.size(); ++i) {
            if (steps[i].action == graph_action::load) mark_used(made, steps[i].a.first, steps[i].count);
            if (steps[i].action != graph_action::trees) continue;
            auto const& outline = outlines.front();
            outlines = outlines.subspan(1);
            auto const codes = outline.equal_features.size();
            auto const look_ups = steps.subspan(i - codes, codes);
            outline.numbers == precision::float32
                ? add_trees<float>(made, outline, made.program.float_trees, steps[i], look_ups)
                : add_trees<double>(made, outline, made.program.double_trees, steps[i], look_ups);
        }
    }

    static void mark_used(graph_model& made, std::size_t first, std::size_t count) noexcept {
        for (std::size_t i = 0; i != count; ++i) made.columns.set_used(first + i);
    }

    template <std::floating_point T>
    void add_trees(graph_model& made, onnx_tree_outline const& outline, placed_list<tree_ensemble<T>>& list,
                   graph_step const& step, std::span<graph_step> look_ups) {
        auto trees = read_trees<T>(made, outline, step, look_ups);
        for (std::size_t i = 0; step.a.row && i != trees.cols(); ++i)
            if (trees.schema()[i].used) made.columns.set_used(step.a.first + i);
        auto const reading = size_of(outline, step).template reading_bytes<T>() + onnx_tree_room<T>::bytes(outline);
        auto const kernels = trees.bytes() - size_of(outline, step).template bytes<T>();
        auto const passing = std::max(trees.held().loading_bytes, reading - std::min(reading, kernels));
        list.push_back(std::move(trees));
        note(made.bytes() + passing);
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
        onnx_tree_fill<T> fill_in{node.attributes(),         reader_, outline, builder, equalities, buffer_,
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
        onnx_elements elements{reader_, buffer_, bases};
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
    std::span<onnx_equal_feature> equal_features_;  ///< these three lie in the workspace
    std::span<char> buffer_;                        ///< for the arrays of a node
    std::span<std::byte> outline_room_;             ///< for most graphs
    model_info info_;
    std::size_t peak_ = 0;
};

[[nodiscard]] inline model load_onnx(model_input& input, load_options const& options, load_workspace& workspace,
                                     budget& memory) {
    return onnx_loader{input, options, workspace, memory}.load();
}

}  // namespace arenite::inline ARENITE_ABI::detail
