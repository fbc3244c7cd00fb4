// SPDX-License-Identifier: MIT
#include "load/csv_fields_support.hpp"
#include "support/one_in.hpp"

#include <array>
#include <string>
#include <type_traits>
#include <vector>

// Fields with exponents: what a kernel does not leave to a closer look has the bits of std::from_chars.

namespace {

using namespace arenite::detail;
using namespace csv_fields_support;

/// The fields alone, behind others that choose each of the kernels, and each of them between two of those.
template <class T>
void check_in_company(std::vector<std::string> const& fields, instruction_set instructions) {
    check_fields<T>(fields, instructions);
    for (std::string const neighbour : {"1", "1234.5678", "12345678901234567.8", "1e5"}) {
        std::vector<std::string> behind(67, neighbour), between;
        behind.insert(behind.end(), fields.begin(), fields.end());
        for (auto const& field : fields) between.push_back(neighbour), between.push_back(field);
        check_fields<T>(behind, instructions);
        check_fields<T>(between, instructions);
    }
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE_TEMPLATE("csv exponents: mantissas of every length, and hardly a field is left", T, float, double) {
        for (auto const instructions : instruction_sets()) {
            decimals some{21};
            std::size_t left = 0;
            for (std::size_t digits = 1; digits != 20; ++digits) {
                std::vector<std::string> fields;
                while (fields.size() != 2000) fields.push_back(some.with_exponent(digits, 18));
                left += check_fields<T>(fields, instructions);
            }
            CHECK(left <= 600);  // of 38'000: middles of two, and what the portable kernel is not sure of
        }
    }

    TEST_CASE_TEMPLATE("csv exponents: any of them, with others or none", T, float, double) {
        for (auto const instructions : instruction_sets()) {
            decimals some{22};
            for (int const most : {5, 40, 400})
                for (std::size_t const count : std::array<std::size_t, 7>{1, 4, 7, 8, 12, 63, 2001})
                    for (int round = 0; round != 4; ++round) {
                        std::vector<std::string> fields;
                        while (fields.size() != count)
                            fields.push_back(some.below(4) != 0 ? some.with_exponent(1 + some.below(22), most)
                                                                : some.of_digits(1 + some.below(22)));
                        std::erase_if(fields, [](auto const& text) { return !is_number<T>(text); });
                        check_in_company<T>(fields, instructions);
                    }
        }
    }

    TEST_CASE_TEMPLATE("csv exponents: as NumPy and others write them, and the shortest ones side by side", T, float,
                       double) {
        std::vector<std::string> const fields{"5.118216276168823242e-01",
                                              "-1.406223624944686890e-01",
                                              "0.000000000000000000e+00",
                                              "1.234567e+08",
                                              "1e-7",
                                              "2E5",
                                              "1e5",
                                              "-1E+2",
                                              "0e0",
                                              "-0e-0",
                                              "-0.0e5",
                                              "1e0000",
                                              "1e+001",
                                              "123456789012345678e-17",
                                              "9999999999999999999e19",
                                              "1e-37",
                                              ".5e1",
                                              "00000000000000001.5e3",
                                              "0.0000000000000000015e3"};
        for (auto const instructions : instruction_sets()) {
            check_in_company<T>(fields, instructions);
            CHECK(check_fields<T>(fields, instructions) == std::is_same_v<T, float>);  // 123456700 is a middle
        }
    }

    TEST_CASE_TEMPLATE("csv exponents: at the ends of what is normal, and beyond them", T, float, double) {
        for (auto const instructions : instruction_sets())
            for (std::string const mantissa : {"1", "-1.5", "9999999999999999999", "1.000000000000000001", "0.0"}) {
                std::vector<std::string> fields;
                for (int exponent = -420; exponent != 420; ++exponent) {
                    auto const text = mantissa + "e" + std::to_string(exponent);
                    if (is_number<T>(text)) fields.push_back(text);
                }
                check_fields<T>(fields, instructions);
            }
    }

    TEST_CASE_TEMPLATE("csv exponents: numbers near the middle of two floats or doubles are rounded once", T, float,
                       double) {
        check_near_middles<T>(23, decimals::scientific);
    }

    // m 10^e with m < 10^19 that lie within 2^-100 of the middle of two doubles, relative to it: m and an odd number
    // are convergents, or nearly, of the continued fraction of 10^e and a power of two.
    TEST_CASE_TEMPLATE("csv exponents: the hardest decimals of 19 digits", T, float, double) {
        std::vector<std::string> const hardest{
            "77024470552699559e-54",   "4012624612301971807e-53", "5558862289255267267e-52", "377748120543439657e-51",
            "3941882609801069926e-50", "1608014010061712077e-49", "176431884076813261e-48",  "3790082570936746247e-47",
            "251030048381617111e-46",  "5535281160055802173e-45", "84203916087439333e-44",   "5573329417113950893e-43",
            "2688917174565713277e-42", "1065964114388359817e-41", "4179071186883910765e-40", "6642997035308520329e-39",
            "3544821870673428e-38",    "5281324811830456223e-37", "1000563376822748019e-36", "6076136498343137e-35",
            "476453916405182225e-34",  "5886057125507464127e-33", "3994889085164598869e-32", "79461601703952979e-31",
            "2948391542860828303e-30", "731118151584080399e-29",  "2705855931411335061e-28", "1142457831393125959e-27",
            "173829143995819833e-26",  "49635064114686541e-25",   "4984790330352042e-24",    "3902696588748082e-23",
            "924953545812414437e23",   "3182586621140285025e24",  "636517324228057005e25",   "127303464845611401e26",
            "1372425754551782825e27",  "5446136629611347657e28",  "7202841595437629673e29",  "2916340984601552191e30",
            "7245648788029227511e31",  "6549139515477294e32",     "6313186546839308451e34",  "6477987557504884013e35",
            "7203521748439181e36",     "8348117984902100113e37",  "5902140407902955151e38",  "1793344702865290537e39",
            "2002187222588123953e40",  "2068476635549215278e41",  "2986045586512302185e42",  "597209117302460437e43",
            "42642289439837259e44",    "3105617649059637559e45",  "1126060332414337973e46",  "181601930773527377e47",
            "25417852227370421e48",    "746677824066771727e49",   "1608162516911136685e50",  "321632503382227337e51",
            "143100716639642623e52",   "1538836586308724087e53",  "2961073860535993323e54"};
        for (auto const instructions : instruction_sets()) check_fields<T>(hardest, instructions);
    }

    TEST_CASE_TEMPLATE("csv exponents: what is none needs a closer look", T, float, double) {
        std::vector<std::string> texts{"1e",        "1e+",
                                       "1e-",       "e5",
                                       "-e5",       ".e5",
                                       "-.e5",      "1e5.",
                                       "1e5.5",     "1e+-",
                                       "1e--5",     "1ee5",
                                       "1e 5",      "1e5e5",
                                       "1.2.e3",    "1.2.3e5",
                                       "0x1e5",     "1d5",
                                       "--1e5",     "+1e5",
                                       " 1e5",      "1e5 ",
                                       "1,5e3",     "1e5,",
                                       "1-e5",      "1e5-",
                                       "e",         "E+5",
                                       "-e-5",      "x1e5",
                                       "1xe5",      "1.5e5x",
                                       "1e400",     "1e1000",
                                       "1e-1000",   "1e12345",
                                       "1e-123456", "1e99999999999999999999"};
        for (std::string const outside : {"1e-46", "-1e-50", "1e-54", "1e39", "4e38", "0.01e41"})
            if (!is_number<T>(outside)) texts.push_back(outside);
        for (unsigned byte = 0; byte < 256; byte += one_in)
            for (std::string const number : {"1.5e-3", "2E5", "1.234567890123456789e+01"})
                for (std::size_t place = 0; place != number.size(); ++place) {
                    auto text = number;
                    text[place] = static_cast<char>(byte);
                    if (!is_number<T>(text) && byte != '.') texts.push_back(text);
                }
        for (auto const instructions : instruction_sets())
            for (std::size_t const in_front : std::array<std::size_t, 2>{0, 64})
                for (std::string const neighbour : {"1", "1234.5678", "1.2345678901234567e1"})
                    for (std::size_t place = 0; place != 20; place += 5)
                        check_unread<T>(std::vector<std::string>(in_front + 17, neighbour), in_front, place, texts,
                                        instructions);
    }

    TEST_CASE_TEMPLATE("csv exponents: no byte in front of a field is part of it", T, float, double) {
        std::vector<std::string> fields;
        for (std::string const front : {"1e", "e", "1e5", "E+", "x1e-"})
            for (std::string const field : {"5", "55", "5e1", "1.5e+01", "1234567", "12345678", "-1"}) {
                fields.push_back(front), fields.push_back(field);
            }
        for (auto const instructions : instruction_sets()) {
            auto const found = parse<T>(fields, csv_layout{}, instructions);
            for (std::size_t i = 0; i != fields.size(); ++i) {
                CAPTURE(fields[i]);
                if (!is_number<T>(fields[i])) CHECK(found.unread[i]);
                else if (!found.unread[i]) CHECK(found.numbers[i] == plain_number<T>(fields[i]));
            }
        }
    }

    // A delimiter may be a letter.
    TEST_CASE_TEMPLATE("csv exponents: e behind and in front of a field is no exponent", T, float, double) {
        for (auto const instructions : instruction_sets()) {
            auto const found = parse<T>({"12", "3", "1234567890123456789", "5"}, csv_layout{}, instructions, 'e');
            for (std::size_t i = 0; i != 4; ++i)
                if (!found.unread[i]) CHECK(found.numbers[i] == std::array<T, 4>{12, 3, T(1234567890123456789), 5}[i]);
        }
    }

    TEST_CASE_TEMPLATE("csv exponents: an empty field among them is NaN, or needs a closer look", T, float, double) {
        for (auto const instructions : instruction_sets())
            for (bool const missing : {true, false})
                for (std::size_t place = 0; place != 17; ++place) {
                    std::vector<std::string> fields(17, "1.5e3");
                    fields[place].clear();
                    csv_layout layout;
                    layout.empty_is_missing = missing;
                    auto const found = parse<T>(fields, layout, instructions);
                    CHECK(found.unread[place] == !missing);
                    if (missing) CHECK(std::isnan(found.numbers[place]));
                    CHECK(std::ranges::count(found.unread, true) == !missing);
                }
    }

    TEST_CASE_TEMPLATE("csv exponents: whole numbers that T does not hold are counted only without one", T, float,
                       double) {
        for (auto const instructions : instruction_sets()) {
            std::vector<std::string> const fields{
                "16777217e0", "16777217", "9007199254740993e0", "123456789012345678", "1.6777217e7",
                "1e5",        "16777219", "123456789e1",        "9007199254740993",   "2e5"};
            check_in_company<T>(fields, instructions);
            csv_layout layout;
            layout.list_inexact = true;
            auto const listed = parse<T>(fields, layout, instructions);
            CHECK(listed.inexact == 0);
            CHECK(listed.unread[3]);
            CHECK(listed.unread[1] == std::is_same_v<T, float>);
            CHECK_FALSE(listed.unread[5]);
        }
    }

    TEST_CASE("csv exponents: a decimal comma") {
        csv_layout layout;
        layout.decimal_point = ',';
        std::vector<std::string> const fields{"1,5e3", "1.5e3", "-2,25E-1", "15e2"};
        for (auto const instructions : instruction_sets()) {
            auto const found = parse<double>(fields, layout, instructions);
            CHECK(found.unread[1]);
            if (instructions == instruction_set::portable) continue;
            CHECK_FALSE((found.unread[0] || found.unread[2] || found.unread[3]));
            CHECK((found.numbers[0] == 1500 && found.numbers[2] == -.225 && found.numbers[3] == 1500));
        }
    }
}
