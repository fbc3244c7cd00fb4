// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/graph_frame.hpp>

#include <algorithm>
#include <limits>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Numbers that stand for others: what is not listed, NaN, then pairs, by the first of each.
struct number_code {
    double from, to;
};

class number_codes {
public:
    explicit number_codes(std::span<double const> listed) noexcept : listed_(listed) {}

    [[nodiscard]] double operator()(double value) const noexcept {
        if (value != value) return listed_[1];
        std::size_t first = 0, count = (listed_.size() - 2) / 2;
        while (count != 0) {
            auto const half = count / 2;
            bool const behind = from(first + half) < value;
            first += behind ? half + 1 : 0;
            count = behind ? count - half - 1 : half;
        }
        bool const found = 2 * first + 2 != listed_.size() && from(first) == value;
        return found ? listed_[2 * first + 3] : listed_[0];
    }

private:
    [[nodiscard]] double from(std::size_t i) const noexcept { return listed_[2 * i + 2]; }

    std::span<double const> listed_;
};

template <class In>
void encode(graph_step const& step, graph_frame<In> const& frame) noexcept {
    number_codes const code{{frame.numbers + step.first_number, step.number_count}};
    for_each_cell<double>(step, frame, [&](double a) { return code(a); });
}

/// step.detail: a number that is none of those makes all columns NaN, not 0.
template <class In>
void one_hot(graph_step const& step, graph_frame<In> const& frame) noexcept {
    std::span const categories{frame.numbers + step.first_number, step.width};
    double const none = step.detail != 0 ? std::numeric_limits<double>::quiet_NaN() : 0;
    for (std::size_t i = 0; i != step.inputs; ++i) {
        auto const a = frame.column(step.a, i);
        for (std::size_t r = 0; r != frame.rows(); ++r) {
            bool const is_known = std::ranges::find(categories, a[r]) != categories.end();
            for (std::size_t k = 0; k != step.width; ++k)
                frame.column(step.to + i * step.width + k)[r] = a[r] == categories[k] ? 1 : is_known ? 0 : none;
        }
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
