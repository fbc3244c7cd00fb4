// SPDX-License-Identifier: MIT
#pragma once

// The semantics of the concept batch_predictor, run for any predictor.

#include <arenite/predict/predict.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <thread>
#include <vector>

namespace contracts {

/// Values between -2 and 2, some of them zero or missing: the same everywhere.
template <class T>
[[nodiscard]] std::vector<T> some_values(std::size_t count) {
    std::vector<T> values(count);
    std::uint64_t state = 7;
    for (T& value : values) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        auto const draw = static_cast<int>(state >> 54);  // 0 to 1023
        value = static_cast<T>(draw) / T{256} - T{2};
        if (draw % 17 == 0) value = 0;
        if (draw % 13 == 0) value = std::numeric_limits<T>::quiet_NaN();
    }
    return values;
}

template <class S>
[[nodiscard]] bool same_bits(std::vector<S> const& left, std::vector<S> const& right) {
    using bytes = std::conditional_t<sizeof(S) == 8, std::uint64_t, std::uint32_t>;
    return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(), [](S a, S b) {
               return std::bit_cast<bytes>(a) == std::bit_cast<bytes>(b) || (a != a && b != b);
           });
}

/// Scores `x` by the member itself, with scratch and scores that hold rubbish before.
template <class S, class P, class T>
[[nodiscard]] std::vector<S> score(P const& predictor, arenite::batch_view<T const> x,
                                   std::byte rubbish = std::byte{0xA5}) {
    auto const bytes = predictor.scratch_bytes(x.rows());
    std::vector<std::byte> memory(bytes + 64, rubbish);
    auto const address = reinterpret_cast<std::uintptr_t>(memory.data());
    std::vector<S> y(x.rows() * predictor.outputs(), static_cast<S>(rubbish == std::byte{0xA5} ? 77 : -99));
    predictor.predict(x, arenite::batch_view<S>{y.data(), x.rows(), predictor.outputs()},
                      arenite::scratch_view{std::span{memory}.subspan(arenite::round_up(address) - address, bytes)});
    return y;
}

template <class T, class S, class P>
void check_predictor(P const& predictor) {
    static_assert(arenite::predictor_of<P, T, S>);
    constexpr std::size_t rows = 37;
    auto const cols = predictor.cols();
    auto const values = some_values<T>(rows * cols);
    arenite::batch_view<T const> const x{values.data(), rows, cols};
    auto const whole = score<S>(predictor, x);

    // what scores and scratch hold before the call does not matter, and all of y is written
    CHECK(same_bits(whole, score<S>(predictor, x, std::byte{0x11})));

    // rows are independent
    auto halves = score<S>(predictor, x.middle_rows(0, 11));
    auto const second = score<S>(predictor, x.middle_rows(11, rows - 11));
    halves.insert(halves.end(), second.begin(), second.end());
    CHECK(same_bits(whole, halves));
    CHECK(score<S>(predictor, x.middle_rows(5, 0)).empty());

    // strides do not matter: column-major, and every third number of something larger
    std::vector<T> columns(values.size()), spread(values.size() * 3 + 1, T{5});
    for (std::size_t r = 0; r != rows; ++r)
        for (std::size_t c = 0; c != cols; ++c) {
            columns[c * rows + r] = x(r, c);
            spread[1 + (r * cols + c) * 3] = x(r, c);
        }
    CHECK(same_bits(whole, score<S>(predictor, arenite::batch_view<T const>{columns.data(), rows, cols, 1, rows})));
    auto const stride = static_cast<std::ptrdiff_t>(cols * 3);
    CHECK(
        same_bits(whole, score<S>(predictor, arenite::batch_view<T const>{spread.data() + 1, rows, cols, stride, 3})));

    // … nor those of y, and nothing between its numbers is written
    constexpr std::size_t below = rows + 3;
    auto const outputs = predictor.outputs();
    std::vector<S> y(below * outputs, S{77});
    auto expected = y;
    for (std::size_t r = 0; r != rows; ++r)
        for (std::size_t k = 0; k != outputs; ++k) expected[k * below + r] = whole[r * outputs + k];
    arenite::predict(predictor, x, arenite::batch_view<S>{y.data(), rows, outputs, 1, below});
    CHECK(same_bits(expected, y));

    // scratch does not decrease with rows; the checked door gives the same
    CHECK(predictor.scratch_bytes(1) <= predictor.scratch_bytes(rows));
    std::vector<S> by_door(whole.size());
    arenite::predict(predictor, values, by_door);
    CHECK(same_bits(whole, by_door));

    // const means shareable
    std::vector<S> other;
    {
        std::jthread const beside{[&] { other = score<S>(predictor, x); }};
        CHECK(same_bits(whole, score<S>(predictor, x)));
    }
    CHECK(same_bits(whole, other));
}

}  // namespace contracts
