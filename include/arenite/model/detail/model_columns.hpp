// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema_view.hpp>
#include <arenite/memory/arena.hpp>

#include <algorithm>
#include <memory>

namespace arenite::inline ARENITE_ABI::detail {

/// Whether columns that have no names are kept as columns all the same, for their kinds, or as a bit each.
enum class nameless_columns : unsigned char { bits, whole };

/// The schema of a model inside its region: numbers and categories, with names or without, and which of them are used.
/// Without names and categories a column takes one bit, so that a file which claims many features cannot ask for much.
class model_columns {
public:
    model_columns() = default;
    /// `name_characters`: of all names and categories together; `category_names`: how many categories have one.
    model_columns(arena& place, std::size_t feature_count, std::size_t name_characters, std::size_t category_names = 0,
                  nameless_columns nameless = nameless_columns::bits) noexcept
        : features_(feature_count) {
        if (are_bits(name_characters + category_names, nameless))
            used_bits_ = place.take<std::uint64_t>(words(feature_count));
        else columns_ = place.take<column>(feature_count);
        categories_ = place.take<std::string_view>(category_names);
        characters_ = place.take<char>(name_characters);
        for (auto& one : columns_) one.used = false;
    }

    /// Those of a file, which are filled in already.
    explicit model_columns(std::span<column> stored) noexcept : columns_(stored), features_(stored.size()) {}
    model_columns(std::size_t feature_count, std::span<std::uint64_t> bits) noexcept
        : used_bits_(bits), features_(feature_count) {}

    [[nodiscard]] static std::size_t bytes(std::size_t features, std::size_t name_characters,
                                           std::size_t category_names = 0,
                                           nameless_columns nameless = nameless_columns::bits) noexcept {
        auto const columns = are_bits(name_characters + category_names, nameless)
                                 ? arena_bytes<std::uint64_t>(words(features))
                                 : arena_bytes<column>(features);
        return columns + arena_bytes<std::string_view>(category_names) + arena_bytes<char>(name_characters);
    }

    [[nodiscard]] std::size_t size() const noexcept { return features_; }

    /// Copies the name of feature `i`. False: there is no such feature, or no room left for its name.
    [[nodiscard]] bool set_name(std::size_t i, std::string_view name) noexcept {
        if (i >= columns_.size() || name.size() > characters_.size()) return false;
        columns_[i].name = copy(name);
        return true;
    }

    /// The same in two steps, for a name that comes before the number of its feature: copies the characters, and names
    /// the feature by the copy. False: no room left.
    [[nodiscard]] bool keep_name(std::string_view& name) noexcept {
        if (name.size() > characters_.size()) return false;
        name = copy(name);
        return true;
    }
    void set_kept_name(std::size_t i, std::string_view kept) noexcept {
        if (i < columns_.size()) columns_[i].name = kept;
    }

    /// Copies the name of the next category of feature `i`, whose code is its position; those of a feature come one
    /// after the other. False: there is no such feature, no room left, or another feature's came in between.
    [[nodiscard]] bool add_category(std::size_t i, std::string_view name) noexcept {
        if (i >= columns_.size() || categories_.empty() || name.size() > characters_.size()) return false;
        auto& vocabulary = columns_[i].vocabulary;
        if (vocabulary.empty()) vocabulary = std::span{categories_.data(), 0};
        if (std::to_address(vocabulary.end()) != categories_.data()) return false;
        columns_[i].kind = column_kind::category;
        categories_.front() = copy(name);
        vocabulary = std::span{vocabulary.data(), vocabulary.size() + 1};
        categories_ = categories_.subspan(1);
        return true;
    }

    /// Texts that stand for their positions in the columns of numbers that have names. Borrows them.
    void set_words(std::span<std::string_view const> words) noexcept {
        for (auto& one : columns_)
            if (one.kind == column_kind::number && !one.name.empty()) one.vocabulary = words;
    }

    /// Makes feature `i` one of categories, whose names may follow. False: there is no such feature, or the columns
    /// have neither names nor categories.
    [[nodiscard]] bool set_category(std::size_t i) noexcept {
        if (i >= columns_.size()) return false;
        columns_[i].kind = column_kind::category;
        return true;
    }

    /// Makes a category without a name bad input for feature `i`.
    void refuse_unseen(std::size_t i) noexcept { set_unseen(i, unseen_category::refused); }

    /// What a category without a name is for feature `i`.
    void set_unseen(std::size_t i, unseen_category what) noexcept {
        if (i < columns_.size()) columns_[i].unseen = what;
    }

    /// Requires: names, or nameless_columns::whole.
    void set_hashed(std::size_t i) noexcept { columns_[i].kind = column_kind::hashed; }

    void set_used(std::size_t i) noexcept {
        if (columns_.empty()) used_bits_[i / 64] |= std::uint64_t{1} << i % 64;
        else columns_[i].used = true;
    }

    [[nodiscard]] schema_view view() const noexcept {
        return columns_.empty() ? schema_view{features_, used_bits_} : schema_view{columns_};
    }

private:
    [[nodiscard]] static constexpr bool are_bits(std::size_t named, nameless_columns nameless) noexcept {
        return named == 0 && nameless == nameless_columns::bits;
    }

    static constexpr std::size_t words(std::size_t features) noexcept { return features / 64 + 1; }

    /// Requires: room.
    std::string_view copy(std::string_view name) noexcept {
        auto const to = characters_.first(name.size());
        std::ranges::copy(name, to.begin());
        characters_ = characters_.subspan(name.size());
        return {to.data(), to.size()};
    }

    std::span<column> columns_;
    std::span<std::uint64_t> used_bits_;
    std::span<std::string_view> categories_;  // not named yet
    std::span<char> characters_;              // not used yet
    std::size_t features_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
