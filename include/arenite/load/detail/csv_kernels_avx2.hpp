// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_parse_exponents_avx2.hpp>

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
    if (words_with(_mm_andnot_si128(group.empty, group.unread)) != 0)
        return parse_four_long(text, starts, ends, rules, numbers);
    auto const values = values_of(group, all);
    store_numbers(values.values, group.empty, numbers);
    return outcome_of<T>(group, values, all);
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

/// Parses groups of fields up to one that is odd, and says where that begins.
template <class Constants, class T>
[[ARENITE_AVX2_TEXT gnu::noinline]] inline std::size_t parse_clean_groups(field_places const& fields, std::size_t first,
                                                                          std::size_t behind, field_rules rules,
                                                                          T* numbers) noexcept {
    auto const [text, starts, ends, count] = fields;
    Constants const all{rules};
    for (; first + Constants::fields <= behind; first += Constants::fields)
        if (!store_clean(text, starts + first, ends + first, all, numbers + first)) [[unlikely]]
            break;
    return first;
}

template <class Constants, class T>
[[ARENITE_AVX2_TEXT]] inline void parse_groups(field_places const& fields, field_rules rules, T* numbers,
                                               outcome_list& list) noexcept {
    auto const behind = fields.count / 8 * 8;
    for (std::size_t i = 0; i != behind;) {
        i = parse_clean_groups<Constants>(fields, i, behind, rules, numbers);
        for (auto const next = std::min(i + Constants::fields, behind); i < next;) {
            auto const outcome = parse_four(fields.text, fields.starts + i, fields.ends + i, rules, numbers + i);
            i = parse_odd_groups(fields, i, outcome, rules, numbers, list);
        }
    }
}

template <class T>
[[ARENITE_AVX2_TEXT]] inline void parse_whole_groups(field_places const& fields, field_rules rules, T* numbers,
                                                     outcome_list& list) noexcept {
    if (most_are_short(fields, 7)) parse_groups<short_constants>(fields, rules, numbers, list);
    else if (most_are_short(fields, 15)) parse_groups<group_constants>(fields, rules, numbers, list);
    else parse_groups<long_constants>(fields, rules, numbers, list);
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
