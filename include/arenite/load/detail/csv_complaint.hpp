// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/data_error.hpp>
#include <arenite/core/format_number.hpp>
#include <arenite/core/raise.hpp>
#include <arenite/load/detail/csv_columns.hpp>
#include <arenite/load/detail/csv_numbers.hpp>
#include <arenite/load/detail/csv_records.hpp>

#include <string>

namespace arenite::inline ARENITE_ABI::detail {

/// At most `limit` bytes, and no part of a UTF-8 character at the end.
[[nodiscard]] constexpr std::string_view beginning(std::string_view text, std::size_t limit) noexcept {
    if (text.size() <= limit) return text;
    auto size = limit;
    while (limit - size < 3 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    return text.substr(0, size);
}

/// The text between quotes, cut when it is long; bytes that a terminal would obey are written as \xNN.
[[nodiscard]] inline short_text<176> printable(std::string_view text) noexcept {
    constexpr char digits[] = "0123456789ABCDEF";
    auto const kept = beginning(text, 40);
    short_text<176> shown{"\""};
    for (char const& c : kept) {
        auto const byte = static_cast<unsigned char>(c);
        char const escaped[]{'\\', 'x', digits[byte / 16], digits[byte % 16]};
        shown.append(byte >= ' ' && byte != 0x7F ? std::string_view{&c, 1} : std::string_view{escaped, 4});
    }
    return shown.append(kept.size() != text.size() ? "\"..." : "\"");
}

/// What is wrong, and where.
struct csv_fault {
    data_position where;
    short_text<176> found;
    short_text<256> expected;
};

/// Says what is wrong with the record in front. Nothing of this runs before an error is certain.
class csv_complaint {
public:
    csv_complaint(csv_records const& records, std::string_view source_name, char delimiter) noexcept
        : records_(records), source_(source_name), delimiter_(delimiter) {}

    [[noreturn]] void utf_16() const { fail({}, "UTF-16 text", "UTF-8 text"); }
    [[noreturn]] void empty_input() const {
        fail({}, records_.bytes_read() == 0 ? "an empty input" : "no record", "a record");
    }

    [[noreturn]] void no_record(csv_found found) const {
        if (found == csv_found::unterminated_quote) unterminated_quote();
        if (found == csv_found::too_long_record) refuse(fault_of_length());
        fail(place_of_record(), "a truncated record", "the end of its line");
    }

    [[noreturn]] void no_room(std::size_t text_bytes) const {
        fail(place_of_record(), "more text in a row",
             at_most(text_bytes).append(" bytes of text in a row (raise csv_options::text_bytes)"));
    }

    /// Errors: data_error, if a field of a header has text behind its closing quote, or outside quotes a carriage
    /// return: where lines end in it alone, the header is all of the text.
    void check_header(csv_record const& record) const {
        if (auto const fault = fault_of_quotes(record)) refuse(*fault);
        if (auto const fault = fault_of_return(record)) refuse(*fault);
    }

    [[noreturn]] void no_place(row_position const& place) const {
        auto expected = std::string{"at least "}.append(std::to_string(place.byte)).append(" bytes");
        fail({0, 0, records_.byte()}, "the end of the input", expected.append(" (csv_options::start)"));
    }

    [[noreturn]] void refuse(csv_fault const& fault) const { fail(fault.where, fault.found, fault.expected); }

    /// Of a record that the buffer does not hold, with a quote that is open where the buffer ends.
    [[nodiscard]] csv_fault fault_of_length() const noexcept {
        auto fault = fault_of_long_row();
        if (auto const quote = place_of_open_quote())
            fault.found.append(" (its quote in line ")
                .append(format_number(quote->line))
                .append(" is not closed so far)");
        return fault;
    }

    /// The same of one whose end was found.
    [[nodiscard]] csv_fault fault_of_long_row() const noexcept {
        short_text<256> expected{"at most "};
        expected.append(format_number(records_.capacity()));
        return {place_of_record(), std::string_view{"a longer record"},
                expected.append(" bytes in a record (raise csv_options::buffer_bytes)")};
    }

    /// Of a row that `csv_row_reader` calls bad. A wrong number of fields comes first: it explains the rest.
    [[nodiscard]] csv_fault fault_of_row(csv_columns const& columns, std::span<csv_target const> targets,
                                         csv_numbers const& numbers, std::size_t field_count) const noexcept {
        auto const record = records_.front();
        auto const found = count_fields(record, delimiter_);
        if (found != field_count) {
            short_text<176> fields{format_number(found)};
            return {place_of_record(), fields.append(found == 1 ? " field" : " fields"),
                    format_number(field_count).view()};
        }
        auto const quotes = fault_of_quotes(record);
        auto const fault = quotes ? quotes : fault_of_values(record, columns, targets, numbers);
        contract(fault.has_value(), "a bad row has a bad field");
        return *fault;
    }

private:
    [[noreturn]] void fail(data_position where, std::string_view found, std::string_view expected) const {
        raise(data_error{source_, where, found, expected});
    }

    [[nodiscard]] std::optional<csv_fault> fault_of_quotes(csv_record const& record) const noexcept {
        csv_field field;
        csv_fields fields{record, delimiter_};
        for (std::uint64_t column = 1; fields.next(field); ++column)
            if (!field.closed)
                return csv_fault{place_of(field, column), printable(field.raw),
                                 std::string_view{"nothing between the closing quote and the delimiter"}};
        return std::nullopt;
    }

    [[nodiscard]] std::optional<csv_fault> fault_of_return(csv_record const& record) const noexcept {
        csv_field field;
        csv_fields fields{record, delimiter_};
        for (std::uint64_t column = 1; fields.next(field); ++column)
            if (!field.quoted && field.text.find('\r') != field.text.npos)
                return csv_fault{place_of(field, column), printable(field.raw),
                                 std::string_view{"LF or CRLF at the end of a line, not CR alone"}};
        return std::nullopt;
    }

    [[nodiscard]] data_position place_of_record() const noexcept { return {records_.line(), 0, records_.byte()}; }

    [[nodiscard]] data_position place_of(csv_field const& field, std::uint64_t column) const noexcept {
        auto const rest = records_.rest();
        auto const before = rest.substr(0, static_cast<std::size_t>(field.raw.data() - rest.data()));
        auto const lines = static_cast<std::uint64_t>(std::ranges::count(before, '\n'));
        return {records_.line() + lines, column, records_.byte() + before.size()};
    }

    /// Of the field that the rest of the buffer ends in, if its quote is open.
    [[nodiscard]] std::optional<data_position> place_of_open_quote() const noexcept {
        auto const rest = records_.rest();
        csv_field field;
        csv_fields fields{{rest.data(), rest.data() + rest.size(), true}, delimiter_};
        std::uint64_t column = 0;
        while (fields.next(field)) ++column;
        bool const open = field.quoted && field.text.end() == field.raw.end();
        return open ? std::optional{place_of(field, column)} : std::nullopt;
    }

    [[nodiscard]] static std::string at_most(std::size_t count) {
        return std::string{"at most "}.append(std::to_string(count));
    }

    [[noreturn]] void unterminated_quote() const {
        fail(place_of_open_quote().value_or(place_of_record()), "a quote that is not closed", "a closing quote");
    }

    [[nodiscard]] std::optional<csv_fault> fault_of_values(csv_record const& record, csv_columns const& columns,
                                                           std::span<csv_target const> targets,
                                                           csv_numbers const& numbers) const noexcept {
        csv_field field;
        csv_fields fields{record, delimiter_};
        for (std::size_t position = 0; fields.next(field); ++position) {
            auto const target = std::ranges::find_if(targets, [&](csv_target const& one) {
                return one.file_column == position && is_bad(one, field, columns, numbers);
            });
            if (target == targets.end()) continue;
            return csv_fault{place_of(field, position + 1), printable(field.text),
                             expected_in(columns.schema, *target)};
        }
        return std::nullopt;
    }

    [[nodiscard]] bool is_bad(csv_target const& target, csv_field const& field, csv_columns const& columns,
                              csv_numbers const& numbers) const noexcept {
        if (target.kind == column_kind::number) return !numbers.read_in<double>(target, field);
        return refuses_unseen(target, field, numbers) && !columns.find_category(target, field, delimiter_);
    }

    /// A target's cell counts the columns that are no texts.
    [[nodiscard]] static short_text<256> expected_in(schema_view schema, csv_target const& target) noexcept {
        std::size_t i = 0;
        for (auto cell = target.cell; cell != 0 || schema[i].kind == column_kind::text; ++i)
            if (schema[i].kind != column_kind::text) --cell;
        short_text<256> expected{target.kind == column_kind::number ? "a number" : "one of the categories"};
        expected.append(" or a missing token");
        auto const name = beginning(schema[i].name, 200);
        return name.empty() ? expected : expected.append(" in column '").append(name).append("'");
    }

    csv_records const& records_;
    std::string_view source_;
    char delimiter_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
