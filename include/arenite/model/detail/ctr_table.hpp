// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// What a table of CatBoost counts for a combination of categories.
enum class ctr_kind : unsigned char {
    borders,  ///< rows of each class; good are those above a border of the target
    buckets,  ///< rows of each class; good are those of one
    mean,     ///< a sum, which is a float, and the rows
    counter,  ///< rows, of a total that the table knows
};

/// A combination's place in its table.
struct ctr_record {
    std::uint64_t hash = 0;
    std::uint32_t row = 0;

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.hash, self.row);
    }
};

/// What was counted for a combination.
struct ctr_counts {
    float good = 0, total = 0;
};

/// The counts of all combinations that training saw: records by their hashes, and `width` numbers for each row.
struct ctr_table {
    std::uint64_t key = 0;  ///< of its name in the file
    std::uint32_t first_record = 0, records = 0;
    std::uint32_t first_number = 0, width = 0;
    std::int32_t total = 0;  ///< of a counter
    ctr_kind kind = ctr_kind::borders;

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.key, self.first_record, self.records, self.first_number, self.width, self.total);
        file.choice(self.kind, ctr_kind::counter);
    }

    /// Of a combination that training did not see.
    [[nodiscard]] ctr_counts unseen() const noexcept {
        return {0, kind == ctr_kind::counter ? static_cast<float>(total) : 0.0f};
    }
};

/// The sums are of whole numbers, as CatBoost's are, before they become floats.
[[nodiscard]] inline ctr_counts count_classes(std::span<std::uint32_t const> classes, ctr_kind kind,
                                              std::uint32_t target) noexcept {
    std::uint32_t good = 0, total = 0;
    auto const border = classes.size() == 2 ? 0 : target;
    for (std::uint32_t i = 0; i != classes.size(); ++i) {
        total += classes[i];
        good += (kind == ctr_kind::buckets ? i == target : i > border) ? classes[i] : 0;
    }
    return {static_cast<float>(static_cast<std::int32_t>(good)), static_cast<float>(static_cast<std::int32_t>(total))};
}

/// Every table of a model.
struct ctr_tables {
    std::span<ctr_table const> tables;
    std::span<ctr_record const> records;  ///< of each table, by hash
    std::span<std::uint32_t const> numbers;

    /// Requires: of classes, `target` is one.
    [[nodiscard]] ctr_counts find(ctr_table const& in, std::uint64_t hash, std::uint32_t target) const noexcept {
        auto const all = records.subspan(in.first_record, in.records);
        auto const found = std::ranges::lower_bound(all, hash, {}, &ctr_record::hash);
        if (found == all.end() || found->hash != hash) return in.unseen();
        auto const row = numbers.subspan(in.first_number + std::size_t{found->row} * in.width, in.width);
        if (in.kind == ctr_kind::counter)
            return {static_cast<float>(static_cast<std::int32_t>(row[0])), in.unseen().total};
        if (in.kind == ctr_kind::mean)
            return {std::bit_cast<float>(row[0]), static_cast<float>(static_cast<std::int32_t>(row[1]))};
        return count_classes(row, in.kind, target);
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
