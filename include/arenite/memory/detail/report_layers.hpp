// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/budget_report.hpp>

#include <numeric>
#include <span>
#include <tuple>

namespace arenite::inline ARENITE_ABI::detail {

using held_by_tag = std::array<std::size_t, decltype(budget_report::tags)::capacity>;

/// Takes over one change; one of a tag that is not there changes nothing.
constexpr void apply(reported_change const& change, held_by_tag& held) noexcept {
    if (change.tag < held.size()) held[change.tag] = change.bytes;
}

/// What changed at one moment is one step.
[[nodiscard]] constexpr bool is_last_of_its_time(auto const& changes, std::size_t i) noexcept {
    return i + 1 == changes.size() || changes[i + 1].time != changes[i].time;
}

/// The tags of a report, those that held most at the peak first: the first few have a layer and a colour of their own,
/// all others share the last.
class report_layers {
public:
    static constexpr std::size_t of_their_own = 7;

    explicit report_layers(budget_report const& whole_report) noexcept : count_(whole_report.tags.size()) {
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        std::ranges::sort(tags(), [&whole_report](std::size_t one, std::size_t other) {
            auto const& [first, second] = std::tie(whole_report.tags[one], whole_report.tags[other]);
            return std::tuple{second.bytes_at_peak, second.peak, one} <
                   std::tuple{first.bytes_at_peak, first.peak, other};
        });
        for (std::size_t rank = 0; rank != count_; ++rank) layer_[order_[rank]] = layer_at(rank);
    }

    /// By rank.
    [[nodiscard]] std::span<std::size_t const> tags() const noexcept { return {order_.data(), count_}; }

    [[nodiscard]] std::size_t count() const noexcept { return count_ == 0 ? 0 : layer_at(count_ - 1) + 1; }
    [[nodiscard]] std::size_t layer_of(std::size_t tag) const noexcept { return layer_[tag]; }

    /// Those that are in it.
    [[nodiscard]] std::span<std::size_t const> tags_in(std::size_t layer) const noexcept {
        return layer == of_their_own ? tags().subspan(layer) : tags().subspan(layer, 1);
    }

    /// Of the layers up to `layer`, that included.
    [[nodiscard]] std::size_t held_up_to(std::size_t layer, held_by_tag const& held) const noexcept {
        std::size_t sum = 0;
        for (auto const tag : tags())
            if (layer_[tag] <= layer) sum += held[tag];
        return sum;
    }

private:
    [[nodiscard]] std::span<std::size_t> tags() noexcept { return {order_.data(), count_}; }

    [[nodiscard]] static std::size_t layer_at(std::size_t rank) noexcept { return std::min(rank, of_their_own); }

    std::size_t count_;
    held_by_tag order_{}, layer_{};
};

}  // namespace arenite::inline ARENITE_ABI::detail
