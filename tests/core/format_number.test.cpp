// SPDX-License-Identifier: MIT
#include <arenite/core/format_number.hpp>

#include <arenite/core/parse_number.hpp>

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <clocale>
#include <cstdint>
#include <limits>
#include <random>
#include <string>

using arenite::format_number, arenite::parse_number;

namespace {

/// Random bits that are a finite number come back as the same bits.
template <class Number, class Bits>
void check_round_trip() {
    std::mt19937_64 random{1};
    std::size_t finite = 0;
    for (int i = 0; i != 20'000; ++i) {
        auto const number = std::bit_cast<Number>(static_cast<Bits>(random()));
        if (!(number - number == 0)) continue;
        ++finite;
        auto const text = format_number(number);
        auto const back = parse_number<Number>(text);
        if (!back || std::bit_cast<Bits>(back.number) != std::bit_cast<Bits>(number))
            FAIL_CHECK("does not come back: " << std::string{text.view()});
    }
    CHECK(finite > 19'000);
}

template <class Number>
std::string text_of(Number number) {
    return std::string{format_number(number).view()};
}

}  // namespace

TEST_SUITE("core") {
    TEST_CASE("format_number: the shortest text that reads back to the same number") {
        CHECK(text_of(0.1) == "0.1");
        CHECK(text_of(0.1f) == "0.1");
        CHECK(text_of(static_cast<double>(0.1f)) == "0.10000000149011612");
        CHECK(text_of(-0.0) == "-0");
        CHECK(text_of(1e300) == "1e+300");
        CHECK(text_of(std::numeric_limits<double>::infinity()) == "inf");
        CHECK(text_of(std::numeric_limits<double>::quiet_NaN()) == "nan");
        CHECK(text_of(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
        CHECK(text_of(std::numeric_limits<std::size_t>::max()) == "18446744073709551615");
    }

    TEST_CASE("format_number: the longest numbers fit") {
        CHECK(text_of(-2.2250738585072014e-308) == "-2.2250738585072014e-308");
        CHECK(text_of(-std::numeric_limits<double>::denorm_min()) == "-5e-324");
        CHECK(text_of(-std::numeric_limits<double>::max()) == "-1.7976931348623157e+308");
    }

    TEST_CASE("format_number: any float and any double comes back bit for bit") {
        check_round_trip<float, std::uint32_t>();
        check_round_trip<double, std::uint64_t>();
    }
}
