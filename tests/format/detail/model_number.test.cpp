// SPDX-License-Identifier: MIT
#include <arenite/format/detail/model_number.hpp>

#include <doctest/doctest.h>

#include <bit>

using arenite::detail::converted;
using arenite::detail::exactly;
using arenite::detail::name_of_number;
using arenite::detail::number_of;

TEST_SUITE("format") {
    TEST_CASE("number_of: floats are parsed directly to their type") {
        CHECK(number_of<float>("5E-1") == 0.5F);
        CHECK(number_of<double>("-1.25E-38") == -1.25e-38);
        CHECK(number_of<float>("1e-50") == 0.0F);
        CHECK(number_of<float>("1.4e-45") == std::numeric_limits<float>::denorm_min());
        // By way of double this rounds twice, to the float below.
        constexpr auto halfway = "1.00000017881393432617187499";
        CHECK(number_of<float>(halfway) == 0x1.000002p0F);
        CHECK(static_cast<float>(number_of<double>(halfway).value()) != 0x1.000002p0F);
    }

    TEST_CASE("number_of: infinities and NaN in any case, numbers that are too large in none") {
        CHECK(number_of<float>("Infinity") == std::numeric_limits<float>::infinity());
        CHECK(number_of<double>("-INF") == -std::numeric_limits<double>::infinity());
        for (auto const* const nan : {"nan", "NaN", "NAN", "-nan", "+nan"}) {
            CAPTURE(nan);
            REQUIRE(number_of<double>(nan));
            CHECK(std::isnan(*number_of<double>(nan)));
        }
        CHECK_FALSE(number_of<float>("1e39"));
        CHECK(number_of<double>("1e39") == 1e39);
        CHECK_FALSE(number_of<double>("-1e309"));
    }

    TEST_CASE("number_of: what is no number is none") {
        for (auto const* const text : {"", " 1", "1 ", "0x10", "one", "nano", "--1", "1e", ".", "-", "n", "nan(1)"}) {
            CAPTURE(text);
            CHECK_FALSE(number_of<float>(text));
            CHECK_FALSE(number_of<std::int64_t>(text));
        }
    }

    TEST_CASE("number_of: whole numbers in range, however they are written") {
        CHECK(number_of<std::int32_t>("2147483647") == 2147483647);
        CHECK_FALSE(number_of<std::int32_t>("2147483648"));
        CHECK(number_of<std::int64_t>("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
        CHECK(number_of<std::int32_t>("1.0") == 1);
        CHECK(number_of<std::int32_t>("-12E1") == -120);
        CHECK(number_of<std::uint8_t>("255E0") == std::uint8_t{255});
        CHECK_FALSE(number_of<std::uint8_t>("256E0"));
        CHECK_FALSE(number_of<std::uint32_t>("-1"));
        CHECK_FALSE(number_of<std::int32_t>("1.5"));
        CHECK_FALSE(number_of<std::int32_t>("NaN"));
        CHECK_FALSE(number_of<std::int64_t>("inf"));
        CHECK(number_of<std::int64_t>("9007199254740991.0") == 9007199254740991);
        CHECK_FALSE(number_of<std::int64_t>("9007199254740993.0"));
    }

    TEST_CASE("exactly: the bounds of the integers") {
        CHECK(exactly<std::int64_t>(-0x1p63) == std::numeric_limits<std::int64_t>::min());
        CHECK_FALSE(exactly<std::int64_t>(0x1p63));
        CHECK(exactly<std::uint64_t>(0x1.fffffffffffffp63) == 0xFFFFFFFFFFFFF800U);
        CHECK_FALSE(exactly<std::uint64_t>(0x1p64));
        CHECK_FALSE(exactly<std::uint64_t>(-0.5));
        CHECK(exactly<std::uint64_t>(-0.0) == 0U);
        CHECK(exactly<std::int8_t>(-128.0) == std::int8_t{-128});
        CHECK_FALSE(exactly<std::int8_t>(128.0));
        CHECK_FALSE(exactly<std::int32_t>(std::numeric_limits<double>::quiet_NaN()));
    }

    TEST_CASE("converted: to floats with rounding, to integers exactly") {
        CHECK(converted<float>(0.1) == 0.1F);
        CHECK_FALSE(converted<float>(1e39));
        CHECK(converted<float>(-std::numeric_limits<double>::infinity()) == -std::numeric_limits<float>::infinity());
        CHECK(std::isnan(converted<float>(std::numeric_limits<double>::quiet_NaN()).value()));
        CHECK(converted<double>(std::int64_t{-3}) == -3.0);
        CHECK(converted<std::uint8_t>(std::int64_t{255}) == std::uint8_t{255});
        CHECK_FALSE(converted<std::uint8_t>(std::int64_t{-1}));
        CHECK(converted<std::int32_t>(7.0) == 7);
        CHECK_FALSE(converted<std::int32_t>(7.5));
    }

    TEST_CASE("name_of_number: says the range") {
        CHECK(name_of_number<std::uint8_t>().view() == "a whole number from 0 to 255");
        CHECK(name_of_number<std::int64_t>().view() ==
              "a whole number from -9223372036854775808 to 9223372036854775807");
        CHECK(name_of_number<float>().view() == "a number in the range of float");
    }
}
