// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/linear_terms.hpp>
#include <arenite/model/detail/vector_lanes.hpp>

#include <bit>

namespace arenite::inline ARENITE_ABI::detail {

/// The same bits as strided_dot of stride 1, for one row or for several, `row_stride` apart, that share their loads of
/// the weights; the rows `ahead` are brought nearer meanwhile.
template <std::floating_point T, std::size_t... Row>
[[nodiscard]] inline std::array<T, sizeof...(Row)> contiguous_dots(std::span<T const> weights, T const* rows,
                                                                   std::ptrdiff_t row_stride, std::ptrdiff_t ahead,
                                                                   std::index_sequence<Row...>) noexcept {
    constexpr auto step = sum_lanes<T>;
    vector_lanes<T> sums[sizeof...(Row)];
    T const* row[] = {rows + static_cast<std::ptrdiff_t>(Row) * row_stride...};
    auto const* by = weights.data();
    auto left = weights.size();
    for (; left >= step; left -= step, by += step) {
        (__builtin_prefetch(row[Row] + ahead), ...);
        (add_products(sums[Row], numbers_at(std::exchange(row[Row], row[Row] + step)), numbers_at(by)), ...);
    }
    auto const last = [left](T const* from) { return [=](std::size_t at) { return load_until(from, at, left); }; };
    if (left != 0) (add_products(sums[Row], last(row[Row]), last(by)), ...);
    return {sums[Row].total()...};
}

/// The same bits as strided_dot of stride col_stride, for Groups times sum_lanes rows that lie side by side.
template <std::size_t Groups, std::floating_point T>
[[nodiscard]] inline auto side_by_side_dots(std::span<T const> weights, T const* rows,
                                            std::ptrdiff_t col_stride) noexcept {
    std::array<vector_lanes<T>, Groups> lanes[sum_lanes<T>];
    for (std::size_t c = 0; c != weights.size(); ++c, rows += col_stride)
        for (std::size_t g = 0; g != Groups; ++g)
            add_products(lanes[c % sum_lanes<T>][g], numbers_at(rows + g * sum_lanes<T>), one_number(weights[c]));
    for (auto half = sum_lanes<T> / 2; half != 0; half /= 2)
        for (std::size_t l = 0; l != half; ++l)
            for (std::size_t g = 0; g != Groups; ++g) lanes[l][g] += lanes[l + half][g];
    return std::bit_cast<std::array<T, Groups * sum_lanes<T>>>(lanes[0]);
}

/// The weighted sum of one row, the intercept added last.
template <std::floating_point T>
[[nodiscard]] constexpr T linear_margin(std::span<T const> weights, T intercept, T const* row) noexcept {
    if (std::is_constant_evaluated()) return strided_dot(weights, row, 1) + intercept;
    return contiguous_dots(weights, row, 0, 0, std::make_index_sequence<1>{})[0] + intercept;
}

template <std::floating_point T>
constexpr void strided_rows(linear_terms<T> const& of, batch_view<T const> x, batch_view<T> y) noexcept {
    for (std::size_t r = 0; r != x.rows(); ++r)
        for (std::size_t k = 0; k != of.outputs(); ++k)
            y(r, k) = strided_dot(of.weights(k), row_data(x, r), x.col_stride()) + of.intercepts[k];
}

/// Two rows at a time, the first alone where their number is odd.
template <std::floating_point T>
void contiguous_rows(linear_terms<T> const& of, batch_view<T const> x, batch_view<T> y) noexcept {
    constexpr std::make_index_sequence<2> two_rows;
    auto const odd = x.rows() % 2;
    for (std::size_t k = 0; odd != 0 && k != of.outputs(); ++k)
        y(0, k) = linear_margin(of.weights(k), of.intercepts[k], x.data());
    for (std::size_t r = odd; r != x.rows(); r += 2) {
        auto const ahead = r + 2 == x.rows() ? 0 : 2 * x.row_stride();
        for (std::size_t k = 0; k != of.outputs(); ++k) {
            auto const sums = contiguous_dots(of.weights(k), row_data(x, r), x.row_stride(), ahead, two_rows);
            y(r, k) = sums[0] + of.intercepts[k];
            y(r + 1, k) = sums[1] + of.intercepts[k];
        }
    }
}

/// Needs as many rows as it takes at once; the last of them overlap with those before.
template <std::size_t Groups, std::floating_point T>
void side_by_side_rows(linear_terms<T> const& of, batch_view<T const> x, batch_view<T> y) noexcept {
    constexpr auto step = Groups * sum_lanes<T>;
    for (std::size_t next = 0; next < x.rows(); next += step) {
        auto const first = next + step < x.rows() ? next : x.rows() - step;
        for (std::size_t k = 0; k != of.outputs(); ++k) {
            auto r = first;
            for (T const sum : side_by_side_dots<Groups>(of.weights(k), row_data(x, first), x.col_stride()))
                y(r++, k) = sum + of.intercepts[k];
        }
    }
}

/// The weighted sums of each row, by what every processor has.
template <std::floating_point T>
constexpr void linear_rows(linear_terms<T> const& of, batch_view<T const> x, batch_view<T> y) noexcept {
    if (std::is_constant_evaluated()) return strided_rows(of, x, y);
    if (x.col_stride() == 1) return contiguous_rows(of, x, y);
    if (x.row_stride() != 1 || x.rows() < sum_lanes<T>) return strided_rows(of, x, y);
    if (x.rows() < 4 * sum_lanes<T>) return side_by_side_rows<1>(of, x, y);
    side_by_side_rows<4>(of, x, y);
}

}  // namespace arenite::inline ARENITE_ABI::detail
