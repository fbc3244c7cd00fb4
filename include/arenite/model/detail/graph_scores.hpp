// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/graph_frame.hpp>
#include <arenite/model/detail/runtime_links.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// How the margins of an ensemble or a linear model become scores, which are floats, but for softmax_zero of doubles.
enum class graph_scores : unsigned char {
    same,
    complement,         ///< of one margin two scores: 1 - m, m
    negated,            ///< -m, m
    logistic_pair,      ///< logistic(-m), logistic(m)
    logistic,           ///< each by itself
    rational_logistic,  ///< each by itself, as linear models have it
    softmax,
    operator_softmax,  ///< as linear models have it of many margins
    softmax_zero,      ///< margins near 0 are left out of the sum
    probit,
};

/// Scores that are made of `margins` margins.
[[nodiscard]] constexpr std::size_t score_count(graph_scores how, std::size_t margins) noexcept {
    bool const pair =
        how == graph_scores::complement || how == graph_scores::negated || how == graph_scores::logistic_pair;
    return pair ? 2 * margins : margins;
}

template <class T, class In>
void score_pair(graph_scores how, graph_step const& step, graph_frame<In> const& frame) noexcept {
    auto const margin = frame.column(step.a, 0);
    auto *const first = frame.column(step.to), *const second = frame.column(step.to + 1);
    for (std::size_t r = 0; r != frame.rows(); ++r) {
        auto const m = static_cast<T>(margin[r]);
        auto const single = static_cast<float>(m);
        bool const links = how == graph_scores::logistic_pair;
        auto const other = static_cast<float>(how == graph_scores::complement ? 1 - m : -m);
        first[r] = static_cast<double>(links ? stable_logistic(-single) : other);
        second[r] = static_cast<double>(links ? stable_logistic(single) : single);
    }
}

template <class T, class In>
void score_softmax(graph_scores how, graph_step const& step, graph_frame<In> const& frame) noexcept {
    for_each_cell<T>(step, frame, [](T margin) { return margin; });
    for (std::size_t r = 0; r != frame.rows(); ++r) {
        strided_row<float> const row{frame.column(step.to) + r, step.count, frame.stride};
        if (how == graph_scores::operator_softmax) operator_softmax(row);
        else if (how == graph_scores::softmax) margin_softmax(row);
        else margin_softmax_zero(strided_row<T>{row.first, row.count, row.stride});
    }
}

template <class T, class In>
void compute_scores(graph_step const& step, graph_frame<In> const& frame) noexcept {
    auto const how = static_cast<graph_scores>(step.detail);
    switch (how) {
        case graph_scores::same: return for_each_cell<float>(step, frame, [](float margin) { return margin; });
        case graph_scores::complement:
        case graph_scores::negated:
        case graph_scores::logistic_pair: return score_pair<T>(how, step, frame);
        case graph_scores::logistic: return for_each_cell<float>(step, frame, stable_logistic<float>);
        case graph_scores::rational_logistic: return for_each_cell<float>(step, frame, rational_logistic);
        case graph_scores::softmax:
        case graph_scores::operator_softmax:
        case graph_scores::softmax_zero: return score_softmax<T>(how, step, frame);
        case graph_scores::probit: return for_each_cell<float>(step, frame, probit);
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
