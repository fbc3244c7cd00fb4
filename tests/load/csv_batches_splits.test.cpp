// SPDX-License-Identifier: MIT
#include <arenite/load/csv_batches.hpp>

#include "csv_support.hpp"

#include <doctest/doctest.h>

#include <charconv>
#include <cstring>
#include <random>

namespace {

using arenite::category, arenite::csv_batches, arenite::number, arenite::schema, arenite::text;

/// The shortest or a longer decimal text of a number of any size, or a text at the edge of what fits.
std::string random_number(std::mt19937_64& random) {
    char text[400];
    auto const bits = random();
    double number;
    std::memcpy(&number, &bits, sizeof number);
    if (number - number != 0) return "0";
    if (bits % 3 == 0) number = static_cast<double>(static_cast<std::int64_t>(bits)) / 1048576.0;
    auto const precision = static_cast<int>(random() % 25);
    auto const end =
        bits % 2 == 0 ? std::to_chars(text, text + sizeof text, number).ptr
                      : std::to_chars(text, text + sizeof text, number, std::chars_format::scientific, precision).ptr;
    return {text, end};
}

template <class T>
T from_chars(std::string const& text) {
    T number{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    REQUIRE(end == text.data() + text.size());
    return error == std::errc{} ? number : std::numeric_limits<T>::quiet_NaN();
}

/// Whether every finite number of the column has the bits of std::from_chars.
template <class T>
void check_bits(std::vector<std::string> const& texts, std::string const& file) {
    arenite::memory_source source{file};
    csv_batches<T> batches{source, arenite::schema_view{1}, {.batch_rows = 100, .header = arenite::csv_header::no}};
    std::size_t row = 0, equal = 0, outside = 0;
    for (auto const batch : batches)
        for (std::size_t r = 0; r != batch.rows(); ++r, ++row) {
            T const expected = from_chars<T>(texts[row]), found = batch(r, 0);
            if (expected != expected) ++outside;
            else equal += std::memcmp(&expected, &found, sizeof(T)) == 0 ? 1 : 0;
        }
    CHECK(row == texts.size());
    CHECK(equal + outside == row);
    CHECK(batches.overflows() + batches.underflows() == outside);
}

constexpr std::string_view torture =
    "\xEF\xBB\xBFid,\"x\"\"1\",kind,unused,x2\r\n"
    "a,1,red,?,2\n"
    "\n"
    "\"b\"\"\",\"-0.5\",\"blue\",\"\",NA\r\n"
    "\"c,\n\r\nd\",+1e3,green,\"a\nb\",\" 7 \"\n"
    "\r\n"
    "e\"f, NaN ,\"re\"\"d\",x\"y,1e-400\n"
    ",,,,\n"
    "\"\",1e400,red,zz,\"\"\r\n"
    "last,3.25,blue,,123456789012345678901234567890\r";

strings torture_rows(std::size_t piece, std::size_t buffer, std::size_t rows) {
    static schema const columns{number("x2"), category("kind", {"red", "blue", "re\"d"}), number("x\"1")};
    dripping_source source{torture, piece};
    csv_batches batches{source, columns, {.batch_rows = rows, .buffer_bytes = buffer, .id_column = "id"}};
    auto found = rows_of(batches, &exactly);
    found.push_back(std::to_string(batches.overflows()) + " " + std::to_string(batches.underflows()) + " " +
                    std::to_string(batches.position().row) + " " + std::to_string(batches.position().byte) + " " +
                    std::to_string(batches.position().line));
    return found;
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("csv_batches: the same rows and bits for any pieces, buffers and batches") {
        auto const expected = torture_rows(torture.size(), 4096, 100);
        CHECK(expected == strings{"[a] 0x1p+1 0x0p+0 0x1p+0", "[b\"] nan 0x1p+0 -0x1p-1",
                                  "[c,\n\r\nd] 0x1.cp+2 nan 0x1.f4p+9", "[e\"f] 0x0p+0 0x1p+1 nan", "[] nan nan nan",
                                  "[] nan 0x0p+0 inf", "[last] 0x1.8ee90ff6c373ep+96 0x1p+0 0x1.ap+1", "1 1 7 204 13"});
        for (std::size_t piece = 1; piece != torture.size(); ++piece)
            CHECK(torture_rows(piece, 48, 1 + piece % 9) == expected);
        for (std::size_t buffer = 48; buffer != torture.size() + 2; ++buffer)
            for (std::size_t const piece : std::initializer_list<std::size_t>{1, 2, 5, 1000})
                CHECK(torture_rows(piece, buffer, 3) == expected);
    }

    TEST_CASE("csv_batches: numbers have the bits of std::from_chars") {
        std::mt19937_64 random{7};
        std::vector<std::string> texts;
        std::string file;
        for (int i = 0; i != 20000; ++i) file.append(texts.emplace_back(random_number(random))).append("\n");
        check_bits<double>(texts, file);
        check_bits<float>(texts, file);
    }
}
