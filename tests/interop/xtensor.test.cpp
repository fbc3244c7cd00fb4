// SPDX-License-Identifier: MIT
#include <arenite/interop/xtensor.hpp>

#include "malloc_probe.hpp"

#include <doctest/doctest.h>

#if __has_include(<xtensor/core/xmath.hpp>)
#include <xtensor/containers/xtensor.hpp>
#include <xtensor/core/xmath.hpp>
#include <xtensor/views/xstrided_view.hpp>
#else
#include <xtensor/xmath.hpp>
#include <xtensor/xstrided_view.hpp>
#include <xtensor/xtensor.hpp>
#endif

namespace {

using arenite::as_batch, arenite::as_xtensor, arenite::batch_view;

template <class T, class Numbers>
void check_numbers(batch_view<T> batch, Numbers& numbers) {
    REQUIRE(batch.rows() == numbers.shape()[0]);
    REQUIRE(batch.cols() == numbers.shape()[1]);
    for (std::size_t r = 0; r != batch.rows(); ++r)
        for (std::size_t c = 0; c != batch.cols(); ++c) CHECK(&batch(r, c) == &numbers(r, c));
}

TEST_SUITE("interop") {
    TEST_CASE("as_batch: sees the numbers of tensors in any layout, and of adaptors, where they are") {
        xt::xtensor<float, 2> by_rows = xt::zeros<float>({3, 4});
        check_numbers(as_batch(by_rows), by_rows);
        xt::xtensor<double, 2, xt::layout_type::column_major> by_columns = xt::zeros<double>({3, 4});
        check_numbers(as_batch(by_columns), by_columns);
        xt::xtensor<float, 2> single = xt::zeros<float>({1, 4}), narrow = xt::zeros<float>({4, 1});
        check_numbers(as_batch(single), single);
        check_numbers(as_batch(narrow), narrow);
        xt::xtensor_fixed<double, xt::xshape<2, 3>> fixed = xt::zeros<double>({2, 3});
        check_numbers(as_batch(fixed), fixed);
        auto adapted = as_xtensor(as_batch(by_columns));
        check_numbers(as_batch(adapted), by_columns);
    }

    TEST_CASE("as_batch: of what cannot be written one reads") {
        xt::xtensor<float, 2> const numbers = xt::ones<float>({2, 2});
        static_assert(std::same_as<decltype(as_batch(numbers)), batch_view<float const>>);
        CHECK(as_batch(numbers)(1, 1) == 1);
    }

    TEST_CASE("as_xtensor: sees the numbers of a batch at any strides, and writes them") {
        std::array<float, 24> numbers{};
        for (std::size_t i = 0; i != numbers.size(); ++i) numbers[i] = static_cast<float>(i);
        for (auto const batch : {batch_view<float>{numbers.data(), 3, 8}, batch_view<float>{numbers.data(), 3, 2, 8, 3},
                                 batch_view<float>{numbers.data(), 8, 3, 1, 8}}) {
            auto matrix = as_xtensor(batch);
            check_numbers(batch, matrix);
        }
        auto every_third = as_xtensor(batch_view<float>{numbers.data(), 3, 2, 8, 3});
        xt::noalias(every_third) = every_third * 2.0f;
        CHECK(numbers[1] == 1);
        CHECK(numbers[3] == 6);
        CHECK(numbers[19] == 38);
        auto const read = as_xtensor(batch_view<float const>{numbers.data(), 3, 8});
        CHECK(read(2, 3) == 38);
    }

    TEST_CASE("as_xtensor: assigned without aliases, nothing is allocated, however large the batch") {
        if (skipped_without_malloc_probe()) return;
        std::vector<double> numbers(100'000, 20);
        batch_view<double> const batch{numbers.data(), 1000, 100};
        allocation_count const counted;
        auto values = as_xtensor(batch);
        xt::noalias(values) = xt::clip(values * 3.0, -10.0, 10.0);
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(numbers.back() == 10);
    }
}

}  // namespace
