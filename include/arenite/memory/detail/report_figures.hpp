// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/readable_number.hpp>

#include <algorithm>

// What the views work out of a budget_report and its entries; templates, because that header includes this one.
namespace arenite::inline ARENITE_ABI::detail {

inline constexpr auto no_limit = std::numeric_limits<std::size_t>::max();

[[nodiscard]] short_text<48> limit_text(auto const& report) noexcept {
    if (report.limit == no_limit) return std::string_view{"no limit"};
    return readable_bytes(report.limit);
}

[[nodiscard]] constexpr bool is_finished(auto const& phase) noexcept { return phase.end != phase.unfinished; }

/// Of a phase that goes on, the report's own time.
[[nodiscard]] constexpr std::uint64_t end_of(auto const& phase, auto const& report) noexcept {
    return std::max(phase.begin, is_finished(phase) ? phase.end : report.time);
}

/// All stages together.
[[nodiscard]] constexpr std::uint64_t stage_time_of(auto const& report) noexcept {
    std::uint64_t sum = 0;
    for (auto const& stage : report.stages) sum += stage.time;
    return sum;
}

[[nodiscard]] short_text<48> rows_per_batch(auto const& stage) noexcept {
    if (stage.batches == 0) return std::string_view{"-"};
    return grouped((stage.rows + stage.batches / 2) / stage.batches);
}

/// What the process holds that did not come from the budget's source.
[[nodiscard]] constexpr std::size_t outside(std::size_t resident, std::size_t from_source) noexcept {
    return resident - std::min(resident, from_source);
}

[[nodiscard]] short_text<48> rows_that_fit(auto const& refusal) noexcept {
    if (refusal.largest_batch_rows == 0) return std::string_view{"-"};
    return grouped(refusal.largest_batch_rows);
}

}  // namespace arenite::inline ARENITE_ABI::detail
