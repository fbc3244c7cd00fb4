// SPDX-License-Identifier: MIT
// Included once for each instruction set with vectors: into the namespace ARENITE_INSTRUCTIONS, with ARENITE_TARGET
// among the attributes. Alone, it gives the portable kernels, which parse one field after the other.
#ifndef ARENITE_INSTRUCTIONS
#include <arenite/load/detail/csv_kernels_portable.hpp>
#else
#include <arenite/load/detail/csv_layout.hpp>

#include <algorithm>
#include <bit>
#include <cstring>

namespace arenite::inline ARENITE_ABI::detail::ARENITE_INSTRUCTIONS {

/// Lists the fields that need a closer look.
class outcome_list {
public:
    [[ARENITE_TARGET gnu::always_inline]] outcome_list(std::uint32_t* numbers_of_fields, bool list_inexact) noexcept
        : unread_(numbers_of_fields), listed_(list_inexact ? ~0U : 0) {}

    /// Of the group that begins with field `first`.
    [[ARENITE_TARGET gnu::always_inline]] void note(std::size_t first, group_outcome outcome) noexcept {
        if ((outcome.unread | outcome.inexact) != 0) [[unlikely]]
            parsed_ = added(first, outcome);
    }

    [[ARENITE_TARGET gnu::always_inline]] csv_parsed parsed() const noexcept { return parsed_; }

private:
    [[ARENITE_TARGET gnu::always_inline]] csv_parsed added(std::size_t first, group_outcome outcome) const noexcept {
        auto parsed = parsed_;
        outcome.unread |= outcome.inexact & listed_;
        parsed.inexact += static_cast<std::size_t>(std::popcount(outcome.inexact & ~outcome.unread));
        for (auto left = outcome.unread; left != 0; left &= left - 1)
            unread_[parsed.unread++] =
                static_cast<std::uint32_t>(first + static_cast<std::size_t>(std::countr_zero(left)));
        return parsed;
    }

    std::uint32_t* unread_;
    unsigned listed_;  ///< of those that are inexact
    csv_parsed parsed_;
};

/// The places of fields that stand one behind the other.
struct field_places {
    char const* text;
    std::uint32_t const* starts;
    std::uint32_t const* ends;
    std::size_t count;
};

/// Whether hardly any field has more than `most` bytes: at most every 32nd of the first 64.
[[nodiscard]] inline bool most_are_short(field_places const& fields, std::uint32_t most) noexcept {
    auto const count = std::min<std::size_t>(fields.count, 64);
    std::size_t longer = 0;
    for (std::size_t i = 0; i != count; ++i) longer += fields.ends[i] - fields.starts[i] - 1 > most;
    return longer <= count / 32;
}

/// Whether one of these fields of a group may end in an exponent.
[[nodiscard]] inline bool may_have_exponents(char const* text, std::uint32_t const* ends, unsigned which) noexcept {
    bool any = false;
    for (; which != 0; which &= which - 1) {
        auto const last = (text - 1)[ends[std::countr_zero(which)]];
        any |= last >= '0' && last <= '9';
    }
    return any;
}

/// Groups from `first` on, for as long as they have exponents: files have them in most groups or in hardly any. Says
/// where the next one begins.
template <class T>
[[ARENITE_TARGET gnu::noinline]] inline std::size_t parse_exponent_groups(field_places const& fields, std::size_t first,
                                                                          field_rules rules, T* numbers,
                                                                          outcome_list& list) noexcept {
    auto const behind = fields.count / 8 * 8;
    exponent_constants const all{rules};
    for (bool more = true; more && first != behind; first += exponent_group_size) {
        auto const [outcome, some_have_exponents] =
            parse_exponent_group(fields.text, fields.starts + first, fields.ends + first, all, numbers + first);
        list.note(first, outcome);
        more = some_have_exponents;
    }
    return first;
}

/// What becomes of a group that another kernel has parsed, and of those behind it if that left a field with an
/// exponent. Says where the next one begins.
template <class T>
[[ARENITE_TARGET gnu::noinline]] inline std::size_t parse_odd_groups(field_places const& fields, std::size_t first,
                                                                     group_outcome outcome, field_rules rules,
                                                                     T* numbers, outcome_list& list) noexcept {
    if (may_have_exponents(fields.text, fields.ends + first, outcome.unread))
        return parse_exponent_groups(fields, first, rules, numbers, list);
    list.note(first, outcome);
    return first + exponent_group_size;
}

/// Eight fields of any length.
template <class T>
[[ARENITE_TARGET]] inline group_outcome parse_any_group(char const* text, std::uint32_t const* starts,
                                                        std::uint32_t const* ends, field_rules rules,
                                                        T* numbers) noexcept {
    auto outcome = parse_group(text, starts, ends, rules, numbers);
    if (!may_have_exponents(text, ends, outcome.unread)) return outcome;
    exponent_constants const all{rules};
    outcome = {};
    for (std::size_t i = 0; i != 8; i += exponent_group_size) {
        auto const some = parse_exponent_group(text, starts + i, ends + i, all, numbers + i).fields;
        outcome.unread |= some.unread << i, outcome.inexact |= some.inexact << i;
    }
    return outcome;
}

/// Fewer than eight fields, by way of eight.
template <class T>
[[ARENITE_TARGET]] inline void parse_last_fields(field_places const& fields, field_rules rules, T* numbers,
                                                 outcome_list& list) noexcept {
    auto const first = fields.count / 8 * 8, left = fields.count % 8;
    if (left == 0) return;
    std::uint32_t starts[8], ends[8];
    for (std::size_t i = 0; i != 8; ++i) {
        starts[i] = fields.starts[first + i % left];
        ends[i] = fields.ends[first + i % left];
    }
    T parsed[8];
    auto const outcome = parse_any_group(fields.text, starts, ends, rules, parsed);
    std::memcpy(numbers + first, parsed, left * sizeof(T));
    auto const those = (1U << left) - 1;
    list.note(first, {outcome.unread & those, outcome.inexact & those});
}

/// Reads the fields between `starts` and `ends` as numbers, of which there are `count`; 64 bytes in front of `text` can
/// be read. NaN for an empty one. What is no decimal number, or takes a closer look, is listed in `unread`, and
/// its number is anything.
template <class T>
[[ARENITE_TARGET]] inline csv_parsed parse_fields(char const* text, csv_rows const& rows, std::size_t count,
                                                  csv_layout const& layout, T* numbers,
                                                  std::uint32_t* unread) noexcept {
    field_places const fields{text, rows.starts, rows.ends, count};
    field_rules const rules{layout.decimal_point, layout.empty_is_missing ? 0 : ~0U};
    outcome_list list{unread, layout.list_inexact};
    parse_whole_groups(fields, rules, numbers, list);
    parse_last_fields(fields, rules, numbers, list);
    return list.parsed();
}

}  // namespace arenite::inline ARENITE_ABI::detail::ARENITE_INSTRUCTIONS
#endif
