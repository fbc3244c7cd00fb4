// SPDX-License-Identifier: MIT

// Any text under any options: no crash, no endless loop, and the same rows whatever the pieces, batches and
// instructions. The first four bytes are the options, the rest is the text.

#include <arenite/batch/schema.hpp>
#include <arenite/load/csv_batches.hpp>

#include "pieces.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using arenite::category, arenite::csv_options, arenite::data_error, arenite::number, arenite::schema,
    arenite::shape_error, arenite::detail::instruction_set;

csv_options options_from(unsigned char first, unsigned char second) {
    csv_options options;
    options.delimiter = std::array{',', ';', '\t', ' '}[first & 3];
    options.header = std::array{arenite::csv_header::automatic, arenite::csv_header::yes, arenite::csv_header::no,
                                arenite::csv_header::automatic}[first >> 2 & 3];
    auto const lenient = (second & 32) != 0 ? arenite::on_bad::collect : arenite::on_bad::null;
    options.on_bad = (first & 16) != 0 ? lenient : arenite::on_bad::fail;
    options.most_rejects = 3;
    options.final_newline = (first & 32) != 0 ? arenite::final_newline::require : arenite::final_newline::optional;
    options.id_column = std::array<std::string_view, 4>{"", "id", "0", "2"}[first >> 6];
    options.text_bytes = std::size_t{4} << (second & 7);
    if ((second & 8) != 0) options.comment = '#';
    if ((second & 16) != 0 && options.delimiter != ',') options.decimal_point = ',';
    static constexpr std::array<std::string_view, 3> tokens{"NA", "-9", "1"};
    if ((second & 64) != 0) options.missing = tokens;
    return options;
}

/// All rows, and how it ended, as one text.
template <class T>
std::string outcome(std::string_view text, arenite::schema_view columns, csv_options options, std::size_t piece) {
    pieces source{text, piece};
    arenite::csv_batches<T> batches{source, columns, options};
    std::string rows;
    try {
        for (auto const batch : batches) {
            for (std::size_t r = 0; r != batch.rows(); ++r) {
                for (std::size_t k = 0; k != batch.texts().cols; ++k) rows.append(batch.text(k, r)).append("|");
                for (std::size_t c = 0; c != batch.cols(); ++c)
                    rows.append(arenite::format_number(batch(r, c)).view()).append(" ");
                rows.append("\n");
            }
        }
    } catch (data_error const& error) {
        rows.append(error.what());
    } catch (shape_error const& error) {
        rows.append(error.what());
    }
    for (auto const& reject : batches.rejects()) rows.append(reject.found.view()).append(reject.expected.view());
    for (auto const count : {batches.overflows(), batches.underflows(), batches.inexact(), batches.bad_rows()})
        rows.append(" ").append(arenite::format_number(count).view());
    return rows;
}

template <class T>
void check_outcomes(std::string_view text, arenite::schema_view columns, csv_options options, unsigned char size) {
    options.buffer_bytes = 4 + size;
    options.batch_rows = 1000;
    options.instructions = instruction_set::portable;
    auto const expected = outcome<T>(text, columns, options, text.size() + 1);
    options.batch_rows = 1 + size % 5;
    for (auto instructions = instruction_set::portable; instructions <= arenite::detail::best_instruction_set();
         instructions = static_cast<instruction_set>(static_cast<int>(instructions) + 1)) {
        options.instructions = instructions;
        if (outcome<T>(text, columns, options, 1 + size % 7) == expected) continue;
        std::fputs("other pieces, batches and instructions give other rows\n", stderr);
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 4) return 0;
    static schema const named{number("a"), category("kind", {"x", "NA", "q\"q"}), arenite::text("note")};
    std::string_view const text{reinterpret_cast<char const*>(data) + 4, size - 4};
    auto const options = options_from(data[0], data[1]);
    std::uint64_t const used[] = {0b1011};
    auto const columns =
        (data[2] & 1) != 0 ? arenite::schema_view{named} : arenite::schema_view{1u + data[2] / 64, used};
    if ((data[2] & 2) != 0) check_outcomes<float>(text, columns, options, data[3]);
    else check_outcomes<double>(text, columns, options, data[3]);
    return 0;
}
