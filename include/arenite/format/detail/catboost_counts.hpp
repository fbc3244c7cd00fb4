// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_ctr.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Fills the tables of CTRs, and gives each CTR its own.
class catboost_counts {
public:
    catboost_counts(json_events& document, recoding& recoded) : events_(document), how_(recoded) {}

    /// Takes the value of `ctr_data`.
    void read() {
        std::size_t number = 0;
        events_.open_object();
        while (events_.next_key()) {
            require_room(events_, number, how_.tables.size());
            how_.tables[number++] = read_table();
        }
        std::ranges::sort(how_.tables, {}, &ctr_table::key);
        if (std::ranges::adjacent_find(how_.tables, {}, &ctr_table::key) != how_.tables.end())
            events_.fail("a table that was there already", "each table once");
    }

    /// Once all is read.
    void find_tables() {
        for (auto& feature : how_.ctrs) {
            auto const kind = static_cast<ctr_kind>(feature.table);
            auto const found = std::ranges::lower_bound(how_.tables, feature.key, {}, &ctr_table::key);
            if (found == how_.tables.end() || found->key != feature.key || found->kind != kind)
                events_.fail("a CTR without its table", "a table of its identifier and type in ctr_data");
            bool const counts_classes = kind == ctr_kind::borders || kind == ctr_kind::buckets;
            if (counts_classes && found->records != 0 && feature.target >= found->width)
                events_.fail("a CTR of a class that its table does not have", "a class of its table");
            feature.table = static_cast<std::uint32_t>(found - how_.tables.begin());
        }
    }

private:
    [[nodiscard]] ctr_table read_table() {
        auto const first_record = records_, first_number = numbers_;
        auto const add_record = [&](std::uint64_t hash) {
            require_room(events_, records_, how_.records.size());
            how_.records[records_] = {hash, static_cast<std::uint32_t>(records_ - first_record)};
            ++records_;
        };
        auto const add_number = [&](std::uint32_t number) {
            require_room(events_, numbers_, how_.counts.size());
            how_.counts[numbers_++] = number;
        };
        auto table = read_ctr_table(events_, add_record, add_number);
        table.first_record = static_cast<std::uint32_t>(first_record);
        table.records = static_cast<std::uint32_t>(records_ - first_record);
        table.first_number = static_cast<std::uint32_t>(first_number);
        sort(how_.records.subspan(first_record, table.records));
        return table;
    }

    void sort(std::span<ctr_record> records) const {
        std::ranges::sort(records, {}, &ctr_record::hash);
        if (std::ranges::adjacent_find(records, {}, &ctr_record::hash) != records.end())
            events_.fail("a hash that was there already", "each hash once");
    }

    json_events& events_;
    recoding& how_;
    std::size_t records_ = 0, numbers_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
