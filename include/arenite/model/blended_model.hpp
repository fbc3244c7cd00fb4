// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/lies_inside.hpp>
#include <arenite/memory/budget.hpp>
#include <arenite/model/blended_model_size.hpp>
#include <arenite/model/detail/line_sums.hpp>
#include <arenite/model/detail/placed_list.hpp>
#include <arenite/model/detail/rows_of_tile.hpp>
#include <arenite/model/row_formula.hpp>

namespace arenite::inline ARENITE_ABI {

/// A model of several parts, behind what prepares its rows: one forest for the trees of all of them, one list of
/// weighted sums for what is linear in them, and a formula for each kind of answer, which makes it of these sums.
/// Averages, votes and calibrated classifiers of scikit-learn, and ensembles of them, are such models; so are plain
/// ones, whose formulas have few steps or none.
///
/// The numbers of a formula's row are the margins of the forest, the lines' sums (in the order that linear_regression
/// states), and zeros. Tiles of rows are scored into the scratch, which takes, each part rounded up to 64 bytes,
///
///     a row of a formula            8 * width
///     sums                          8 * (sums + lines) * R           R: rows of the tile, up to 512
///     columns                       8 * (features + column steps) * R, where rows are prepared: up to 256 KiB
///
/// and beside that what the forest or the lines need for a tile.
///
/// Allocates: once: wanted.bytes() from `from_memory`, one region; owns the regions of its forest beside it. All are
///            released by the destructor.
/// Threads:   immutable once filled; one serves many threads.
class blended_model {
public:
    blended_model(blended_model_size const& wanted, budget& from_memory)
        : memory_(from_memory.acquire("model", wanted.bytes())), sums_(wanted.sums), width_(wanted.width),
          inner_(wanted.inner()), line_columns_(wanted.line_columns) {
        arena place{memory_.bytes()};
        forest_ = detail::placed_list<tree_ensemble<double>>{place.take<std::byte>(wanted.forest_bytes())};
        weights = place.take<double>(wanted.lines * stride());
        intercepts = place.take<double>(wanted.lines);
        steps = place.take<row_step>(wanted.steps);
        column_steps = place.take<column_step>(wanted.column_steps);
        needed = place.take<bool>(wanted.marks());
        constants = place.take<double>(wanted.constants);
        classes = place.take<std::string_view>(wanted.classes);
        class_characters = place.take<char>(wanted.class_characters);
        columns = detail::model_columns{place, wanted.features, wanted.name_characters, wanted.category_names};
    }
    explicit blended_model(detail::unfilled) noexcept {}
    blended_model(blended_model&&) noexcept = default;
    blended_model& operator=(blended_model&&) = delete;  // the forest lies in the region

    std::span<double> weights;  ///< of line k and its column c: weights[k * stride() + c]
    std::span<double> intercepts;
    std::span<row_step> steps;            ///< of all formulas; without defects
    std::span<column_step> column_steps;  ///< without defects; they make what they are made of before
    std::span<bool> needed;               ///< see column_program
    std::span<double> constants;
    std::span<std::string_view> classes;
    std::span<char> class_characters;  ///< for whoever names them
    detail::model_columns columns;
    row_formula margin, prediction, label;  ///< which lie in `steps`; no label: the model does not classify
    bool has_leaf_ids = false;              ///< whether the trainer numbers leaves
    double missing = std::numeric_limits<double>::quiet_NaN();  ///< values of rows that count as missing, besides NaN

    [[nodiscard]] std::size_t stride() const noexcept { return arena_bytes<double>(line_columns_) / sizeof(double); }
    [[nodiscard]] std::size_t width() const noexcept { return width_; }
    /// Columns that the parts read.
    [[nodiscard]] std::size_t inner() const noexcept { return inner_; }
    /// Those of them that lines read, the first.
    [[nodiscard]] std::size_t line_columns() const noexcept { return line_columns_; }

    /// Requires: its margins are the sums that were wanted; none was set before.
    void set_forest(tree_ensemble<double>&& of_trees) { forest_.push_back(std::move(of_trees)); }
    /// Null: there are no trees.
    [[nodiscard]] tree_ensemble<double>* forest() noexcept { return forest_.size() == 0 ? nullptr : &forest_[0]; }
    [[nodiscard]] tree_ensemble<double> const* forest() const noexcept {
        return forest_.size() == 0 ? nullptr : &forest_[0];
    }

    [[nodiscard]] std::size_t cols() const noexcept { return columns.size(); }
    [[nodiscard]] std::size_t trees() const noexcept { return forest() != nullptr ? forest()->trees() : 0; }
    [[nodiscard]] std::size_t nodes() const noexcept { return forest() != nullptr ? forest()->nodes() : 0; }
    [[nodiscard]] std::size_t bytes() const noexcept {
        return memory_.size() + (forest() != nullptr ? forest()->bytes() : 0);
    }
    [[nodiscard]] held_model held() const noexcept {
        return {memory_.owner(), bytes(), forest() != nullptr ? forest()->held().loading_bytes : 0};
    }
    [[nodiscard]] schema_view schema() const noexcept { return columns.view(); }
    [[nodiscard]] std::size_t outputs(output_kind kind = output_kind::prediction) const noexcept {
        if (kind == output_kind::leaf) return has_leaf_ids ? trees() : 0;
        return formula(kind).count;
    }

    [[nodiscard]] std::size_t scratch_bytes(std::size_t rows) const noexcept {
        auto const tile = std::min(rows, most_rows());
        return bytes_of(tile, forest() != nullptr ? forest()->scratch_bytes(tile) : 0);
    }
    [[nodiscard]] std::size_t least_scratch_bytes() const noexcept {
        return bytes_of(1, forest() != nullptr ? forest()->least_scratch_bytes() : 0);
    }

    void predict(batch_view<double const> x, batch_view<double> y, scratch_view scratch) const noexcept {
        score(output_kind::prediction, x, y, scratch);
    }

    /// Predictions, margins or labels.
    /// Shapes: x: rows × cols(), y: rows × outputs(kind). Requires: those; least_scratch_bytes() at least; kind is not
    /// leaf.
    template <class In, class Out>
    void score(output_kind kind, batch_view<In const> x, batch_view<Out> y, scratch_view scratch) const noexcept {
        auto const& how = formula(kind);
        if (forest() != nullptr && intercepts.empty() && column_steps.empty() && how.is_plain(sums_))
            return forest()->score(output_kind::margin, x, y, scratch);
        auto const rows = detail::rows_of_tile(*this, std::min(x.rows(), most_rows()), scratch.size());
        auto const row = scratch.take<double>(width_);
        auto const sums = scratch.take<double>(rows * sums_and_lines());
        auto const cells = scratch.take<double>(program().room(rows));
        for (std::size_t first = 0; first != x.rows();) {
            auto const count = std::min(rows, x.rows() - first);
            add_up(x.middle_rows(first, count), cells, sums, scratch);
            answer(how, sums, row, y.middle_rows(first, count));
            first += count;
        }
    }

    /// The leaf ids of every tree. Shapes: x: rows × cols(), y: rows × trees(). Requires: has_leaf_ids.
    template <class In>
    void leaves(batch_view<In const> x, batch_view<std::int32_t> y) const noexcept {
        if (forest() == nullptr) return;
        column_steps.empty() ? forest()->leaves(x, y) : forest()->leaves_of(prepared_rows<In>{*this, x}, y);
    }

    /// What the rounding of row r's weighted sums is relative to: see detail::line_sums.
    [[nodiscard]] double largest_terms(batch_view<double const> x, std::size_t r) const noexcept {
        prepared_rows<double> const prepared{*this, x};
        return lines().largest_terms([&](std::size_t c) { return column_steps.empty() ? x(r, c) : prepared(r, c); });
    }

    /// What a file keeps: see detail::model_writer.
    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file.count(self.sums_);
        file.count(self.width_);
        file.count(self.inner_);
        file.count(self.line_columns_);
        file(self.weights, self.intercepts, self.steps, self.constants);
        file.copied(self.column_steps);
        file.copied(self.needed);
        file.texts(self.classes);
        archive_formula(self.margin, self.steps, file);
        archive_formula(self.prediction, self.steps, file);
        archive_formula(self.label, self.steps, file);
        file(self.has_leaf_ids, self.missing);
        file.columns(self.columns);
        file.models(self.forest_);
    }

    /// What is wrong with what a file kept, or nothing. `workspace` is for subtrees that wait. O(bytes).
    [[nodiscard]] std::string_view defect(std::span<std::uint32_t> workspace) const noexcept {
        if (auto const wrong = forest_defect(workspace); !wrong.empty()) return wrong;
        if (!has_columns()) return "other columns than the parts read";
        if (weights.size() != saturating_bytes(intercepts.size(), stride())) return "another number of weights";
        if (width_ > widest || width_ < sums_and_lines()) return "rows of a formula of another width";
        for (auto const* one : {&margin, &prediction, &label})
            if (one->at > width_ || one->count > width_ - one->at) return "an answer outside of the row";
        return steps_defect();
    }
    /// Makes what a file kept ready to score. Allocates: as of a tree_ensemble.
    void make_ready(budget& memory) {
        column_program::mark_needed(cols(), column_steps, needed);
        if (forest() != nullptr) forest()->make_ready(memory);
    }

    void describe(model_description& of) const noexcept {
        if (forest() != nullptr) forest()->describe(of);
        of.classes = classes;
        of.prepared = column_steps.empty() ? 0 : inner_;
        of.preparation = column_steps;
        of.add_part("weights", weights.size_bytes() + intercepts.size_bytes());
        of.add_part("steps", steps.size_bytes() + column_steps.size_bytes() + constants.size_bytes());
    }

private:
    static constexpr std::size_t widest = std::size_t{1} << 24;  ///< numbers of a row that a file may ask for

    template <class Formula, class Steps, class File>
    static void archive_formula(Formula& formula, Steps& of_all, File& file) {
        std::size_t count = formula.steps.size();
        std::size_t first = count == 0 ? 0 : static_cast<std::size_t>(formula.steps.data() - of_all.data());
        file.count(first);
        file.count(count);
        file.count(formula.at);
        file.count(formula.count);
        if constexpr (File::reads) {
            if (!detail::lies_inside(first, count, of_all.size()))
                file.fail("a formula without its steps", "steps of the model");
            formula.steps = of_all.subspan(first, count);
        }
    }

    [[nodiscard]] std::string_view forest_defect(std::span<std::uint32_t> workspace) const noexcept {
        if (forest() == nullptr) return sums_ == 0 ? "" : "sums without a forest";
        if (forest_.size() != 1 || forest()->cols() != inner_ || forest()->outputs(output_kind::margin) != sums_)
            return "another forest than the parts need";
        return forest()->defect(workspace);
    }

    [[nodiscard]] bool has_columns() const noexcept {
        if (line_columns_ > inner_) return false;
        if (column_steps.empty()) return inner_ == cols() && needed.empty();
        return inner_ <= column_steps.size() && needed.size() == cols() + column_steps.size();
    }

    /// Counting the cells of copied steps changes nothing but them.
    [[nodiscard]] std::string_view steps_defect() const noexcept {
        std::size_t own_constants = 0, numbers = 0;
        for (auto const& step : steps) own_constants += step.constants, numbers += step.count;
        for (auto const& step : column_steps) own_constants += step.constants;
        if (own_constants > constants.size()) return "constants that two steps have";
        if (numbers > 4 * widest) return "steps over too many numbers";
        for (auto const& step : steps)
            if (auto const wrong = defect_of(step, width_, constants); !wrong.empty()) return wrong;
        for (auto const& step : column_steps)
            if (auto const wrong = defect_of(step, constants); !wrong.empty()) return wrong;
        for (std::size_t i = 0; i != column_steps.size(); ++i)
            if (!column_program::count_cells(cols(), column_steps.first(i + 1))) return "a step of too many cells";
        return {};
    }

    /// Rows whose cells are made when they are asked for, for who asks for few.
    template <class In>
    struct prepared_rows {
        blended_model const& of;
        batch_view<In const> x;

        [[nodiscard]] std::size_t rows() const noexcept { return x.rows(); }
        [[nodiscard]] double operator()(std::size_t r, std::size_t c) const noexcept {
            return of.program().cell(x, r, c, of.missing);
        }
    };

    [[nodiscard]] column_program program() const noexcept {
        if (column_steps.empty()) return {};
        return {cols(), inner_, column_steps, constants, needed};
    }

    [[nodiscard]] row_formula const& formula(output_kind kind) const noexcept {
        if (kind == output_kind::margin) return margin;
        return kind == output_kind::label ? label : prediction;
    }

    [[nodiscard]] std::size_t sums_and_lines() const noexcept { return sums_ + intercepts.size(); }

    /// Of a tile: prepared columns stay near.
    [[nodiscard]] std::size_t most_rows() const noexcept {
        constexpr std::size_t most = 512, near_numbers = (std::size_t{256} << 10) / sizeof(double);
        return column_steps.empty() ? most : std::clamp<std::size_t>(near_numbers / program().room(1), 8, most);
    }

    [[nodiscard]] detail::line_sums lines() const noexcept {
        return {{weights.data(), line_columns_, stride(), intercepts}};
    }

    [[nodiscard]] std::size_t bytes_of(std::size_t rows, std::size_t forest_bytes) const noexcept {
        return round_up(width_ * sizeof(double)) + round_up(rows * sums_and_lines() * sizeof(double)) +
               round_up(program().room(rows) * sizeof(double)) + std::max(forest_bytes, lines().scratch_bytes(rows));
    }

    template <class In>
    void add_up(batch_view<In const> x, std::span<double> cells, std::span<double> sums,
                scratch_view scratch) const noexcept {
        auto unprepared = lines();
        unprepared.missing = missing;
        if (column_steps.empty()) add_up(x, unprepared, sums, scratch);
        else add_up(program().prepare(x, missing, cells), lines(), sums, scratch);
    }

    template <class In>
    void add_up(batch_view<In const> x, detail::line_sums const& of_lines, std::span<double> sums,
                scratch_view scratch) const noexcept {
        auto const part = [&](std::size_t first, std::size_t count) {
            return batch_view<double>{sums.data() + first, x.rows(), count,
                                      static_cast<std::ptrdiff_t>(sums_and_lines()), 1};
        };
        if (forest() != nullptr) forest()->score(output_kind::margin, x, part(0, sums_), scratch);
        batch_view<In const> const first{x.data(), x.rows(), line_columns_, x.row_stride(), x.col_stride()};
        if (!intercepts.empty()) of_lines.write(first, part(sums_, intercepts.size()), scratch);
    }

    template <class Out>
    void answer(row_formula const& how, std::span<double const> sums, std::span<double> row,
                batch_view<Out> y) const noexcept {
        for (std::size_t r = 0; r != y.rows(); ++r) {
            auto const rest = std::ranges::copy(sums.subspan(r * sums_and_lines(), sums_and_lines()), row.begin()).out;
            std::fill(rest, row.end(), 0.0);
            auto const said = how.run(constants, row);
            for (std::size_t k = 0; k != y.cols(); ++k) y(r, k) = static_cast<Out>(said[k]);
        }
    }

    region memory_;
    std::size_t sums_ = 0, width_ = 0, inner_ = 0, line_columns_ = 0;
    detail::placed_list<tree_ensemble<double>> forest_;  // in the region; one, or none
};
static_assert(predictor_of<blended_model, double> && tiling_predictor<blended_model>);

}  // namespace arenite::inline ARENITE_ABI
