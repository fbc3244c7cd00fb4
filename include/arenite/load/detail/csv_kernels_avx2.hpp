// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_parse_avx2.hpp>

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

template <class T>
[[ARENITE_AVX2_TEXT]] inline void parse_whole_groups(field_places const& fields, field_rules rules, T* numbers,
                                                     outcome_list& list) noexcept {
    for (std::size_t i = 0; i + 8 <= fields.count; i += 8)
        list.note(i, parse_group(fields.text, fields.starts + i, fields.ends + i, rules, numbers + i));
}

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
