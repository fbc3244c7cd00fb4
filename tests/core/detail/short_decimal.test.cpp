// SPDX-License-Identifier: MIT
#include <arenite/core/detail/short_decimal.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <random>
#include <string>
#include <type_traits>

namespace {

using arenite::detail::short_decimal;

template <class Number>
using bits_of = std::conditional_t<sizeof(Number) == 4, std::uint32_t, std::uint64_t>;

template <class Number>
bool has_bits_of(Number number, Number expected) {
    return std::bit_cast<bits_of<Number>>(number) == std::bit_cast<bits_of<Number>>(expected);
}

/// std::from_chars of the whole text; NaN: it is no number.
template <class Number>
Number oracle(std::string const& text) {
    Number number{};
    auto const* const last = text.data() + text.size();
    auto const [end, error] = std::from_chars(text.data(), last, number);
    return end == last && error == std::errc{} ? number : std::numeric_limits<Number>::quiet_NaN();
}

/// The texts that need no closer look, as words say it.
bool is_short(std::string const& text) {
    auto const first = text.begin() + (text.starts_with('-') ? 1 : 0);
    auto const size = text.end() - first;
    bool const digits = std::all_of(first, text.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
    return size >= 1 && size <= 15 && digits && std::count(first, text.end(), '.') <= 1 && !text.ends_with('.');
}

template <class Number>
void check(std::string const& text) {
    auto const number = short_decimal<Number>(text);
    if (number && !has_bits_of(*number, oracle<Number>(text))) FAIL_CHECK("differs: " << text);
    if (std::is_same_v<Number, double> && number.has_value() != is_short(text)) FAIL_CHECK("known or not: " << text);
}

std::string random_digits(std::mt19937_64& random, std::size_t count) {
    std::string digits(count, '0');
    for (char& digit : digits) digit = static_cast<char>('0' + random() % 10);
    return digits;
}

}  // namespace

TEST_SUITE("core") {
    TEST_CASE_TEMPLATE("short_decimal: every length, place of the point and sign has the bits of std::from_chars",
                       Number, float, double) {
        std::mt19937_64 random{1};
        for (int round = 0; round != 200; ++round)
            for (std::size_t size = 0; size <= 17; ++size)
                for (std::size_t point = 0; point <= size + 1; ++point) {
                    auto digits = random_digits(random, size);
                    if (point <= size) digits.insert(point, ".");
                    check<Number>(digits);
                    check<Number>("-" + digits);
                }
    }

    TEST_CASE_TEMPLATE("short_decimal: every byte in every place is a digit or stops it", Number, float, double) {
        std::mt19937_64 random{2};
        for (std::size_t size = 1; size <= 16; ++size)
            for (std::size_t place = 0; place != size; ++place)
                for (int byte = 0; byte != 256; ++byte) {
                    auto text = random_digits(random, size);
                    text[place] = static_cast<char>(byte);
                    check<Number>(text);
                    text[random() % size] = '.';
                    check<Number>(text);
                }
    }

    TEST_CASE_TEMPLATE("short_decimal: zeros and extremes", Number, float, double) {
        for (char const* text : {"0", "-0", "0.0", "-0.00", "000000000000000", "999999999999999", "-999999999999999",
                                 "0.0000000000001", ".00000000000001", "99999999999999.9", "9007199254740.9"})
            check<Number>(text);
        CHECK(has_bits_of(short_decimal<Number>("-0").value(), -Number{0}));
        CHECK(short_decimal<Number>("-12.75") == Number(-12.75));
    }

    TEST_CASE_TEMPLATE("short_decimal: takes nothing else", Number, float, double) {
        for (char const* text : {"",
                                 "-",
                                 ".",
                                 "-.",
                                 "5.",
                                 "--1",
                                 "1-",
                                 "+1",
                                 " 1",
                                 "1 ",
                                 "1e5",
                                 "1,5",
                                 "1.5.",
                                 "..5",
                                 "inf",
                                 "nan",
                                 "1/2",
                                 "1:2",
                                 "\xB1",
                                 "1234567890123456",
                                 "-123456789012345.6"}) {
            CAPTURE(text);
            CHECK_FALSE(short_decimal<Number>(text));
        }
        CHECK_FALSE(short_decimal<Number>(std::string_view{}));
    }

    TEST_CASE("short_decimal: a double in the middle of two floats says which of them only if it is exact") {
        CHECK(short_decimal<float>("16777217") == 16777216.0f);
        CHECK(short_decimal<float>("16777219") == 16777220.0f);
        for (char const* text : {"16777217.0", "8388608.5", "1.0656778216362", ".07335240021348", ".09085638448596"}) {
            CAPTURE(text);
            CHECK_FALSE(short_decimal<float>(text));
            CHECK(short_decimal<double>(text) == oracle<double>(text));
        }
    }
}
