// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/summary_layout.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// scikit-learn's rule for what is constant but for the roundings of its own sums.
[[nodiscard]] inline double scale_of(column_summary const& found) noexcept {
    constexpr auto epsilon = std::numeric_limits<double>::epsilon();
    auto const count = static_cast<double>(found.count), variance = found.sd * found.sd;
    auto const of_mean = count * found.mean * epsilon;
    bool const is_constant = variance <= rounded(count * epsilon * variance) + rounded(of_mean * of_mean);
    return is_constant ? 1 : found.sd;
}

inline void put_moments(column_summary& found, number_state const& numbers) noexcept {
    found.mean = numbers.mean();
    found.sd = numbers.deviation(0);
    found.sample_sd = numbers.deviation(1);
    found.scale = scale_of(found);
    found.minimum = numbers.minimum;
    found.maximum = numbers.maximum;
}

inline void put_quartiles(column_summary& found, number_state const& numbers) noexcept {
    found.lower_quartile = numbers.quantile(0.25);
    found.median = numbers.quantile(0.5);
    found.upper_quartile = numbers.quantile(0.75);
    found.quartile_range = found.upper_quartile - found.lower_quartile;
    found.rank_error = numbers.sketch.rank_error();
}

inline void put_numbers(column_summary& found, number_state& numbers) noexcept {
    numbers.settle();
    found.count = numbers.count();
    found.is_complete = numbers.counts.complete();
    found.distinct = numbers.counts.distinct();
    if (found.is_complete) found.values = numbers.counts.values(), found.counts = numbers.counts.counts();
    if (found.kind != column_kind::number || found.count == 0) return;
    put_moments(found, numbers);
    if (numbers.sketch.count() != 0) put_quartiles(found, numbers);
}

inline void put_texts(column_summary& found, text_counts& texts) noexcept {
    texts.settle();
    found.is_complete = texts.complete();
    found.distinct = texts.distinct();
    found.vocabulary = texts.texts();
    found.counts = texts.counts();
}

inline void put_codes(column_summary& found, std::span<std::uint64_t const> codes,
                      std::span<std::string_view const> vocabulary) noexcept {
    found.is_complete = true;
    found.distinct = codes.size() - static_cast<std::size_t>(std::ranges::count(codes, 0U));
    found.vocabulary = vocabulary;
    found.counts = codes;
}

/// Of what is as frequent the first in the order of texts, as scikit-learn has it: numbers and texts are sorted.
inline void put_most_frequent(column_summary& found) noexcept {
    if (!found.is_complete || found.count == 0) return;
    auto const is_better = [&](std::size_t one, std::size_t other) {
        if (found.counts[one] != found.counts[other]) return found.counts[one] > found.counts[other];
        return !found.vocabulary.empty() && found.vocabulary[one] < found.vocabulary[other];
    };
    std::size_t best = 0;
    for (std::size_t k = 1; k != found.counts.size(); ++k) best = is_better(k, best) ? k : best;
    found.most_frequent = found.values.empty() ? static_cast<double>(best) : found.values[best];
    found.most_frequent_count = found.counts[best];
}

/// What was found in a column of so many rows; sorts what the state holds.
[[nodiscard]] inline column_summary figures_of(column const& of, column_state& state, std::uint64_t rows) noexcept {
    column_summary found{.name = of.name, .kind = of.kind, .count = rows - state.missing, .missing = state.missing};
    if (state.numbers != nullptr) put_numbers(found, *state.numbers);
    else if (state.texts != nullptr) put_texts(found, *state.texts);
    else put_codes(found, state.codes, of.vocabulary);
    put_most_frequent(found);
    return found;
}

}  // namespace arenite::inline ARENITE_ABI::detail
