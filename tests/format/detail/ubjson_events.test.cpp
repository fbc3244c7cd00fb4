// SPDX-License-Identifier: MIT
#include <arenite/format/detail/ubjson_events.hpp>

#include <arenite/format/detail/json_events.hpp>

#include "event_log.hpp"
#include "memory_file.hpp"

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cmath>
#include <filesystem>
#include <vector>

using namespace std::string_literals;
using namespace std::string_view_literals;

using arenite::model_error;
using arenite::detail::document_event;
using arenite::detail::json_events;
using arenite::detail::model_input;
using arenite::detail::ubjson_events;
using arenite::test::bytes_of;
using arenite::test::events_of;
using arenite::test::memory_file;

namespace {

/// A reader of UBJSON in memory.
struct ubjson_bytes {
    explicit ubjson_bytes(std::string_view bytes) : input(bytes_of(bytes), "model.ubj") {}

    model_input input;
    std::array<char, 64> buffer{};
    ubjson_events events{input, buffer};
};

std::string events_in(std::string_view bytes) {
    ubjson_bytes document{bytes};
    return events_of(document.events);
}

/// The number's bytes, most significant first.
template <class Number>
std::string big_endian(Number number) {
    auto const bytes = std::bit_cast<std::array<char, sizeof(Number)>>(number);
    return {bytes.rbegin(), bytes.rend()};
}

std::string length(std::int64_t count) { return "L" + big_endian(count); }
std::string key(std::string const& name) { return length(static_cast<std::int64_t>(name.size())) + name; }
std::string text(std::string const& content) { return "S" + key(content); }

template <class Number>
std::string typed(char marker, std::vector<Number> const& numbers) {
    auto bytes = "[$"s + marker + "#" + length(static_cast<std::int64_t>(numbers.size()));
    for (auto const number : numbers) bytes += big_endian(number);
    return bytes;
}

std::string const small_model = "{" + key("trees") + "[" + typed<float>('d', {0.5F, -0.125F}) + "[#" + length(3) +
                                "TFZ" + "{}" + "]" + key("name") + text("a\n\xC3\xA4") + key("none") +
                                typed<std::int32_t>('l', {}) + key("version") + "[#i\3i\3i\0i\1"s + key("c") + "Cx" +
                                key("last") + "[$U#U\2\7\xFF"s + "}";

constexpr auto small_model_events =
    "{ trees: [ [ #0.5 #-0.125 ] [ true false null ] { } ] name: \"a\n\xC3\xA4\" none: [ ] "
    "version: [ #3 #0 #1 ] c: \"x\" last: [ #7 #255 ] }"sv;

struct rejected {
    std::string bytes;
    std::uint64_t byte;
    std::string_view where, found, expected;
};

constexpr auto marker = "the marker of a value: one of {[SCZTFiUIlLdD"sv;
constexpr auto key_or_end = "a key, which begins with its length, or '}'"sv;
constexpr auto type = "the type of a number: one of UiIlLdD"sv;
constexpr auto count = "the count of the array"sv;

template <class Left, class Right>
std::string first_difference(Left& left, Right& right) {
    for (;;) {
        auto const event = left.next();
        if (right.next() != event) return left.where() + " is another event";
        if (left.where() != right.where()) return left.where() + " is at another place";
        bool const named = event == document_event::key || event == document_event::text;
        if (named && left.text() != right.text()) return left.where() + " is another text";
        bool const number = event == document_event::number;
        if (number && std::bit_cast<std::uint32_t>(left.template as<float>()) !=
                          std::bit_cast<std::uint32_t>(right.template as<float>()))
            return left.where() + " is another number";
        if (event == document_event::end) return "none";
    }
}

}  // namespace

TEST_SUITE("format") {
    TEST_CASE("ubjson_events: documents as events") {
        CHECK(events_in(small_model) == small_model_events);
        CHECK(events_in("{}") == "{ }");
        CHECK(events_in("[]") == "[ ]");
        CHECK(events_in("Z") == "null");
        CHECK(events_in("S" + length(0)) == "\"\"");
        CHECK(events_in("Si\2ab") == "\"ab\"");
    }

    TEST_CASE("ubjson_events: numbers of every type, alone, in counted and in typed arrays") {
        auto const check = [](char of, auto lowest, auto highest, std::string const& events) {
            CAPTURE(of);
            auto const low = big_endian(lowest), high = big_endian(highest);
            CHECK(events_in("["s + of + low + of + high + "]") == events);
            CHECK(events_in("[#" + length(2) + of + low + of + high) == events);
            CHECK(events_in(typed(of, std::vector{lowest, highest})) == events);
        };
        check('i', std::int8_t{-128}, std::int8_t{127}, "[ #-128 #127 ]");
        check('U', std::uint8_t{0}, std::uint8_t{255}, "[ #0 #255 ]");
        check('I', std::int16_t{-32768}, std::int16_t{32767}, "[ #-32768 #32767 ]");
        check('l', std::int32_t{-2147483647 - 1}, std::int32_t{2147483647}, "[ #-2147483648 #2147483647 ]");
        check('L', std::int64_t{-5'000'000'000}, std::int64_t{5'000'000'000}, "[ #-5e+09 #5e+09 ]");
        check('d', -0.25F, std::numeric_limits<float>::infinity(), "[ #-0.25 #inf ]");
        check('D', 1e300, 0.1, "[ #1e+300 #0.1 ]");
    }

    TEST_CASE("ubjson_events: the same events through a buffer of any size") {
        memory_file const file{small_model};
        REQUIRE(file.written());
        for (std::size_t size = 1; size <= small_model.size() + 1; ++size) {
            CAPTURE(size);
            std::vector<char> buffer(size);
            std::array<char, 16> texts;
            model_input input{file.path(), buffer};
            ubjson_events events{input, texts};
            CHECK(events_of(events) == small_model_events);
            events.rewind();
            CHECK(events_of(events) == small_model_events);
        }
    }

    TEST_CASE("ubjson_events: what is no UBJSON is refused where it stands") {
        auto const in_a = "{" + key("a");  // 11 bytes
        rejected const cases[] = {
            {"", 0, "", "the end of the file", marker},
            {"N", 0, "", "'N'", marker},
            {"HU\1"s + "1", 0, "", "'H'", marker},
            {"{", 1, "", "the end of the file", key_or_end},
            {"{S" + key("a") + "Z}", 1, "", "'S'", key_or_end},
            {"{d", 1, "", "'d'", key_or_end},
            {"{" + length(-1), 1, "", "-1", key_or_end},
            {"{" + length(9) + "abc", 1, "", "a text that is longer than the file", "its last byte"},
            {"{L\0\0"s, 4, "", "the end of the file", "the rest of a number"},
            {in_a, 11, "a", "the end of the file", marker},
            {in_a + "}", 11, "a", "'}'", marker},
            {in_a + "]", 11, "a", "']'", marker},
            {in_a + "l\0\0"s, 14, "a", "the end of the file", "the rest of a number"},
            {in_a + "Z", 12, "a", "the end of the file", key_or_end},
            {"{$i#" + length(1), 1, "", "an optimised object", "keys and values, then '}'"},
            {"{#" + length(1), 1, "", "an optimised object", "keys and values, then '}'"},
            {"[", 1, "[0]", "the end of the file", marker},
            {"[Z", 2, "[1]", "the end of the file", marker},
            {"[Z}", 2, "[1]", "'}'", marker},
            {"[#", 2, "", "the end of the file", count},
            {"[#Z", 2, "", "'Z'", count},
            {"[#" + length(-1), 2, "", "-1", count},
            {"[#i\2Cx", 6, "[1]", "the end of the file", marker},
            {"[#i\3Z", 2, "", "a count of 3", "at most 1, which is what the rest of the file can hold"},
            {"[#i\1]", 4, "[0]", "']'", marker},
            {"[$", 2, "", "the end of the file", type},
            {"[$S#" + length(0), 2, "", "'S'", type},
            {"[$[#" + length(0), 2, "", "'['", type},
            {"[$T#" + length(0), 2, "", "'T'", type},
            {"[$l", 3, "", "the end of the file", "'#' and the count of the array"},
            {"[$l]", 3, "", "']'", "'#' and the count of the array"},
            {"[$l#", 4, "", "the end of the file", count},
            {"[$l#" + length(-5), 4, "", "-5", count},
            {"[$l#U\2"s + "1234567", 4, "", "a count of 2", "at most 1, which is what the rest of the file can hold"},
            {"[$D#" + length(std::int64_t{1} << 61), 4, "", "a count of 2305843009213693952",
             "at most 0, which is what the rest of the file can hold"},
            {"[$U#" + length(std::numeric_limits<std::int64_t>::max()) + "1", 4, "", "a count of 9223372036854775807",
             "at most 1, which is what the rest of the file can hold"},
            {"S" + length(std::numeric_limits<std::int64_t>::max()), 0, "", "a text that is longer than the file",
             "its last byte"},
            {"Sd", 1, "", "'d'", "the length of a text"},
            {"C", 0, "", "a text that is longer than the file", "its last byte"},
            {"ZZ", 1, "", "'Z'", "the end of the file"},
            {"{}}", 2, "", "'}'", "the end of the file"},
            {"{}\0"s, 2, "", "the byte 0", "the end of the file"},
        };
        for (auto const& [bytes, byte, where, found, expected] : cases) {
            CAPTURE(bytes);
            ubjson_bytes document{bytes};
            CHECK_THROWS_AS(events_of(document.events), model_error);
            document.events.rewind();
            try {
                events_of(document.events);
            } catch (model_error const& error) {
                CHECK(error.file() == "model.ubj");
                CHECK(error.byte() == byte);
                CHECK(error.where() == where);
                CHECK(error.found() == found);
                CHECK(error.expected() == expected);
            }
        }
    }

    TEST_CASE("ubjson_events: cut anywhere, a document is refused, by every way of reading") {
        for (std::size_t size = 0; size != small_model.size(); ++size) {
            CAPTURE(size);
            auto const cut = small_model.substr(0, size);
            CHECK_THROWS_AS(events_in(cut), model_error);
            CHECK_THROWS_AS(ubjson_bytes{cut}.events.skip_value(), model_error);
        }
    }

    TEST_CASE("ubjson_events: 64 levels are read, 65 refused") {
        CHECK(events_in(std::string(64, '[') + std::string(64, ']')).size() == 64 * 4 - 1);
        CHECK_THROWS_WITH_AS(events_in(std::string(65, '[')), doctest::Contains("at most 64 levels"), model_error);
        std::string const much_deeper(1'000'000, '[');
        CHECK_THROWS_AS(ubjson_bytes{much_deeper}.events.skip_value(), model_error);
    }

    TEST_CASE("ubjson_events: a text or key longer than the buffer is refused, but can be skipped") {
        for (auto const& value : {text(std::string(65, 'a')), "{" + key(std::string(65, 'k')) + "Z}"}) {
            memory_file const file{value};
            std::array<char, 8> buffer;
            std::array<char, 64> texts;
            model_input input{file.path(), buffer};
            ubjson_events events{input, texts};
            CHECK_THROWS_WITH_AS(events_of(events), doctest::Contains("at most 64 bytes"), model_error);
            CHECK_THROWS_WITH_AS(events_in(value), doctest::Contains("at most 64 bytes"), model_error);
            events.rewind();
            events.skip_value();
            events.expect(document_event::end);
        }
    }

    TEST_CASE("ubjson_events: every form of array is counted, skipped and read, through a buffer of any size") {
        auto const one = "i\1"s, two = "d"s + big_endian(2.0F), three = "D"s + big_endian(3.0);
        std::string const forms[] = {typed<std::int8_t>('i', {1, 2, 3}),  typed<std::uint8_t>('U', {1, 2, 3}),
                                     typed<std::int16_t>('I', {1, 2, 3}), typed<std::int32_t>('l', {1, 2, 3}),
                                     typed<std::int64_t>('L', {1, 2, 3}), typed<float>('d', {1, 2, 3}),
                                     typed<double>('D', {1, 2, 3}),       "[#i\3" + one + two + three,
                                     "[" + one + two + three + "]"};
        for (auto const& form : forms)
            for (std::size_t size = 1; size != 40; ++size) {
                CAPTURE(form);
                CAPTURE(size);
                memory_file const file{"[" + form + form + form + form + "Z]"};
                std::vector<char> buffer(size);
                std::array<char, 16> texts;
                model_input input{file.path(), buffer};
                ubjson_events events{input, texts};
                events.open_array();
                CHECK(events.count_array() == 3);
                events.skip_value();
                std::vector<int> integers;
                CHECK(events.read_array<int>([&](std::size_t i, int value) {
                    CHECK(i == integers.size());
                    CHECK(events.where() == "[2][" + std::to_string(i) + "]");
                    integers.push_back(value);
                }) == 3);
                CHECK(integers == std::vector{1, 2, 3});
                std::vector<float> floats;
                CHECK(events.read_array<float>([&](std::size_t, float value) { floats.push_back(value); }) == 3);
                CHECK(floats == std::vector{1.0F, 2.0F, 3.0F});
                events.expect(document_event::null);
                events.expect(document_event::array_end);
                events.expect(document_event::end);
            }
    }

    TEST_CASE("ubjson_events: an object is read again from its beginning") {
        auto const bytes = "{" + key("a") + "[#" + length(2) + "{" + key("b") + "U\1"s + key("c") +
                           typed<std::int32_t>('l', {2, 3}) + "}U\3}"s;
        ubjson_bytes document{bytes};
        auto& events = document.events;
        events.open_object();
        CHECK(events.next_key());
        events.open_array();
        CHECK(events.next_element());
        auto const begin = events.input().position();
        for (int i = 0; i != 3; ++i) {
            CHECK(events.next_key());
            CHECK(events.where() == "a[0].b");
            CHECK(events.read_number<int>() == 1);
            CHECK(events.next_key());
            CHECK(events.count_array() == 2);
            CHECK_FALSE(events.next_key());
            CHECK(events.where() == "a[0]");
            if (i != 2) events.enter_again(begin);
        }
        CHECK(events.next_element());
        CHECK(events.where() == "a[1]");
        CHECK(events.as<int>() == 3);
        CHECK_FALSE(events.next_element());
    }

    TEST_CASE("ubjson_events: a float keeps its bits") {
        std::vector<float> const written{0.1F,
                                         -0.0F,
                                         1e-45F,
                                         std::numeric_limits<float>::quiet_NaN(),
                                         -std::numeric_limits<float>::infinity(),
                                         3.4028235e38F};
        auto const bytes = typed<float>('d', written);
        ubjson_bytes document{bytes};
        document.events.read_array<float>([&](std::size_t i, float value) {
            CHECK(std::bit_cast<std::uint32_t>(value) == std::bit_cast<std::uint32_t>(written[i]));
        });
    }

    TEST_CASE("ubjson_events: a number that does not fit is refused with its place") {
        auto const reject = [](std::string const& bytes, auto number, std::string_view what) {
            CAPTURE(what);
            ubjson_bytes document{bytes};
            auto const ignore = [](std::size_t, auto) {};
            CHECK_THROWS_WITH_AS(document.events.read_array<decltype(number)>(ignore), what.data(), model_error);
        };
        reject(typed<std::int32_t>('l', {1, -1}), std::uint8_t{},
               "model.ubj: [1] (byte 17): found -1, expected a whole number from 0 to 255");
        reject("[#i\2i\1l" + big_endian(std::int32_t{256}), std::uint8_t{},
               "model.ubj: [1] (byte 6): found 256, expected a whole number from 0 to 255");
        reject(typed<float>('d', {0.5F}), std::int8_t{},
               "model.ubj: [0] (byte 13): found 0.5, expected a whole number from -128 to 127");
        reject(typed<double>('D', {1e39}), float{},
               "model.ubj: [0] (byte 13): found 1e+39, expected a number in the range of float");
        reject("[T]", float{}, "model.ubj: [0] (byte 1): found true, expected a number in the range of float");
        reject("[[]]", int{},
               "model.ubj: [0] (byte 1): found an array, expected a whole number from -2147483648 to 2147483647");
        reject("{}", int{}, "model.ubj (byte 0): found an object, expected an array");
    }

    TEST_CASE("ubjson_events: true and false are whole numbers where these are asked for") {
        ubjson_bytes document{"[TFU\1]"};
        std::vector<std::uint8_t> flags;
        document.events.read_array<std::uint8_t>([&](std::size_t, std::uint8_t flag) { flags.push_back(flag); });
        CHECK(flags == std::vector<std::uint8_t>{1, 0, 1});
    }

    TEST_CASE("ubjson_events: models that were saved in both formats have the same events") {
        std::size_t compared = 0;
        for (auto const& entry : std::filesystem::directory_iterator{ARENITE_TEST_DATA "/xgboost"}) {
            auto json_path = entry.path();
            if (json_path.extension() != ".ubj") continue;
            CAPTURE(json_path);
            if (!std::filesystem::exists(json_path.replace_extension(".json"))) continue;
            std::vector<char> buffers(4 * 4096);
            auto const part = [&](std::size_t i) { return std::span{buffers}.subspan(i * 4096, 4096); };
            model_input json_input{json_path.native(), part(0)}, ubjson_input{entry.path().native(), part(1)};
            json_events json{json_input, part(2)};
            ubjson_events ubjson{ubjson_input, part(3)};
            CHECK(first_difference(json, ubjson) == "none");
            ++compared;
        }
        CHECK(compared > 10);
    }
}
