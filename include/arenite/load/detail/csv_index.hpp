// SPDX-License-Identifier: MIT
// Included once for each instruction set, since a target cannot depend on a template's parameter: into the namespace
// ARENITE_INSTRUCTIONS, with ARENITE_TARGET among the attributes. Alone, it gives the portable kernels.
#ifndef ARENITE_INSTRUCTIONS
#include <arenite/load/detail/csv_kernels_portable.hpp>
#else
#include <arenite/load/detail/csv_layout.hpp>

#include <algorithm>
#include <bit>
#include <string_view>

// Looks at 64 bytes at once; of each kind of byte a word has a bit:
//
//     text         1 2 . 5 , " a , " " b " , 7 \n
//     delimiters   . . . . x . . x . . . . x . .
//     newlines     . . . . . . . . . . . . . . x
//     quotes       . . . . . x . . x x . x . . .
//     inside       . . . . . x x x . x x . . . .    the parity of the quotes so far
//     ends         . . . . x . . . . . . . x . x    delimiters and newlines that are outside
//
// What a record needs no look at any other: how many fields it has, where a quote may stand, and that its line is not
// blank. Where that is not so, the records in front of it are all that is found; the careful reader takes the next one.

namespace arenite::inline ARENITE_ABI::detail::ARENITE_INSTRUCTIONS {

/// Marks of lines of two fields or more without a quote, all of which end in CR LF, or none; what goes over into the
/// next block is kept.
template <bool CarriageReturns>
class plain_lines {
public:
    static constexpr bool apart = false, before_returns = CarriageReturns;

    [[ARENITE_TARGET gnu::always_inline]] explicit plain_lines(char const*, csv_layout const& layout) noexcept
        : delimiter_(layout.delimiter) {}

    [[ARENITE_TARGET gnu::always_inline]] csv_marks look(char const* text) noexcept {
        auto const block = load_block(text);
        csv_marks marks;
        marks.newlines = places_of(block, '\n');
        marks.ends = marks.newlines | places_of(block, delimiter_);
        marks.wrong = places_of(block, '"');
        if constexpr (CarriageReturns) {
            auto const returns = places_of(block, '\r');
            marks.wrong |= marks.newlines & ~(returns << 1 | behind_return_);
            behind_return_ = returns >> 63;
        }
        return marks;
    }

    [[ARENITE_TARGET gnu::always_inline]] void taken(csv_marks const&, std::size_t, std::size_t,
                                                     std::size_t) const noexcept {}

    /// The first of at most `limit` rows; `found` are in front of `offset`, and each of them is a line.
    [[ARENITE_TARGET]] csv_rows first_rows(std::string_view text, std::size_t offset, std::size_t found,
                                           std::size_t limit) const noexcept {
        if (found == 0) return {};
        auto const rows = std::min(found, limit);
        std::size_t behind = 0;
        for (auto left = found - rows + 1; left != 0;) {
            offset -= 64;
            auto newlines = places_of(load_block(text.data() + offset), '\n');
            if (text.size() - offset < 64) newlines &= (std::uint64_t{1} << (text.size() - offset)) - 1;
            for (; newlines != 0 && left != 0; --left) {
                behind = offset + static_cast<std::size_t>(std::bit_width(newlines));
                newlines ^= std::bit_floor(newlines);
            }
        }
        return {.rows = rows, .bytes = behind, .lines = rows};
    }

private:
    char delimiter_;
    std::uint64_t behind_return_ = 0;
};

/// Marks of any lines.
class any_lines {
public:
    static constexpr bool apart = true, before_returns = false;

    [[ARENITE_TARGET gnu::always_inline]] any_lines(char const* text, csv_layout const& layout) noexcept
        : delimiter_(layout.delimiter), comment_(layout.comment),
          blank_lines_(layout.fields == 1 ? ~std::uint64_t{0} : 0),
          comments_(layout.comment == '\0' ? 0 : ~std::uint64_t{0}), quotes_(places_of(load_block(text), '"')) {}

    /// Reads 128 bytes.
    [[ARENITE_TARGET gnu::always_inline]] csv_marks look(char const* text) noexcept {
        auto const block = load_block(text);
        auto const quotes = quotes_;
        quotes_ = places_of(load_block(text + 64), '"');
        auto const inside = parity_so_far(quotes) ^ (open_ ? ~std::uint64_t{0} : 0);
        csv_marks marks;
        marks.all_newlines = places_of(block, '\n');
        marks.newlines = marks.all_newlines & ~inside;
        marks.ends = marks.newlines | (places_of(block, delimiter_) & ~inside);
        marks.before_quote = quotes >> 1 | quotes_ << 63;
        look_at_quotes(marks, quotes, inside, places_of(block, '\r'));
        look_at_line_starts(marks, places_of(block, '\r'), places_of(block, comment_));
        open_ = inside >> 63;
        return marks;
    }

    /// A block behind `rows_in_front`, of which `limit` are asked for.
    [[ARENITE_TARGET gnu::always_inline]] void taken(csv_marks const& marks, std::size_t offset,
                                                     std::size_t rows_in_front, std::size_t limit) noexcept {
        if (marks.newlines != 0 && rows_in_front < limit)
            last_ = {marks.newlines, marks.all_newlines, offset, rows_in_front, lines_};
        lines_ += count_of(marks.all_newlines);
    }

    /// The first of at most `limit` rows, of which `found` are in front of where it looks.
    [[ARENITE_TARGET]] csv_rows first_rows(std::string_view, std::size_t, std::size_t found,
                                           std::size_t limit) const noexcept {
        if (found == 0) return {};
        auto const rows = std::min(found, limit);
        auto left = last_.newlines;
        for (auto passed = last_.rows + 1; passed != rows; ++passed) left &= left - 1;
        auto const lines_here = count_of(last_.all_newlines & (left ^ (left - 1)));
        return {.rows = rows,
                .bytes = last_.offset + static_cast<std::size_t>(std::countr_zero(left)) + 1,
                .lines = last_.lines + lines_here};
    }

private:
    /// The last block with the end of a record that is asked for.
    struct last_ends {
        std::uint64_t newlines = 0, all_newlines = 0;
        std::size_t offset = 0, rows = 0, lines = 0;  ///< in front of it
    };

    /// A quote opens at the start of a field; behind one that closes comes an end, or one that makes it doubled.
    [[ARENITE_TARGET gnu::always_inline]] void look_at_quotes(csv_marks& marks, std::uint64_t quotes,
                                                              std::uint64_t inside, std::uint64_t returns) noexcept {
        auto const opening = quotes & inside, closing = quotes & ~inside;
        auto const behind_end = marks.ends << 1 | behind_end_, behind_closing = closing << 1 | behind_closing_;
        auto const behind_return = returns << 1 | behind_return_;
        auto const closed_then_return = behind_closing & returns;
        auto const behind_both = closed_then_return << 1 | behind_both_;
        marks.wrong = (opening & ~(behind_end | behind_closing)) |
                      (behind_closing & ~(marks.ends | opening | returns)) | (behind_both & ~marks.newlines);
        marks.back_one = behind_closing | (behind_return & marks.newlines);
        marks.back_two = behind_both;
        behind_end_ = marks.ends >> 63, behind_closing_ = closing >> 63;
        behind_return_ = returns >> 63, behind_both_ = closed_then_return >> 63;
    }

    [[ARENITE_TARGET gnu::always_inline]] void look_at_line_starts(csv_marks& marks, std::uint64_t returns,
                                                                   std::uint64_t comments) noexcept {
        auto const line_starts = marks.newlines << 1 | at_line_start_;
        marks.wrong |= line_starts & (((marks.newlines | returns) & blank_lines_) | (comments & comments_));
        at_line_start_ = marks.newlines >> 63;
    }

    char delimiter_, comment_;
    std::uint64_t blank_lines_, comments_, quotes_;
    bool open_ = false;
    last_ends last_;
    std::size_t lines_ = 0;
    std::uint64_t behind_end_ = 1, behind_closing_ = 0, behind_return_ = 0, behind_both_ = 0, at_line_start_ = 1;
};

/// False: the block is not as it should be.
template <class Lines, class Writer>
[[ARENITE_TARGET gnu::always_inline]] inline bool take_block(Lines& lines, Writer& writer, csv_marks const& marks,
                                                             block_offset offset, std::size_t limit) noexcept {
    auto const rows = writer.rows();
    if (!writer.take(marks, offset)) return false;
    lines.taken(marks, offset.first(), rows, limit);
    return true;
}

/// The last field of each record ends in front of a carriage return.
template <field_choice Wanted>
[[ARENITE_TARGET gnu::always_inline]] inline void end_before_returns(csv_layout const& layout, csv_places const& places,
                                                                     std::size_t records) noexcept {
    auto const wanted = layout.wanted_fields;
    if constexpr (Wanted == field_choice::all) std::copy_n(places.ends - 1, records * wanted, places.starts);
    if (!layout.wants_last()) return;
    for (std::size_t behind = wanted; behind <= records * wanted; behind += wanted) --places.ends[behind - 1];
}

template <class Lines, field_choice Wanted>
[[ARENITE_TARGET gnu::always_inline]] inline csv_rows index_lines(std::string_view text, csv_layout const& layout,
                                                                  csv_places const& places,
                                                                  std::size_t limit) noexcept {
    Lines lines{text.data(), layout};
    place_writer<Wanted, Lines::apart> writer{layout, places, limit, text.front() == '"'};
    block_offset offset;
    auto const* at = text.data();
    auto const* const last = at + text.size() / 64 * 64;
    for (; at != last && !writer.full(); at += 64, offset.advance())
        if (!take_block(lines, writer, lines.look(at), offset, limit)) break;
    if (auto const left = text.size() % 64; at == last && left != 0 && !writer.full()) {
        auto marks = lines.look(at);
        marks.cut_to(left);
        if (take_block(lines, writer, marks, offset, limit)) at += 64;
    }
    auto found = lines.first_rows(text, static_cast<std::size_t>(at - text.data()), writer.rows(), limit);
    writer.finish(places, found.rows);
    if constexpr (Lines::before_returns) end_before_returns<Wanted>(layout, places, found.rows);
    found.starts = writer.has_starts || Lines::before_returns ? places.starts : places.ends - 1;
    found.ends = places.ends;
    return found;
}

template <class Lines>
[[ARENITE_TARGET]] inline csv_rows index_fields(std::string_view text, csv_layout const& layout,
                                                csv_places const& places, std::size_t limit) noexcept {
    if (layout.all_wanted()) return index_lines<Lines, field_choice::all>(text, layout, places, limit);
    if constexpr (!Lines::apart)
        if (layout.patterns != nullptr) return index_lines<Lines, field_choice::scattered>(text, layout, places, limit);
    return index_lines<Lines, field_choice::some>(text, layout, places, limit);
}

/// At most `limit` records in front of `text`, which is not empty; it begins with a record, and 128 bytes behind it can
/// be read. There may be more: `capacity` ends it, and what is no record as it should be.
[[ARENITE_TARGET]] inline csv_rows index_records(std::string_view text, csv_layout const& layout,
                                                 csv_places const& places, std::size_t limit) noexcept {
    csv_rows found;
    if (layout.comment == '\0' && layout.fields > 1)
        found = layout.carriage_returns ? index_fields<plain_lines<true>>(text, layout, places, limit)
                                        : index_fields<plain_lines<false>>(text, layout, places, limit);
    return found.rows != 0 ? found : index_fields<any_lines>(text, layout, places, limit);
}

}  // namespace arenite::inline ARENITE_ABI::detail::ARENITE_INSTRUCTIONS
#endif
