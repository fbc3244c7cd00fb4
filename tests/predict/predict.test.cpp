// SPDX-License-Identifier: MIT
#include <arenite/predict/predict.hpp>

#include "contracts/predictor_contract.hpp"
#include "claim_that_ends.hpp"
#include "malloc_probe.hpp"

#include <doctest/doctest.h>

#include <array>
#include <vector>

namespace {

/// Adds its two columns in scratch, and remembers the largest batch that it was given.
struct adds_in_scratch {
    static constexpr std::size_t cols() noexcept { return 2; }
    static constexpr std::size_t outputs() noexcept { return 1; }
    static constexpr std::size_t scratch_bytes(std::size_t rows) noexcept {
        return arenite::round_up(rows * sizeof(double));
    }

    void predict(arenite::batch_view<double const> x, arenite::batch_view<double> y,
                 arenite::scratch_view scratch) const noexcept {
        auto const sums = scratch.take<double>(x.rows());
        largest = std::max(largest.load(), x.rows());
        for (std::size_t r = 0; r != x.rows(); ++r) sums[r] = x(r, 0) + x(r, 1);
        for (std::size_t r = 0; r != x.rows(); ++r) y(r, 0) = sums[r];
    }

    static inline std::atomic<std::size_t> largest = 0;
};

struct pair_of_outputs : adds_in_scratch {
    static constexpr std::size_t outputs() noexcept { return 2; }
};

template <class X, class Y>
concept can_be_predicted = requires(X const& x, Y&& y) {
    { arenite::predict(adds_in_scratch{}, x, y) } noexcept;
};
static_assert(can_be_predicted<std::span<double const>, std::span<double>>);
static_assert(can_be_predicted<std::vector<double>, std::vector<double>&>);
static_assert(!can_be_predicted<std::vector<float>, std::vector<double>&>);      // not the predictor's rows
static_assert(!can_be_predicted<std::vector<double>, std::vector<float>&>);      // not its scores
static_assert(!can_be_predicted<std::vector<double>, std::span<double const>>);  // nothing is written to const
static_assert(!can_be_predicted<std::vector<int>, std::vector<double>&>);

TEST_SUITE("predict") {
    TEST_CASE("predict: takes arrays, vectors, spans and views") {
        std::array const rows{1.0, 2.0, 3.0, 4.0};
        std::array<double, 2> array{};
        std::vector<double> vector(2);
        arenite::predict(adds_in_scratch{}, rows, array);
        arenite::predict(adds_in_scratch{}, std::span{rows}, std::span{vector});
        CHECK(array == std::array{3.0, 7.0});
        CHECK(vector == std::vector{3.0, 7.0});
        std::array<double, 4> every_other{};
        arenite::predict(adds_in_scratch{}, arenite::batch_view<double const>{rows.data(), 2, 2},
                         arenite::batch_view<double>{every_other.data(), 2, 1, 2, 1});
        CHECK(every_other == std::array{3.0, 0.0, 7.0, 0.0});
    }

    TEST_CASE("predict: no rows are no work") {
        std::vector<double> const none;
        std::vector<double> scores;
        arenite::predict(adds_in_scratch{}, none, scores);
        CHECK(scores.empty());
    }

    TEST_CASE("predict: tiles the rows so that 8 KiB of scratch suffice") {
        std::vector<double> const rows(2 * 100'000, 1.5);
        std::vector<double> scores(100'000);
        adds_in_scratch::largest = 0;
        arenite::predict(adds_in_scratch{}, rows, scores);
        CHECK(adds_in_scratch::largest * sizeof(double) <= arenite::stack_scratch_bytes);
        CHECK(adds_in_scratch::largest > 256);
        CHECK(scores == std::vector<double>(100'000, 3.0));
    }

    TEST_CASE("predict: a scratch of the caller's is used whole") {
        std::vector<double> const rows(2 * 5000, 1.5);
        std::vector<double> scores(5000);
        alignas(64) static std::array<std::byte, 40064> memory;
        adds_in_scratch::largest = 0;
        arenite::predict(adds_in_scratch{}, rows, scores, arenite::scratch_view{memory});
        CHECK(adds_in_scratch::largest == 5000);
    }

    TEST_CASE("predict: shapes that do not fit break a contract, each by its name") {
        static std::array<double, 12> x{}, y{};
        using view = arenite::batch_view<double>;
        auto const claim = [](auto const& rows, auto scores) {
            return claim_that_ends([&] { arenite::predict(adds_in_scratch{}, rows, scores); });
        };
        CHECK(claim(view{x.data(), 3, 2}, view{y.data(), 3, 1}) == "");
        CHECK(claim(view{x.data(), 3, 3}, view{y.data(), 3, 1}) == "x has the model's cols()");
        CHECK(claim(view{x.data(), 3, 2}, view{y.data(), 3, 2}) == "y has the model's outputs()");
        CHECK(claim(view{x.data(), 3, 2}, view{y.data(), 4, 1}) == "y has a row for each row of x");
        CHECK(claim(view{x.data(), 3, 2}, view{y.data(), 2, 1}) == "y has a row for each row of x");
        CHECK(claim(std::span{x}.first(5), std::span{y}.first(2)) == "x holds whole rows of the model's cols()");
        CHECK(claim_that_ends([] {
                  arenite::predict(pair_of_outputs{}, std::span{x}.first(4), std::span{y}.first(3));
              }) == "y holds whole rows of the model's outputs()");
        CHECK(claim_that_ends([] {
                  arenite::predict(adds_in_scratch{}, x, std::span{y}.first(6), {});
              }).starts_with("the scratch suffices for one row"));
    }

    TEST_CASE("predict: asks the memory for nothing") {
        if (skipped_without_malloc_probe()) return;
        std::vector<double> const rows(2 * 5000, 1.5);
        std::vector<double> scores(5000);
        allocation_count const counted;
        arenite::predict(adds_in_scratch{}, rows, scores);
        CHECK(counted.calls() == 0);
    }

    TEST_CASE("predict: meets the contract for a caller's own type") {
        contracts::check_predictor<double, double>(adds_in_scratch{});
    }
}

}  // namespace
