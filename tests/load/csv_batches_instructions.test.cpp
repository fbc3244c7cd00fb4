// SPDX-License-Identifier: MIT
#include <arenite/load/csv_batches.hpp>

#include "csv_support.hpp"
#include "support/instruction_sets.hpp"
#include "support/one_in.hpp"

#include <doctest/doctest.h>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <random>

// Any file gives the same rows with the kernels of every instruction set: those that a reader finds which takes one
// byte after the other and knows nothing of blocks.

namespace {

using arenite::csv_batches, arenite::csv_options;

struct plain_record {
    std::vector<std::string> fields;
    bool bad = false;  ///< something stands behind a closing quote
};

/// One byte after the other. Quotes are closed.
std::vector<plain_record> plain_records(std::string_view text, char delimiter) {
    std::vector<plain_record> records;
    for (std::size_t i = 0; i != text.size();) {
        plain_record record;
        auto const begin = i;
        for (bool more = true; more;) {
            std::string field;
            bool const quoted = text[i] == '"';
            bool open = quoted;
            for (i += quoted; open; ++i) {
                if (text[i] != '"') field += text[i];
                else if (text[i + 1] == '"') field += text[i++];
                else open = false;
            }
            auto const behind = i;
            while (text[i] != delimiter && text[i] != '\n') ++i;
            bool const returned = text[i] == '\n' && i != behind && text[i - 1] == '\r';
            std::string_view const rest = text.substr(behind, i - behind - returned);
            record.bad |= quoted && !rest.empty();
            more = text[i++] == delimiter;
            record.fields.push_back(field.append(rest));
        }
        auto const line = text.substr(begin, i - begin);
        if (line != "\n" && line != "\r\n") records.push_back(record);
    }
    return records;
}

/// NaN if it is missing; none: it is no number. In as much of a CSV field's form as the files below have.
template <class T>
std::optional<T> plain_number(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    if (text.empty() || text == "NA") return std::numeric_limits<T>::quiet_NaN();
    if (text.front() == '+') text.remove_prefix(1);
    T number{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end != text.data() + text.size() || error == std::errc::invalid_argument) return std::nullopt;
    if (error == std::errc{}) return number;
    auto const outside = std::strtod(std::string{text}.c_str(), nullptr);
    return std::abs(outside) > 1 ? std::copysign(std::numeric_limits<T>::infinity(), static_cast<T>(outside))
                                 : std::copysign(T{0}, static_cast<T>(outside));
}

template <class T>
using table = std::vector<std::vector<T>>;

/// A row of NaN for each that is bad.
template <class T>
table<T> plain_rows(std::string_view text, arenite::schema_view columns, char delimiter) {
    table<T> rows;
    for (auto const& record : plain_records(text, delimiter)) {
        bool bad = record.bad || record.fields.size() != columns.size();
        std::vector<T> row(columns.size(), std::numeric_limits<T>::quiet_NaN());
        for (std::size_t i = 0; i != columns.size() && !bad; ++i) {
            if (!columns[i].used) continue;
            auto const number = plain_number<T>(record.fields[i]);
            bad |= !number;
            row[i] = number.value_or(0);
        }
        if (bad) row.assign(columns.size(), std::numeric_limits<T>::quiet_NaN());
        rows.push_back(row);
    }
    return rows;
}

template <class T>
table<T> read_rows(std::string_view text, arenite::schema_view columns, csv_options const& options, std::size_t piece) {
    dripping_source source{text, piece};
    csv_batches<T> batches{source, columns, options};
    table<T> rows;
    for (auto const batch : batches)
        for (std::size_t r = 0; r != batch.rows(); ++r) rows.emplace_back(&batch(r, 0), &batch(r, 0) + columns.size());
    CHECK(batches.position().byte == text.size());
    CHECK(batches.position().line == 1 + static_cast<std::uint64_t>(std::ranges::count(text, '\n')));
    return rows;
}

template <class T>
bool same_bits(table<T> const& one, table<T> const& other) {
    auto const same = [](T a, T b) { return (a != a && b != b) || std::memcmp(&a, &b, sizeof a) == 0; };
    return std::ranges::equal(one, other, [&](auto const& a, auto const& b) { return std::ranges::equal(a, b, same); });
}

class file_maker {
public:
    explicit file_maker(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t count) { return random_() % count; }

    std::string digits(std::size_t count) {
        std::string text;
        while (text.size() < count) text += static_cast<char>('0' + below(10));
        return text;
    }

    /// A decimal number of any shape, most of them short.
    std::string decimal() {
        auto text = digits(1 + below(below(4) == 0 ? 24 : 9));
        if (below(3) != 0) text.insert(below(text.size() + 1), ".");
        if (text == ".") text = "0.";
        if (exponents_ != 0 && below(exponents_) == 0) text += below(2) == 0 ? "e-0" + digits(1) : "E" + digits(1);
        return (below(3) == 0 ? "-" : "") + text;
    }

    std::string field() {
        static constexpr std::string_view odd[]{"",  "NA", " 7 ",   "+1.5", "1e5", "-2E-3", "16777217",
                                                "x", "-",  "1.2.3", ".5",   "5.",  "--1",   "1-2"};
        auto text = below(30) == 0 ? std::string{odd[below(std::size(odd))]} : decimal();
        if (quotes_ == 0 || below(quotes_) != 0) return text;
        if (below(8) == 0) text += below(2) == 0 ? "\"\"" : ",\n";
        return "\"" + text + "\"";
    }

    std::string file(std::size_t fields, char delimiter) {
        quotes_ = below(3) == 0 ? 0 : 1 + below(20);
        exponents_ = below(3) == 0 ? 0 : 1 + below(20);
        auto const returns = below(3);  // none, all, some
        auto const faults = below(2) == 0 ? 0 : 3 + below(50);
        auto text = line(fields, delimiter, 0) + end(returns);
        while (text.size() < 3000 + below(200)) text += line(fields, delimiter, faults) + end(returns);
        return text;
    }

private:
    std::string line(std::size_t fields, char delimiter, std::size_t faults) {
        bool const fault = faults != 0 && below(faults) == 0;
        auto const count = fault ? below(fields + 3) : fields;
        std::string text = fault && below(4) == 0 && quotes_ != 0 ? "\"a\"b" : "";
        for (std::size_t i = 0; i != count; ++i) text += (i == 0 ? std::string{} : std::string{delimiter}) + field();
        return text;
    }

    std::string end(std::size_t returns) { return returns == 1 || (returns == 2 && below(2) == 0) ? "\r\n" : "\n"; }

    std::mt19937 random_;
    std::size_t quotes_ = 0, exponents_ = 0;  ///< one field in so many has them
};

template <class T>
void check_file(std::string const& text, arenite::schema_view columns, char delimiter, std::size_t piece) {
    auto const expected = plain_rows<T>(text, columns, delimiter);
    for (auto const instructions : instruction_sets())
        for (std::size_t const batch_rows : std::array<std::size_t, 3>{1, 7, 1000}) {
            csv_options const options{.batch_rows = batch_rows,
                                      .buffer_bytes = 4096,
                                      .delimiter = delimiter,
                                      .header = arenite::csv_header::no,
                                      .on_bad = arenite::on_bad::null,
                                      .instructions = instructions};
            CHECK(same_bits(read_rows<T>(text, columns, options, piece), expected));
        }
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE_TEMPLATE("csv_batches: random files give the same rows with any instructions", T, float, double) {
        for (unsigned seed = 0; seed < 300; seed += one_in) {
            CAPTURE(seed);
            file_maker maker{seed};
            auto const fields = std::array<std::size_t, 9>{1, 2, 3, 8, 28, 63, 64, 65, 150}[seed % 9];
            std::vector<arenite::column> columns(fields);
            auto const skipped = maker.below(4);  // one in so many is read
            for (auto& column : columns) column.used = skipped == 0 || maker.below(skipped) == 0;
            char const delimiter = seed % 5 == 0 ? ';' : ',';
            auto text = maker.file(fields, delimiter);
            if (delimiter == ';') std::ranges::replace(text, ',', ';');
            auto const piece = std::array<std::size_t, 3>{text.size(), 1000, 61}[maker.below(3)];
            check_file<T>(text, arenite::schema_view{std::span<arenite::column const>{columns}}, delimiter, piece);
        }
    }

    TEST_CASE_TEMPLATE("csv_batches: decimals of every shape have the bits of std::from_chars with any instructions", T,
                       float, double) {
        file_maker maker{1};
        std::string text;
        for (std::size_t length = 1; length != 41; ++length)
            for (std::size_t point = 0; point <= length; ++point)
                for (unsigned again = 0; again < 24; again += one_in) {
                    auto number = again == 0 ? std::string(length, '9') : maker.digits(length);
                    if (point != length || again % 2 == 0) number.insert(point, ".");
                    text += (again % 3 == 0 ? "-" : "") + number + "\n";
                }
        check_file<T>(text, arenite::schema_view{1}, ',', text.size());
    }
}
