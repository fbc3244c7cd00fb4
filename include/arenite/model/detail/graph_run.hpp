// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/graph_arithmetic.hpp>
#include <arenite/model/detail/graph_encoders.hpp>
#include <arenite/model/detail/graph_linear.hpp>
#include <arenite/model/detail/graph_program.hpp>
#include <arenite/model/detail/graph_rows.hpp>
#include <arenite/model/detail/graph_scores.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Runs the steps of a graph over a tile of rows.
template <class In>
class graph_run {
public:
    graph_run(graph_program const& to_run, graph_frame<In> const& of_rows, scratch_view for_trees) noexcept
        : program_(to_run), frame_(of_rows), scratch_(for_trees) {}

    void run(std::size_t steps) const noexcept {
        for (auto const& step : program_.steps.first(steps))
            step.numbers == precision::float32 ? run_step<float>(step) : run_step<double>(step);
    }

private:
    template <class T>
    void run_step(graph_step const& step) const noexcept {
        switch (step.action) {
            case graph_action::load: return load<T>(step);
            case graph_action::gather: return gather(step);
            case graph_action::one_hot: return one_hot(step, frame_);
            case graph_action::encode: return encode(step, frame_);
            case graph_action::linear: return graph_linear::run<T>(step, frame_);
            case graph_action::trees: return sum_trees(program_.ensemble<T>(step.b.first), step);
            case graph_action::scores: return compute_scores<T>(step, frame_);
            default: break;
        }
        if (compute_column<T>(step, frame_) || compute_columns<T>(step, frame_)) return;
        static_cast<void>(compute_rows<T>(step, frame_));
    }

    template <class T>
    void load(graph_step const& step) const noexcept {
        for (std::size_t i = 0; i != step.count; ++i) {
            auto* const to = frame_.column(step.to + i);
            for (std::size_t r = 0; r != frame_.rows(); ++r) {
                auto const x = frame_.x(r, step.a.first + i);
                bool const is_missing = static_cast<double>(x) == frame_.missing;
                to[r] = is_missing ? std::numeric_limits<double>::quiet_NaN()
                                   : static_cast<double>(static_cast<T>(x));
            }
        }
    }

    void gather(graph_step const& step) const noexcept {
        for (std::size_t i = 0; i != step.count; ++i) {
            auto const from = static_cast<std::size_t>(frame_.numbers[step.first_number + i]);
            auto const a = frame_.column(step.a, from);
            auto* const to = frame_.column(step.to + i);
            for (std::size_t r = 0; r != frame_.rows(); ++r) to[r] = a[r];
        }
    }

    template <class Trees>
    void sum_trees(Trees const& trees, graph_step const& step) const noexcept {
        auto const to = frame_.block(step.to, step.count);
        constexpr auto kind = output_kind::margin;
        if (!step.a.row) return trees.template score<double>(kind, frame_.block(step.a.first, step.inputs), to, scratch_);
        auto const& x = frame_.x;
        auto const* const first = x.data() + static_cast<std::ptrdiff_t>(step.a.first) * x.col_stride();
        trees.template score<In>(kind, {first, x.rows(), step.inputs, x.row_stride(), x.col_stride()}, to, scratch_);
    }

    graph_program const& program_;
    graph_frame<In> const& frame_;
    scratch_view scratch_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
