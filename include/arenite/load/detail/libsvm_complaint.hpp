// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_complaint.hpp>
#include <arenite/load/detail/libsvm_row.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Says what is wrong with the line in front. Nothing of this runs before an error is certain.
class libsvm_complaint {
public:
    libsvm_complaint(csv_records const& lines, std::string_view source_name) noexcept
        : lines_(lines), source_(source_name) {}

    [[noreturn]] void utf_16() const { raise(data_error{source_, {}, "UTF-16 text", "UTF-8 text"}); }

    [[noreturn]] void no_line(csv_found found) const {
        if (found == csv_found::truncated_record) fail(place(), "a truncated line", "its end");
        fail(place(), "a longer line",
             std::string{"at most "}
                 .append(std::to_string(lines_.capacity()))
                 .append(" bytes in a line (raise libsvm_options::buffer_bytes)"));
    }

    /// Of a row that `libsvm_row_reader` calls bad; `base` is the first index and `count` that of the features.
    [[noreturn]] void bad_row(libsvm_outcome const& outcome, std::uint64_t base, std::size_t count) const {
        auto where = place();
        where.column = outcome.pair;
        where.byte += static_cast<std::uint64_t>(outcome.text.data() - lines_.rest().data());
        fail(where, found(outcome), expected(outcome.fault, base, count));
    }

private:
    [[noreturn]] void fail(data_position where, std::string_view found, std::string_view expected) const {
        raise(data_error{source_, where, found, expected});
    }

    [[nodiscard]] data_position place() const noexcept { return {lines_.line(), 0, lines_.byte()}; }

    [[nodiscard]] static std::string found(libsvm_outcome const& outcome) {
        auto const text = beginning(outcome.text, 40);
        if (outcome.fault == libsvm_fault::index) return std::string{"index "}.append(text);
        if (outcome.fault == libsvm_fault::repeated) return std::string{"index "}.append(text).append(" again");
        return std::string{printable(outcome.text)};
    }

    [[nodiscard]] static std::string expected(libsvm_fault fault, std::uint64_t base, std::size_t count) {
        switch (fault) {
            case libsvm_fault::label: return "a number as label";
            case libsvm_fault::weight: return "a number as weight";
            case libsvm_fault::query: return "qid: and a whole number";
            case libsvm_fault::pair: return "index:value";
            case libsvm_fault::index: return expected_index(base, count);
            case libsvm_fault::repeated: return "each index once in a row";
            default: return "a number";
        }
    }

    [[nodiscard]] static std::string expected_index(std::uint64_t base, std::size_t count) {
        if (count == 0) return "no index, as there are no columns";
        return std::string{"an index from "}
            .append(std::to_string(base))
            .append(" to ")
            .append(std::to_string(base + count - 1));
    }

    csv_records const& lines_;
    std::string_view source_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
