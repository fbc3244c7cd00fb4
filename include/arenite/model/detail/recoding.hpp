// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>
#include <arenite/core/rounded.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/model/detail/ctr_table.hpp>
#include <arenite/model/tree_split.hpp>

#include <limits>
#include <optional>

namespace arenite::inline ARENITE_ABI::detail {

/// The category in a cell; none: NaN, or what is no hash.
template <class In>
[[nodiscard]] std::optional<std::int32_t> category_in(In cell) noexcept {
    auto const value = static_cast<double>(cell);
    if (!(value >= -2147483648.0 && value <= 2147483647.0)) return std::nullopt;
    auto const hash = static_cast<std::int32_t>(value);
    return static_cast<double>(hash) == value ? std::optional{hash} : std::nullopt;
}

/// A feature of categories of which some are told from all others: 32 of them in a column of codes, in the order of
/// the file, so that the trees' sets of all but one take a word each.
struct recoded_category {
    static constexpr std::uint32_t codes_of_column = 32;

    std::uint32_t column = 0;
    std::uint32_t first_value = 0, values = 0;
    std::uint32_t first_code_column = 0;  ///< among the recoded

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.column, self.first_value, self.values, self.first_code_column);
    }

    [[nodiscard]] std::uint32_t code_columns() const noexcept {
        return (values + codes_of_column - 1) / codes_of_column;
    }
};

struct recoded_value {
    std::int32_t hash = 0;
    std::uint32_t position = 0;  ///< in the file

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.hash, self.position);
    }
};

/// A part of a combination: a category, whether a number is above a border, or whether a category is this one. All
/// categories of a combination come first, then the numbers.
struct ctr_element {
    enum class kind : unsigned char { category, number, one_category };

    std::uint32_t column = 0;
    kind of = kind::category;
    bool nan_is_above = false;
    std::int32_t value = 0;  ///< of one category
    double threshold = 0;    ///< of a number: at most this is not above

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.column);
        file.choice(self.of, kind::one_category);
        file(self.nan_is_above, self.value, self.threshold);
    }

    [[nodiscard]] std::uint64_t part(double x, std::int32_t category) const noexcept {
        if (of == kind::category) return static_cast<std::uint64_t>(std::int64_t{category});
        if (of == kind::one_category) return category == value ? 1 : 0;
        return (x != x ? nan_is_above : x > threshold) ? 1 : 0;
    }
};

/// A number that is made of what training counted for a combination.
struct ctr_feature {
    std::uint64_t key = 0;  ///< of its table
    std::uint32_t table = 0;
    std::uint32_t first_element = 0, elements = 0;
    std::uint32_t target = 0;
    float prior_good = 0, prior_total = 1, shift = 0, scale = 1;

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.key, self.table, self.first_element, self.elements, self.target, self.prior_good, self.prior_total,
             self.shift, self.scale);
    }

    [[nodiscard]] float value(ctr_counts counts) const noexcept {
        return ((counts.good + prior_good) / (counts.total + prior_total) + shift) * scale;
    }
};

/// How rows of numbers and hashes of categories become rows of numbers and small codes:
///
///     numbers as they are | codes of each feature that has some | CTRs
struct recoding {
    std::span<std::uint32_t> numbers;  ///< their columns
    std::span<recoded_category> categories;
    std::span<recoded_value> values;  ///< of each feature, by hash
    std::span<ctr_feature> ctrs;
    std::span<ctr_element> elements;
    std::span<ctr_table> tables;  ///< by key
    std::span<ctr_record> records;
    std::span<std::uint32_t> counts;
    std::size_t code_columns = 0;
    double missing = std::numeric_limits<double>::quiet_NaN();  ///< of numbers: counts as missing, as NaN does

    /// What a file keeps: see section_writer.
    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file(self.numbers, self.categories, self.values, self.ctrs, self.elements, self.tables, self.records,
             self.counts);
        file.count(self.code_columns);
        file(self.missing);
    }

    [[nodiscard]] std::size_t cols() const noexcept { return numbers.size() + code_columns + ctrs.size(); }

    /// The value of recoded column `c` in row `r`.
    template <class In>
    [[nodiscard]] double value(batch_view<In const> x, std::size_t r, std::size_t c) const noexcept {
        if (c < numbers.size()) return read(x(r, numbers[c]));
        if (c >= numbers.size() + code_columns) return ctr(x, r, ctrs[c - numbers.size() - code_columns]);
        auto const column = static_cast<std::uint32_t>(c);
        auto const behind = std::ranges::upper_bound(categories, column, {}, &recoded_category::first_code_column);
        auto const& feature = behind[-1];
        return code(feature, category_in(x(r, feature.column)), column - feature.first_code_column);
    }

    /// The columns of the trees' rows that are those of a feature's codes: -1 is any other category.
    [[nodiscard]] double code(recoded_category const& feature, std::optional<std::int32_t> hash,
                              std::uint32_t code_column) const noexcept {
        if (!hash) return -1;
        auto const known = values.subspan(feature.first_value, feature.values);
        auto const found = std::ranges::lower_bound(known, *hash, {}, &recoded_value::hash);
        bool const is_here = found != known.end() && found->hash == *hash &&
                             found->position / recoded_category::codes_of_column == code_column;
        return is_here ? found->position % recoded_category::codes_of_column : -1.0;
    }

    template <class In>
    [[nodiscard]] double ctr(batch_view<In const> x, std::size_t r, ctr_feature const& feature) const noexcept {
        auto const& table = tables[feature.table];
        auto const hash = combination(x, r, feature);
        auto const counted =
            hash ? ctr_tables{tables, records, counts}.find(table, *hash, feature.target) : table.unseen();
        return static_cast<double>(feature.value(counted));
    }

private:
    template <class In>
    [[nodiscard]] double read(In cell) const noexcept {
        auto const value = static_cast<double>(cell);
        return value == missing ? std::numeric_limits<double>::quiet_NaN() : value;
    }

    /// The hash of a row's combination; none: a cell of it has no category.
    template <class In>
    [[nodiscard]] std::optional<std::uint64_t> combination(batch_view<In const> x, std::size_t r,
                                                           ctr_feature const& feature) const noexcept {
        constexpr std::uint64_t multiplier = 0x4906ba494954cb65;
        std::uint64_t hash = 0;
        for (auto const& element : elements.subspan(feature.first_element, feature.elements)) {
            auto const cell = x(r, element.column);
            auto const category = category_in(cell);
            if (element.of != ctr_element::kind::number && !category) return std::nullopt;
            hash = multiplier * (hash + multiplier * element.part(read(cell), category.value_or(0)));
        }
        return hash;
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
