// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_parse_avx2.hpp>

#include <algorithm>

namespace arenite::inline ARENITE_ABI::detail::avx2 {
class outcome_list;
struct field_places;

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

template <class T>
[[ARENITE_AVX2_TEXT]] inline void parse_whole_groups(field_places const& fields, field_rules rules, T* numbers,
                                                     outcome_list& list) noexcept {
    auto const behind = fields.count / 8 * 8;
    for (std::size_t i = 0; i != behind; i += 4) {
        i = parse_clean_groups(fields, i, behind, rules, numbers);
        if (i == behind) return;
        list.note(i, parse_four(fields.text, fields.starts + i, fields.ends + i, rules, numbers + i));
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
