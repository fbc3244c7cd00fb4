// SPDX-License-Identifier: MIT
#include <arenite/core/detail/long_decimal.hpp>

#include <doctest/doctest.h>

#include <charconv>
#include <cmath>
#include <cstring>
#include <random>
#include <string>

namespace {

using arenite::detail::long_decimal;

/// The number has the bits of std::from_chars, or a closer look is needed; says whether it has.
template <class Number>
bool check(std::string const& text) {
    CAPTURE(text);
    auto const number = long_decimal<Number>(text);
    Number expected{};
    auto const* const last = text.data() + text.size();
    auto const [end, error] = std::from_chars(text.data(), last, expected);
    if (!number) return false;
    if (end != last || error != std::errc{}) FAIL_CHECK(*number << " for what is none");
    else if (std::memcmp(&*number, &expected, sizeof expected) != 0) FAIL_CHECK(*number << " for " << expected);
    return true;
}

std::string random_decimal(std::mt19937_64& random, std::size_t digits, int most) {
    std::string text(digits, '0');
    for (char& digit : text) digit = static_cast<char>('0' + random() % 10);
    if (random() % 3 != 0) text.insert(random() % (digits + 1), ".");
    auto const exponent = static_cast<int>(random() % (2 * static_cast<unsigned>(most) + 1)) - most;
    if (random() % 4 != 0) text += (random() % 2 != 0 ? "e" : "E") + std::to_string(exponent);
    return (random() % 3 == 0 ? "-" : "") + text;
}

}  // namespace

TEST_SUITE("core") {
    TEST_CASE_TEMPLATE("long_decimal: the bits of std::from_chars, and hardly one needs a closer look", Number, float,
                       double) {
        std::mt19937_64 random{1};
        int read = 0;
        for (std::size_t digits = 1; digits != 20; ++digits)
            for (int i = 0; i != 5'000; ++i) read += check<Number>(random_decimal(random, digits, 18));
        CHECK(read >= 94'000);  // of 95'000
        for (int i = 0; i != 100'000; ++i) check<Number>(random_decimal(random, 1 + random() % 24, 400));
    }

    TEST_CASE_TEMPLATE("long_decimal: every exponent", Number, float, double) {
        for (std::string const mantissa :
             {"1", "-1", "9", "1.5", "9999999999999999999", "1.000000000000000001", "9007199254740993", "16777217"})
            for (int exponent = -420; exponent != 420; ++exponent)
                check<Number>(mantissa + "e" + std::to_string(exponent));
    }

    TEST_CASE_TEMPLATE("long_decimal: every byte in every place is part of it or stops it", Number, float, double) {
        for (std::string const number : {"1.5e-3", "2E5", "-1.234567890123456789e+01", "12345678901234567"})
            for (std::size_t place = 0; place != number.size(); ++place)
                for (int byte = 0; byte != 256; ++byte) {
                    auto text = number;
                    text[place] = static_cast<char>(byte);
                    check<Number>(text);
                }
    }

    TEST_CASE_TEMPLATE("long_decimal: every text of a few bytes", Number, float, double) {
        constexpr std::string_view bytes = "05.e-+";
        for (std::size_t size = 0; size != 7; ++size) {
            auto const texts = static_cast<std::size_t>(std::pow(bytes.size(), size));
            for (std::size_t i = 0; i != texts; ++i) {
                std::string text;
                for (auto left = i; text.size() != size; left /= bytes.size()) text += bytes[left % bytes.size()];
                auto const read = check<Number>(text);
                Number number{};
                auto const [end, error] = std::from_chars(text.data(), text.data() + size, number);
                if (end == text.data() + size && error == std::errc{} && text.find('5') == text.npos) CHECK(read);
            }
        }
    }

    TEST_CASE_TEMPLATE("long_decimal: zeros in front are no digits, and zeros keep their signs", Number, float,
                       double) {
        std::string const zeros(40, '0');
        CHECK(check<Number>(zeros + "1234567890123456789"));
        CHECK(check<Number>("0." + zeros + "1234567890123456789e30"));
        CHECK(check<Number>("-" + zeros + "." + zeros));
        CHECK(check<Number>("-0e999"));
        CHECK_FALSE(check<Number>("12345678901234567890"));
        CHECK_FALSE(check<Number>("1" + zeros));
        CHECK_FALSE(check<Number>("0." + std::string(10'001, '0') + "1e9999"));
        CHECK_FALSE(check<Number>("1e-99999999999999999999"));
    }

    TEST_CASE("long_decimal: a long double is none of its numbers") { CHECK_FALSE(long_decimal<long double>("1.5e3")); }

    TEST_CASE("long_decimal: a middle is left, and what is next to it is not, unless it is too near") {
        CHECK_FALSE(long_decimal<float>("16777217"));
        CHECK(long_decimal<float>("16777217.00001") == 16777218.0F);
        CHECK(long_decimal<float>("16777216.99999") == 16777216.0F);
        CHECK(long_decimal<float>(".07335240021348") == 0.0733524039387703F);  // by way of double: another
        CHECK_FALSE(long_decimal<double>("9007199254740993"));
        CHECK(long_decimal<double>("9007199254740993.1") == 9007199254740994.0);
    }
}
