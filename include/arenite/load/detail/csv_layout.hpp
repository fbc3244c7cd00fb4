// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Which fields somebody reads. Scattered: none is next to another, nor the first to the last.
enum class field_choice : unsigned char { all, scattered, some };

/// What is laid over the ends of a block that begins in a column: which end records, and which are places of scattered
/// fields.
struct column_pattern {
    std::uint64_t record_ends, places;
};

/// What records look like: what a kernel must know of them.
struct csv_layout {
    std::size_t fields = 0;                    ///< of each record
    std::size_t wanted_fields = 0;             ///< of these, those that somebody reads
    std::uint64_t const* wanted = nullptr;     ///< bit i: field i % fields is read; for fields + 128 bits
    std::uint64_t every_record = 0;            ///< bits 0, fields, 2 * fields …
    column_pattern const* patterns = nullptr;  ///< of each column, if the wanted fields are scattered
    char delimiter = ',';
    char decimal_point = '.';
    char comment = '\0';  ///< a line that begins with it is none; '\0': there is none such
    bool empty_is_missing = true;
    bool list_inexact = false;      ///< whole numbers that the type does not hold take a closer look
    bool carriage_returns = false;  ///< lines are likely to end in CR LF

    [[nodiscard]] bool all_wanted() const noexcept { return wanted_fields == fields; }
    [[nodiscard]] bool wants(std::size_t field) const noexcept { return (wanted[field / 64] >> field % 64 & 1) != 0; }
    [[nodiscard]] bool wants_last() const noexcept { return wants(fields - 1); }

    /// Bit i: field column + i is the last of a record.
    [[nodiscard, gnu::always_inline]] std::uint64_t record_ends_from(std::size_t column) const noexcept {
        auto const fields_left = fields - 1 - column;
        return fields_left < 64 ? every_record << fields_left : 0;
    }

    /// Bit i: field column + i is wanted.
    [[nodiscard, gnu::always_inline]] std::uint64_t wanted_from(std::size_t column) const noexcept {
        auto const* const word = wanted + column / 64;
        return word[0] >> column % 64 | word[1] << (63 - column % 64) << 1;
    }

    /// With these patterns, if the wanted fields are scattered and they are enough.
    void find_patterns(std::span<column_pattern> memory) noexcept {
        patterns = nullptr;
        if (fields > memory.size()) return;
        for (std::size_t i = 0; i != fields; ++i) {
            if (wants(i) && wants(i + 1)) return;
            memory[i] = {record_ends_from(i), wanted_from(i) | wanted_from(i + 1)};
        }
        patterns = memory.data();
    }
};

/// Room for the places of fields. A block of 64 bytes has up to 64 of them, which are written by sixteens: `capacity`
/// leaves room for so many behind it. Behind the room for ends there is as much once more.
struct csv_places {
    static constexpr std::size_t room_behind = 128;

    std::uint32_t* starts = nullptr;
    std::uint32_t* ends = nullptr;
    std::size_t capacity = 0;

    /// So many ends of wanted fields are enough for `rows` records.
    [[nodiscard]] std::size_t enough_for(std::size_t rows, csv_layout const& layout) const noexcept {
        auto const wanted = layout.wanted_fields;
        return rows > capacity / wanted ? capacity : std::min(capacity, rows * wanted + (layout.wants_last() ? 0 : 1));
    }
};

/// Whole records in front of a text, and their wanted fields, record by record: text[starts[i]] is the byte in front of
/// field i (of the first that may be the one in front of the text: starts[0] + 1 is 0), text[ends[i]] the one behind
/// it, without its quotes.
struct csv_rows {
    std::size_t rows = 0, bytes = 0;
    std::size_t lines = 0;  ///< physical ones
    std::uint32_t const* starts = nullptr;
    std::uint32_t const* ends = nullptr;
};

/// Where a block begins.
class block_offset {
public:
    [[nodiscard]] constexpr std::uint32_t first() const noexcept { return first_; }
    constexpr void advance() noexcept { first_ += 64; }

private:
    std::uint32_t first_ = 0;
};

/// The ends of fields in a block, and what they are like.
struct csv_marks {
    std::uint64_t ends = 0;
    std::uint64_t newlines = 0;      ///< the ends that end records
    std::uint64_t all_newlines = 0;  ///< with those inside of quotes
    std::uint64_t back_one = 0;      ///< the byte in front is no part of the field
    std::uint64_t back_two = 0;      ///< nor the one in front of that
    std::uint64_t before_quote = 0;  ///< the byte behind is a quote
    std::uint64_t wrong = 0;         ///< not 0: this block is not for us

    /// Nothing is behind the first bytes.
    constexpr void cut_to(std::size_t bytes) noexcept {
        auto const kept = (std::uint64_t{1} << bytes) - 1;
        ends &= kept, newlines &= kept, all_newlines &= kept, wrong &= kept;
    }
};

/// What became of a group of fields: a bit for each.
struct group_outcome {
    unsigned unread = 0;   ///< they need a closer look
    unsigned inexact = 0;  ///< whole numbers that the type does not hold
};

/// The same of fields that may have exponents.
struct exponent_outcome {
    group_outcome fields;
    bool some_have_exponents;
};

/// What fields may hold.
struct field_rules {
    char point;
    unsigned unread_empty;  ///< of the empty fields, those that need a closer look
};

/// What became of the numbers of a block.
struct csv_parsed {
    std::size_t unread = 0;   ///< fields that need a closer look; their numbers are listed
    std::size_t inexact = 0;  ///< whole numbers that the type does not hold
};

}  // namespace arenite::inline ARENITE_ABI::detail
