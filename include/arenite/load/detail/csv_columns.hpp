// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema_view.hpp>
#include <arenite/load/csv_options.hpp>
#include <arenite/load/detail/csv_field.hpp>
#include <arenite/load/detail/csv_numbers.hpp>

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

namespace arenite::inline ARENITE_ABI::detail {

/// A column that somebody reads: where it comes from and where it goes.
struct csv_target {
    static constexpr std::size_t unbound = std::numeric_limits<std::size_t>::max(), ambiguous = unbound - 1;

    std::size_t file_column = unbound;
    std::size_t cell = 0;  ///< its column in the tile or, of a text, among the texts
    std::size_t first_code = 0;
    std::span<std::string_view const> vocabulary{};
    column_kind kind = column_kind::number;
    unseen_category unseen = unseen_category::missing;
    std::span<std::string_view const> missing{};

    constexpr void bind(std::size_t position) noexcept { file_column = file_column == unbound ? position : ambiguous; }
};

/// Whether a field that the column's vocabulary does not list is bad.
[[nodiscard]] inline bool refuses_unseen(csv_target const& target, csv_field const& field,
                                         csv_numbers const& numbers) noexcept {
    return target.kind == column_kind::category && target.unseen == unseen_category::refused &&
           !numbers.is_missing(field);
}

/// The cell of a category that the column's vocabulary does not list.
template <class T>
[[nodiscard]] T unlisted_cell(csv_target const& target, bool is_missing) noexcept {
    bool const is_coded = target.unseen == unseen_category::coded && !is_missing;
    return is_coded ? static_cast<T>(target.vocabulary.size()) : std::numeric_limits<T>::quiet_NaN();
}

/// What a schema needs: for each of its columns a target, in the schema's order until they are bound, and behind them
/// one for the id column; its columns sorted by name; each vocabulary sorted.
struct csv_column_counts {
    std::size_t targets = 0, names = 0, codes = 0, texts = 0;

    csv_column_counts() = default;
    csv_column_counts(schema_view columns, csv_options const& options) noexcept
        : targets(columns.size() + (options.id_column.empty() ? 0 : 1)), names(columns.named() ? columns.size() : 0),
          texts(columns.count(column_kind::text) + (options.id_column.empty() ? 0 : 1)) {
        if (columns.count(column_kind::category) == 0) return;
        for (std::size_t i = 0; i != columns.size(); ++i)
            codes += columns[i].kind == column_kind::category ? columns[i].vocabulary.size() : 0;
    }
};

/// Sorts the positions of `texts`; of equal ones the first comes first. Allocates: nothing.
inline void sort_positions(std::span<std::size_t> positions, auto const& text_at) noexcept {
    std::iota(positions.begin(), positions.end(), std::size_t{0});
    std::ranges::sort(positions, [&](std::size_t left, std::size_t right) {
        auto const order = text_at(left) <=> text_at(right);
        return order < 0 || (order == 0 && left < right);
    });
}

/// The first of the sorted positions whose text is the field's, or none.
[[nodiscard]] inline std::optional<std::size_t> find_text(std::span<std::size_t const> positions,
                                                          csv_field const& field, auto const& text_at) noexcept {
    auto const found = std::ranges::partition_point(
        positions, [&](std::size_t position) { return compare(field, text_at(position)) > 0; });
    if (found == positions.end() || compare(field, text_at(*found)) != 0) return std::nullopt;
    return *found;
}

/// The same for a field that is a name or a category: all of its text counts or, if nothing has it and it is not
/// between quotes, that without the blanks around it.
[[nodiscard]] inline std::optional<std::size_t> find_label(std::span<std::size_t const> positions,
                                                           csv_field const& field, char delimiter,
                                                           auto const& text_at) noexcept {
    auto const found = find_text(positions, field, text_at);
    auto const cut = label(field, delimiter);
    return found || cut.text.size() == field.text.size() ? found : find_text(positions, cut, text_at);
}

/// The tables of `csv_column_counts`, in memory that was planned.
struct csv_columns {
    schema_view schema{};
    std::span<csv_target> targets{};
    std::span<std::size_t> names{};
    std::span<std::size_t> codes{};

    void prepare() const noexcept {
        std::size_t tile_cell = 0, text_cell = targets.size() - schema.size(), code = 0;
        for (std::size_t i = 0; i != schema.size(); ++i) {
            auto const column = schema[i];
            auto& cell = column.kind == column_kind::text ? text_cell : tile_cell;
            targets[i] = {csv_target::unbound, cell++,        code,          column.vocabulary,
                          column.kind,         column.unseen, column.missing};
            code += sort_vocabulary(targets[i]);
        }
        if (targets.size() != schema.size()) targets.back().kind = column_kind::text;
        sort_positions(names, [this](std::size_t i) { return schema[i].name; });
    }

    /// The position of what the field says in the column's vocabulary, or none.
    [[nodiscard]] std::optional<std::size_t> find_category(csv_target const& target, csv_field const& field,
                                                           char delimiter) const noexcept {
        return find_label(codes.subspan(target.first_code, target.vocabulary.size()), field, delimiter,
                          [&](std::size_t i) { return target.vocabulary[i]; });
    }

    /// Binds each column that the record names; then none may be unbound or ambiguous.
    void match_names(csv_record const& record, char delimiter) const noexcept {
        csv_field field;
        csv_fields fields{record, delimiter};
        for (std::size_t position = 0; fields.next(field); ++position)
            if (auto const i = find_label(names, field, delimiter, [this](auto k) { return schema[k].name; }))
                targets[*i].bind(position);
    }

    /// A name that two columns of the schema have; empty: there is none.
    [[nodiscard]] std::string_view repeated_name() const noexcept {
        auto const name_at = [this](std::size_t i) { return schema[i].name; };
        auto const twice = std::ranges::adjacent_find(names, {}, name_at);
        return twice == names.end() ? std::string_view{} : name_at(*twice);
    }

    [[nodiscard]] bool all_found() const noexcept {
        return std::ranges::none_of(targets.first(schema.size()),
                                    [](auto const& target) { return target.file_column == csv_target::unbound; });
    }

private:
    [[nodiscard]] std::size_t sort_vocabulary(csv_target const& target) const noexcept {
        if (target.kind != column_kind::category) return 0;
        sort_positions(codes.subspan(target.first_code, target.vocabulary.size()),
                       [&](std::size_t i) { return target.vocabulary[i]; });
        return target.vocabulary.size();
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
