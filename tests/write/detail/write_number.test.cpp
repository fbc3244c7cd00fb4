// SPDX-License-Identifier: MIT
#include <arenite/write/detail/write_number.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>

namespace {

using arenite::detail::write_number, arenite::detail::number_room, arenite::detail::shortest_decimal;

static_assert(shortest_decimal(1.2f).digits == 1'200'000 && shortest_decimal(1.2f).exponent == -6);
static_assert(shortest_decimal(0.001f).digits == 1'000'000 && shortest_decimal(0.001f).exponent == -9);

template <class Number>
std::string written(Number number) {
    std::array<char, number_room + 8> text;
    text.fill('#');
    auto* const end = write_number(text.data(), number);
    CHECK(std::string{text.data() + number_room, 8} == "########");
    return {text.data(), end};
}

template <class Number>
std::string expected(Number number) {
    char text[64];
    return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

void check(float number, std::size_t& wrong) {
    for (float const either : {number, -number})
        if (written(either) != expected(either)) ++wrong;
}

}  // namespace

TEST_SUITE("write") {
    TEST_CASE("write_number: floats of each form, and at their borders") {
        struct {
            float number;
            std::string_view text;
        } const cases[] = {
            {0.1f, "0.1"},
            {1, "1"},
            {12.5f, "12.5"},
            {-0.0125f, "-0.0125"},
            {0.001f, "0.001"},
            {1e-4f, "1e-04"},
            {0.00012f, "0.00012"},
            {1.25e-5f, "1.25e-05"},
            {1e-10f, "1e-10"},
            {100, "100"},
            {100'000, "1e+05"},
            {123'456, "123456"},
            {16'777'215, "16777215"},
            {0x1p24f, "16777216"},
            {8'388'607.5f, "8388607.5"},
            {0x1p-39f, "1.8189894e-12"},
            {0.3f, "0.3"},
            {9.999999e-5f, "9.999999e-05"},
            {0.99999994f, "0.99999994"},
        };
        for (auto const& [number, text] : cases) CHECK(written(number) == text);
    }

    TEST_CASE("write_number: what is not common") {
        using limits = std::numeric_limits<float>;
        for (float const number : {0.0f, limits::denorm_min(), limits::min(), limits::max(), limits::infinity()}) {
            CHECK(written(number) == expected(number));
            CHECK(written(-number) == expected(-number));
        }
        CHECK(written(limits::quiet_NaN()) == "nan");
        CHECK(written(0.1) == "0.1");
        CHECK(written(-7) == "-7");
        CHECK(written(std::numeric_limits<double>::denorm_min()) == "5e-324");
        CHECK(written(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    }

    TEST_CASE(
        "write_number: floats are the text of std::to_chars: each power of two and its neighbours, and at random") {
        std::mt19937 random{1};
        std::size_t wrong = 0;
        for (std::uint32_t exponent = 80; exponent != 160; ++exponent) {
            for (std::uint32_t const fraction : {0x0U, 0x1U, 0x2U, 0x40'0000U, 0x7F'FFFEU, 0x7F'FFFFU})
                check(std::bit_cast<float>(exponent << 23 | fraction), wrong);
            for (int i = 0; i != 1000; ++i)
                check(std::bit_cast<float>(exponent << 23 | static_cast<std::uint32_t>(random() >> 9)), wrong);
        }
        CHECK(wrong == 0);
    }

    TEST_CASE("write_number: floats of few digits") {
        std::size_t wrong = 0;
        for (int exponent = -14; exponent != 8; ++exponent)
            for (int digits = 1; digits != 1000; ++digits)
                check(static_cast<float>(digits * std::pow(10.0, exponent)), wrong);
        CHECK(wrong == 0);
    }
}
