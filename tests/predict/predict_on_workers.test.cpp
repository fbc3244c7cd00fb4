// SPDX-License-Identifier: MIT
#include <arenite/predict/predict_on_workers.hpp>

#include "support/claim_that_ends.hpp"
#include "support/lent_threads.hpp"
#include "support/malloc_probe.hpp"
#include "support/throwing_contract.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

using arenite::batch_view, arenite::predict, arenite::scratch, arenite::scratch_view, arenite::workers;

namespace {

/// The sum and the first of each row, by way of scratch for all rows.
struct by_way_of_scratch {
    [[nodiscard]] std::size_t cols() const noexcept { return 3; }
    [[nodiscard]] std::size_t outputs() const noexcept { return 2; }
    [[nodiscard]] std::size_t scratch_bytes(std::size_t rows) const noexcept { return rows * sizeof(double); }
    template <std::floating_point T>
    void predict(batch_view<T const> x, batch_view<T> y, scratch_view memory) const noexcept {
        auto const sums = memory.take<T>(x.rows());
        for (std::size_t r = 0; r != x.rows(); ++r) sums[r] = x(r, 0) + x(r, 1) * x(r, 2);
        for (std::size_t r = 0; r != x.rows(); ++r) y(r, 0) = sums[r], y(r, 1) = x(r, 0);
    }
};

struct where_its_scratch_is {
    [[nodiscard]] static constexpr std::size_t cols() noexcept { return 1; }
    [[nodiscard]] static constexpr std::size_t outputs() noexcept { return 1; }
    [[nodiscard]] static constexpr std::size_t scratch_bytes(std::size_t) noexcept { return 8; }
    void predict(batch_view<double const> x, batch_view<double> y, scratch_view memory) const noexcept {
        auto const at = reinterpret_cast<std::uintptr_t>(memory.take<double>(1).data());
        for (std::size_t r = 0; r != x.rows(); ++r) y(r, 0) = static_cast<double>(at);
    }
};

std::vector<double> some_rows(std::size_t rows) {
    std::vector<double> x(rows * 3);
    for (std::size_t i = 0; i != x.size(); ++i) x[i] = static_cast<double>(i * 7919 % 1000) / 7;
    return x;
}

}  // namespace

TEST_SUITE("predict") {
    TEST_CASE("predict on workers: the same bits for any number of them and of rows") {
        by_way_of_scratch const model;
        for (std::size_t const rows : {0U, 1U, 63U, 64U, 65U, 1000U, 4097U}) {
            auto const x = some_rows(rows);
            std::vector<double> expected(rows * 2), y(rows * 2);
            predict(model, x, expected);
            for (std::size_t const count : {1U, 2U, 3U, 8U}) {
                workers const threads{thread_for_each_task, count}, one_by_one{backwards, count};
                arenite::budget memory{1 << 20};
                scratch area{model, rows, threads, memory};
                y.assign(rows * 2, -1);
                predict(threads, model, x, y, area);
                CHECK(y == expected);
                y.assign(rows * 2, -1);
                predict(one_by_one, model, batch_view<double const>{x.data(), rows, 3}, y, area);
                CHECK(y == expected);
            }
        }
    }

    TEST_CASE("predict on workers: each has an area of the scratch to itself") {
        where_its_scratch_is const model;
        workers const four{backwards, 4};
        scratch area{model, 4, four};
        std::vector<double> const x(4);
        std::vector<double> y(4);
        predict(four, model, x, y, area);
        for (std::size_t i = 1; i != 4; ++i) CHECK(y[i] - y[i - 1] == 64);
    }

    TEST_CASE("predict on workers: fewer rows than the scratch was made for fit into it") {
        by_way_of_scratch const model;
        workers const four{backwards, 4};
        scratch area{model, 1000, four};
        for (std::size_t rows = 0; rows <= 1000; rows += 13) {
            auto const x = some_rows(rows);
            std::vector<double> expected(rows * 2), y(rows * 2);
            predict(model, x, expected);
            predict(four, model, x, y, area);
            REQUIRE(y == expected);
        }
    }

    TEST_CASE("predict on workers: shapes that do not fit, and a scratch for fewer workers, break the contract") {
        throwing_contract const watched;
        by_way_of_scratch const model;
        workers const two{backwards, 2}, three{backwards, 3};
        scratch area{model, 10, two};
        std::vector<double> x(30), y(20), too_few(18);
        CHECK_THROWS_AS(predict(two, model, x, too_few, area), broken_contract);
        CHECK_THROWS_AS(predict(three, model, x, y, area), broken_contract);
        std::vector<double> ten_of_two(20);
        CHECK(claim_that_ends([&] {
                  predict(two, model, batch_view<double const>{x.data(), 10, 2}, y, area);
              }) == "x has the model's cols()");
    }

    TEST_CASE("predict on workers: what the executor throws goes through") {
        by_way_of_scratch const model;
        auto const fails = [](std::size_t, arenite::task_ref) { throw std::runtime_error{"no thread"}; };
        workers const two{fails, 2};
        scratch area{model, 10, two};
        std::vector<double> x(30), y(20);
        CHECK_THROWS_AS(predict(two, model, x, y, area), std::runtime_error);
    }

    TEST_CASE("predict on workers: asks the memory for nothing") {
        if (skipped_without_malloc_probe()) return;
        by_way_of_scratch const model;
        workers const four{backwards, 4};
        scratch area{model, 1000, four};
        auto const x = some_rows(1000);
        std::vector<double> y(2000);
        allocation_count const counted;
        predict(four, model, x, y, area);
        auto const calls = counted.calls();
        CHECK(calls == 0);
    }
}
