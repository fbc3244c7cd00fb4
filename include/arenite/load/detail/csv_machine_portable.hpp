// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/byte_places.hpp>
#include <arenite/load/detail/csv_layout.hpp>

namespace arenite::inline ARENITE_ABI::detail::portable {

using text_block = char const*;

[[nodiscard]] inline text_block load_block(char const* text) noexcept { return text; }

/// Bit i: byte i is the wanted one.
[[nodiscard]] inline std::uint64_t places_of(text_block block, char wanted) noexcept {
    return places_in_block(block, equal_byte{wanted});
}

/// Bit i: whether an odd number of the bits up to i is set.
[[nodiscard]] constexpr std::uint64_t parity_so_far(std::uint64_t bits) noexcept {
    for (unsigned distance = 1; distance != 64; distance *= 2) bits ^= bits << distance;
    return bits;
}

/// Not every processor has an instruction for it: Hacker's Delight (Warren, 2nd edition), figure 5-2.
[[nodiscard]] constexpr std::size_t count_of(std::uint64_t bits) noexcept {
    bits -= bits >> 1 & 0x5555'5555'5555'5555;
    bits = (bits & 0x3333'3333'3333'3333) + (bits >> 2 & 0x3333'3333'3333'3333);
    return ((bits + (bits >> 4)) & 0x0F0F'0F0F'0F0F'0F0F) * 0x0101'0101'0101'0101 >> 56;
}

/// Writes the places of the wanted fields, one after the other. Apart: a field need not begin right behind the end of
/// the one in front of it.
template <field_choice Wanted, bool Apart>
class place_writer {
public:
    static constexpr bool has_starts = Apart || Wanted != field_choice::all;

    place_writer(csv_layout const& records, csv_places const& places, std::size_t limit,
                 bool begins_with_quote) noexcept
        : layout_(records), ends_(places.ends), starts_(places.starts),
          full_(places.ends + places.enough_for(limit, records)) {
        auto const in_front = begins_with_quote ? std::uint32_t{0} : ~std::uint32_t{0};
        if constexpr (has_starts) starts_[0] = in_front, starts_ += wanted(0);
        else ends_[-1] = in_front;
    }

    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] bool full() const noexcept { return ends_ >= full_; }

    /// False: the ends are not those of such records.
    [[gnu::always_inline]] bool take(csv_marks const& marks, block_offset block) noexcept {
        if (marks.wrong != 0) return false;
        bool wrong = false;
        auto const offset = block.first();
        auto rows = rows_, column = column_;
        for (auto left = marks.ends; left != 0; left &= left - 1) {
            auto const bit = static_cast<std::uint32_t>(std::countr_zero(left));
            bool const newline = (marks.newlines >> bit & 1) != 0;
            wrong |= newline != (column == layout_.fields - 1);
            *ends_ = offset + bit - bit_of(marks.back_one, bit) - bit_of(marks.back_two, bit);
            ends_ += wanted(column);
            column = newline ? 0 : column + 1;
            rows += newline;
            if constexpr (!has_starts) continue;
            *starts_ = offset + bit + bit_of(marks.before_quote, bit);
            starts_ += wanted(column);
        }
        column_ = column;
        if (!wrong) rows_ = rows;
        return !wrong;
    }

    void finish(csv_places const&, std::size_t) const noexcept {}

private:
    static constexpr std::uint32_t bit_of(std::uint64_t bits, std::uint32_t bit) noexcept {
        return static_cast<std::uint32_t>(bits >> bit & 1);
    }

    [[nodiscard]] std::size_t wanted(std::size_t column) const noexcept {
        return Wanted == field_choice::all ? 1 : static_cast<std::size_t>(layout_.wants(column));
    }

    csv_layout layout_;
    std::uint32_t *ends_, *starts_;
    std::uint32_t const* full_;
    std::size_t column_ = 0, rows_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail::portable
