// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/chart_axes.hpp>
#include <arenite/memory/detail/escaped_text.hpp>
#include <arenite/memory/detail/lanes.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// At most, of a text in letters 12 high: nobody here knows the reader's font.
[[nodiscard]] inline double drawn_width(std::string_view text) noexcept {
    double width = 0;
    for_each_character(text, [&width](text_character const& character) {
        auto const point = character.point;
        bool const is_broad = (point >= 'A' && point <= 'Z') || point == 'm' || point == 'w' || point == '%';
        width += columns_of(point) == 2 ? 13 : is_broad ? 11 : point < 0x7F ? 7 : 9;
    });
    return width;
}

/// A phase in the strip above the chart: a bar, and a label in it, behind it or in front of it, if there is room.
struct phase_mark {
    double begin, end;  ///< of the bar
    std::size_t lane = 0;
    double label_at = 0;  ///< the label's begin; its end, for one in front
    bool is_labelled = false, is_in_front = false;
};

[[nodiscard]] inline short_text<48 + 40> label_of(reported_phase const& phase, budget_report const& report) noexcept {
    short_text<48 + 40> label{phase.name.view()};
    label.append(" ").append(readable_time(end_of(phase, report) - phase.begin));
    return is_finished(phase) ? label : label.append(" …");
}

/// The marks of all phases, in lanes such that no bar and no label touches another. Where there is no room for all of
/// that, bars keep the labels that fit into them.
class phase_marks {
public:
    static constexpr double gap = 5;

    phase_marks(budget_report const& whole_report, double strip_left, double strip_right) noexcept
        : left_(strip_left), right_(strip_right), end_of_time_(time_axis{whole_report.time}.end) {
        for (auto const& phase : whole_report.phases) marks_.push_back(bar_of(phase, whole_report));
        auto const width = [&whole_report](std::size_t i) {
            return drawn_width(label_of(whole_report.phases[i], whole_report));
        };
        for (std::size_t i = 0; i != marks_.size(); ++i) place(marks_[i], width(i));
        if (is_complete()) return;
        lanes_ = {};
        for (std::size_t i = 0; i != marks_.size(); ++i) place_bar(marks_[i], width(i));
    }

    [[nodiscard]] std::size_t lane_count() const noexcept { return lanes_.used(); }
    [[nodiscard]] phase_mark const& operator[](std::size_t i) const noexcept { return marks_[i]; }

    /// Whether all have a label.
    [[nodiscard]] bool is_complete() const noexcept { return std::ranges::all_of(marks_, &phase_mark::is_labelled); }

private:
    using lane_list = lanes<double, 4>;

    [[nodiscard]] double x(std::uint64_t time) const noexcept {
        return left_ + std::min(static_cast<double>(time) / end_of_time_, 1.0) * (right_ - left_);
    }

    [[nodiscard]] phase_mark bar_of(reported_phase const& phase, budget_report const& report) const noexcept {
        auto const begin = x(phase.begin);
        return {begin, std::max(begin + 2, x(end_of(phase, report)))};
    }

    [[nodiscard]] static bool fits_in(phase_mark const& mark, double width) noexcept {
        return mark.end - mark.begin >= width + 2 * gap;
    }

    void place(phase_mark& mark, double width) noexcept {
        if (fits_in(mark, width)) return place_bar(mark, width);
        mark.is_in_front = mark.end + gap + width > right_;
        mark.label_at = mark.is_in_front ? mark.begin - gap : mark.end + gap;
        auto const first = mark.is_in_front ? mark.label_at - width : mark.begin;
        auto const last = mark.is_in_front ? mark.end : mark.label_at + width + gap;
        mark.lane = first >= left_ ? lanes_.place(first, last) : lane_list::none;
        mark.is_labelled = mark.lane != lane_list::none;
    }

    /// The last lane takes what has room nowhere.
    void place_bar(phase_mark& mark, double width) noexcept {
        auto const lane = lanes_.place(mark.begin, mark.end);
        mark.lane = std::min(lane, lane_list::none - 1);
        mark.is_labelled = lane != lane_list::none && fits_in(mark, width);
        mark.label_at = mark.begin + gap;
        mark.is_in_front = false;
    }

    double left_, right_, end_of_time_;
    lane_list lanes_;
    fixed_list<phase_mark, decltype(budget_report::phases)::capacity> marks_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
