// SPDX-License-Identifier: MIT
// What same_bits_with_fma.cmake builds twice: prints the bits of scores of every kind of linear model, or, when it is
// given an argument, those of sums that nothing keeps from being fused.
#include <arenite/model/linear_booster.hpp>
#include <arenite/model/linear_regression.hpp>
#include <arenite/predict/predict.hpp>

#include "../support/stated_order.hpp"

#include <bit>
#include <cstdio>

namespace {

template <class T>
void print(std::vector<T> const& scores) {
    using bits = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
    for (T const score : scores) std::printf("%llx\n", static_cast<unsigned long long>(std::bit_cast<bits>(score)));
}

template <class T, class Model>
void print_scores(Model const& model) {
    for (std::size_t const rows : {1U, 70U}) {
        auto const values = inexact_numbers<T>(rows * model.cols(), 2);
        std::vector<T> scores(rows * model.outputs());
        auto const stride = static_cast<std::ptrdiff_t>(rows);
        arenite::predict(model, arenite::batch_view<T const>{values.data(), rows, model.cols()}, scores);
        print(scores);
        arenite::predict(model, arenite::batch_view<T const>{values.data(), rows, model.cols(), 1, stride}, scores);
        print(scores);
    }
}

template <class T>
void print_models(std::size_t cols) {
    auto const weights = inexact_numbers<T>(cols, 1);
    arenite::linear_regression<T> const model{weights, T(0.3)};
    print_scores<T>(model);
    auto const features = [cols] {
        std::vector<std::uint32_t> all(cols);
        for (std::size_t c = 0; c != cols; ++c) all[c] = static_cast<std::uint32_t>(c);
        return all;
    }();
    print<T>({model({features, weights})});
}

template <class T>
void print_booster(std::size_t cols, std::size_t outputs) {
    arenite::linear_booster<T> booster{{.features = cols, .outputs = outputs}, arenite::system_memory()};
    std::ranges::copy(inexact_numbers<T>(booster.weights.size(), 1), booster.weights.begin());
    print_scores<T>(booster);
}

template <class T>
void print_fused(std::vector<T> numbers) {
    for (T& number : numbers) number = number * number + number;
    print(numbers);
}

}  // namespace

int main(int argc, char**) {
    if (argc != 1) return print_fused(inexact_numbers<double>(1000, 1)), 0;
    for (std::size_t const cols : {3U, 37U, 1000U}) {
        print_models<float>(cols);
        print_models<double>(cols);
        print_booster<float>(cols, 1);
        print_booster<float>(cols, 35);
        print_booster<double>(cols, 11);
    }
}
