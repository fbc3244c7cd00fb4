// SPDX-License-Identifier: MIT
#include <arenite/core/parse_number.hpp>

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

using arenite::parse_number;

namespace {

template <class Number>
using range = typename arenite::parsed_number<Number>::range;

template <class Number>
void check_outside(std::string const& text, Number expected, range<Number> outside) {
    CAPTURE(text);
    auto const parsed = parse_number<Number>(text);
    CHECK(parsed.whole);
    CHECK(parsed.outside == outside);
    CHECK(parsed.number == expected);
    CHECK(std::signbit(parsed.number) == std::signbit(expected));
}

/// A decimal number of 1 to 25 digits, with a point, a sign and an exponent as it comes.
std::string random_decimal(std::mt19937_64& random) {
    auto const draw = [&](std::uint64_t below) { return random() % below; };
    std::string text = draw(2) == 0 ? "-" : "";
    auto const digits = 1 + draw(25);
    auto const point = draw(digits + 1);
    for (std::uint64_t i = 0; i != digits; ++i) {
        if (i == point) text += '.';
        text += static_cast<char>('0' + draw(10));
    }
    if (draw(2) == 0) text += "e" + std::to_string(static_cast<int>(draw(21)) - 10);
    return text;
}

}  // namespace

TEST_SUITE("core") {
    TEST_CASE_TEMPLATE("parse_number: the bits of std::from_chars", Number, float, double) {
        using bits = std::conditional_t<sizeof(Number) == 4, std::uint32_t, std::uint64_t>;
        std::mt19937_64 random{7};
        for (int i = 0; i != 200'000; ++i) {
            auto const text = random_decimal(random);
            Number expected{};
            auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), expected);
            REQUIRE(error == std::errc{});
            REQUIRE(end == text.data() + text.size());
            auto const parsed = parse_number<Number>(text);
            bool const same = parsed.whole && std::bit_cast<bits>(parsed.number) == std::bit_cast<bits>(expected) &&
                              parsed.outside == range<Number>::inside;
            if (!same) FAIL_CHECK("differs: " << text);
        }
    }

    TEST_CASE_TEMPLATE("parse_number: takes what people write", Number, float, double) {
        CHECK(parse_number<Number>("1").number == Number{1});
        CHECK(parse_number<Number>("+2e-3").number == Number(2e-3));
        CHECK(parse_number<Number>("-1.5").number == Number(-1.5));
        CHECK(parse_number<Number>(".5").number == Number(0.5));
        CHECK(parse_number<Number>("5.").number == Number{5});
        CHECK(parse_number<Number>("1E5").number == Number{100'000});
        CHECK(parse_number<Number>("inf").number == std::numeric_limits<Number>::infinity());
        CHECK(parse_number<Number>("-Infinity").number == -std::numeric_limits<Number>::infinity());
        CHECK(parse_number<Number>("+inf").outside == range<Number>::inside);
        CHECK(std::signbit(parse_number<Number>("-0").number));
        CHECK(std::signbit(parse_number<Number>("-0e5").number));
        CHECK(parse_number<long double>("1.5e3").number == 1500);
    }

    TEST_CASE_TEMPLATE("parse_number: takes nothing else", Number, float, double) {
        for (char const* text :
             {"",   " ", "+",    "-",  "+-1", "++1", "-+1",  "--1",  " 1",     "1 ",    "1,5",     "1.5.", "1e", "1e+",
              "e5", ".", "0x10", "1f", "nan", "NaN", "-nan", "+nan", "nan(1)", "1_000", "infinit", "1\n",  "½"}) {
            CAPTURE(text);
            CHECK_FALSE(parse_number<Number>(text));
        }
        CHECK_FALSE(parse_number<Number>(std::string_view{}));
        CHECK_FALSE(parse_number<Number>(std::string_view{"1\0", 2}));
    }

    TEST_CASE("parse_number: too large is infinite, too small is zero, and both are said") {
        constexpr auto inf = std::numeric_limits<double>::infinity();
        using enum arenite::parsed_number<double>::range;
        check_outside("1e309", inf, overflow);
        check_outside("-1e309", -inf, overflow);
        check_outside("+1.8e308", inf, overflow);
        check_outside("1" + std::string(309, '0'), inf, overflow);
        check_outside("1" + std::string(400, '0') + "e-50", inf, overflow);
        check_outside("0.0001e400", inf, overflow);
        check_outside("1e99999999999999999999", inf, overflow);
        check_outside("1e-400", 0.0, underflow);
        check_outside("-1e-400", -0.0, underflow);
        check_outside("0." + std::string(400, '0') + "1", 0.0, underflow);
        check_outside("0." + std::string(450, '0') + "1e50", 0.0, underflow);
        check_outside("1234e-400", 0.0, underflow);
        check_outside("1e-99999999999999999999", 0.0, underflow);
    }

    TEST_CASE("parse_number: a float has its own range") {
        using enum arenite::parsed_number<float>::range;
        check_outside("1e39", std::numeric_limits<float>::infinity(), overflow);
        check_outside("-1e39", -std::numeric_limits<float>::infinity(), overflow);
        check_outside("1e-50", 0.0f, underflow);
        CHECK(parse_number<float>("1e38").outside == inside);
        CHECK(parse_number<float>("3.4028234e38").number == std::numeric_limits<float>::max());
        CHECK(parse_number<double>("1e39").outside == range<double>::inside);
    }

    TEST_CASE("parse_number: a zero is a zero, whatever its exponent") {
        for (char const* text : {"0", "0.000", "0e999", "0.0e-99999999999999999999", "-0e99999999999999999999"}) {
            CAPTURE(text);
            auto const parsed = parse_number<double>(text);
            CHECK(parsed.whole);
            CHECK(parsed.number == 0);
            CHECK(parsed.outside == range<double>::inside);
        }
    }

    TEST_CASE("parse_number: the smallest numbers are inside") {
        CHECK(parse_number<double>("5e-324").number == std::numeric_limits<double>::denorm_min());
        CHECK(parse_number<double>("5e-324").outside == range<double>::inside);
        CHECK(parse_number<float>("1e-45").number == std::numeric_limits<float>::denorm_min());
    }

    TEST_CASE("parse_number: text to float rounds once, by way of double twice") {
        constexpr auto text = "1.00000029802322387695312500001";  // just above the middle of two floats
        CHECK(parse_number<float>(text).number == 1.00000035762786865234375f);
        CHECK(static_cast<float>(parse_number<double>(text).number) == 1.0000002384185791015625f);
        constexpr auto short_text = ".07335240021348";  // so too, and short
        CHECK(parse_number<float>(short_text).number == 0.0733524039387703f);
        CHECK(static_cast<float>(parse_number<double>(short_text).number) == 0.0733523964881897f);
    }

    TEST_CASE_TEMPLATE("parse_number: whole numbers are those of std::from_chars, however many digits they have",
                       Number, std::int8_t, std::uint8_t, std::int16_t, std::int32_t, std::uint32_t, std::int64_t,
                       std::uint64_t) {
        std::vector<std::string> texts{"-", "--1", "+1", " 1", "1 ", "1-", "/", ":", "0x1", "12.", "\xb1", "-0", "007"};
        for (std::size_t digits = 1; digits != 21; ++digits)
            for (char const digit : {'0', '1', '9'}) texts.emplace_back(digits, digit);
        for (int const number : {127, 128, 129, 255, 256, 32767, 32768, 32769, 1234567, 9999999, 10000000})
            texts.push_back(std::to_string(number));
        for (std::size_t i = texts.size(); i-- != 0;) texts.push_back("-" + texts[i]);
        for (auto const& text : texts) {
            CAPTURE(text);
            Number expected{};
            auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), expected);
            bool const whole = error == std::errc{} && end == text.data() + text.size();
            auto const parsed = parse_number<Number>(text);
            CHECK(parsed.whole == whole);
            if (whole) CHECK(parsed.number == expected);
        }
    }

    TEST_CASE("parse_number: whole numbers fit or are refused") {
        CHECK(parse_number<int>("-2147483648").number == std::numeric_limits<int>::min());
        CHECK_FALSE(parse_number<int>("2147483648"));
        CHECK(parse_number<std::size_t>("18446744073709551615").number == std::numeric_limits<std::size_t>::max());
        for (char const* text : {"", "-1", "+1", "1.0", "1e3", " 1", "18446744073709551616"}) {
            CAPTURE(text);
            CHECK_FALSE(parse_number<std::size_t>(text));
        }
    }
}
