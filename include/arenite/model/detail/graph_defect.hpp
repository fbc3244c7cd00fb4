// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/lies_inside.hpp>
#include <arenite/model/detail/graph_program.hpp>
#include <arenite/model/detail/graph_scores.hpp>

#include <algorithm>
#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// What is wrong with the steps of a graph over rows of so many columns, or nothing: each reads what there is and
/// writes into the frame. O(steps and numbers).
class graph_check {
public:
    graph_check(graph_program const& to_check, std::size_t row_columns) noexcept : of_(to_check), cols_(row_columns) {}

    [[nodiscard]] std::string_view run() noexcept {
        if (of_.columns > most_columns) return "more columns than a graph may have";
        for (auto const& step : of_.steps) {
            auto const end = std::uint64_t{step.to} + step.count;
            if (end > of_.columns) return "a step that makes columns outside of the frame";
            if (step.width == 0 || !fits(step)) return "a step that reads what is not there";
            made_ = std::max(made_, end);
            if ((total_ += step.count) > most_made) return "steps that make too many columns";
        }
        return {};
    }

    /// Whether every one of these columns is made.
    [[nodiscard]] bool has(std::span<std::uint32_t const> columns) const noexcept {
        return std::ranges::all_of(columns, [this](std::uint32_t c) { return c < made_; });
    }

private:
    static constexpr std::size_t most_columns = 1 << 20, most_made = 16 * most_columns;
    using enum graph_action;

    [[nodiscard]] bool fits(graph_step const& step) const noexcept {
        auto const groups = step.inputs / step.width;
        switch (step.action) {
            case load: return std::uint64_t{step.a.first} + step.count <= cols_;
            case gather: return gathers(step);
            case one_hot:
                return reads(step.a, step.inputs) && has_numbers(step, step.width) &&
                       std::uint64_t{step.inputs} * step.width <= step.count;
            case encode:
                return reads(step.a, step.count) && step.number_count >= 2 && step.number_count % 2 == 0 &&
                       has_numbers(step, step.number_count);
            case linear:
                return reads(step.a, step.inputs) && has_numbers(step, step.count * (std::uint64_t{1} + step.inputs));
            case trees:
                return step.numbers == precision::float32 ? sums(step, of_.float_trees) : sums(step, of_.double_trees);
            case scores: return has_scores(step);
            case index_of_largest:
            case index_of_least:
            case log_sum:
            case sum:
            case sum_of_squares:
            case mean: return reads(step.a, std::uint64_t{groups} * step.width) && groups <= step.count && counts(step);
            case maximum:
            case minimum:
            case product: return counts(step);
            case normalize_largest:
            case normalize_sum:
            case normalize_squares:
            case softmax: return reads(step.a, step.inputs) && step.inputs <= step.count;
            case select:
            case scale:
            case impute: return reads(step.a, step.count) && reads(step.b, step.count) && reads(step.c, step.count);
            default: return reads(step.a, step.count) && (step.action < add || reads(step.b, step.count));
        }
    }

    /// `count` columns of an operand.
    [[nodiscard]] bool reads(graph_operand const& from, std::uint64_t count) const noexcept {
        auto const last = from.first + (count == 0 ? 0 : count - 1) * from.step;
        return count == 0 || last < (from.number ? of_.numbers.size() : made_);
    }
    [[nodiscard]] bool counts(graph_step const& step) const noexcept {
        auto const count = std::uint64_t{step.count} * step.width;
        return count <= most_columns && reads(step.a, count);
    }
    [[nodiscard]] bool has_numbers(graph_step const& step, std::uint64_t count) const noexcept {
        return lies_inside(step.first_number, count, of_.numbers.size());
    }

    [[nodiscard]] bool gathers(graph_step const& step) const noexcept {
        if (!has_numbers(step, step.count)) return false;
        return std::ranges::all_of(of_.numbers.subspan(step.first_number, step.count), [&](double from) {
            return from >= 0 && from < most_columns && reads(step.a, static_cast<std::uint64_t>(from) + 1);
        });
    }

    template <class List>
    [[nodiscard]] bool sums(graph_step const& step, List const& ensembles) const noexcept {
        if (step.b.first >= ensembles.size() || step.a.number) return false;
        auto const& ensemble = ensembles[step.b.first];
        auto const end = std::uint64_t{step.a.first} + step.inputs;
        return ensemble.cols() == step.inputs && ensemble.outputs(output_kind::margin) == step.count &&
               end <= (step.a.row ? cols_ : made_);
    }

    [[nodiscard]] bool has_scores(graph_step const& step) const noexcept {
        if (step.detail > static_cast<unsigned>(graph_scores::probit)) return false;
        bool const pair = score_count(static_cast<graph_scores>(step.detail), 1) == 2;
        return pair ? step.count >= 2 && reads(step.a, 1) : step.count != 0 && reads(step.a, step.count);
    }

    graph_program const& of_;
    std::size_t cols_;
    std::uint64_t made_ = 0;  ///< columns up to the last that a step made
    std::uint64_t total_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
