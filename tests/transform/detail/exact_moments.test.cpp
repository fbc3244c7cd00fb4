// SPDX-License-Identifier: MIT
#include <arenite/transform/detail/exact_moments.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <numeric>
#include <random>
#include <vector>

namespace {

using arenite::detail::exact_moments;

exact_moments moments_of(std::span<double const> numbers, std::size_t piece = 1000) {
    exact_moments moments;
    while (!numbers.empty()) {
        auto const part = numbers.first(std::min(piece, numbers.size()));
        moments.add(part);
        numbers = numbers.subspan(part.size());
    }
    return moments;
}

exact_moments moments_of(std::initializer_list<double> numbers) { return moments_of(std::vector<double>{numbers}); }

std::uint64_t bits(double number) { return std::bit_cast<std::uint64_t>(number); }

bool within_a_unit(double number, double expected) {
    return number >= std::nextafter(expected, 0) && number <= std::nextafter(expected, 2 * expected);
}

/// Close to each other, far apart, tiny, huge, zero, of both signs.
std::vector<double> mixed_numbers() {
    std::mt19937_64 random{5};
    std::normal_distribution<double> near{1000, 3};
    std::vector<double> numbers;
    for (int i = 0; i != 3000; ++i) {
        auto const far = std::ldexp(near(random) - 1000, static_cast<int>(random() % 2000) - 1000);
        auto const kind = i / 500 % 2 == 0 ? 0 : random() % 5;
        numbers.push_back(kind == 0 ? near(random) : kind == 1 ? far : kind == 2 ? 0 : kind == 3 ? -5e-324 : -far);
    }
    return numbers;
}

}  // namespace

TEST_SUITE("transform") {
    TEST_CASE("exact_moments: of small whole numbers") {
        auto const moments = moments_of({2, 4, 4, 4, 5, 5, 7, 9});
        CHECK(moments.count() == 8);
        CHECK(moments.mean() == 5);
        CHECK(moments.deviation() == 2);
        CHECK(moments.deviation(1) == std::sqrt(32.0 / 7));
        CHECK(moments_of({-3, 3, 0, 0}).mean() == 0);
        CHECK(moments_of({-3, -4}).mean() == -3.5);
    }

    TEST_CASE("exact_moments: none, one, equal ones") {
        CHECK(std::isnan(exact_moments{}.mean()));
        CHECK(std::isnan(exact_moments{}.deviation()));
        CHECK(moments_of({7}).mean() == 7);
        CHECK(moments_of({7}).deviation() == 0);
        CHECK(std::isnan(moments_of({7}).deviation(1)));
        CHECK(moments_of(std::vector(1000, 0.1)).mean() == 0.1);
        CHECK(moments_of(std::vector(1000, 0.1)).deviation(1) == 0);
        CHECK(moments_of(std::vector(100, 0.0)).mean() == 0);
    }

    TEST_CASE("exact_moments: what rounded sums lose is there") {
        CHECK(moments_of({1, 1e100, 1, -1e100}).mean() == 0.5);
        CHECK(moments_of({1e9, 1e9 + 1, 1e9 + 2}).deviation(1) == 1);
        auto const next = std::nextafter(1e300, 2e300);
        CHECK(moments_of({1e300, next}).deviation() == (next - 1e300) / 2);  // their squares are infinite
        CHECK(moments_of({0x1p-1000, 0x3p-1000}).deviation() == 0x1p-1000);  // their squares are 0
        CHECK(moments_of({1.7976931348623157e308, 1.7976931348623157e308}).mean() == 1.7976931348623157e308);
        CHECK(moments_of({5e-324, 1.5e-323}).mean() == 1e-323);
        CHECK(moments_of({5e-324, 1.5e-323}).deviation() == 5e-324);
        CHECK(moments_of({5e-324, -1}).mean() == -0.5);
    }

    // As fractions.Fraction of Python has it, and decimal.Decimal the roots, with 80 digits.
    TEST_CASE("exact_moments: the nearest double to what fractions say") {
        std::vector<double> thirds(1000);
        for (std::size_t i = 0; i != thirds.size(); ++i) thirds[i] = static_cast<double>(i) / 3 + 1e6;
        CHECK(moments_of(thirds).mean() == 1000166.5);
        CHECK(within_a_unit(moments_of(thirds).deviation(), 96.22499675240313));
        CHECK(within_a_unit(moments_of(thirds).deviation(1), 96.27314536524975));
    }

    TEST_CASE("exact_moments: numbers that are more or less close to each other") {
        std::mt19937_64 random{9};
        for (int spread = 0; spread != 16; ++spread)
            for (bool const mostly_large : {true, false}) {
                std::vector<double> numbers;
                for (int i = 0; i != 64; ++i) {  // all bits of the fraction are set, so that little room is left
                    bool const large = (i % 8 != 0) == mostly_large;
                    numbers.push_back(std::ldexp(0x1.fffffffffffffp0, large ? spread : 0) *
                                      (random() % 2 == 0 ? 1 : -1));
                }
                auto const together = moments_of(numbers), one_by_one = moments_of(numbers, 1);
                CAPTURE(spread);
                CHECK(bits(together.mean()) == bits(one_by_one.mean()));
                CHECK(bits(together.deviation()) == bits(one_by_one.deviation()));
            }
    }

    TEST_CASE("exact_moments: the same bits in any pieces, order and shards") {
        auto numbers = mixed_numbers();
        auto const whole = moments_of(numbers);
        REQUIRE(std::isfinite(whole.mean()));
        for (std::size_t const piece : {1U, 2U, 63U, 64U, 65U, 2999U}) {
            CHECK(bits(moments_of(numbers, piece).mean()) == bits(whole.mean()));
            CHECK(bits(moments_of(numbers, piece).deviation()) == bits(whole.deviation()));
        }
        auto merged = moments_of(std::span{numbers}.first(1234));
        merged.merge(moments_of(std::span{numbers}.subspan(1234)));
        std::ranges::shuffle(numbers, std::mt19937_64{6});
        for (auto const& other : {merged, moments_of(numbers)}) {
            CHECK(other.count() == 3000);
            CHECK(bits(other.mean()) == bits(whole.mean()));
            CHECK(bits(other.deviation(1)) == bits(whole.deviation(1)));
        }
    }
}
