// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

enum class column_kind : unsigned char {
    number,    ///< parsed; missing is NaN
    category,  ///< the position of the text in a frozen vocabulary; missing is NaN
    hashed,    ///< category_hash of the exact text, which only a double holds; an empty text is a category too
    text,      ///< carried along as bytes, never parsed; no part of the batch's tile
};

/// The kind in words.
[[nodiscard]] constexpr std::string_view name_of(column_kind kind) noexcept {
    switch (kind) {
        case column_kind::number: return "number";
        case column_kind::category: return "category";
        case column_kind::hashed: return "hashed category";
        default: return "text";
    }
}

/// What a text is that a column of categories does not list.
enum class unseen_category : unsigned char {
    missing,  ///< NaN, like no text at all
    refused,  ///< bad input; the texts of a missing value are missing all the same
    coded,    ///< a code of its own, the one behind those of the vocabulary, so that it is not taken for missing
};

/// One column of a schema. Borrows its name, its vocabulary and its tokens.
struct column {
    static constexpr std::uint32_t not_asked = ~std::uint32_t{0};

    std::string_view name{};  ///< empty: the column has none
    column_kind kind = column_kind::number;
    bool used = true;  ///< false: nobody reads the values, so they are never parsed and stay NaN
    unseen_category unseen = unseen_category::missing;
    bool made = false;  ///< by a stage, from other columns: what is fitted to columns need not have it
    std::uint32_t asked_place = not_asked;  ///< set by a schema_view that asks: which of its columns this is
    /// Of categories; of numbers, texts that stand for their positions, too.
    std::span<std::string_view const> vocabulary{};
    std::span<std::string_view const> missing{};  ///< of numbers: its own tokens in place of those that all have
};

/// What `category` returns: the vocabulary lies inside, so that the column may be named and used later.
template <std::size_t N>
struct category_column {
    std::string_view name;
    std::array<std::string_view, N> vocabulary;

    constexpr operator column() const noexcept {
        return {.name = name, .kind = column_kind::category, .vocabulary = vocabulary};
    }
};

/// A column of numbers.
[[nodiscard]] constexpr column number(std::string_view name) noexcept { return {.name = name}; }

/// A column of categories; the code of one is its position in `vocabulary`.
template <std::size_t N>
[[nodiscard]] constexpr category_column<N> category(std::string_view name,
                                                    std::string_view const (&vocabulary)[N]) noexcept {
    category_column<N> made{name, {}};
    std::ranges::copy(vocabulary, made.vocabulary.begin());
    return made;
}

/// A column of categories of CatBoost, each known by the hash of its text.
[[nodiscard]] constexpr column hashed(std::string_view name) noexcept {
    return {.name = name, .kind = column_kind::hashed};
}

/// A column whose fields are kept as they are: `batch_view::text` gives them.
[[nodiscard]] constexpr column text(std::string_view name) noexcept {
    return {.name = name, .kind = column_kind::text};
}

}  // namespace arenite::inline ARENITE_ABI
