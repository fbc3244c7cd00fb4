// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/held_model.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/memory/budget.hpp>
#include <arenite/model/detail/graph_defect.hpp>
#include <arenite/model/detail/graph_run.hpp>
#include <arenite/model/detail/model_columns.hpp>
#include <arenite/model/detail/rows_of_tile.hpp>
#include <arenite/model/model_description.hpp>
#include <arenite/model/output_kind.hpp>
#include <arenite/predict/batch_predictor.hpp>

namespace arenite::inline ARENITE_ABI {

/// How large a graph is: known before the region that holds it is acquired.
struct graph_model_size {
    std::size_t steps = 0, numbers = 0;
    std::size_t columns = 0;                               ///< of the frame
    std::size_t predictions = 0, margins = 0, labels = 0;  ///< columns of the outputs
    std::size_t classes = 0, class_characters = 0;
    std::size_t float_ensembles = 0, double_ensembles = 0;
    std::size_t features = 0, name_characters = 0, category_names = 0;
    bool has_categories = false;  ///< columns of categories, named or not

    [[nodiscard]] detail::nameless_columns nameless() const noexcept {
        return has_categories ? detail::nameless_columns::whole : detail::nameless_columns::bits;
    }

    [[nodiscard]] std::size_t bytes() const noexcept {
        return arena_bytes<detail::graph_step>(steps) + arena_bytes<double>(numbers) +
               arena_bytes<std::uint32_t>(predictions) + arena_bytes<std::uint32_t>(margins) +
               arena_bytes<std::uint32_t>(labels) + arena_bytes<std::string_view>(classes) +
               arena_bytes<char>(class_characters) +
               arena_bytes<std::byte>(saturating_bytes(float_ensembles, sizeof(tree_ensemble<float>))) +
               arena_bytes<std::byte>(saturating_bytes(double_ensembles, sizeof(tree_ensemble<double>))) +
               detail::model_columns::bytes(features, name_characters, category_names, nameless());
    }
};

/// Predictors and the arithmetic around them, as a graph of ONNX has it: steps, one after the other, over the columns
/// of a tile of rows, each in the precision that the graph states.
///
/// The scratch takes, each part rounded up to 64 bytes, 8 bytes for each row of a tile of up to 512 and each column of
/// the frame, which are about as many as are needed at the same time, and what the neediest of its ensembles does for
/// the tile.
///
/// Allocates: once: wanted.bytes() from `from_memory`, and what its ensembles do; released by the destructor.
/// Threads:   immutable once filled; one serves many threads.
class graph_model {
    region memory_;  // first, because it has to outlive the ensembles in it

public:
    graph_model(graph_model_size wanted, budget& from_memory) : memory_(from_memory.acquire("model", wanted.bytes())) {
        arena place{memory_.bytes()};
        program.steps = place.take<detail::graph_step>(wanted.steps);
        program.numbers = place.take<double>(wanted.numbers);
        program.columns = wanted.columns;
        predictions = place.take<std::uint32_t>(wanted.predictions);
        margins = place.take<std::uint32_t>(wanted.margins);
        labels = place.take<std::uint32_t>(wanted.labels);
        classes = place.take<std::string_view>(wanted.classes);
        class_characters = place.take<char>(wanted.class_characters);
        program.float_trees = place_for<tree_ensemble<float>>(place, wanted.float_ensembles);
        program.double_trees = place_for<tree_ensemble<double>>(place, wanted.double_ensembles);
        columns = detail::model_columns{place, wanted.features, wanted.name_characters, wanted.category_names,
                                        wanted.nameless()};
    }

    explicit graph_model(detail::unfilled) noexcept {}
    graph_model(graph_model&&) noexcept = default;
    graph_model& operator=(graph_model&&) = delete;  // the ensembles of the other would outlive their memory

    /// For who fills it: every operand of a step is a column that the rows have or that a step in front made, or a
    /// number that there is.
    detail::graph_program program;
    std::span<std::uint32_t> predictions, margins, labels;  ///< columns of the frame
    std::span<std::string_view> classes;                    ///< what the labels are called, by position
    std::span<char> class_characters;                       ///< for whoever names them
    detail::model_columns columns;

    [[nodiscard]] std::size_t cols() const noexcept { return columns.size(); }
    [[nodiscard]] std::size_t trees() const noexcept {
        return total([](auto const& ensemble) { return ensemble.trees(); });
    }
    [[nodiscard]] std::size_t nodes() const noexcept {
        return total([](auto const& ensemble) { return ensemble.nodes(); });
    }
    [[nodiscard]] std::size_t bytes() const noexcept {
        return memory_.size() + total([](auto const& ensemble) { return ensemble.bytes(); });
    }
    [[nodiscard]] held_model held() const noexcept { return {memory_.owner(), bytes()}; }
    [[nodiscard]] schema_view schema() const noexcept { return columns.view(); }

    /// Leaves have no numbers that anybody reports.
    [[nodiscard]] std::size_t outputs(output_kind kind = output_kind::prediction) const noexcept {
        if (kind == output_kind::leaf) return 0;
        return columns_of(kind).size();
    }

    [[nodiscard]] std::size_t scratch_bytes(std::size_t rows) const noexcept {
        auto const tile = std::min(rows, most_rows);
        return frame_bytes(tile) + most([=](auto const& ensemble) { return ensemble.scratch_bytes(tile); });
    }
    [[nodiscard]] std::size_t least_scratch_bytes() const noexcept {
        return frame_bytes(1) + most([](auto const& ensemble) { return ensemble.least_scratch_bytes(); });
    }

    template <class In, class Out>
    void predict(batch_view<In const> x, batch_view<Out> y, scratch_view scratch) const noexcept {
        score(output_kind::prediction, x, y, scratch);
    }

    /// Predictions, margins or labels. Shapes: x: rows × cols(), y: rows × outputs(kind). Requires: those;
    /// least_scratch_bytes() at least; kind is not leaf.
    template <class In, class Out>
    void score(output_kind kind, batch_view<In const> x, batch_view<Out> y, scratch_view scratch) const noexcept {
        auto const rows = detail::rows_of_tile(*this, std::min(x.rows(), most_rows), scratch.size());
        auto const cells = scratch.take<double>(rows * program.columns);
        for (std::size_t first = 0; first != x.rows();) {
            auto const count = std::min(rows, x.rows() - first);
            detail::graph_frame<In> const frame{x.middle_rows(first, count), cells.data(), rows, program.numbers.data(),
                                                program.missing};
            detail::graph_run<In>{program, frame, scratch}.run(program.steps.size());
            write(frame, columns_of(kind), y.middle_rows(first, count));
            first += count;
        }
    }

    template <class In>
    void leaves(batch_view<In const>, batch_view<std::int32_t>) const noexcept {}

    /// What a file keeps: see detail::model_writer.
    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file(self.program.steps, self.program.numbers, self.program.missing, self.predictions, self.margins,
             self.labels);
        file.texts(self.classes);
        file.count(self.program.columns);
        file.models(self.program.float_trees);
        file.models(self.program.double_trees);
        file.columns(self.columns);
    }

    /// What is wrong with what a file kept, or nothing. `workspace` is for subtrees that wait. O(bytes).
    [[nodiscard]] std::string_view defect(std::span<std::uint32_t> workspace) const noexcept {
        std::string_view wrong;
        program.for_each_ensemble([&](auto const& ensemble) {
            if (wrong.empty()) wrong = ensemble.defect(workspace);
        });
        detail::graph_check check{program, cols()};
        if (wrong.empty()) wrong = check.run();
        if (wrong.empty() && !(check.has(predictions) && check.has(margins) && check.has(labels)))
            wrong = "an output that no step makes";
        return wrong;
    }
    /// Makes what a file kept ready to score. Allocates: as of its ensembles.
    void make_ready(budget& memory) {
        program.for_each_ensemble([&](auto& ensemble) { ensemble.make_ready(memory); });
    }

    void describe(model_description& of) const noexcept {
        program.for_each_ensemble([&](auto const& ensemble) { ensemble.describe(of); });
        of.classes = classes;
        of.add_part("steps", program.steps.size_bytes() + program.numbers.size_bytes());
    }

private:
    static constexpr std::size_t most_rows = 512;

    template <class Ensemble>
    [[nodiscard]] static detail::placed_list<Ensemble> place_for(arena& place, std::size_t count) noexcept {
        return detail::placed_list<Ensemble>{place.take<std::byte>(count * sizeof(Ensemble))};
    }

    template <class Function>
    [[nodiscard]] std::size_t total(Function function) const noexcept {
        std::size_t sum = 0;
        program.for_each_ensemble([&](auto const& ensemble) { sum += function(ensemble); });
        return sum;
    }
    template <class Function>
    [[nodiscard]] std::size_t most(Function function) const noexcept {
        std::size_t largest = 0;
        program.for_each_ensemble([&](auto const& ensemble) { largest = std::max(largest, function(ensemble)); });
        return largest;
    }

    [[nodiscard]] std::span<std::uint32_t const> columns_of(output_kind kind) const noexcept {
        if (kind == output_kind::margin) return margins;
        return kind == output_kind::label ? labels : predictions;
    }

    [[nodiscard]] std::size_t frame_bytes(std::size_t rows) const noexcept {
        return round_up(rows * program.columns * sizeof(double));
    }

    template <class In, class Out>
    static void write(detail::graph_frame<In> const& frame, std::span<std::uint32_t const> from,
                      batch_view<Out> y) noexcept {
        for (std::size_t k = 0; k != from.size(); ++k) {
            auto const* const column = frame.column(from[k]);
            for (std::size_t r = 0; r != frame.rows(); ++r) y(r, k) = static_cast<Out>(column[r]);
        }
    }
};
static_assert(predictor_of<graph_model, float> && predictor_of<graph_model, double, float>);

}  // namespace arenite::inline ARENITE_ABI
