// SPDX-License-Identifier: MIT
#include <arenite/transform/detail/exact_quotient.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <random>

namespace {

using arenite::detail::long_number, arenite::detail::quotient, arenite::detail::scaled_number;

/// What hardware rounds: 53 bits and more, divided by what has no more than 53.
double hardware(std::uint64_t dividend, std::uint64_t divisor) {
    return static_cast<double>(dividend) / static_cast<double>(divisor);
}

}  // namespace

TEST_SUITE("transform") {
    TEST_CASE("quotient: rounded once, as hardware does, wherever the words lie") {
        std::mt19937_64 random{3};
        for (int i = 0; i != 10'000; ++i) {
            auto const dividend = random() >> 11 >> random() % 40, divisor = (random() >> 11 >> random() % 50) | 1;
            auto const expected = hardware(dividend, divisor);
            REQUIRE(quotient(long_number<3>{dividend, 0, 0}, 0, divisor).nearest() == expected);
            REQUIRE(quotient(long_number<3>{0, dividend, 0}, -64, divisor).nearest() == expected);
            REQUIRE(quotient(long_number<3>{0, 0, dividend}, -100, 1, divisor).nearest() == std::ldexp(expected, 28));
        }
    }

    TEST_CASE("quotient: of two doubles that are as near the even one, and what is left decides") {
        constexpr std::uint64_t odd = (1ull << 53) + 1;  // half way between two doubles
        CHECK(quotient(long_number<2>{odd, 0}, 0, 1).nearest() == 0x1p53);
        CHECK(quotient(long_number<2>{odd + 2, 0}, 0, 1).nearest() == 0x1p53 + 4);
        CHECK(quotient(long_number<2>{1, odd}, 0, 1).nearest() == 0x1p117 + 0x1p65);
        CHECK(quotient(long_number<4>{1, 0, 0, odd}, 0, 1).nearest() == 0x1p245 + 0x1p193);
        CHECK(quotient(long_number<4>{0, 0, 0, odd}, 0, 1).nearest() == 0x1p245);
        CHECK(quotient(long_number<2>{3 * odd + 1, 0}, 0, 3).nearest() == 0x1p53 + 2);
        CHECK(quotient(long_number<2>{9 * odd + 1, 0}, 0, 3, 3).nearest() == 0x1p53 + 2);
        CHECK(quotient(long_number<2>{9 * odd - 1, 0}, 0, 3, 3).nearest() == 0x1p53);
    }

    TEST_CASE("quotient: the ends of double") {
        auto const least = std::numeric_limits<double>::denorm_min(), most = std::numeric_limits<double>::max();
        CHECK(quotient(long_number<1>{1}, -1074, 1).nearest() == least);
        CHECK(quotient(long_number<1>{1}, -1074, 2).nearest() == 0);  // as near 0, which is even
        CHECK(quotient(long_number<1>{3}, -1074, 4).nearest() == least);
        CHECK(quotient(long_number<1>{1}, -1080, 1).nearest() == 0);
        CHECK(quotient(long_number<1>{(1ull << 53) - 1}, 971, 1).nearest() == most);
        CHECK(quotient(long_number<1>{(1ull << 53) + 1}, -1075, 1).nearest() == 0x1p-1022);
        CHECK(quotient(long_number<1>{(5ull << 59) + 1}, -1134, 1).nearest() == 3 * least);  // not 2.5, and then 2
        CHECK(quotient(long_number<1>{1}, 1024, 1).nearest() == std::numeric_limits<double>::infinity());
        CHECK(quotient(long_number<3>{}, 0, 5).nearest() == 0);
    }

    TEST_CASE("scaled_number: roots of what double does not hold") {
        CHECK(quotient(long_number<1>{9}, 2000, 1).square_root() == std::ldexp(3.0, 1000));
        CHECK(quotient(long_number<1>{9}, -2000, 4).square_root() == std::ldexp(1.5, -1000));
        CHECK(quotient(long_number<1>{2}, 0, 1).square_root() == std::sqrt(2.0));
        CHECK(quotient(long_number<1>{2}, 1, 1).square_root() == 2);
        CHECK(quotient(long_number<1>{2}, -1, 1).square_root() == 1);
        CHECK(scaled_number{}.square_root() == 0);
    }
}
