// SPDX-License-Identifier: MIT
#include <arenite/interop/eigen.hpp>

#include "malloc_probe.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::as_batch, arenite::as_eigen, arenite::batch_view;

template <class T, class Dense>
void check_numbers(batch_view<T> batch, Dense const& numbers) {
    REQUIRE(batch.rows() == static_cast<std::size_t>(numbers.rows()));
    REQUIRE(batch.cols() == static_cast<std::size_t>(numbers.cols()));
    for (std::size_t r = 0; r != batch.rows(); ++r)
        for (std::size_t c = 0; c != batch.cols(); ++c)
            CHECK(&batch(r, c) ==
                  &numbers.derived().coeffRef(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c)));
}

TEST_SUITE("interop") {
    TEST_CASE("as_batch: sees the numbers of matrices, vectors, maps and blocks where they are") {
        Eigen::MatrixXf by_columns(3, 4);
        check_numbers(as_batch(by_columns), by_columns);
        Eigen::Matrix<double, 5, 2, Eigen::RowMajor> by_rows;
        check_numbers(as_batch(by_rows), by_rows);
        Eigen::VectorXd column(7);
        check_numbers(as_batch(column), column);
        Eigen::RowVectorXd row(7);
        check_numbers(as_batch(row), row);
        auto block = by_columns.block(1, 1, 2, 3);
        check_numbers(as_batch(block), block);
        check_numbers(as_batch(by_columns.block(1, 1, 2, 3)), block);
        auto turned = by_columns.transpose();
        check_numbers(as_batch(turned), turned);
        Eigen::Map<Eigen::MatrixXf, 0, Eigen::Stride<Eigen::Dynamic, 2>> strided{
            by_columns.data(), 2, 2, Eigen::Stride<Eigen::Dynamic, 2>{5, 2}};
        check_numbers(as_batch(strided), strided);
    }

    TEST_CASE("as_batch: what cannot be written is read") {
        Eigen::MatrixXd numbers(2, 2);
        Eigen::MatrixXd const& constant = numbers;
        Eigen::Map<Eigen::MatrixXd const> const mapped{numbers.data(), 2, 2};
        static_assert(std::same_as<decltype(as_batch(numbers)), batch_view<double>>);
        static_assert(std::same_as<decltype(as_batch(constant)), batch_view<double const>>);
        static_assert(std::same_as<decltype(as_batch(mapped)), batch_view<double const>>);
        static_assert(std::same_as<decltype(as_batch(constant.topRows(1))), batch_view<double const>>);
        CHECK(as_batch(mapped).data() == numbers.data());
    }

    TEST_CASE("as_eigen: sees the numbers of a batch at any strides, and writes them") {
        std::array<float, 24> numbers{};
        for (std::size_t i = 0; i != numbers.size(); ++i) numbers[i] = static_cast<float>(i);
        for (auto const batch : {batch_view<float>{numbers.data(), 3, 8}, batch_view<float>{numbers.data(), 3, 2, 8, 3},
                                 batch_view<float>{numbers.data(), 8, 3, 1, 8}, batch_view<float>{}}) {
            auto const matrix = as_eigen(batch);
            REQUIRE(matrix.rows() == static_cast<Eigen::Index>(batch.rows()));
            REQUIRE(matrix.cols() == static_cast<Eigen::Index>(batch.cols()));
            for (std::size_t r = 0; r != batch.rows(); ++r)
                for (std::size_t c = 0; c != batch.cols(); ++c)
                    CHECK(matrix(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c)) == batch(r, c));
        }
        as_eigen(batch_view<float>{numbers.data(), 3, 2, 8, 3}).array() *= 2;
        CHECK(numbers[0] == 0);
        CHECK(numbers[1] == 1);
        CHECK(numbers[3] == 6);
        CHECK(numbers[19] == 38);
        batch_view<float const> const read{numbers.data(), 3, 8};
        CHECK(as_eigen(read).sum() == 276 + 0 + 3 + 8 + 11 + 16 + 19);
    }

    TEST_CASE("as_eigen: what works element by element allocates nothing, however large the batch") {
        if (skipped_without_malloc_probe()) return;
        std::vector<double> numbers(100'000, 0.5), others(100'000, 2);
        batch_view<double> const batch{numbers.data(), 1000, 100}, other{others.data(), 1000, 100};
        allocation_count const counted;
        as_eigen(batch) = as_eigen(batch) * 3 + as_eigen(other);
        as_eigen(batch).noalias() = as_eigen(other).cwiseProduct(as_eigen(batch));
        auto const sum = as_eigen(batch).sum();
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(sum == 700'000);
    }
}

}  // namespace
