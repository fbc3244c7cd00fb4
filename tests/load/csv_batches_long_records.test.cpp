// SPDX-License-Identifier: MIT
#include <arenite/load/csv_batches.hpp>

#include "csv_support.hpp"
#include "malloc_probe.hpp"
#include "support/lent_threads.hpp"
#include "support/temporary_file.hpp"
#include "support/one_in.hpp"

#include <doctest/doctest.h>

#include <random>

// Records that are longer than the buffer: errors, or bad rows like others.

namespace {

using arenite::csv_batches, arenite::csv_options, arenite::data_error, arenite::number, arenite::on_bad,
    arenite::schema, arenite::text;
constexpr arenite::csv_header no = arenite::csv_header::no;

std::string in_words(arenite::rejected_row const& reject) {
    return std::to_string(reject.row) + ": line " + std::to_string(reject.where.line) + ", column " +
           std::to_string(reject.where.column) + ", byte " + std::to_string(reject.where.byte) + ": " +
           std::string{reject.found.view()} + ", not " + std::string{reject.expected.view()};
}

std::string too_long(std::size_t row, std::uint64_t line, std::uint64_t byte, std::size_t most_bytes) {
    return std::to_string(row) + ": line " + std::to_string(line) + ", column 0, byte " + std::to_string(byte) +
           ": a longer record, not at most " + std::to_string(most_bytes) +
           " bytes in a record (raise csv_options::buffer_bytes)";
}

/// What was read: rows, rejects, and in the end the place or the error.
struct reading {
    strings rows, rejects;
    std::string end;
};

void check_equal(reading const& found, reading const& expected) {
    CHECK(found.rows == expected.rows);
    CHECK(found.rejects == expected.rejects);
    CHECK(found.end == expected.end);
}

template <class Batches>
reading read_all(Batches&& batches) {
    reading all;
    try {
        for (auto const batch : batches)
            for (std::size_t r = 0; r != batch.rows(); ++r) {
                std::string row;
                for (std::size_t k = 0; k != batch.texts().cols; ++k)
                    row.append("[").append(batch.text(k, r)).append("]");
                for (std::size_t c = 0; c != batch.cols(); ++c) row.append(" ").append(briefly(batch(r, c)));
                all.rows.push_back(row);
            }
        all.end = "end, ";
    } catch (data_error const& error) {
        all.end = std::string{error.what()} + ", ";
    }
    for (auto const& reject : batches.rejects()) all.rejects.push_back(in_words(reject));
    auto const at = batches.position();
    all.end += std::to_string(at.row) + " " + std::to_string(at.line) + " " + std::to_string(at.byte) + ", bad " +
               std::to_string(batches.bad_rows());
    return all;
}

reading read_drops(std::string_view input, arenite::schema_view columns, csv_options const& options,
                   std::size_t piece = 1000) {
    dripping_source source{input, piece};
    return read_all(csv_batches{source, columns, options});
}

schema const two_texts{text("a"), text("b")};

/// Where each record of a text begins, and how long it is with the end of its line.
struct record_place {
    std::uint64_t line, byte, size;
};

std::vector<record_place> records_of(std::string const& input, csv_options const& options) {
    using arenite::detail::csv_records, arenite::detail::csv_found;
    std::string buffer(csv_records::memory_for(input.size() + 8), '#');
    arenite::memory_source source{input};
    csv_records records{buffer, options};
    std::vector<record_place> found;
    while (records.find(source) == csv_found::record) {
        found.push_back({records.line(), records.byte(), 0});
        records.pop();
        found.back().size = records.byte() - found.back().byte;
    }
    return found;
}

/// What a small buffer should give: what a large one gives, but for the records that are too long.
reading expected_of(std::string const& input, csv_options options, std::size_t most_bytes) {
    auto const places = records_of(input, options);
    options.buffer_bytes = input.size() + 8;
    auto const whole = read_drops(input, two_texts, options);
    reading expected{{}, {}, "end, "};
    auto row = whole.rows.begin(), reject = whole.rejects.begin();
    for (std::size_t i = 0; i != places.size(); ++i) {
        bool const bad = reject != whole.rejects.end() && reject->starts_with(std::to_string(i) + ":");
        bool const is_long = places[i].size > most_bytes;
        if (is_long) expected.rejects.push_back(too_long(i, places[i].line, places[i].byte, most_bytes));
        else if (bad) expected.rejects.push_back(*reject);
        else expected.rows.push_back(*row);
        bad ? ++reject : ++row;
    }
    expected.end = whole.end.substr(0, whole.end.find(", bad")) + ", bad " + std::to_string(expected.rejects.size());
    return expected;
}

/// Records of bytes that matter, each of which ends; some have many bytes.
std::string random_records(std::mt19937& random) {
    std::string input = "a,b\n";
    for (int i = 0; i != 12; ++i) {
        std::string field;
        for (auto left = random() % 3 == 0 ? random() % 60 : random() % 6; left != 0; --left)
            field += std::string_view{"ab,\n\r\"#"}[random() % 7];
        std::string quoted;
        for (char const c : field) quoted.append(c == '"' ? 2 : 1, c);
        std::erase_if(field, [](char c) { return c == '\n' || c == '"'; });
        if (random() % 2 == 0) input += field + ",";
        input += random() % 4 != 0 ? "\"" + quoted + "\"" : field;
        input += random() % 3 == 0 ? "\r\n" : random() % 5 == 0 ? ",c\n" : "\n";
    }
    return input;
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("csv_batches: records that are too long are bad rows, the same for any buffer and pieces") {
        std::mt19937 random{11};
        int ended = 0;
        for (unsigned trial = 0; trial < 150; trial += one_in) {
            auto const input = random_records(random);
            CAPTURE(input);
            csv_options options{.batch_rows = 1 + random() % 4, .header = no, .on_bad = on_bad::collect};
            if (trial % 2 == 0) options.comment = '#';
            options.buffer_bytes = input.size() + 8;
            if (!read_drops(input, two_texts, options).end.starts_with("end")) continue;  // a comment opened a quote
            ++ended;
            for (options.buffer_bytes = 4; options.buffer_bytes < 70; options.buffer_bytes += 1 + random() % 9) {
                auto const expected = expected_of(input, options, options.buffer_bytes);
                for (std::size_t const piece : std::initializer_list<std::size_t>{1, 3, 1000}) {
                    CAPTURE(piece);
                    check_equal(read_drops(input, two_texts, options, piece), expected);
                }
            }
        }
        CHECK(ended > 100 / int{one_in});
    }

    TEST_CASE("csv_batches: the place of an error is the same for any batches, behind rows that were left out") {
        for (std::string_view const error : {"x,\"1", "3,4,\"", "3456789012345678,\"1"})
            for (std::size_t const rows : std::initializer_list<std::size_t>{1, 2, 100}) {
                auto const input = "1,2\nbad\n1,2\nworse\n\n" + std::string{error};
                csv_options const options{
                    .batch_rows = rows, .buffer_bytes = 16, .header = no, .on_bad = on_bad::collect};
                auto const end = read_drops(input, arenite::schema_view{2}, options).end;
                CHECK(end.substr(end.find(", expected ")).ends_with(", 4 6 19, bad 2"));
            }
    }

    TEST_CASE(
        "csv_batches: a record that is too long is null where bad rows are, and has its place where they are listed") {
        std::string const input =
            "1,2\n3,\"4" + std::string(40, 'x') + "\n,\"\"\n\"\n5,6\n7" + std::string(30, '7') + ",8";
        schema const numbers{number("a"), number("b")};
        for (std::size_t const rows : std::initializer_list<std::size_t>{1, 2, 100})
            for (std::size_t const piece : std::initializer_list<std::size_t>{1, 5, 1000}) {
                csv_options options{.batch_rows = rows, .buffer_bytes = 16, .header = no, .on_bad = on_bad::collect};
                auto const collected = read_drops(input, numbers, options, piece);
                CHECK(collected.rows == strings{" 1 2", " 5 6"});
                CHECK(collected.rejects == strings{too_long(1, 2, 4, 16), too_long(3, 6, 59, 16)});
                CHECK(collected.end == "end, 4 6 92, bad 2");
                options.on_bad = on_bad::null;
                auto const null = read_drops(input, numbers, options, piece);
                CHECK(null.rows == strings{" 1 2", " nan nan", " 5 6", " nan nan"});
                CHECK(null.end == collected.end);
                options.on_bad = on_bad::fail;
                auto const failed = read_drops(input, numbers, options, piece);
                CHECK(failed.rows == strings{" 1 2"});
                CHECK(failed.end ==
                      "drops.csv:2 (byte 4): found a longer record (its quote in line 2 is not closed so far), "
                      "expected at "
                      "most 16 bytes in a record (raise csv_options::buffer_bytes), 1 2 4, bad 0");
            }
    }

    TEST_CASE("csv_batches: a record that is too long and has no end is an error, behind the rows in front of it") {
        struct {
            std::string_view input;
            arenite::final_newline newline;
            std::string_view end;
        } const cases[] = {
            {"1,2\n3,\"45\n7890", arenite::final_newline::optional,
             "drops.csv:2 (byte 4): found a longer record (its quote in line 2 is not closed so far), expected at most "
             "8 "
             "bytes in a record (raise csv_options::buffer_bytes), 1 2 4, bad 0"},
            {"1,2\n34567890,\"\n", arenite::final_newline::optional,
             "drops.csv:2 (byte 4): found a longer record, expected at most 8 bytes in a record (raise "
             "csv_options::buffer_bytes), 1 2 4, bad 0"},
            {"1,2\n34567890,1", arenite::final_newline::require,
             "drops.csv:2 (byte 4): found a truncated record, expected the end of its line, 1 2 4, bad 0"},
        };
        for (auto const& [input, newline, end] : cases)
            for (auto const bad : {on_bad::null, on_bad::collect})
                for (std::size_t const piece : std::initializer_list<std::size_t>{1, 3, 1000}) {
                    CAPTURE(input);
                    csv_options const options{.buffer_bytes = 8, .header = no, .on_bad = bad, .final_newline = newline};
                    auto const found = read_drops(input, arenite::schema_view{2}, options, piece);
                    CHECK(found.rows == strings{" 1 2"});
                    CHECK(found.end == end);
                }
    }

    TEST_CASE("csv_batches: a record that is too long has no texts") {
        auto const input = "id,1\nmore,2\n" + std::string(20, 'x') + ",3\nlast,bad\n";
        for (std::size_t const rows : std::initializer_list<std::size_t>{1, 2, 100}) {
            csv_options options{
                .batch_rows = rows, .buffer_bytes = 16, .header = no, .on_bad = on_bad::null, .id_column = "0"};
            CHECK(read_drops(input, arenite::schema_view{1}, options).rows ==
                  strings{"[id] 1", "[more] 2", "[] nan", "[last] nan"});
            options.on_bad = on_bad::collect;
            CHECK(read_drops(input, arenite::schema_view{1}, options).rows == strings{"[id] 1", "[more] 2"});
        }
    }

    TEST_CASE("csv_batches: the first record says what the columns are, and must fit") {
        csv_options const options{.buffer_bytes = 8, .header = no, .on_bad = on_bad::collect};
        CHECK(read_drops("123456789,1\n1,2\n", arenite::schema_view{2}, options).end ==
              "drops.csv:1 (byte 0): found a longer record, expected at most 8 bytes in a record (raise "
              "csv_options::buffer_bytes), 0 1 0, bad 0");
    }

    TEST_CASE("csv_batches: a comment may be longer than the buffer") {
        auto const comment = "#," + std::string(1000, '"') + "\n";
        for (std::size_t const piece : std::initializer_list<std::size_t>{1, 3, 5000}) {
            csv_options const options{.buffer_bytes = 8, .header = no, .comment = '#'};
            auto const found = read_drops(comment + "1,2\n" + comment + "3,4\n" + comment + "#" + std::string(50, 'x'),
                                          arenite::schema_view{2}, options, piece);
            CHECK(found.rows == strings{" 1 2", " 3 4"});
            CHECK(found.end == "end, 2 6 " + std::to_string(3 * comment.size() + 8) + ", bad 0");
        }
    }

    TEST_CASE("csv_batches: any number of workers leaves the same long records out") {
        std::mt19937 random{5};
        std::string input = "a,b\n";
        while (input.size() < 400'000) {
            input += std::to_string(random() % 30'000'000) + ",";
            if (random() % 700 == 0) input += "\"" + std::string(random() % 3000, '\n') + "1,2\n" + "\"";
            input += std::to_string(random() % 100) + (random() % 1500 == 0 ? ",bad\n" : "\n");
        }
        temporary_file const file{input};
        schema const numbers{number("a"), number("b")};
        for (auto const bad : {on_bad::fail, on_bad::null, on_bad::collect})
            for (std::size_t const rows : std::initializer_list<std::size_t>{300, 900}) {
                csv_options const options{.batch_rows = rows, .buffer_bytes = 1500, .on_bad = bad};
                auto const alone = read_all(csv_batches{file.path(), numbers, options});
                if (bad == on_bad::collect) CHECK(alone.rejects.size() > 15);
                for (std::size_t count = 2; count != 6; ++count) {
                    CAPTURE(count);
                    arenite::workers const crew{backwards, count};
                    check_equal(read_all(csv_batches{file.path(), numbers, options, crew}), alone);
                }
            }
    }

    TEST_CASE("csv_batches: a field of five megabytes is read") {
        auto const field = std::string(2'500'000, 'x') + "\n\"\"" + std::string(2'500'000, 'y');
        auto const input = "id,a\n1,2\n\"" + field + "\",3\n4,5\n";
        for (std::size_t const piece : std::initializer_list<std::size_t>{10'000, 10'000'000}) {
            dripping_source source{input, piece};
            schema const one{number("a")};
            csv_batches batches{source, one, {.buffer_bytes = 16u << 20, .id_column = "id", .text_bytes = 6'000'000}};
            strings found;
            std::size_t text_bytes = 0;
            for (auto const batch : batches)
                for (std::size_t r = 0; r != batch.rows(); ++r)
                    found.push_back(briefly(batch(r, 0))), text_bytes = std::max(text_bytes, batch.text(0, r).size());
            CHECK(found == strings{"2", "3", "5"});
            CHECK(text_bytes == 5'000'002);
        }
    }

    TEST_CASE("csv_batches: of short rows no more is read at once than the default buffer holds") {
        struct short_rows {
            std::size_t read(std::span<char> into) {
                largest = std::max(largest, into.size());
                auto const count = std::min(into.size(), left);
                for (auto& c : into.first(count)) c = "1,2\n"[at++ % 4];
                left -= count;
                return count;
            }
            std::string_view name() const noexcept { return "short.csv"; }
            std::size_t left = 4'000'000, at = 0, largest = 0;
        };
        short_rows source;
        csv_batches batches{source, arenite::schema_view{2}, {.buffer_bytes = 16u << 20, .header = no}};
        std::size_t rows = 0;
        for (auto const batch : batches) rows += batch.rows();
        CHECK(rows == 1'000'000);
        CHECK(source.largest == csv_options{}.buffer_bytes);
    }

    TEST_CASE("csv_batches: long records are left out without an allocation") {
        if (skipped_without_malloc_probe()) return;
        std::string input = "1,2\n";
        for (int i = 0; i != 50; ++i) input += "3,\"" + std::string(300, '4') + "\"\n5,6\n";
        arenite::memory_source source{input};
        csv_batches batches{source,
                            arenite::schema_view{2},
                            {.batch_rows = 2, .buffer_bytes = 64, .header = no, .on_bad = on_bad::collect}};
        auto at = batches.begin();
        allocation_count const counted;
        for (; at != batches.end(); ++at) {
        }
        CHECK(counted.calls() == 0);
        CHECK(batches.bad_rows() == 50);
    }
}
