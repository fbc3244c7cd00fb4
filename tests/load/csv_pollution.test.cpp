// SPDX-License-Identifier: MIT

// One good file, damaged in each way that files from the world are: it is read right, or refused with its place; never
// silently read as something else.

#include "csv_oracle.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::csv_options, arenite::number, arenite::schema, arenite::text;
constexpr arenite::csv_header yes = arenite::csv_header::yes, no = arenite::csv_header::no;

schema const columns{number("x"), text("note"), number("y")};
strings const lines{"x,note,y", "1,aa,2.5", "2,\"b,b\",3.5", "3,cc,4.5", "4,dd,5.5"};
strings const rows{"[aa] 1 2.5", "[b,b] 2 3.5", "[cc] 3 4.5", "[dd] 4 5.5"};

std::string joined(strings const& some, std::string_view end = "\n") {
    std::string text;
    for (auto const& line : some) text.append(line).append(end);
    return text;
}

/// The good file with line `at`, from 0, as another.
std::string with_line(std::size_t at, std::string_view line) {
    auto changed = lines;
    changed.at(at) = line;
    return joined(changed);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

strings first(std::size_t count) { return {rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count)}; }

/// The same in pieces of any size.
void check_pieces(std::string_view input, arenite::schema_view read, csv_options const& options,
                  csv_outcome const& expected) {
    std::size_t different = 0;
    for (std::size_t piece = 1; piece <= input.size(); ++piece)
        different += outcome_of(input, read, options, piece) == expected ? 0U : 1U;
    CHECK(different == 0);
}

/// The same in buffers of any size that holds the records; how many buffers were too small for one?
std::size_t check_buffers(std::string_view input, csv_options options, csv_outcome const& expected) {
    std::size_t different = 0, too_small = 0;
    for (options.buffer_bytes = 24; options.buffer_bytes <= input.size() + 2; ++options.buffer_bytes)
        for (std::size_t const piece : std::initializer_list<std::size_t>{1, 3, 1000}) {
            auto const found = outcome_of(input, columns, options, piece);
            bool const small = found.error.ends_with("(raise csv_options::buffer_bytes)");
            too_small += small ? 1U : 0U;
            different += small || found == expected ? 0U : 1U;
        }
    CHECK(different == 0);
    return too_small;
}

/// A file that is read right although it is not as good as ours.
struct accepted {
    std::string_view kind;
    std::string input;
    strings found;
    csv_options options = {};
};

accepted const read_right[] = {
    {"as it should be", joined(lines), rows},
    {"header alone", "x,note,y\n", {}},
    {"header alone, no end of the line", "x,note,y", {}},
    {"no end of the last line", joined(lines).substr(0, joined(lines).size() - 1), rows},
    {"two ends of the last line", joined(lines) + "\n", rows},
    {"many ends of the last line, of both kinds", joined(lines) + "\r\n\n\r\n", rows},
    {"blank lines in front and between", "\n\r\n" + joined(lines, "\n\n"), rows},
    {"no header: columns by position", joined({lines.begin() + 1, lines.end()}), rows},
    {"no header, as declared", joined({lines.begin() + 1, lines.end()}), rows, {.header = no}},
    {"no payload, and no header declared", "", {}, {.header = no}},
    {"no rows but blank lines", "x,note,y\n\n\n", {}},
    {"CRLF", joined(lines, "\r\n"), rows},
    {"CRLF in some lines", replaced(joined(lines), "4.5\n", "4.5\r\n"), rows},
    {"another delimiter, as declared: ;", "x;note;y\n1;aa;2.5\n2;\"b,b\";3.5\n", first(2), {.delimiter = ';'}},
    {"another delimiter, as declared: tab", "x\tnote\ty\n1\taa\t2.5\n2\tb,b\t3.5\n", first(2), {.delimiter = '\t'}},
    {"another delimiter, as declared: blank", "x note y\n1 aa 2.5\n2 b,b 3.5\n", first(2), {.delimiter = ' '}},
    {"another delimiter, as declared: |", "x|note|y\n1|aa|2.5\n2|b,b|3.5\n", first(2), {.delimiter = '|'}},
    {"every field in quotes", "\"x\",\"note\",\"y\"\n\"1\",\"aa\",\"2.5\"\n\"2\",\"b,b\",\"3.5\"\n", first(2)},
    {"a delimiter behind every line", joined(lines, ",\n"), rows},
    {"columns in another order", "note,y,x\naa,2.5,1\n\"b,b\",3.5,2\n", first(2)},
    {"a further column", "x,z,note,y\n1,?!,aa,2.5\n2,\"\n\",\"b,b\",3.5\n", first(2)},
    {"blanks around numbers and names", " x ,note,\ty\n 1 ,aa, 2.5\n2,\"b,b\",\" 3.5 \"\n", first(2)},
    {"UTF-8's mark", "\xEF\xBB\xBF" + joined(lines), rows},
    {"a quote behind a text", with_line(1, "1,aa\",2.5"), {"[aa\"] 1 2.5", rows[1], rows[2], rows[3]}},
    {"other quotes around a text are its own", with_line(1, "1,'aa',2.5"), {"['aa'] 1 2.5", rows[1], rows[2], rows[3]}},
    {"a backslash in a text is its own", with_line(1, "1,a\\na,2.5"), {"[a\\na] 1 2.5", rows[1], rows[2], rows[3]}},
    {"bytes of no encoding in a text", with_line(1, "1,\xFF\xC0,2.5"), {"[\xFF\xC0] 1 2.5", rows[1], rows[2], rows[3]}},
    {"a row of nothing but delimiters", with_line(1, ",,"), {"[] nan nan", rows[1], rows[2], rows[3]}},
    {"the last number cut off, if that is not asked about",
     with_line(4, "4,dd,5").substr(0, 56),
     {rows[0], rows[1], rows[2], "[dd] 4 5"}},
};

/// A file that is refused: behind `delivered` rows with a data_error or, if that text says what the file has, in front
/// of all with a shape_error.
struct refused {
    std::string_view kind;
    std::string input;
    std::size_t delivered;
    std::uint64_t line, column;
    std::string_view end_of_error;
    csv_options options = {};
};

constexpr std::string_view x_is_a_number = "expected a number or a missing token in column 'x'";
constexpr std::string_view y_is_a_number = "expected a number or a missing token in column 'y'";
constexpr std::string_view closing = "expected nothing between the closing quote and the delimiter";

refused const read_never[] = {
    {"no payload", "", 0, 0, 0, "found an empty input, expected a record"},
    {"no header, though one was declared",
     joined({lines.begin() + 1, lines.end()}),
     0,
     0,
     0,
     "drops.csv has no column 'x'",
     {.header = yes}},
    {"a header that was not declared", joined(lines), 0, 1, 1, x_is_a_number, {.header = no}},
    {"a header of two lines: units", with_line(0, "x,note,y\n(m),,(kg)"), 0, 2, 1, x_is_a_number},
    {"the header twice", joined({lines[0], lines[0], lines[1]}), 0, 2, 1, x_is_a_number},
    {"the header again between rows", joined({lines[0], lines[1], lines[0], lines[2]}), 1, 3, 1, x_is_a_number},
    {"a preamble of one field", "Report of May\n" + joined(lines), 0, 0, 0, "drops.csv has no column 'x'"},
    {"a preamble of as many fields", "Report,of,May\n" + joined(lines), 0, 0, 0, "drops.csv has no column 'x'"},
    {"a comment in front", "# made in May\n" + joined(lines), 0, 0, 0, "drops.csv has no column 'x'"},
    {"a comment between rows", with_line(2, "# the rest is new"), 1, 3, 0, "found 1 field, expected 3"},
    {"another table behind", joined(lines) + "\np,q\n1,2\n", 4, 7, 0, "found 2 fields, expected 3"},
    {"another table of as many columns", joined(lines) + "\np,q,r\n1,2,3\n", 4, 7, 1, x_is_a_number},
    {"a footer of a field", joined(lines) + "5 rows\n", 4, 6, 0, "found 1 field, expected 3"},
    {"a footer of as many fields", joined(lines) + "Total,,16\n", 4, 6, 1, x_is_a_number},
    {"another delimiter: ;", replaced(joined(lines), ",", ";"), 0, 0, 0, "drops.csv has no column 'x'"},
    {"another delimiter in a row", with_line(3, "3;cc;4.5"), 2, 4, 0, "found 1 field, expected 3"},
    {"a decimal comma", with_line(3, "3,cc,4,5"), 2, 4, 0, "found 4 fields, expected 3"},
    {"a decimal comma between other delimiters",
     "x;note;y\n1;aa;2.5\n3;cc;4,5\n",
     1,
     3,
     3,
     y_is_a_number,
     {.delimiter = ';'}},
    {"a blank between thousands", with_line(3, "3,cc,4 000"), 2, 4, 3, y_is_a_number},
    {"a comma between thousands, in quotes", with_line(3, "3,cc,\"4,000\""), 2, 4, 3, y_is_a_number},
    {"a unit behind a number", with_line(3, "3,cc,4.5kg"), 2, 4, 3, y_is_a_number},
    {"other quotes around a delimiter", with_line(2, "2,'b,b',3.5"), 1, 3, 0, "found 4 fields, expected 3"},
    {"other quotes around a number", with_line(2, "'2',bb,3.5"), 1, 3, 1, x_is_a_number},
    {"a quote escaped by a backslash", with_line(2, "2,\"b\\\"b\",3.5"), 1, 3, 2, closing},
    {"a quote not escaped", with_line(2, "2,\"b\"b\",3.5"), 1, 3, 2, closing},
    {"a blank in front of a quote", with_line(2, "2, \"b,b\",3.5"), 1, 3, 0, "found 4 fields, expected 3"},
    {"a blank behind a quote", with_line(2, "2,\"b,b\" ,3.5"), 1, 3, 2, closing},
    {"no closing quote", with_line(4, "4,\"dd,5.5"), 3, 5, 2,
     "found a quote that is not closed, expected a closing quote"},
    {"a lone CR at the ends of lines", joined(lines, "\r"), 0, 1, 3,
     "expected LF or CRLF at the end of a line, not CR alone"},
    {"a lone CR at the end of a line", with_line(3, "3,cc,4.5\r4,dd,5.5"), 2, 4, 0, "found 5 fields, expected 3"},
    {"LFCR", joined(lines, "\n\r"), 0, 2, 1, x_is_a_number},
    {"two CR", with_line(3, "3,cc,4.5\r\r"), 2, 4, 3, y_is_a_number},
    {"record separators of ASCII", joined(lines, "\x1E"), 0, 0, 0, "drops.csv has no column 'y'"},
    {"a column less", "x,note\n1,aa\n", 0, 0, 0, "drops.csv has no column 'y'"},
    {"a name twice", "x,note,y,x\n1,aa,2.5,7\n", 0, 0, 0, "drops.csv has more than one column 'x'"},
    {"another name", with_line(0, "X,note,y"), 0, 0, 0, "drops.csv has no column 'x'"},
    {"a delimiter behind every row but not the header", joined(lines, ",\n").replace(8, 1, ""), 0, 2, 0,
     "found 4 fields, expected 3"},
    {"a row of blanks", with_line(2, "   "), 1, 3, 0, "found 1 field, expected 3"},
    {"a byte of zero in a number", with_line(2, std::string{"2\0,bb,3.5", 9}), 1, 3, 1, x_is_a_number},
    {"a row cut off", joined(lines).substr(0, joined(lines).size() - 5), 3, 5, 0, "found 2 fields, expected 3"},
    {"the last number cut off",
     joined(lines).substr(0, joined(lines).size() - 2),
     3,
     5,
     0,
     "found a truncated record, expected the end of its line",
     {.final_newline = arenite::final_newline::require}},
    {"UTF-8's mark twice", "\xEF\xBB\xBF\xEF\xBB\xBF" + joined(lines), 0, 0, 0, "drops.csv has no column 'x'"},
};

/// Where line `at`, from 0, begins.
std::uint64_t start_of_line(std::size_t at) {
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i != at; ++i) bytes += lines[i].size() + 1;
    return bytes;
}

/// A damaged cell of line `at` is refused there, behind the rows in front; one of the header as a whole.
void check_refused_in(std::size_t at, std::string_view line) {
    CAPTURE(line);
    auto const input = with_line(at, line);
    auto const found = outcome_of(input, columns);
    CHECK_FALSE(found.error.empty());
    CHECK(found.rows == first(at == 0 ? 0 : at - 1));
    CHECK((at == 0 || found.is_data_error));
    if (at != 0) {
        CHECK(found.line == at + 1);
        CHECK(found.byte >= start_of_line(at));
        CHECK(found.byte < start_of_line(at) + line.size());
    }
    check_pieces(input, columns, {}, found);
}

/// Where the cells of a line begin.
std::vector<std::size_t> cells_of(std::string_view line) {
    std::vector<std::size_t> starts{0};
    bool quoted = false;
    for (std::size_t i = 0; i != line.size(); ++i) {
        quoted ^= line[i] == '"';
        if (line[i] == ',' && !quoted) starts.push_back(i + 1);
    }
    return starts;
}

/// As texts, by position: the second reader of the same rules finds the same rows, and a bad record where this one
/// does.
void check_against_oracle(std::string const& input, std::size_t& refusals) {
    static schema const kept{text("a"), text("b"), text("c")};
    auto const found = outcome_of(input, kept, {.header = no});
    csv_oracle const oracle{input, 3};
    bool const same = found.rows == oracle.rows && found.error.empty() != oracle.bad;
    bool const same_place = !found.is_data_error || (found.byte >= oracle.byte && found.line >= oracle.line);
    if (!same || !same_place) FAIL_CHECK("read as something else: " << input << found.error);
    refusals += oracle.bad ? 1U : 0U;
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("polluted csv: what is harmless is read right") {
        for (auto const& file : read_right) {
            CAPTURE(file.kind);
            auto const found = outcome_of(file.input, columns, file.options);
            CHECK(found == csv_outcome{file.found, "", false, 0, 0, 0});
            check_pieces(file.input, columns, file.options, found);
            CHECK(check_buffers(file.input, file.options, found) == 0);
        }
    }

    TEST_CASE("polluted csv: what is not is refused with its place, behind the rows in front") {
        for (auto const& file : read_never) {
            CAPTURE(file.kind);
            auto const found = outcome_of(file.input, columns, file.options);
            CAPTURE(found.error);
            CHECK(found.rows == first(file.delivered));
            CHECK(found.is_data_error == !file.end_of_error.starts_with("drops.csv has"));
            CHECK(found.error.ends_with(file.end_of_error));
            CHECK(found.line == file.line);
            CHECK(found.column == file.column);
            check_pieces(file.input, columns, file.options, found);
            check_buffers(file.input, file.options, found);
        }
    }

    TEST_CASE("polluted csv: a delimiter that is missing, anywhere, is refused in its line") {
        for (std::size_t at = 0; at != lines.size(); ++at)
            for (auto const start : cells_of(lines[at]))
                if (start != 0) check_refused_in(at, std::string{lines[at]}.erase(start - 1, 1));
    }

    TEST_CASE("polluted csv: a delimiter too much, in front of any cell or behind the last, is refused in its line") {
        for (std::size_t at = 1; at != lines.size(); ++at) {
            for (auto const start : cells_of(lines[at]))
                check_refused_in(at, std::string{lines[at]}.insert(start, 1, ','));
            check_refused_in(at, lines[at] + ",");
        }
    }

    TEST_CASE("polluted csv: a delimiter too much in the header makes the first row too short") {
        for (auto const start : {std::size_t{0}, std::size_t{2}, std::size_t{7}, lines[0].size()}) {
            auto const found = outcome_of(with_line(0, std::string{lines[0]}.insert(start, 1, ',')), columns);
            CHECK(found.rows.empty());
            CHECK(found.error.ends_with(":2 (byte 10): found 3 fields, expected 4"));
        }
    }

    TEST_CASE("polluted csv: a quote too much in front of any cell is refused") {
        for (std::size_t at = 0; at != lines.size(); ++at)
            for (auto const start : cells_of(lines[at]))
                check_refused_in(at, std::string{lines[at]}.insert(start, 1, '"'));
    }

    TEST_CASE("polluted csv: a quote too much behind a number or a quoted text is refused") {
        for (std::size_t at = 1; at != lines.size(); ++at) {
            check_refused_in(at, std::string{lines[at]}.insert(1, 1, '"'));
            check_refused_in(at, lines[at] + '"');
        }
        check_refused_in(2, "2,\"b,b\"x\",3.5");
    }

    TEST_CASE("polluted csv: any byte lost, doubled, or become another is read as RFC 4180 has it, or refused") {
        std::string const good = "1,aa,2.5\r\n2,\"b,\"\"b\",3.5\n3,\"c\nc\",\"4.5\"\n\n4,dd,5.5\n";
        std::size_t refusals = 0, files = 0;
        for (std::size_t at = 0; at != good.size(); ++at) {
            check_against_oracle(std::string{good}.erase(at, 1), refusals), ++files;
            for (char const c : std::string_view{",\"\n\r;\0 x", 8}) {
                check_against_oracle(std::string{good}.insert(at, 1, c), refusals), ++files;
                check_against_oracle(std::string{good}.replace(at, 1, 1, c), refusals), ++files;
            }
            check_against_oracle(good.substr(0, at), refusals), ++files;
            check_against_oracle(good.substr(at), refusals), ++files;
        }
        CHECK(refusals > files / 4);
        CHECK(refusals < files * 3 / 4);
    }
}
