// SPDX-License-Identifier: MIT
#include <arenite/load/detail/csv_parse_groups.hpp>

#include "load/csv_fields_support.hpp"

#include <array>
#include <functional>
#include <string>
#include <vector>

// What a kernel does not leave to a closer look has the bits of std::from_chars.

using namespace arenite::detail;
using namespace csv_fields_support;

TEST_SUITE("load") {
    TEST_CASE_TEMPLATE("csv_parse_groups: fields of one length and of many have the bits of std::from_chars", T, float,
                       double) {
        for (auto const instructions : instruction_sets()) {
            decimals some{7};
            for (std::size_t length = 1; length != 25; ++length)
                for (std::size_t const count : std::array<std::size_t, 6>{1, 7, 8, 9, 64, 2001}) {
                    std::vector<std::string> same, mixed;
                    while (same.size() != count) same.push_back(some.of_digits(length));
                    while (mixed.size() != count)
                        mixed.push_back(some.of_digits(1 + some.below(some.below(4) == 0 ? 22 : length)));
                    auto const left = check_fields<T>(same, instructions);
                    check_fields<T>(mixed, instructions);
                    if (length <= 6) CHECK(left == 0);  // a kernel that leaves all of them would pass
                }
        }
    }

    // The kernel for short fields, the one for others, or the one for long fields may be chosen by the first of them.
    TEST_CASE_TEMPLATE("csv_parse_groups: fields of any length behind many of one length", T, float, double) {
        for (auto const instructions : instruction_sets()) {
            decimals some{13};
            for (std::size_t length = 1; length != 33; ++length) {
                std::vector<std::string> fields;
                while (fields.size() != 64) fields.push_back(some.of_digits(length));
                while (fields.size() != 1001) fields.push_back(some.of_digits(1 + some.below(40)));
                check_fields<T>(fields, instructions);
            }
        }
    }

    TEST_CASE_TEMPLATE("csv_parse_groups: vectors leave hardly a field of up to 31 bytes and 19 digits", T, float,
                       double) {
        for (auto const instructions : instruction_sets()) {
            if (instructions == instruction_set::portable) continue;
            decimals some{17};
            std::size_t left = 0;
            for (std::size_t length = 2; length != 32; ++length) {
                std::vector<std::string> fields;
                while (fields.size() != 2000) fields.push_back(some.behind_zeros(length, 19, 30));
                left += check_fields<T>(fields, instructions);
            }
            CHECK(left <= 40);  // of 60'000: they lie in a middle, and are exact
        }
    }

    TEST_CASE_TEMPLATE("csv_parse_groups: zeros have their signs, and so have the numbers that are next to nothing", T,
                       float, double) {
        for (auto const instructions : instruction_sets())
            for (std::size_t zeros = 0; zeros != 28; ++zeros) {
                std::vector<std::string> fields;
                for (std::string const sign : {"", "-"})
                    for (std::string const end : {"0", ".0", "0.0", "1", ".1", "0.1", "0.01"})
                        fields.push_back(sign + std::string(zeros, '0') + end);
                for (std::string const sign : {"", "-"})
                    for (std::string const end : {"0", "1", "01"})
                        fields.push_back(sign + "." + std::string(zeros, '0') + end);
                check_fields<T>(fields, instructions);
            }
    }

    TEST_CASE("csv_parse_groups: the largest numbers that a vector holds, and those that are larger") {
        std::vector<std::string> const held{"9999999999999999999",      "999999999999999999.9",  "9223372036854775807",
                                            "-9223372036854775809",     "0.9999999999999999999", "9007199254740992.1",
                                            "0.00000000000000000000001"};
        std::vector<std::string> const larger{"10000000000000000000",      "1000000000000000000.0",
                                              "18446744073709551616",      "99999999999999999999",
                                              "0.10000000000000000000000", "1000000000000000000000000000000"};
        for (auto const instructions : instruction_sets()) {
            auto const left = check_fields<double>(held, instructions);
            if (instructions != instruction_set::portable) CHECK(left == 0);
            check_fields<float>(held, instructions);
            check_fields<double>({"9007199254740993", "9007199254740993.0", "4503599627370497.5"}, instructions);
            CHECK(check_fields<double>(larger, instructions) == larger.size());
        }
    }

    TEST_CASE_TEMPLATE("csv_parse_groups: numbers near the middle of two floats or doubles are rounded once", T, float,
                       double) {
        check_near_middles<T>(11, std::identity{});
    }

    // m / 2^25 with an odd m is the middle of two floats from 0.5 to 1. n / 10^14 differs from it by 3 / (2^11 10^14)
    // if |n 2^11 - m 5^14| = 3: that is less than half of what two doubles differ by, and the middle is rounded away
    // from it.
    TEST_CASE("csv_parse_groups: decimals of 14 digits whose double is the middle of two floats, which they are not") {
        constexpr std::uint64_t five_to_14 = 6'103'515'625;
        std::vector<std::string> fields;
        for (std::uint64_t m = (1U << 24) + 1; m < (1U << 24) + (1U << 19); m += 2)
            for (auto const off : {m * five_to_14 + 3, m * five_to_14 - 3})
                if (off % 2048 == 0) fields.push_back("." + std::to_string(off / 2048));
        REQUIRE(fields.size() == 512);
        for (auto const instructions : instruction_sets()) check_fields<float>(fields, instructions);
    }

    // m / 10^k that lie within 2^-105 of the middle of two doubles, relative to it, for all m < 10^19 and k <= 22:
    // their fractions are convergents, or nearly, of the continued fraction of 10^k 2^e.
    TEST_CASE_TEMPLATE("csv_parse_groups: the hardest decimals of 19 digits", T, float, double) {
        std::vector<std::string> const hardest{
            "0.0000075727018935736623", "0.0000009309585737280969", "0.0000018619171474561938",
            "0.0000037238342949123876", "0.0000032469971367092626", "0.0000009991058017625562",
            "0.0000060288051436116119", "0.0000015668059306782936", "0.0000065056423018147369",
            "0.0000070958647353705373", "0.0000001731349986566336", "0.0000066190275771674123",
            "0.0000086964541230089254", "0.0000022366301826266749", "0.0000089348727021104879",
            "0.0000073226352860758881",
        };
        for (auto const instructions : instruction_sets()) check_fields<T>(hardest, instructions);
    }

    TEST_CASE_TEMPLATE("csv_parse_groups: what is no plain decimal needs a closer look", T, float, double) {
        std::vector<std::string> texts{"x",         "-",        "--1",      "1-2",      "1.2.3", ".",    "-.",
                                       "1e",        "+1",       "1 ",       " 1",       "1,5",   "/",    ":1",
                                       "0x1",       "NaN",      "inf",      "1_0",      "\t1",   "1..2", "١",
                                       "12345678x", "-1234.5-", "x2345678", "12345 678"};
        for (int byte = 0; byte != 256; ++byte)
            if ((byte < '0' || byte > '9') && byte != '.')
                for (std::string const number : {"", "12", "1.5", "123456789012", "1234567890123456"})
                    texts.push_back(number + static_cast<char>(byte));
        for (auto const instructions : instruction_sets())
            for (std::size_t const in_front : std::array<std::size_t, 2>{0, 64})  // as many as choose the kernel
                for (std::string const neighbour : {"1", "1234.5678", "12345678901234567.8"})
                    for (std::size_t place = 0; place != 16; ++place)
                        check_unread<T>(std::vector<std::string>(in_front + 17, neighbour), in_front, place, texts,
                                        instructions);
    }

    TEST_CASE_TEMPLATE("csv_parse_groups: an empty field is NaN, or needs a closer look where it is not missing", T,
                       float, double) {
        for (auto const instructions : instruction_sets())
            for (bool const missing : {true, false})
                for (std::size_t const place : std::array<std::size_t, 5>{0, 3, 8, 13, 16})
                    for (std::string const neighbour : {"1", "1234.5678", "12345678901234567.8"}) {
                        std::vector<std::string> fields(17, neighbour);
                        fields[place].clear();
                        csv_layout layout;
                        layout.empty_is_missing = missing;
                        auto const found = parse<T>(fields, layout, instructions);
                        CHECK(found.unread[place] == !missing);
                        if (missing) CHECK(std::isnan(found.numbers[place]));
                    }
    }

    TEST_CASE(
        "csv_parse_groups: whole numbers that a float does not hold are counted, or listed where that is asked for") {
        std::vector<std::string> const fields{"16777216",  "16777217", "16777217.5",
                                              "-16777219", "9",        "123456789012345678"};
        for (auto const instructions : instruction_sets()) {
            auto layout = csv_layout{};
            check_fields<float>(fields, instructions);
            auto const left = check_fields<float>({"16777217", "-16777219", "1"}, instructions);
            if (instructions != instruction_set::portable) CHECK(left == 0);
            layout.list_inexact = true;
            auto const listed = parse<float>(fields, layout, instructions);
            for (std::size_t const i : std::array<std::size_t, 3>{1, 3, 5}) CHECK(listed.unread[i]);
            CHECK_FALSE(listed.unread[4]);
            CHECK(listed.inexact == 0);
        }
    }

    TEST_CASE("csv_parse_groups: a decimal comma") {
        for (auto const instructions : instruction_sets()) {
            csv_layout layout;
            layout.decimal_point = ',';
            auto const short_ones = parse<double>({"1,5", "1.5", "-2,25", "-,5"}, layout, instructions);
            auto const long_ones = parse<double>({"0,12345678901234567", "0.12345678901234567"}, layout, instructions);
            auto const found = parse<double>({"1,5", "1.5", "12345,678", "-,5", "5,"}, layout, instructions);
            CHECK(short_ones.unread[1]);
            CHECK(long_ones.unread[1]);
            CHECK(found.unread[1]);
            if (!found.unread[0]) CHECK(found.numbers[0] == 1.5);
            if (!found.unread[2]) CHECK(found.numbers[2] == 12345.678);
            if (instructions == instruction_set::portable) continue;
            CHECK_FALSE(found.unread[0]);
            CHECK(long_ones.numbers[0] == 0.12345678901234567);
            CHECK(std::vector(short_ones.numbers.begin(), short_ones.numbers.begin() + 4) ==
                  std::vector{1.5, short_ones.numbers[1], -2.25, -.5});
            CHECK_FALSE((long_ones.unread[0] || short_ones.unread[0] || short_ones.unread[2] || short_ones.unread[3]));
        }
    }
}
