// SPDX-License-Identifier: MIT
#include <arenite/format/detail/json_events.hpp>

#include "event_log.hpp"
#include "memory_file.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

using arenite::model_error;
using arenite::detail::document_event;
using arenite::detail::json_events;
using arenite::detail::model_input;
using arenite::test::bytes_of;
using arenite::test::events_of;
using arenite::test::memory_file;

namespace {

/// A reader of JSON in memory.
struct json_text {
    explicit json_text(std::string_view text) : input(bytes_of(text), "model.json") {}

    model_input input;
    std::array<char, 64> buffer{};
    json_events events{input, buffer};
};

std::string events_in(std::string_view text) {
    json_text document{text};
    return events_of(document.events);
}

constexpr std::string_view small_model =
    "{\"learner\": {\"trees\": [{\"id\":0,\"left\":[1, -1,-1],\"cond\":[5E-1,-1.25E-38,NaN]}, {}],\r\n"
    "\t\"name\":\"a\\u00e4\\n\\uD83D\\uDE00\" , \"flags\":[true,false , null,[],[[-Infinity]]]},"
    "\"version\":[3,0,1]} \n";

constexpr std::string_view small_model_events =
    "{ learner: { trees: [ { id: #0 left: [ #1 #-1 #-1 ] cond: [ #0.5 #-1.25e-38 #nan ] } { } ] "
    "name: \"a\xC3\xA4\n\xF0\x9F\x98\x80\" flags: [ true false null [ ] [ [ #-inf ] ] ] } version: [ #3 #0 #1 ] }";

struct rejected {
    std::string_view text;
    std::uint64_t byte;
    std::string_view where, found, expected;
};

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_SUITE("format") {
    TEST_CASE("json_events: documents as events") {
        CHECK(events_in(small_model) == small_model_events);
        CHECK(events_in("{}") == "{ }");
        CHECK(events_in(" [ ] ") == "[ ]");
        CHECK(events_in("\"\"") == "\"\"");
        CHECK(events_in("-0.5e+1") == "#-5");
        CHECK(events_in("Infinity") == "#inf");
        CHECK(events_in("[nan,inf,-inf]") == "[ #nan #inf #-inf ]");
        CHECK(events_in("null") == "null");
        CHECK(events_in(R"({"":{"a":1},"":2})") == "{ : { a: #1 } : #2 }");
        CHECK(events_in(R"("\"\\\/\b\f\n\r\t\u0041")") == "\"\"\\/\b\f\n\r\tA\"");
        CHECK(events_in("\"\xC3\xA4\"") == "\"\xC3\xA4\"");
    }

    TEST_CASE("json_events: the same events through a buffer of any size") {
        memory_file const file{small_model};
        REQUIRE(file.written());
        for (std::size_t size = 1; size <= small_model.size() + 1; ++size) {
            CAPTURE(size);
            std::vector<char> buffer(size);
            std::array<char, 16> texts;
            model_input input{file.path(), buffer};
            json_events events{input, texts};
            CHECK(events_of(events) == small_model_events);
            events.rewind();
            CHECK(events_of(events) == small_model_events);
        }
    }

    TEST_CASE("json_events: what is no JSON is refused where it stands") {
        rejected const cases[] = {
            {"", 0, "", "the end of the file", "a value"},
            {"  ", 2, "", "the end of the file", "a value"},
            {"{", 1, "", "the end of the file", "a key in quotes"},
            {"{1", 1, "", "'1'", "a key in quotes"},
            {"{\"a\"", 4, "a", "the end of the file", "':'"},
            {"{\"a\" 1}", 5, "a", "'1'", "':'"},
            {"{\"a\":}", 5, "a", "'}'", "a value"},
            {"{\"a\":1", 6, "a", "the end of the file", "',' or '}'"},
            {"{\"a\":1]", 6, "a", "']'", "',' or '}'"},
            {"{\"a\":1,}", 7, "a", "'}'", "a key in quotes"},
            {"{\"a\":1 \"b\":2}", 7, "a", "'\"'", "',' or '}'"},
            {"{,\"a\":1}", 1, "", "','", "a key in quotes"},
            {"{a:1}", 1, "", "'a'", "a key in quotes"},
            {"[", 1, "[0]", "the end of the file", "a value"},
            {"[1", 2, "[0]", "the end of the file", "',' or ']'"},
            {"[1,", 3, "[1]", "the end of the file", "a value"},
            {"[1,]", 3, "[1]", "']'", "a value"},
            {"[,1]", 1, "[0]", "','", "a value"},
            {"[1 2]", 3, "[0]", "'2'", "',' or ']'"},
            {"[1}", 2, "[0]", "'}'", "',' or ']'"},
            {"{\"a\":[1,{\"b\":[2,x]}]}", 16, "a[1].b[1]", "\"x\"", "a value"},
            {"[1] 2", 4, "", "'2'", "the end of the file"},
            {"1,", 1, "", "','", "the end of the file"},
            {"{}}", 2, "", "'}'", "the end of the file"},
            {"01", 0, "", "\"01\"", "a value"},
            {"[1.]", 1, "[0]", "\"1.\"", "a value"},
            {"[+1]", 1, "[0]", "\"+1\"", "a value"},
            {"[True]", 1, "[0]", "\"True\"", "a value"},
            {"[-nan]", 1, "[0]", "\"-nan\"", "a value"},
            {"nul", 0, "", "\"nul\"", "a value"},
            {"'a'", 0, "", "'''", "a value"},
            {"[1;2]", 2, "[0]", "';'", "',' or ']'"},
            {"\x01", 0, "", "the byte 1", "a value"},
            {"\xEF\xBB\xBF{}", 0, "", "the byte 239", "a value"},
            {"\"a", 2, "", "the end of the file", "a text without control characters, in quotes"},
            {"\"a\n\"", 2, "", "the byte 10", "a text without control characters, in quotes"},
            {"{\"a\\", 4, "", "the end of the file", "one of \"\\/bfnrtu after a backslash"},
            {"\"\\x\"", 2, "", "'x'", "one of \"\\/bfnrtu after a backslash"},
            {"\"\\u12g4\"", 5, "", "'g'", "four hexadecimal digits"},
            {"\"\\u123", 6, "", "the end of the file", "four hexadecimal digits"},
            {"\"\\uD800\"", 7, "", "a high surrogate without a low one", "a low surrogate behind it"},
            {"\"\\uD800\\n\"", 8, "", "a high surrogate without a low one", "a low surrogate behind it"},
            {"\"\\uD800\\uD800\"", 13, "", "a high surrogate without a low one", "a low surrogate behind it"},
            {"\"\\uDC00\"", 7, "", "a low surrogate without a high one", "a high surrogate in front of it"},
        };
        for (auto const& [text, byte, where, found, expected] : cases) {
            CAPTURE(text);
            json_text document{text};
            CHECK_THROWS_AS(events_of(document.events), model_error);
            document.events.rewind();
            try {
                events_of(document.events);
            } catch (model_error const& error) {
                CHECK(error.file() == "model.json");
                CHECK(error.byte() == byte);
                CHECK(error.where() == where);
                CHECK(error.found() == found);
                CHECK(error.expected() == expected);
            }
        }
    }

    TEST_CASE("json_events: cut anywhere, a document is refused, by every way of reading") {
        auto const document = small_model.substr(0, small_model.size() - 2);
        for (std::size_t size = 0; size != document.size(); ++size) {
            CAPTURE(size);
            auto const cut = document.substr(0, size);
            CHECK_THROWS_AS(events_in(cut), model_error);
            CHECK_THROWS_AS(json_text{cut}.events.skip_value(), model_error);
        }
    }

    TEST_CASE("json_events: 64 levels are read, 65 refused") {
        CHECK(events_in(nested(64)).size() == 64 * 4 - 1);
        CHECK_THROWS_WITH_AS(events_in(nested(65)), doctest::Contains("at most 64 levels"), model_error);
        auto const deep = nested(64), much_deeper = nested(1'000'000);
        CHECK_NOTHROW(json_text{deep}.events.skip_value());
        CHECK_THROWS_AS(json_text{much_deeper}.events.skip_value(), model_error);
    }

    TEST_CASE("json_events: a text, key or number longer than the buffer is refused, in memory and in a file") {
        std::string const fits[] = {'"' + std::string(64, 'a') + '"', "{\"" + std::string(64, 'k') + "\":1}",
                                    std::string(64, '1')};
        std::string const too_long[] = {'"' + std::string(65, 'a') + '"', "{\"" + std::string(65, 'k') + "\":1}",
                                        std::string(65, '1'), std::string(1'000'000, '1')};
        for (auto const& text : fits) CHECK_NOTHROW(events_in(text));
        for (auto const& text : too_long) {
            CHECK_THROWS_WITH_AS(events_in(text), doctest::Contains("at most 64 bytes"), model_error);
            memory_file const file{text};
            std::array<char, 8> buffer;
            std::array<char, 64> texts;
            model_input input{file.path(), buffer};
            json_events events{input, texts};
            CHECK_THROWS_WITH_AS(events_of(events), doctest::Contains("at most 64 bytes"), model_error);
        }
    }

    TEST_CASE("json_events: skip_value passes exactly one value, texts of any length too") {
        auto const text = "[" + std::string{small_model} + ",\"" + std::string(1000, 'a') +
                          "\\n\", 1.5, [1,2,[3,{\"a,]\":[4,5]}],NaN,6], null, \"last\"]";
        for (std::size_t size = 1; size != 70; ++size) {
            CAPTURE(size);
            memory_file const file{text};
            std::vector<char> buffer(size);
            std::array<char, 64> texts;
            model_input input{file.path(), buffer};
            json_events events{input, texts};
            events.open_array();
            for (int i = 0; i != 5; ++i) events.skip_value();
            CHECK(events.read_text() == "last");
            CHECK(events.where() == "[5]");
            events.expect(document_event::array_end);
            events.expect(document_event::end);
        }
    }

    TEST_CASE("json_events: skipping refuses broken structure") {
        for (auto const* const text :
             {"[1,2", "[1,2}", "[1,,2]", "[1,]", "[1 [2]]", "[1,2,x]", "{\"a\":[1,2]", "[1,2-]", "[1.,2]"}) {
            CAPTURE(text);
            CHECK_THROWS_AS(json_text{text}.events.skip_value(), model_error);
        }
    }

    TEST_CASE("json_events: arrays are counted and read, with blanks, nested or empty") {
        struct {
            std::string_view text;
            std::size_t count;
        } const cases[] = {{"[]", 0},
                           {"[ ]", 0},
                           {"[1]", 1},
                           {"[1,2,3]", 3},
                           {"[ 1 , 2\n,3 ]", 3},
                           {"[NaN,1,NaN]", 3},
                           {"[[1,2],[3],4]", 3},
                           {"[\"a,b\",{\"c\":[1]}]", 2},
                           {"[-1.5E-10,2E+3,0,-Infinity]", 4}};
        for (auto const& [text, count] : cases)
            for (std::size_t size = 1; size != 30; ++size) {
                CAPTURE(text);
                CAPTURE(size);
                memory_file const file{text};
                std::vector<char> buffer(size);
                std::array<char, 16> texts;
                model_input input{file.path(), buffer};
                json_events events{input, texts};
                CHECK(events.count_array() == count);
                events.expect(document_event::end);
            }
    }

    TEST_CASE("json_events: read_array delivers numbers of the type that is asked for") {
        json_text document{"[[0.1,2,-3E-1],[true,false,1,0],[1.0,2E0,-3], 7]"};
        auto& events = document.events;
        events.open_array();
        std::vector<float> floats;
        CHECK(events.read_array<float>([&](std::size_t i, float value) {
            CHECK(i == floats.size());
            floats.push_back(value);
        }) == 3);
        CHECK(floats == std::vector{0.1F, 2.0F, -0.3F});
        std::vector<std::uint8_t> flags;
        CHECK(events.read_array<std::uint8_t>([&](std::size_t, std::uint8_t flag) { flags.push_back(flag); }) == 4);
        CHECK(flags == std::vector<std::uint8_t>{1, 0, 1, 0});
        std::vector<int> integers;
        CHECK(events.read_array<int>([&](std::size_t, int value) { integers.push_back(value); }) == 3);
        CHECK(integers == std::vector{1, 2, -3});
        CHECK(events.read_number<std::int64_t>() == 7);
        CHECK(events.text() == "7");
        CHECK_FALSE(events.next_element());
    }

    TEST_CASE("json_events: an object is read again from its beginning") {
        json_text document{R"({"a":[{},{ "b":1,"c":[2]},3]})"};
        auto& events = document.events;
        events.open_object();
        CHECK(events.next_key());
        events.open_array();
        CHECK(events.next_element());
        CHECK_FALSE(events.next_key());
        CHECK(events.next_element());
        auto const begin = events.input().position();
        for (int i = 0; i != 3; ++i) {
            CHECK(events.next_key());
            CHECK(events.where() == "a[1].b");
            CHECK(events.read_number<int>() == 1);
            CHECK(events.next_key());
            CHECK(events.count_array() == 1);
            CHECK_FALSE(events.next_key());
            CHECK(events.where() == "a[1]");
            if (i != 2) events.enter_again(begin);
        }
        CHECK(events.next_element());
        CHECK(events.where() == "a[2]");
        CHECK(events.as<int>() == 3);
        CHECK_FALSE(events.next_element());
    }

    TEST_CASE("json_events: a value of another kind is refused with its place, and what it should have been") {
        auto const ints = [](std::size_t, std::int32_t) {};
        auto const reject = [&](std::string_view text, auto read, std::string_view what) {
            CAPTURE(text);
            json_text document{text};
            document.events.open_object();
            while (document.events.next_key())
                if (document.events.text() != "a") document.events.skip_value();
                else CHECK_THROWS_WITH_AS(read(document.events), what.data(), model_error);
        };
        auto const read_ints = [&](json_events& events) { events.read_array<std::int32_t>(ints); };
        constexpr auto int_range = "a whole number from -2147483648 to 2147483647";
        auto const expecting = [&](std::string found) { return found + ", expected " + int_range; };
        reject(R"({"b":1,"a":[1,2.5]})", read_ints, expecting("model.json: a[1] (byte 14): found 2.5"));
        reject(R"({"a":[3000000000]})", read_ints, expecting("model.json: a[0] (byte 6): found 3000000000"));
        reject(R"({"a":["x"]})", read_ints, expecting("model.json: a[0] (byte 6): found \"x\""));
        reject(R"({"a":[[1]]})", read_ints, expecting("model.json: a[0] (byte 6): found an array"));
        reject(R"({"a":{}})", read_ints, "model.json: a (byte 5): found an object, expected an array");
        reject(R"({"a":[1e39]})", [](auto& events) { events.template read_array<float>([](std::size_t, float) {}); },
               "model.json: a[0] (byte 6): found 1e39, expected a number in the range of float");
        reject(R"({"a":[true]})", [](auto& events) { events.template read_array<float>([](std::size_t, float) {}); },
               "model.json: a[0] (byte 6): found true, expected a number in the range of float");
        reject(R"({"a":null})", [](auto& events) { events.read_text(); },
               "model.json: a (byte 5): found null, expected a text");
        reject(R"({"a":[1,5]})",
               [](auto& events) {
                   events.template read_array<int>([&](std::size_t, int value) {
                       if (value > 4) events.fail("a child in the tree");
                   });
               },
               "model.json: a[1] (byte 8): found 5, expected a child in the tree");
    }
}
