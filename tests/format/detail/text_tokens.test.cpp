// SPDX-License-Identifier: MIT
#include <arenite/format/detail/text_tokens.hpp>

#include "event_log.hpp"
#include "memory_file.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

using arenite::model_error;
using arenite::detail::model_input;
using arenite::detail::text_tokens;
using arenite::test::bytes_of;
using arenite::test::memory_file;

namespace {

/// A reader of lines in memory.
struct lines_of {
    explicit lines_of(std::string_view text) : input(bytes_of(text), "model.txt") {}

    model_input input;
    std::array<char, 64> buffer{};
    text_tokens lines{input, buffer};
};

/// Every line as `number:key` or `number:key=token|token`.
std::string tokens_of(text_tokens& lines) {
    std::string log;
    while (lines.next_line()) {
        log += std::to_string(lines.line()) + ':' + std::string{lines.key()} + (lines.has_value() ? "=" : "");
        for (std::string token{lines.next_token()}; !token.empty(); token = lines.next_token()) log += token + '|';
        log += '\n';
    }
    return log;
}

std::string tokens_in(std::string_view text) {
    lines_of model{text};
    return tokens_of(model.lines);
}

constexpr std::string_view small_model =
    "tree\nversion=v4\naverage_output\nfeature_names=a=b c\td\n\n\nTree=0\nthreshold= 1.5  -inf \nempty=\n=value\n"
    "last=1";

constexpr std::string_view small_model_tokens =
    "1:tree\n2:version=v4|\n3:average_output\n4:feature_names=a=b|c|d|\n7:Tree=0|\n8:threshold=1.5|-inf|\n9:empty=\n"
    "10:=value|\n11:last=1|\n";

std::string with_cr(std::string_view text) {
    std::string result;
    for (char const byte : text) result += byte == '\n' ? std::string{"\r\n"} : std::string{byte};
    return result;
}

}  // namespace

TEST_SUITE("format") {
    TEST_CASE("text_tokens: keys and tokens of lines that end in LF or CR LF") {
        CHECK(tokens_in(small_model) == small_model_tokens);
        CHECK(tokens_in(with_cr(small_model)) == small_model_tokens);
        CHECK(tokens_in(with_cr(small_model) + "\r\n") == small_model_tokens);
        CHECK(tokens_in("").empty());
        CHECK(tokens_in("\n\r\n \n").empty());
    }

    TEST_CASE("text_tokens: the same tokens through a buffer of any size, and again") {
        for (auto const& text : {std::string{small_model}, with_cr(small_model)}) {
            memory_file const file{text};
            REQUIRE(file.written());
            for (std::size_t size = 1; size <= text.size() + 1; ++size) {
                CAPTURE(size);
                std::vector<char> buffer(size);
                std::array<char, 8> token;
                model_input input{file.path(), buffer};
                text_tokens lines{input, token};
                CHECK(tokens_of(lines) == small_model_tokens);
                lines.rewind();
                CHECK(tokens_of(lines) == small_model_tokens);
            }
        }
    }

    TEST_CASE("text_tokens: a line that was read in part is passed") {
        lines_of model{"a=1 2 3\nb=4\nc"};
        CHECK(model.lines.next_line());
        CHECK(model.lines.next_token() == "1");
        CHECK(model.lines.next_line());
        CHECK(model.lines.key() == "b");
        CHECK(model.lines.next_line());
        CHECK(model.lines.key() == "c");
        CHECK(model.lines.next_token().empty());
        CHECK_FALSE(model.lines.next_line());
        CHECK_FALSE(model.lines.next_line());
    }

    TEST_CASE("text_tokens: the rest of a line, without the blanks around it") {
        lines_of model{"objective= binary sigmoid:1 \r\nnone=\r\nhalf=a b c\n"};
        model.lines.next_line();
        CHECK(model.lines.rest_of_line() == "binary sigmoid:1");
        CHECK(model.lines.rest_of_line().empty());
        model.lines.next_line();
        CHECK(model.lines.rest_of_line().empty());
        model.lines.next_line();
        model.lines.next_token();
        CHECK(model.lines.rest_of_line() == "b c");
    }

    TEST_CASE("text_tokens: numbers of a line are counted, and read as they are asked for") {
        for (std::size_t size = 1; size != 40; ++size) {
            CAPTURE(size);
            memory_file const file{"a=1 -2.5e-3 INF  nan\t-inf\r\nb=\nc=4294967295 7\nd=9\n"};
            std::vector<char> buffer(size);
            std::array<char, 16> token;
            model_input input{file.path(), buffer};
            text_tokens lines{input, token};
            std::size_t const counts[] = {5, 0, 2, 1};
            for (auto const count : counts) {
                lines.next_line();
                CHECK(lines.count_tokens() == count);
                CHECK(lines.count_tokens() == 0);
            }
            lines.rewind();
            lines.next_line();
            std::vector<double> numbers;
            auto const keep = [&](std::size_t i, double value) {
                CHECK(i == numbers.size());
                numbers.push_back(value);
            };
            CHECK(lines.read_numbers<double>(keep) == 5);
            CHECK(std::isnan(numbers.at(3)));
            numbers[3] = 0;
            auto const infinity = std::numeric_limits<double>::infinity();
            CHECK(numbers == std::vector<double>{1, -2.5e-3, infinity, 0, -infinity});
            lines.next_line();
            CHECK(lines.read_numbers<double>(keep) == 0);
            lines.next_line();
            std::vector<std::uint32_t> words;
            auto const keep_word = [&](std::size_t, std::uint32_t word) { words.push_back(word); };
            CHECK(lines.read_numbers<std::uint32_t>(keep_word) == 2);
            CHECK(words == std::vector<std::uint32_t>{4294967295, 7});
            lines.next_line();
            CHECK(lines.read_number<int>() == 9);
        }
    }

    TEST_CASE("text_tokens: numbers are the same whatever separates them, and wherever the buffer ends") {
        std::string const text =
            "a=1 22  333\t4444 55555\t 666666 7777777 88888888 999999999 -1 0.1 "
            "1234567890.1234567890123 1.234567890123456789012345e-7\r 2 \t\nb=1\n";
        std::vector<double> const expected{1,
                                           22,
                                           333,
                                           4444,
                                           55555,
                                           666666,
                                           7777777,
                                           88888888,
                                           999999999,
                                           -1,
                                           0.1,
                                           1234567890.1234567890123,
                                           1.234567890123456789012345e-7,
                                           2};
        memory_file const file{text};
        for (std::size_t size = 1; size <= text.size() + 1; ++size) {
            CAPTURE(size);
            std::vector<char> buffer(size), token(32);
            model_input input{file.path(), buffer};
            text_tokens lines{input, token};
            REQUIRE(lines.next_line());
            CHECK(lines.count_tokens() == expected.size());
            lines.rewind();
            REQUIRE(lines.next_line());
            std::vector<double> numbers;
            CHECK(lines.read_numbers<double>([&](std::size_t, double one) { numbers.push_back(one); }) ==
                  expected.size());
            CHECK(numbers == expected);
            REQUIRE(lines.next_line());
            CHECK(lines.read_number<int>() == 1);
        }
    }

    TEST_CASE("text_tokens: a wrong token among short ones is named, whatever is behind it") {
        std::string const behind(100, ' ');
        for (std::string const wrong : {"x", "1x", "\x01",
                                        "1\x01"
                                        "2",
                                        "\xff"}) {
            auto const text = "a=1 22 " + wrong + " 3" + behind;
            lines_of model{text};
            model.lines.next_line();
            std::size_t count = 0;
            CHECK_THROWS_WITH_AS(model.lines.read_numbers<int>([&](std::size_t, int) { ++count; }),
                                 doctest::Contains("a[2] (byte 7)"), model_error);
            CHECK(count == 2);
        }
        auto const text = "a=1 22 3" + behind;
        lines_of model{text};
        model.lines.next_line();
        CHECK_THROWS_WITH_AS(model.lines.read_numbers<int>([&](std::size_t i, int) {
            if (i == 1) model.lines.fail("no more than one");
        }),
                             doctest::Contains("a[1] (byte 4): found \"22\""), model_error);
    }

    TEST_CASE("text_tokens: a token that is longer than the buffer is refused among short ones too") {
        std::string const text = "a=1 123456789 2" + std::string(100, ' ');
        std::array<char, 8> token;
        model_input input{bytes_of(text), "model.txt"};
        text_tokens lines{input, token};
        lines.next_line();
        CHECK_THROWS_WITH_AS(lines.read_numbers<double>([](std::size_t, double) {}), doctest::Contains("too long"),
                             model_error);
    }

    TEST_CASE("text_tokens: errors name the line, the key, the token and the byte") {
        lines_of model{"tree\n\nthreshold=1 2 x 4\nnum_leaves=3 4\nempty=\n"};
        auto& lines = model.lines;
        lines.next_line();
        lines.next_line();
        CHECK_THROWS_WITH_AS(
            lines.read_numbers<double>([](std::size_t, double) {}),
            "model.txt: line 3: threshold[2] (byte 20): found \"x\", expected a number in the range of double",
            model_error);
        lines.next_line();
        CHECK_THROWS_WITH_AS(lines.read_number<int>(),
                             "model.txt: line 4: num_leaves[1] (byte 37): found \"4\", expected the end of the line",
                             model_error);
        lines.next_line();
        CHECK_THROWS_WITH_AS(lines.read_number<std::uint8_t>(),
                             "model.txt: line 5: empty (byte 45): found the end of the line, expected a whole number "
                             "from 0 to 255",
                             model_error);
    }

    TEST_CASE("text_tokens: another mark may end a key") {
        lines_of model{"parameters:\n[seed: 1,2]\npandas:[\"a=b\"]\n"};
        REQUIRE(model.lines.next_line(':'));
        CHECK(model.lines.key() == "parameters");
        CHECK(model.lines.next_token().empty());
        REQUIRE(model.lines.next_line(':'));
        CHECK(model.lines.key() == "[seed");
        CHECK(model.lines.rest_of_line() == "1,2]");
        REQUIRE(model.lines.next_line(':'));
        CHECK(model.lines.rest_of_line() == "[\"a=b\"]");
        CHECK_FALSE(model.lines.next_line(':'));
    }

    TEST_CASE("text_tokens: the first byte of each token, however long it is") {
        std::string const text = "infos=[0:1] none -1:" + std::string(1000, '2') + " 7\n";
        for (std::size_t const buffered : {std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
            memory_file const file{text};
            std::vector<char> buffer(buffered), token(8);
            model_input input{file.path(), buffer};
            text_tokens lines{input, token};
            REQUIRE(lines.next_line());
            std::string first;
            auto const count = lines.count_tokens([&](std::size_t i, char byte) {
                CHECK(i == first.size());
                first += byte;
            });
            CHECK(count == 4);
            CHECK(first == "[n-7");
        }
    }

    TEST_CASE("text_tokens: a token longer than the buffer is refused, a line may be of any length") {
        std::string const fits(64, 'a'), too_long(65, 'a');
        auto const text =
            "k=" + fits + "\nk=" + too_long + "\nk=" + too_long + "\n" + std::string(5000, 'k') + "=1\nlast=2";
        lines_of model{text};
        auto& lines = model.lines;
        lines.next_line();
        CHECK(lines.next_token() == fits);
        lines.next_line();
        CHECK_THROWS_WITH_AS(lines.next_token(), doctest::Contains("at most 64 bytes"), model_error);
        lines.next_line();
        CHECK_THROWS_WITH_AS(lines.rest_of_line(), doctest::Contains("at most 64 bytes"), model_error);
        lines.next_line();
        CHECK(lines.key() == std::string(64, 'k'));
        CHECK(lines.read_number<int>() == 1);
        lines.next_line();
        CHECK(lines.key() == "last");
    }
}
