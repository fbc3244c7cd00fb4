// SPDX-License-Identifier: MIT
#include <arenite/load/csv_batches.hpp>

#include "csv_support.hpp"
#include "malloc_probe.hpp"
#include "support/lent_threads.hpp"
#include "support/temporary_file.hpp"
#include "support/one_in.hpp"

#include <arenite/memory/detail/resident_check.hpp>

#include <doctest/doctest.h>

#include <array>
#include <random>

// Whatever the workers and their number, a file gives the same rows, counts, places and errors as to one of them.

namespace {

using arenite::csv_batches, arenite::csv_options, arenite::on_bad, arenite::workers;
using strings = std::vector<std::string>;

/// Rows, and what else there is to see, as texts.
struct seen {
    strings rows;
    std::string end;  ///< counts, place and error
    std::size_t batches = 0;
};

std::string place_of(arenite::row_position const& place) {
    return std::to_string(place.row) + " " + std::to_string(place.line) + " " + std::to_string(place.byte);
}

template <class T>
seen read(std::string const& path, arenite::schema_view columns, csv_options const& options, workers const& crew) {
    csv_batches<T> batches{path, columns, options, crew};
    seen all;
    std::string error;
    try {
        std::uint64_t delivered = 0;
        for (auto const batch : batches) {
            CHECK(batches.first_row() == delivered + options.start.row);
            delivered += batch.rows();
            ++all.batches;
            std::vector<bool> null_row(batch.rows());
            for (auto const row : batches.null_rows()) null_row[row] = true;
            for (std::size_t r = 0; r != batch.rows(); ++r) {
                std::string row = null_row[r] ? "null " : "";
                for (std::size_t k = 0; k != batch.texts().cols; ++k)
                    row.append("[").append(batch.text(k, r)).append("] ");
                for (std::size_t c = 0; c != batch.cols(); ++c) row.append(exactly(batch(r, c))).append(" ");
                all.rows.push_back(row);
            }
        }
    } catch (arenite::data_error const& met) {
        error = met.what();
    }
    for (auto const& reject : batches.rejects())
        error.append(std::to_string(reject.row)).append(" ").append(reject.found.view()).append("; ");
    all.end = place_of(batches.position()) + ", " + std::to_string(batches.overflows()) + " " +
              std::to_string(batches.underflows()) + " " + std::to_string(batches.inexact()) + " " +
              std::to_string(batches.bad_rows()) + " " + error;
    return all;
}

/// How often it was called for more than one task.
struct counted_threads {
    void operator()(std::size_t tasks, arenite::task_ref task) {
        ++calls;
        thread_for_each_task(tasks, task);
    }
    std::size_t calls = 0;
};

template <class T>
void check_workers(std::string const& text, arenite::schema_view columns, csv_options const& options) {
    temporary_file const file{text};
    auto const expected = read<T>(file.path(), columns, options, {});
    for (std::size_t count = 2; count != 6; ++count) {
        CAPTURE(count);
        auto const found = read<T>(file.path(), columns, options, workers{backwards, count});
        CHECK(found.rows == expected.rows);
        CHECK(found.end == expected.end);
    }
    counted_threads threads;
    auto const found = read<T>(file.path(), columns, options, workers{threads, 3});
    CHECK(found.rows == expected.rows);
    CHECK(found.end == expected.end);
}

/// What lines of a file are like.
struct file_kind {
    char const* name;
    std::size_t quoted_newlines;  ///< one line in so many has one; 0: none
    std::size_t bad;              ///< the same of lines with a field too many
    std::string_view line_end = "\n";
    std::size_t comments = 0;
};

constexpr std::array kinds{file_kind{"clean", 0, 0},
                           file_kind{"carriage returns", 0, 0, "\r\n"},
                           file_kind{"newlines in quotes", 3, 0},
                           file_kind{"few newlines in quotes", 400, 0},
                           file_kind{"bad lines", 0, 50},
                           file_kind{"few bad lines", 0, 900},
                           file_kind{"comments", 0, 0, "\n", 20},
                           file_kind{"everything", 30, 200, "\r\n", 50}};

std::string made_file(file_kind const& kind, std::size_t bytes, unsigned seed) {
    std::mt19937 random{seed};
    auto const one_in = [&](std::size_t many) { return many != 0 && random() % many == 0; };
    std::string text = "id,a,b";
    text += kind.line_end;
    while (text.size() < bytes) {
        if (one_in(kind.comments)) text.append("# 1,2,3\n");
        text += one_in(kind.quoted_newlines) ? "\"1,2,3\n4,5,6\n\"" : "row " + std::to_string(random() % 1000);
        text += "," + std::to_string(random() % 30'000'000) + ",";
        text += one_in(300) ? "1e400" : std::to_string(random() % 100) + "." + std::to_string(random() % 10'000);
        if (one_in(kind.bad)) text += ",bad";
        text += kind.line_end;
    }
    return text;
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE_TEMPLATE("csv_batches: any number of workers reads the same rows of a file", T, float, double) {
        auto unread = arenite::number("id");
        unread.used = false;
        arenite::schema const both{arenite::number("a"), arenite::number("b")},
            with_unread{unread, arenite::number("b")};
        unsigned seed = 0;
        for (auto const& kind : kinds)
            for (auto const bad : {on_bad::fail, on_bad::null, on_bad::collect})
                for (std::size_t const batch_rows : std::array<std::size_t, 2>{700, 2000}) {
                    CAPTURE(kind.name);
                    CAPTURE(batch_rows);
                    auto const text = made_file(kind, 150'000 / one_in, ++seed);
                    csv_options options{.batch_rows = batch_rows,
                                        .buffer_bytes = seed % 2 == 0 ? 4096U : 100'000U,
                                        .on_bad = bad,
                                        .text_bytes = 200'000};
                    if (kind.comments != 0) options.comment = '#';
                    if (seed % 3 == 0) options.id_column = "id";
                    check_workers<T>(text, seed % 4 == 0 ? with_unread : both, options);
                }
    }

    TEST_CASE("csv_batches: workers share the reading of a clean file, and read batch by batch") {
        temporary_file const file{made_file(kinds[0], 4'000'000, 1)};
        arenite::schema const columns{arenite::number("a"), arenite::number("b")};
        for (std::size_t count = 2; count != 5; ++count) {
            counted_threads threads;
            auto const found = read<double>(file.path(), columns, {.batch_rows = 2000}, workers{threads, count});
            auto const batches = (found.rows.size() + 1999) / 2000;
            CHECK(found.batches <= batches + batches / 10 + 2);
            CHECK(threads.calls <= batches / count + 2);
            CHECK(threads.calls >= 2);
        }
    }

    TEST_CASE("csv_batches: after guesses that were wrong one worker reads, more and more") {
        std::string text = "a,b\n";
        std::size_t const size = 500'000 / one_in;
        while (text.size() < size) text += "1,\"2\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\"\n";
        temporary_file const file{text};
        counted_threads threads;
        arenite::schema const columns{arenite::number("a"), arenite::number("b")};
        auto const found =
            read<double>(file.path(), columns, {.batch_rows = 1000, .on_bad = on_bad::null}, workers{threads, 4});
        CHECK(found.rows.size() > size / 40);
        CHECK(threads.calls < 20);
    }

    TEST_CASE("csv_batches: workers of files that are short, end without a newline, or end early") {
        arenite::schema const columns{arenite::number("a"), arenite::number("b")};
        auto const long_text = made_file(kinds[0], 200'000, 3);
        for (std::string const& text :
             {std::string{}, std::string{"a,b"}, std::string{"id,a,b\n"}, std::string{"a,b\n1,2"},
              std::string{"a,b\n1,2\n3,4\n"}, long_text.substr(0, long_text.size() - 3), long_text + "x,\"1",
              long_text + "x,1,\"2\n3"})
            for (auto const newline : {arenite::final_newline::optional, arenite::final_newline::require}) {
                CAPTURE(text.size());
                check_workers<double>(text, columns, {.batch_rows = 1000, .final_newline = newline});
            }
    }

    TEST_CASE("csv_batches: workers count lines where the last batch of a piece has nothing but comments") {
        std::string text;
        auto const add = [&](std::string_view line, std::size_t count) {
            for (; count != 0; --count) text += line;
        };
        add("1.000\n", 200), add("2.000\n", 2800), add("#abcd\n", 200), add("3.000\n", 6000), add("x\n", 1);
        csv_options const options{.batch_rows = 200, .header = arenite::csv_header::no, .comment = '#'};
        check_workers<double>(text, arenite::schema_view{1}, options);
    }

    TEST_CASE("csv_batches: a text that is too long for one worker is too long for several") {
        std::string text;
        for (int i = 0; i != 20'000; ++i) text.append(i == 13'000 ? 700 : 3, 'k').append(",1.25\n");
        csv_options const options{
            .batch_rows = 100, .header = arenite::csv_header::no, .id_column = "0", .text_bytes = 500};
        check_workers<double>(text, arenite::schema_view{1}, options);
    }

    TEST_CASE("csv_batches: workers go on from a place") {
        auto const text = made_file(kinds[7], 300'000, 9);
        temporary_file const file{text};
        arenite::schema const columns{arenite::number("a"), arenite::number("b")};
        csv_options options{.batch_rows = 1000, .on_bad = on_bad::null, .comment = '#'};
        csv_batches<double> first{file.path(), columns, options, workers{backwards, 3}};
        auto at = first.begin();
        for (int i = 0; i != 5; ++i, ++at) {
            options.start = first.position();
            check_workers<double>(text, columns, options);
        }
    }

    TEST_CASE("csv_batches: what workers hold is planned, and they allocate nothing") {
        temporary_file const file{made_file(kinds[3], 1'000'000, 5)};
        arenite::schema const columns{arenite::number("a"), arenite::number("b")};
        csv_batches<float> batches{
            file.path(), columns, {.batch_rows = 1000, .id_column = "id"}, workers{backwards, 4}};
        auto const total = arenite::plan(batches).total();
        csv_batches<float> alone{file.path(), columns, {.batch_rows = 1000, .id_column = "id"}};
        CHECK(total > 3 * arenite::plan(alone).total());
        CHECK(total < 4 * (arenite::plan(alone).total() + 1024 * 1024));
        arenite::budget exact{total};
        auto run = arenite::admit(batches, exact);
        CHECK(exact.used() == total);
        auto at = run.begin();
        allocation_count const counted;
        std::size_t rows = 0;
        for (; at != run.end(); ++at) rows += (*at).rows();
        CHECK(counted.calls() == 0);
        CHECK(rows > 30'000);
    }

    TEST_CASE("csv_batches: one worker reads what is no file that can be read at any place") {
        counted_threads threads;
        arenite::schema const columns{arenite::number("a"), arenite::number("b")};
        csv_batches<double> batches{"/dev/null", columns, {.header = arenite::csv_header::no}, workers{threads, 3}};
        CHECK(batches.begin() == batches.end());
        CHECK(threads.calls == 0);
    }
}
