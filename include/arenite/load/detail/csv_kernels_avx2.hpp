// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_parse_long_avx2.hpp>
#include <arenite/load/detail/csv_parse_short_avx2.hpp>

#include <algorithm>

namespace arenite::inline ARENITE_ABI::detail::avx2 {
class outcome_list;
struct field_places;

/// Four fields of any length.
template <class T>
[[ARENITE_AVX2_TEXT gnu::noinline]] inline group_outcome parse_four(char const* text, std::uint32_t const* starts,
                                                                    std::uint32_t const* ends, field_rules rules,
                                                                    T* numbers) noexcept {
    group_constants const all{rules};
    auto const group = look_at_group(text, starts, ends, all);
    if (group.too_long != 0) return parse_four_long(text, starts, ends, rules, numbers);
    auto const values = values_of(group, all);
    store_numbers(values, numbers);
    auto const empty = words_with(group.empty);
    auto outcome = rounding_of<T>(values, all);
    outcome.inexact &= ~empty;
    outcome.unread |= wrong_fields(group) | (empty & rules.unread_empty);
    return outcome;
}

/// Eight fields of any length.
template <class T>
[[ARENITE_AVX2_TEXT gnu::always_inline]] inline group_outcome parse_group(char const* text, std::uint32_t const* starts,
                                                                          std::uint32_t const* ends, field_rules rules,
                                                                          T* numbers) noexcept {
    auto const first = parse_four(text, starts, ends, rules, numbers);
    auto const second = parse_four(text, starts + 4, ends + 4, rules, numbers + 4);
    return {first.unread | second.unread << 4, first.inexact | second.inexact << 4};
}

template <class T>
[[ARENITE_AVX2_TEXT]] void parse_whole_groups(field_places const& fields, field_rules rules, T* numbers,
                                              outcome_list& list) noexcept;
}  // namespace arenite::inline ARENITE_ABI::detail::avx2

#define ARENITE_INSTRUCTIONS avx2
#define ARENITE_TARGET ARENITE_AVX2_TEXT
#include <arenite/load/detail/csv_place_writer.hpp>

#include <arenite/load/detail/csv_index.hpp>
#include <arenite/load/detail/csv_parse_groups.hpp>
#undef ARENITE_INSTRUCTIONS
#undef ARENITE_TARGET

namespace arenite::inline ARENITE_ABI::detail::avx2 {

/// Parses groups of four up to one that is odd, and says where that begins. While one is stored, the next one is
/// divided and the one behind that is looked at: each of these takes long, and none of them waits for another.
template <class T>
[[ARENITE_AVX2_TEXT gnu::noinline]] inline std::size_t parse_clean_groups(field_places const& fields, std::size_t first,
                                                                          std::size_t behind, field_rules rules,
                                                                          T* numbers) noexcept {
    auto const [text, starts, ends, count] = fields;
    group_constants const all{rules};
    auto const second = std::min(first + 4, behind - 4);
    auto values = values_of(look_at_group(text, starts + first, ends + first, all), all);
    auto group = look_at_group(text, starts + second, ends + second, all);
    for (; first != behind; first += 4) {
        auto const third = std::min(first + 8, behind - 4);
        auto const next_group = look_at_group(text, starts + third, ends + third, all);
        auto const next_values = values_of(group, all);
        if (!store_clean_values(values, all, numbers + first)) [[unlikely]]
            break;
        values = next_values;
        group = next_group;
    }
    return first;
}

/// For fields of which most have up to 15 bytes.
template <class T>
[[ARENITE_AVX2_TEXT]] inline void parse_groups(field_places const& fields, field_rules rules, T* numbers,
                                               outcome_list& list) noexcept {
    auto const behind = fields.count / 8 * 8;
    for (std::size_t i = 0; i != behind; i += 4) {
        i = parse_clean_groups(fields, i, behind, rules, numbers);
        if (i == behind) return;
        list.note(i, parse_four(fields.text, fields.starts + i, fields.ends + i, rules, numbers + i));
    }
}

/// Parses groups of eight short fields up to one that is odd, and says where that begins.
template <class T>
[[ARENITE_AVX2_TEXT gnu::noinline]] inline std::size_t parse_clean_short_groups(field_places const& fields,
                                                                                std::size_t first, std::size_t behind,
                                                                                field_rules rules,
                                                                                T* numbers) noexcept {
    auto const [text, starts, ends, count] = fields;
    short_constants const all{rules};
    for (; first != behind; first += 8)
        if (!store_eight_short(text, starts + first, ends + first, all, numbers + first)) [[unlikely]]
            break;
    return first;
}

/// For fields of which most have up to 7 bytes.
template <class T>
[[ARENITE_AVX2_TEXT]] inline void parse_short_groups(field_places const& fields, field_rules rules, T* numbers,
                                                     outcome_list& list) noexcept {
    auto const behind = fields.count / 8 * 8;
    for (std::size_t i = 0; i != behind; i += 8) {
        i = parse_clean_short_groups(fields, i, behind, rules, numbers);
        if (i == behind) return;
        list.note(i, parse_group(fields.text, fields.starts + i, fields.ends + i, rules, numbers + i));
    }
}

/// Parses groups of four up to one that is odd, and says where that begins.
template <class T>
[[ARENITE_AVX2_TEXT gnu::noinline]] inline std::size_t parse_clean_long_groups(field_places const& fields,
                                                                               std::size_t first, std::size_t behind,
                                                                               field_rules rules, T* numbers) noexcept {
    auto const [text, starts, ends, count] = fields;
    long_constants const all{rules};
    for (; first != behind; first += 4)
        if (!store_four_long(text, starts + first, ends + first, all, numbers + first)) [[unlikely]]
            break;
    return first;
}

/// For others.
template <class T>
[[ARENITE_AVX2_TEXT]] inline void parse_long_groups(field_places const& fields, field_rules rules, T* numbers,
                                                    outcome_list& list) noexcept {
    auto const behind = fields.count / 8 * 8;
    for (std::size_t i = 0; i != behind; i += 4) {
        i = parse_clean_long_groups(fields, i, behind, rules, numbers);
        if (i == behind) return;
        list.note(i, parse_four_long(fields.text, fields.starts + i, fields.ends + i, rules, numbers + i));
    }
}

/// Whether hardly any field has more than `most` bytes: at most every 32nd of the first 64.
[[nodiscard]] inline bool most_are_short(field_places const& fields, std::uint32_t most) noexcept {
    auto const count = std::min<std::size_t>(fields.count, 64);
    std::size_t longer = 0;
    for (std::size_t i = 0; i != count; ++i) longer += fields.ends[i] - fields.starts[i] - 1 > most;
    return longer <= count / 32;
}

template <class T>
[[ARENITE_AVX2_TEXT]] inline void parse_whole_groups(field_places const& fields, field_rules rules, T* numbers,
                                                     outcome_list& list) noexcept {
    if (most_are_short(fields, 7)) parse_short_groups(fields, rules, numbers, list);
    else if (most_are_short(fields, 15)) parse_groups(fields, rules, numbers, list);
    else parse_long_groups(fields, rules, numbers, list);
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
