// SPDX-License-Identifier: MIT
// Included once for each instruction set, since a target cannot depend on a template's parameter: into the namespace
// ARENITE_INSTRUCTIONS, with ARENITE_TARGET among the attributes. Alone, it gives the portable kernels, which have a
// writer of their own: it takes one field after the other.
#ifndef ARENITE_INSTRUCTIONS
#include <arenite/load/detail/csv_kernels_portable.hpp>
#else
#include <arenite/load/detail/csv_layout.hpp>

#include <bit>

// The ends of a block are laid over a pattern that begins at the column where the block begins:
//
//     column       2     3 0       1   2
//     ends         x     x x       x   x         x
//     pattern      0 1 0 0 0 1 …                       a record of 4 fields ends at its second end
//     expanded     .     x .       .   .         x     must be the newlines
//
// Wanted fields are picked in the same way. A place that is off by a byte or two is put right by moving its bit.
// Where wanted fields are scattered, their starts and ends take turns: they are written as one list, which is parted
// when it is complete.

namespace arenite::inline ARENITE_ABI::detail::ARENITE_INSTRUCTIONS {

/// Writes the places of the wanted fields. Apart: a field need not begin right behind the end of the one in front of
/// it.
template <field_choice Wanted, bool Apart>
class place_writer {
    static constexpr bool all = Wanted == field_choice::all, in_turn = Wanted == field_choice::scattered;
    static_assert(!(in_turn && Apart));

public:
    static constexpr bool has_starts = Apart || !all;

    [[ARENITE_TARGET gnu::always_inline]] place_writer(csv_layout const& records, csv_places const& places,
                                                       std::size_t limit, bool begins_with_quote) noexcept
        : layout_(records), ends_(places.ends), starts_(places.starts),
          full_(places.ends + (in_turn ? 2 : 1) * places.enough_for(limit, records)) {
        auto const in_front = begins_with_quote ? std::uint32_t{0} : ~std::uint32_t{0};
        if constexpr (in_turn) ends_[0] = in_front, ends_ += layout_.wanted[0] & 1;
        else if constexpr (has_starts) starts_[0] = in_front, starts_ += layout_.wanted[0] & 1;
        else ends_[-1] = in_front;
    }

    [[ARENITE_TARGET gnu::always_inline]] std::size_t rows() const noexcept { return rows_; }
    [[ARENITE_TARGET gnu::always_inline]] bool full() const noexcept { return ends_ >= full_; }

    /// False: the ends are not those of such records.
    [[ARENITE_TARGET gnu::always_inline]] bool take(csv_marks const& marks, block_offset offset) noexcept {
        if (((expand(record_ends(), marks.ends) ^ marks.newlines) | marks.wrong) != 0) [[unlikely]]
            return false;
        auto const rows = count_of(marks.newlines);
        write(marks, offset);
        column_ += count_of(marks.ends) - rows * layout_.fields;
        rows_ += rows;
        return true;
    }

    /// The places of the wanted fields of so many rows are complete.
    [[ARENITE_TARGET gnu::always_inline]] void finish(csv_places const& places, std::size_t row_count) const noexcept {
        if constexpr (in_turn)
            for (std::size_t i = 0; i < row_count * layout_.wanted_fields; i += 8)
                part_eight(places.ends + 2 * i, places.starts + i, places.ends + i);
    }

private:
    [[ARENITE_TARGET gnu::always_inline]] std::uint64_t record_ends() const noexcept {
        if constexpr (in_turn) return layout_.patterns[column_].record_ends;
        else return layout_.record_ends_from(column_);
    }

    [[ARENITE_TARGET gnu::always_inline]] void write(csv_marks const& marks, block_offset offset) noexcept {
        if constexpr (in_turn) {
            ends_ += write_places<true>(ends_, expand(layout_.patterns[column_].places, marks.ends), offset);
        } else if constexpr (all) {
            write_ends(marks, marks.ends, offset);
            if constexpr (has_starts) write_starts(marks, marks.ends, offset);
        } else {
            write_ends(marks, expand(layout_.wanted_from(column_), marks.ends), offset);
            write_starts(marks, expand(layout_.wanted_from(column_ + 1), marks.ends), offset);
        }
    }

    [[ARENITE_TARGET gnu::always_inline]] void write_ends(csv_marks const& marks, std::uint64_t ends,
                                                          block_offset offset) noexcept {
        if constexpr (!Apart) {
            ends_ += write_places<!all>(ends_, ends, offset);
            return;
        }
        if ((ends & ((marks.back_one & 1) | (marks.back_two & 3))) != 0)
            return write_ends_singly(marks, ends, offset.first());
        auto const two = ends & marks.back_two, one = ends & marks.back_one & ~marks.back_two;
        ends_ += write_places<!all>(ends_, (ends & ~marks.back_one) | one >> 1 | two >> 2, offset);
    }

    /// A place moves into the block in front.
    [[ARENITE_TARGET gnu::noinline]] void write_ends_singly(csv_marks marks, std::uint64_t ends,
                                                            std::uint32_t offset) noexcept {
        for (; ends != 0; ends &= ends - 1) {
            auto const bit = static_cast<std::uint32_t>(std::countr_zero(ends));
            auto const back = (marks.back_one >> bit & 1) + (marks.back_two >> bit & 1);
            *ends_++ = offset + bit - static_cast<std::uint32_t>(back);
        }
    }

    [[ARENITE_TARGET gnu::always_inline]] void write_starts(csv_marks const& marks, std::uint64_t starts,
                                                            block_offset offset) noexcept {
        if constexpr (!Apart) {
            starts_ += write_places<!all>(starts_, starts, offset);
            return;
        }
        auto const moved = starts & marks.before_quote;
        starts_ += write_places<!all>(starts_, (starts & ~moved) | moved << 1, offset);
        *starts_ = offset.first() + 64;  // of one that moves into the next block
        starts_ += moved >> 63;
    }

    csv_layout layout_;
    std::uint32_t *ends_, *starts_;
    std::uint32_t const* full_;
    std::size_t column_ = 0, rows_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail::ARENITE_INSTRUCTIONS
#endif
