// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_parse_exponents_avx512.hpp>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"  // g++ 12: of its own intrinsics' undefined vectors (GCC bug 105593)
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace arenite::inline ARENITE_ABI::detail::avx512 {
class outcome_list;
struct field_places;

/// Eight fields of any length.
template <class T>
[[ARENITE_AVX512_TEXT gnu::noinline]] inline group_outcome parse_group(char const* text, std::uint32_t const* starts,
                                                                       std::uint32_t const* ends, field_rules rules,
                                                                       T* numbers) noexcept {
    group_constants const all{rules};
    auto const group = look_at_group(text, starts, ends, all);
    if ((group.unread & ~group.empty) != 0) return parse_long_group(text, starts, ends, rules, numbers);
    auto const values = values_of(group, all);
    return store_clean_values(values, all, numbers) ? group_outcome{} : outcome_of<T>(group, values);
}

template <class T>
[[ARENITE_AVX512_TEXT]] void parse_whole_groups(field_places const& fields, field_rules rules, T* numbers,
                                                outcome_list& list) noexcept;

}  // namespace arenite::inline ARENITE_ABI::detail::avx512

#define ARENITE_INSTRUCTIONS avx512
#define ARENITE_TARGET ARENITE_AVX512_TEXT
#include <arenite/load/detail/csv_place_writer.hpp>

#include <arenite/load/detail/csv_index.hpp>
#include <arenite/load/detail/csv_parse_groups.hpp>
#undef ARENITE_INSTRUCTIONS
#undef ARENITE_TARGET

namespace arenite::inline ARENITE_ABI::detail::avx512 {

/// Where the group begins that is to be parsed behind one of eight fields.
template <class T>
[[ARENITE_AVX512_TEXT gnu::always_inline]] inline std::size_t behind_group(field_places const& fields,
                                                                           std::size_t first, group_outcome outcome,
                                                                           field_rules rules, T* numbers,
                                                                           outcome_list& list) noexcept {
    if ((outcome.unread | outcome.inexact) == 0) [[likely]]
        return first + 8;
    return parse_odd_groups(fields, first, outcome, rules, numbers, list);
}

/// For fields of which most have up to 7 bytes.
template <class T>
[[ARENITE_AVX512_TEXT]] inline void parse_short_groups(field_places const& fields, field_rules rules, T* numbers,
                                                       outcome_list& list) noexcept {
    for (std::size_t i = 0; i + 8 <= fields.count;) {
        auto const* const starts = fields.starts + i;
        auto const* const ends = fields.ends + i;
        auto const lengths = _mm256_sub_epi32(_mm256_loadu_si256(reinterpret_cast<__m256i const*>(ends)),
                                              _mm256_loadu_si256(reinterpret_cast<__m256i const*>(starts)));
        bool const all_short = _mm256_cmpgt_epu32_mask(lengths, _mm256_set1_epi32(8)) == 0;
        auto const outcome = all_short ? parse_short_group(fields.text, lengths, ends, rules, numbers + i)
                                       : parse_group(fields.text, starts, ends, rules, numbers + i);
        i = behind_group(fields, i, outcome, rules, numbers, list);
    }
}

template <class T>
[[ARENITE_AVX512_TEXT]] inline void parse_long_groups(field_places const& fields, field_rules rules, T* numbers,
                                                      outcome_list& list) noexcept {
    for (std::size_t i = 0; i + 8 <= fields.count;) {
        auto const outcome = parse_long_group(fields.text, fields.starts + i, fields.ends + i, rules, numbers + i);
        i = behind_group(fields, i, outcome, rules, numbers, list);
    }
}

/// Parses groups up to one that is odd, and says where that begins. While one is stored, the next one is divided and
/// the one behind that is looked at: each of these takes long, and none of them waits for another.
template <class T>
[[ARENITE_AVX512_TEXT gnu::noinline]] inline std::size_t parse_clean_groups(field_places const& fields,
                                                                            std::size_t first, std::size_t behind,
                                                                            field_rules rules, T* numbers) noexcept {
    auto const [text, starts, ends, count] = fields;
    group_constants const all{rules};
    auto const second = std::min(first + 8, behind - 8);
    auto values = values_of(look_at_group(text, starts + first, ends + first, all), all);
    auto group = look_at_group(text, starts + second, ends + second, all);
    for (; first != behind; first += 8) {
        auto const third = std::min(first + 16, behind - 8);
        auto const next_group = look_at_group(text, starts + third, ends + third, all);
        auto const next_values = values_of(group, all);
        if (!store_clean_values(values, all, numbers + first)) [[unlikely]]
            break;
        values = next_values;
        group = next_group;
    }
    return first;
}

/// For others.
template <class T>
[[ARENITE_AVX512_TEXT]] inline void parse_groups(field_places const& fields, field_rules rules, T* numbers,
                                                 outcome_list& list) noexcept {
    auto const behind = fields.count / 8 * 8;
    for (std::size_t i = 0; i != behind;) {
        i = parse_clean_groups(fields, i, behind, rules, numbers);
        if (i == behind) return;
        auto const outcome = parse_group(fields.text, fields.starts + i, fields.ends + i, rules, numbers + i);
        i = behind_group(fields, i, outcome, rules, numbers, list);
    }
}

template <class T>
[[ARENITE_AVX512_TEXT]] inline void parse_whole_groups(field_places const& fields, field_rules rules, T* numbers,
                                                       outcome_list& list) noexcept {
    if (most_are_short(fields, 7)) parse_short_groups(fields, rules, numbers, list);
    else if (most_are_short(fields, 15)) parse_groups(fields, rules, numbers, list);
    else parse_long_groups(fields, rules, numbers, list);
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx512
#pragma GCC diagnostic pop
