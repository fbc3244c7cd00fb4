// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/budget_report.hpp>
#include <arenite/memory/detail/report_figures.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The numbers of an axis that begins at 0: `step` and its multiples up to `end`.
struct axis {
    double end, step;

    [[nodiscard]] std::size_t ticks() const noexcept { return static_cast<std::size_t>(end / step * (1 + 1e-9)) + 1; }
    [[nodiscard]] double tick(std::size_t i) const noexcept { return static_cast<double>(i) * step; }
};

/// The smallest of 1, 2, 5, 10, 20, … and 0.5, 0.2, 0.1, … that is at least `least`.
[[nodiscard]] inline double round_step(double least) noexcept {
    auto const power = std::pow(10, std::floor(std::log10(least)));
    for (auto const factor : {1, 2, 5})
        if (factor * power >= least * (1 - 1e-9)) return factor * power;
    return 10 * power;
}

/// A limit far above the peak would leave the bytes at the bottom of the picture.
[[nodiscard]] inline bool limit_is_near(budget_report const& report) noexcept {
    return report.limit != no_limit && static_cast<double>(report.limit) <= 2.5 * static_cast<double>(report.peak);
}

/// Steps are powers of two; the end is one of their multiples.
[[nodiscard]] inline axis byte_axis(budget_report const& report) noexcept {
    auto const most = limit_is_near(report) ? std::max(report.limit, report.peak) : report.peak;
    auto const highest = static_cast<double>(most);
    double step = 1;
    while (highest > step * 6) step *= 2;
    return {std::max(1.0, std::ceil(highest / step)) * step, step};
}

/// "256 KiB", "1.5 MiB".
[[nodiscard]] inline short_text<48> byte_tick(double bytes) noexcept {
    if (bytes == 0) return std::string_view{"0"};
    auto const unit = unit_of(byte_units, bytes);
    return short_text<48>{format_number(bytes / unit.amount).view()}.append(" ").append(unit.name);
}

/// From the making of the budget until the report, in one unit for all its numbers.
struct time_axis : axis {
    readable_unit unit;

    explicit time_axis(std::uint64_t report_time) noexcept {
        end = std::max(1.0, static_cast<double>(report_time));
        unit = unit_of(time_units, end);
        step = std::max(1.0, round_step(end / unit.amount / 8) * unit.amount);
    }

    /// "0.5 s".
    [[nodiscard]] short_text<48> label(std::size_t i) const noexcept {
        if (i == 0) return std::string_view{"0"};
        auto const decimals = std::max(0.0, -std::floor(std::log10(step / unit.amount) + 1e-9));
        return fixed_number(tick(i) / unit.amount, static_cast<int>(decimals)).append(" ").append(unit.name);
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
