// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/detail/section_reader.hpp>
#include <arenite/batch/detail/section_writer.hpp>
#include <arenite/batch/schema_view.hpp>

#include <numeric>

namespace arenite::inline ARENITE_ABI::detail {

/// A column in a file. The characters of its name, then of its categories, follow those of the columns before.
struct stored_column {
    std::uint32_t name_bytes = 0;
    std::uint32_t categories = 0;
    column_kind kind = column_kind::number;
    unseen_category unseen = unseen_category::missing;
    bool used = true;

    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.name_bytes, self.categories);
        file.choice(self.kind, column_kind::text);
        file.choice(self.unseen, unseen_category::coded);
        file(self.used);
    }
};

/// A schema in a file: how many columns there are and, where all are numbers without names, a bit for each that is
/// used; else the columns themselves.
struct stored_schema {
    std::size_t size = 0;
    std::span<std::uint64_t> used_bits;
    std::span<stored_column> columns;
    std::span<std::uint32_t> category_bytes;  ///< of the names of categories
    std::span<char> characters;

    explicit stored_schema(section_reader& from) {
        from.count(size);
        from(used_bits, columns, category_bytes, characters);
        auto const words = size / 64 + 1;
        if (columns.empty() ? used_bits.size() != words : !used_bits.empty() || columns.size() != size)
            from.fail("another number of columns", "as many as there are");
        if (category_bytes.size() != sum_of(&stored_column::categories))
            from.fail("another number of categories", "as many as the columns have");
        auto const names = sum_of(&stored_column::name_bytes);
        auto const all = std::accumulate(category_bytes.begin(), category_bytes.end(), names);
        if (characters.size() != all) from.fail("another number of characters", "as many as the names have");
    }

    /// Requires: as many as there are of either.
    void fill(std::span<column> to, std::span<std::string_view> names) const noexcept {
        std::string_view text{characters.data(), characters.size()};
        auto const take = [&](std::size_t bytes) {
            auto const taken = text.substr(0, bytes);
            text.remove_prefix(bytes);
            return taken;
        };
        auto const* bytes = category_bytes.data();
        for (std::size_t i = 0; i != to.size(); ++i) {
            auto const& from = columns[i];
            to[i] = {.name = take(from.name_bytes), .kind = from.kind, .used = from.used, .unseen = from.unseen};
            to[i].vocabulary = names.first(from.categories);
            for (auto& name : names.first(from.categories)) name = take(*bytes++);
            names = names.subspan(from.categories);
        }
    }

private:
    [[nodiscard]] std::uint64_t sum_of(std::uint32_t stored_column::*part) const noexcept {
        std::uint64_t sum = 0;
        for (auto const& one : columns) sum += one.*part;
        return sum;
    }
};

/// Whether a column is more than a number without a name.
[[nodiscard]] constexpr bool is_plain_number(column const& one) noexcept {
    return one.name.empty() && one.vocabulary.empty() && one.kind == column_kind::number &&
           one.unseen == unseen_category::missing;
}

/// Calls take(text) for the name of each column, and then of its categories.
template <class Take>
void for_each_name(schema_view of, Take take) {
    for (std::size_t i = 0; i != of.size(); ++i) {
        auto const one = of[i];
        take(one.name, false);
        for (auto const name : one.vocabulary) take(name, true);
    }
}

inline void write_used_bits(section_writer& to, schema_view of) {
    to.list<std::uint64_t>(of.size() / 64 + 1, [&](std::size_t word) {
        std::uint64_t bits = 0;
        for (std::size_t i = 64 * word; i < std::min(of.size(), 64 * (word + 1)); ++i)
            bits |= std::uint64_t{of[i].used} << i % 64;
        return bits;
    });
}

[[nodiscard]] inline stored_column stored(column const& from) noexcept {
    return {static_cast<std::uint32_t>(from.name.size()), static_cast<std::uint32_t>(from.vocabulary.size()), from.kind,
            from.unseen, from.used};
}

/// Writes a schema whose columns are stored, as those of models are.
inline void write_schema(section_writer& to, schema_view of) {
    bool plain = true;
    std::size_t categories = 0, characters = 0;
    for (std::size_t i = 0; i != of.size(); ++i) plain = plain && is_plain_number(of[i]);
    for_each_name(of, [&](std::string_view name, bool is_category) {
        categories += is_category;
        characters += name.size();
    });
    to.count(of.size());
    if (plain) write_used_bits(to, of);
    else to(std::span<std::uint64_t>{});
    to.list<stored_column>(plain ? 0 : of.size(), [&](std::size_t i) { return stored(of[i]); });
    to.begin_list(categories);
    for_each_name(of, [&](std::string_view name, bool is_category) {
        if (is_category) to(static_cast<std::uint32_t>(name.size()));
    });
    to.begin_list(characters);
    for_each_name(of, [&](std::string_view name, bool) { to.characters(name); });
}

}  // namespace arenite::inline ARENITE_ABI::detail
