// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/lies_inside.hpp>
#include <arenite/model/detail/recoding.hpp>

#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// What is wrong with a recoding of rows of so many columns, or nothing. O(what it holds).
class recoding_check {
public:
    recoding_check(recoding const& to_check, std::size_t row_columns) noexcept : of_(to_check), cols_(row_columns) {}

    [[nodiscard]] std::string_view run() const noexcept {
        bool const numbers = std::ranges::all_of(of_.numbers, [this](std::uint32_t c) { return c < cols_; });
        if (!numbers) return "a number of a column that there is not";
        if (!has_categories()) return "categories that do not follow each other";
        if (!std::ranges::all_of(of_.elements, [this](auto const& element) { return element.column < cols_; }))
            return "a combination of a column that there is not";
        if (!std::ranges::all_of(of_.ctrs, [this](auto const& ctr) { return is_ctr(ctr); }))
            return "a feature without its table or its combination";
        if (!std::ranges::all_of(of_.tables, [this](auto const& table) { return is_table(table); }))
            return "a table without its counts";
        return {};
    }

private:
    [[nodiscard]] bool has_categories() const noexcept {
        std::size_t next = of_.numbers.size();
        for (auto const& feature : of_.categories) {
            if (feature.column >= cols_ || feature.first_code_column != next ||
                !lies_inside(feature.first_value, feature.values, of_.values.size()))
                return false;
            next += feature.code_columns();
        }
        return of_.code_columns == next - of_.numbers.size();
    }

    [[nodiscard]] bool is_ctr(ctr_feature const& ctr) const noexcept {
        return ctr.table < of_.tables.size() && lies_inside(ctr.first_element, ctr.elements, of_.elements.size());
    }

    /// Rows of a table lie in its counts.
    [[nodiscard]] bool is_table(ctr_table const& table) const noexcept {
        std::size_t const least = table.kind == ctr_kind::mean ? 2 : table.kind == ctr_kind::counter ? 1 : 0;
        if (table.width < least || !lies_inside(table.first_record, table.records, of_.records.size())) return false;
        return std::ranges::all_of(of_.records.subspan(table.first_record, table.records), [&](auto const& record) {
            return lies_inside(table.first_number + std::size_t{record.row} * table.width, table.width, of_.counts.size());
        });
    }

    recoding const& of_;
    std::size_t cols_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
