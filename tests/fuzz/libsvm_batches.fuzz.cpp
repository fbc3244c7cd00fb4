// SPDX-License-Identifier: MIT

// Any text under any options: no crash, no endless loop, and the same rows whatever the pieces and batches. The first
// three bytes are the options, the rest is the text.

#include <arenite/core/format_number.hpp>
#include <arenite/load/libsvm_batches.hpp>

#include "pieces.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using arenite::libsvm_options;

libsvm_options options_from(unsigned char bits) {
    libsvm_options options;
    options.index_base = bits & 1;
    options.absent = (bits & 2) != 0 ? arenite::libsvm_absent::zero : arenite::libsvm_absent::missing;
    options.labels = static_cast<arenite::libsvm_labels>(bits >> 2 & 3);
    options.on_bad = (bits & 16) != 0 ? arenite::on_bad::null : arenite::on_bad::fail;
    options.final_newline = (bits & 32) != 0 ? arenite::final_newline::require : arenite::final_newline::optional;
    return options;
}

/// All rows, and how it ended, as one text.
template <class T>
std::string outcome(std::string_view text, arenite::schema_view columns, libsvm_options options, std::size_t piece) {
    pieces source{text, piece};
    arenite::libsvm_batches<T> batches{source, columns, options};
    std::string rows;
    try {
        for (auto const batch : batches)
            for (std::size_t r = 0; r != batch.rows(); ++r) {
                if (!batches.labels().empty())
                    rows.append(arenite::format_number(batches.labels()[r]).view()).append("|");
                for (std::size_t c = 0; c != batch.cols(); ++c)
                    rows.append(arenite::format_number(batch(r, c)).view()).append(" ");
                rows.append("\n");
            }
    } catch (arenite::data_error const& error) {
        rows.append(error.what());
    }
    auto const counted = batches.overflows() + 1000 * batches.bad_rows() + 1'000'000 * batches.underflows();
    return rows.append(arenite::format_number(counted).view());
}

template <class T>
void check_outcomes(std::string_view text, arenite::schema_view columns, libsvm_options options, unsigned char size) {
    options.buffer_bytes = 4 + size;
    options.batch_rows = 1000;
    auto const expected = outcome<T>(text, columns, options, text.size() + 1);
    options.batch_rows = 1 + size % 5;
    if (outcome<T>(text, columns, options, 1 + size % 7) == expected) return;
    std::fputs("other pieces and batches give other rows\n", stderr);
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 3) return 0;
    std::string_view const text{reinterpret_cast<char const*>(data) + 3, size - 3};
    std::uint64_t const used[] = {0b11011};
    arenite::schema_view const columns{data[1] / 32u, used};
    if ((data[1] & 1) != 0) check_outcomes<float>(text, columns, options_from(data[0]), data[2]);
    else check_outcomes<double>(text, columns, options_from(data[0]), data[2]);
    return 0;
}
