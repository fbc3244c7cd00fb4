// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/golden_section.hpp>
#include <arenite/format/detail/own_info.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Rows for a model that nobody gave any for: the first is missing everywhere, the others have small numbers and codes,
/// and thresholds of the model where its trees split the rows' own columns, so that every comparison is tried where it
/// turns. Always the same for the same model.
class golden_rows {
public:
    /// How many are made: none of rows so wide that they would take more than a mebibyte.
    [[nodiscard]] static std::size_t count(std::size_t cols) noexcept {
        constexpr std::size_t most_rows = 8, most_cells = std::size_t{1} << 17;
        return cols == 0 || cols > most_cells / most_rows ? 0 : most_rows;
    }

    /// `cells`: count() rows.
    golden_rows(model const& of, std::span<double> cells) noexcept
        : cells_(cells), cols_(of.cols()), rows_(cells.size() / std::max<std::size_t>(cols_, 1)) {
        for (std::size_t r = 0; r != rows_; ++r)
            for (std::size_t c = 0; c != cols_; ++c) cells_[r * cols_ + c] = cell_of(of.schema()[c], r, c);
        if (rows_ > 1) take_thresholds(of);
    }

private:
    [[nodiscard]] static double cell_of(column const& one, std::size_t r, std::size_t c) noexcept {
        if (r == 0) return std::numeric_limits<double>::quiet_NaN();
        if (one.kind == column_kind::category)
            return static_cast<double>((r + c) % (one.vocabulary.empty() ? 5 : one.vocabulary.size() + 1));
        bool const logarithms = r > 4;  // of negative numbers there are none
        auto const whole = static_cast<double>((7 * r + 3 * c) % 11) - (logarithms ? 0 : 5);
        return one.kind == column_kind::hashed ? whole : whole + 0.25 * static_cast<double>(r % 4);
    }

    void take_thresholds(model const& of) noexcept {
        if (auto const* const floats = of.get_if<tree_ensemble<float>>()) take(*floats, 0);
        if (auto const* const doubles = of.get_if<tree_ensemble<double>>()) take(*doubles, 0);
        if (auto const* const graph = of.get_if<graph_model>())
            for (auto const& step : graph->program.steps)
                if (step.action == graph_action::trees && step.a.row) take(graph->program, step);
    }
    void take(graph_program const& program, graph_step const& step) noexcept {
        if (step.numbers == precision::float32) take(program.float_trees[step.b.first], step.a.first);
        else take(program.double_trees[step.b.first], step.a.first);
    }

    /// Thresholds of later splits take the place of earlier ones.
    template <class Trees>
    void take(Trees const& trees, std::size_t first_column) noexcept {
        std::size_t next = 0;
        trees.for_each_split([&](auto const& split) {
            auto const at_row = 1 + ++next * std::size_t{0x9e3779b9} / 65536 % (rows_ - 1);
            if (!split.is_category())
                cells_[at_row * cols_ + first_column + split.feature()] = static_cast<double>(split.value);
        });
    }

    std::span<double> cells_;
    std::size_t cols_, rows_;
};

/// What a file keeps of the answers of a model.
/// Allocates: once: rows and answers, from `from_memory`, released by the destructor; while it asks, what one row
/// takes.
class golden_record {
public:
    golden_record(model const& of, batch_view<double const> given, budget& from_memory) {
        bool const made = given.rows() == 0;
        auto const rows = made ? golden_rows::count(of.cols()) : given.rows();
        if (rows == 0) return;
        answers.rows = rows;
        auto const bytes = arena_bytes<double>(rows * of.cols()) + arena_bytes<double>(rows * of.margins().outputs()) +
                           arena_bytes<double>(rows * of.outputs()) +
                           arena_bytes<double>(rows * of.labels().outputs()) +
                           arena_bytes<std::int32_t>(rows * of.leaves().outputs());
        memory_ = from_memory.acquire("model saving", bytes, region_alignment, region_use::passing);
        arena place{memory_.bytes()};
        answers.x = place.take<double>(rows * of.cols());
        answers.margins = place.take<double>(rows * of.margins().outputs());
        answers.predictions = place.take<double>(rows * of.outputs());
        answers.labels = place.take<double>(rows * of.labels().outputs());
        answers.leaves = place.take<std::int32_t>(rows * of.leaves().outputs());
        if (made) golden_rows{of, answers.x};
        else copy(given);
        ask(of, from_memory);
    }

    golden_answers answers;

private:
    void copy(batch_view<double const> given) noexcept {
        for (std::size_t r = 0; r != given.rows(); ++r)
            for (std::size_t c = 0; c != given.cols(); ++c) answers.x[r * given.cols() + c] = given(r, c);
    }

    void ask(model const& of, budget& memory) const {
        golden_scorer const scorer{of, memory};
        for (std::size_t r = 0; r != answers.rows; ++r) {
            auto const row = answers.row(r);
            keep(scorer.numbers(of.margins(), row), answers.margins, r);
            keep(scorer.numbers(of, row), answers.predictions, r);
            keep(scorer.numbers(of.labels(), row), answers.labels, r);
            keep(scorer.leaves(row), answers.leaves, r);
        }
    }
    template <class Number>
    static void keep(std::span<Number const> answer, std::span<Number> to, std::size_t r) noexcept {
        std::ranges::copy(answer, to.subspan(r * answer.size(), answer.size()).begin());
    }

    region memory_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
