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
#include <type_traits>

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

/// Marks of lines without a quote. The bits that go over into the next block are kept.
template <bool CarriageReturns>
class plain_lines {
public:
    [[ARENITE_TARGET gnu::always_inline]] explicit plain_lines(char const*, csv_layout const& layout) noexcept
        : delimiter_(layout.delimiter), blank_lines_(layout.fields == 1 ? ~std::uint64_t{0} : 0) {}

    [[ARENITE_TARGET gnu::always_inline]] csv_marks look(char const* text) noexcept {
        auto const block = load_block(text);
        csv_marks marks;
        marks.newlines = marks.all_newlines = places_of(block, '\n');
        marks.ends = marks.newlines | places_of(block, delimiter_);
        auto const line_starts = marks.newlines << 1 | at_line_start_;
        at_line_start_ = marks.newlines >> 63;
        marks.wrong = places_of(block, '"') | (line_starts & marks.newlines & blank_lines_);
        if constexpr (CarriageReturns) {
            auto const returns = places_of(block, '\r');
            marks.back_one = marks.newlines & (returns << 1 | behind_return_);
            marks.wrong |= line_starts & returns & blank_lines_;
            behind_return_ = returns >> 63;
        }
        return marks;
    }

private:
    char delimiter_;
    std::uint64_t blank_lines_;  ///< only a record of one field looks like one of them
    std::uint64_t at_line_start_ = 1, behind_return_ = 0;
};

/// Marks of any lines.
class any_lines {
public:
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

private:
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
    std::uint64_t behind_end_ = 1, behind_closing_ = 0, behind_return_ = 0, behind_both_ = 0, at_line_start_ = 1;
};

/// The block with the last newline so far.
struct last_newlines {
    std::uint64_t newlines = 0, all_newlines = 0;
    std::size_t offset = 0, rows = 0, lines = 0;  ///< in front of it

    /// The first of at most `limit` rows.
    [[ARENITE_TARGET gnu::always_inline]] csv_rows first_rows(std::size_t found, std::size_t limit) const noexcept {
        if (found == 0) return {};
        auto const taken = std::min(found, limit);
        auto left = newlines;
        for (auto passed = rows + 1; passed != taken; ++passed) left &= left - 1;
        auto const up_to = left ^ (left - 1);
        auto const lines_here = count_of(all_newlines & up_to);
        return {.rows = taken,
                .bytes = offset + static_cast<std::size_t>(std::countr_zero(left)) + 1,
                .lines = lines + lines_here};
    }
};

template <class Lines, bool All>
[[ARENITE_TARGET gnu::always_inline]] inline csv_rows index_lines(std::string_view text, csv_layout const& given_layout,
                                                                  csv_places const& places,
                                                                  std::size_t limit) noexcept {
    auto const layout = given_layout;  // no store of places can change this one
    Lines lines{text.data(), layout};
    place_writer<All, !std::is_same_v<Lines, plain_lines<false>>> writer{layout, places, text.front() == '"'};
    last_newlines last;
    std::size_t line_count = 0;
    for (std::size_t offset = 0; offset < text.size(); offset += 64) {
        auto const marks = lines.look(text.data() + offset);
        auto const rows = writer.rows();
        if (marks.wrong != 0 || !writer.take(marks, static_cast<std::uint32_t>(offset))) break;
        bool const any = marks.newlines != 0;
        last = any ? last_newlines{marks.newlines, marks.all_newlines, offset, rows, line_count} : last;
        if constexpr (std::is_same_v<Lines, any_lines>) line_count += count_of(marks.all_newlines);
        if (writer.rows() >= limit || writer.full()) break;
    }
    auto found = last.first_rows(writer.rows(), limit);
    if constexpr (!std::is_same_v<Lines, any_lines>) found.lines = found.rows;
    found.starts = writer.first_start(), found.ends = places.ends;
    return found;
}

template <class Lines>
[[ARENITE_TARGET]] inline csv_rows index_fields(std::string_view text, csv_layout const& layout,
                                                csv_places const& places, std::size_t limit) noexcept {
    return layout.all_wanted() ? index_lines<Lines, true>(text, layout, places, limit)
                               : index_lines<Lines, false>(text, layout, places, limit);
}

/// At most `limit` records in front of `text`, which is not empty; it begins with a record, and 128 digits stand behind
/// it. There may be more: `capacity` ends it, and what is no record as it should be.
[[ARENITE_TARGET]] inline csv_rows index_records(std::string_view text, csv_layout const& layout,
                                                 csv_places const& places, std::size_t limit) noexcept {
    csv_rows found;
    if (layout.comment == '\0')
        found = layout.carriage_returns ? index_fields<plain_lines<true>>(text, layout, places, limit)
                                        : index_fields<plain_lines<false>>(text, layout, places, limit);
    return found.rows != 0 ? found : index_fields<any_lines>(text, layout, places, limit);
}

}  // namespace arenite::inline ARENITE_ABI::detail::ARENITE_INSTRUCTIONS
#endif
