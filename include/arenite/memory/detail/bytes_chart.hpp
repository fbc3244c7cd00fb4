// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/markup_writer.hpp>
#include <arenite/memory/detail/phase_marks.hpp>
#include <arenite/memory/detail/report_figures.hpp>
#include <arenite/memory/detail/report_layers.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The class of a layer, which the style sheet gives a colour: "c0".
[[nodiscard]] inline short_text<32> layer_class(std::size_t layer) noexcept {
    return short_text<32>{"c"}.append(format_number(layer));
}

/// The picture of what was held when: a step area for each layer, phases behind them, limit and peak as lines.
class bytes_chart {
public:
    bytes_chart(markup_writer& page_of_chart, budget_report const& borrowed_report,
                report_layers const& borrowed_layers) noexcept
        : page_(page_of_chart), report_(borrowed_report), layers_(borrowed_layers), phases_(report_, left, right),
          bytes_(byte_axis(report_)), time_(report_.time) {}

    void put() {
        page_.element("svg",
                      {{"xmlns", "http://www.w3.org/2000/svg"},
                       {"viewBox", view_box()},
                       {"role", "img"},
                       {"aria-labelledby", "chart-title chart-text"}},
                      [this] { put_content(); });
    }

    [[nodiscard]] bool names_all_phases() const noexcept { return phases_.is_complete(); }

private:
    static constexpr double left = 66, right = 852, width = 960, height = 280, lane_height = 22;

    [[nodiscard]] bool has_far_limit() const noexcept { return report_.limit != no_limit && !limit_is_near(report_); }

    /// Of the bytes' area; a far limit has its line above it.
    [[nodiscard]] double top() const noexcept {
        return static_cast<double>(phases_.lane_count()) * lane_height + (has_far_limit() ? 36 : 14);
    }
    [[nodiscard]] double lane_y(phase_mark const& mark) const noexcept {
        return static_cast<double>(mark.lane) * lane_height;
    }
    [[nodiscard]] double bottom() const noexcept { return top() + height; }
    [[nodiscard]] double limit_y() const noexcept {
        return has_far_limit() ? top() - 20 : y(static_cast<double>(report_.limit));
    }
    [[nodiscard]] double y(double bytes) const noexcept { return bottom() - bytes / bytes_.end * height; }
    [[nodiscard]] double x(double time) const noexcept {
        return left + std::min(time, time_.end) / time_.end * (right - left);
    }

    [[nodiscard]] short_text<64> view_box() const noexcept {
        return short_text<64>{"0 0 "}.append(tenths(width)).append(" ").append(tenths(bottom() + 30));
    }

    void put_content() {
        page_.element("title", {{"id", "chart-title"}}, "Bytes held over time, stacked by tag");
        page_.element("desc", {{"id", "chart-text"}}, [this] { put_description(); });
        for (std::size_t i = 0; i != report_.phases.size(); ++i) put_phase(report_.phases[i], phases_[i]);
        for (std::size_t i = 0; i != report_.phases.size(); ++i) put_phase_label(report_.phases[i], phases_[i]);
        put_byte_axis();
        put_time_axis();
        for (auto layer = layers_.count(); layer != 0; --layer) put_layer(layer - 1);
        for (auto const& refusal : report_.refusals) put_refusal(refusal);
        put_lines();
    }

    void put_description() {
        page_.text("At most ");
        page_.text(readable_bytes(report_.peak));
        page_.text(" in ");
        page_.text(readable_time(report_.time));
        page_.text("; limit: ");
        page_.text(limit_text(report_));
    }

    void put_phase(reported_phase const& phase, phase_mark const& mark) {
        auto const length = mark.end - mark.begin;
        page_.empty("rect",
                    {{"class", "band"}, {"x", mark.begin}, {"y", top()}, {"width", length}, {"height", height}});
        page_.element("rect",
                      {{"class", "phase"},
                       {"x", mark.begin},
                       {"y", lane_y(mark)},
                       {"width", length},
                       {"height", lane_height - 4},
                       {"rx", 2.0}},
                      [&] { page_.element("title", {}, label_of(phase, report_)); });
    }

    void put_phase_label(reported_phase const& phase, phase_mark const& mark) {
        if (mark.is_labelled)
            put_text(mark.is_in_front ? "end" : "start", mark.label_at, lane_y(mark) + 13, label_of(phase, report_));
    }

    void put_byte_axis() {
        for (std::size_t i = 0; i != bytes_.ticks(); ++i) {
            auto const at = y(bytes_.tick(i));
            put_line(i == 0 ? "base" : "grid", left, at, right, at);
            put_text("end", left - 8, at + 4, byte_tick(bytes_.tick(i)), "axis");
        }
    }

    void put_time_axis() {
        for (std::size_t i = 0; i != time_.ticks(); ++i) {
            auto const at = x(time_.tick(i));
            put_line("base", at, bottom(), at, bottom() + 5);
            put_text("middle", at, bottom() + 20, time_.label(i), "axis");
        }
    }

    /// From zero up to the sum of this layer and those below it: they are painted over it.
    void put_layer(std::size_t layer) {
        page_.path({{"class", layer_class(layer)}}, layer_name(layer), [this, layer](text_writer& out) {
            held_by_tag held{};
            auto last_x = tenths(left), last_y = tenths(bottom());
            out << 'M' << last_x << ' ' << last_y;
            for (std::size_t i = 0; i != report_.changes.size(); ++i) {
                apply(report_.changes[i], held);
                if (!is_last_of_its_time(report_.changes, i)) continue;
                auto const next_x = tenths(x(static_cast<double>(report_.changes[i].time)));
                auto const next_y = tenths(y(static_cast<double>(layers_.held_up_to(layer, held))));
                if (next_y.view() == last_y.view()) continue;
                if (next_x.view() != last_x.view()) out << 'H' << next_x;
                out << 'V' << next_y;
                last_x = next_x, last_y = next_y;
            }
            out << 'H' << tenths(right) << 'V' << tenths(bottom()) << 'Z';
        });
    }

    [[nodiscard]] short_text<40> layer_name(std::size_t layer) const noexcept {
        auto const tags = layers_.tags_in(layer);
        if (tags.size() == 1) return report_.tags[tags.front()].name;
        return short_text<40>{format_number(tags.size()).view()}.append(" others");
    }

    void put_refusal(reported_refusal const& refusal) {
        auto const at = x(static_cast<double>(refusal.time));
        put_line("refusal", at, top() - 6, at, bottom());
        page_.path({{"class", "refusal"}}, "refused", [at, this](text_writer& out) {
            out << 'M' << tenths(at - 5) << ' ' << tenths(top() - 8) << "h10l-5 8z";
        });
    }

    /// Their labels are on the right, one above the other.
    void put_lines() {
        auto const peak_y = y(static_cast<double>(report_.peak));
        put_line("peak", left, peak_y, right, peak_y);
        if (report_.limit == no_limit) return put_line_label(peak_y, peak_y, "peak", report_.peak);
        put_line("limit", left, limit_y(), right, limit_y());
        put_line_label(limit_y(), limit_y(), "budget", report_.limit);
        put_line_label(peak_y, std::max(peak_y, limit_y() + 17), "peak", report_.peak);
        if (has_far_limit()) put_text("start", left + 6, limit_y() - 5, "not to scale", "axis");
    }

    void put_line_label(double line_y, double label_y, std::string_view name, std::size_t bytes) {
        if (line_y != label_y) put_line("base", right, line_y, right + 6, label_y);
        put_text("start", right + 8, label_y + 4, short_text<64>{name}.append(" ").append(readable_bytes(bytes)));
    }

    void put_line(std::string_view look, double from_x, double from_y, double to_x, double to_y) {
        page_.empty("line", {{"class", look}, {"x1", from_x}, {"y1", from_y}, {"x2", to_x}, {"y2", to_y}});
    }

    void put_text(std::string_view anchor, double at_x, double at_y, std::string_view content,
                  std::string_view look = "label") {
        page_.element("text", {{"class", look}, {"text-anchor", anchor}, {"x", at_x}, {"y", at_y}}, content);
    }

    markup_writer& page_;
    budget_report const& report_;
    report_layers const& layers_;
    phase_marks phases_;
    axis bytes_;
    time_axis time_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
