// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_outline.hpp>
#include <arenite/memory/budget.hpp>
#include <arenite/model/detail/model_columns.hpp>
#include <arenite/model/detail/recoding.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The region of a recoded model beside its trees, while it is filled.
/// Allocates: once: bytes() from `memory`; what is made of it takes the region.
struct catboost_recoding {
    catboost_recoding(catboost_outline const& o, budget& from_memory) : memory(from_memory.acquire("model", bytes(o))) {
        arena place{memory.bytes()};
        how = place.take<recoding>(1).data();
        columns = model_columns{place, o.columns, o.name_characters, 0, nameless_columns::whole};
        how->numbers = place.take<std::uint32_t>(o.floats);
        how->categories = place.take<recoded_category>(o.categories);
        how->values = place.take<recoded_value>(o.one_hot_values);
        how->ctrs = place.take<ctr_feature>(o.ctrs);
        how->elements = place.take<ctr_element>(o.elements);
        how->tables = place.take<ctr_table>(o.tables);
        how->records = place.take<ctr_record>(o.records);
        how->counts = place.take<std::uint32_t>(o.counts);
        how->code_columns = o.code_columns;
    }

    [[nodiscard]] static std::size_t bytes(catboost_outline const& o) noexcept {
        return arena_bytes<recoding>(1) +
               model_columns::bytes(o.columns, o.name_characters, 0, nameless_columns::whole) +
               arena_bytes<std::uint32_t>(o.floats) + arena_bytes<recoded_category>(o.categories) +
               arena_bytes<recoded_value>(o.one_hot_values) + arena_bytes<ctr_feature>(o.ctrs) +
               arena_bytes<ctr_element>(o.elements) + arena_bytes<ctr_table>(o.tables) +
               arena_bytes<ctr_record>(o.records) + arena_bytes<std::uint32_t>(o.counts);
    }

    region memory;
    recoding* how;
    model_columns columns;
};

}  // namespace arenite::inline ARENITE_ABI::detail
