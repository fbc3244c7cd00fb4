// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_names.hpp>
#include <arenite/transform/detail/known_category.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI {

/// How `one_hot` encodes.
struct one_hot_options {
    unseen_category unseen = unseen_category::missing;  ///< of missing and unknown ones: all zeros, or data_error
    bool drop_first = false;  ///< the first category of each column has no column of its own: all zeros mean it
    std::string_view separator = "=";  ///< between column and category in names: `city=Bern`; borrowed
};

namespace detail {

/// Neighbouring columns: copied, or one of categories that becomes `count` indicators.
struct one_hot_piece {
    std::size_t from, to, count;
    double categories = 0;  ///< 0: copied
};

/// Where column i of the encoded ones comes from.
struct one_hot_place {
    std::size_t from;
    std::size_t category = ~std::size_t{0};  ///< none: the column is copied
};

}  // namespace detail

/// What `one_hot` returns.
template <std::size_t N>
class one_hot_stage {
public:
    static constexpr std::string_view stage_name = "one_hot";
    using constant = detail::one_hot_piece;

    constexpr one_hot_stage(one_hot_options const& encoding_options, std::array<std::string_view, N> names_of_columns)
        : options_(encoding_options), columns_{names_of_columns, column_kind::category} {}

    void check(schema_view before) const { columns_.check(stage_name, before, "a category"); }

    [[nodiscard]] std::size_t columns(schema_view before) const noexcept {
        std::size_t count = 0;
        for (std::size_t i = 0; i != before.size(); ++i) count += width(before, i);
        return count;
    }
    [[nodiscard]] column column_at(schema_view before, std::size_t i) const noexcept {
        auto const at = place(before, i);
        if (at.category == none) return before[at.from];
        return {.used = before[at.from].used, .made = true};
    }
    void write_name(schema_view before, std::size_t i, name_sink to) const {
        auto const at = place(before, i);
        before.name(at.from).write(to);
        if (at.category == none) return;
        to(options_.separator);
        to(before[at.from].vocabulary[at.category]);
    }

    [[nodiscard]] std::size_t constants(schema_view before) const noexcept {
        std::size_t count = 0;
        for_each_piece(before, [&](constant const&) { ++count; });
        return count;
    }
    void fill(schema_view before, std::span<constant> pieces) const noexcept {
        for_each_piece(before, [&, next = std::size_t{0}](constant const& one) mutable { pieces[next++] = one; });
    }

    template <std::floating_point T>
    tile_fault apply(batch_view<T const> from, batch_view<T> to, std::span<constant const> pieces) const noexcept {
        tile_fault first;
        for (auto const& piece : pieces)
            if (piece.categories == 0) copy(piece, from, to);
            else first = detail::first_fault(first, encode(piece, from, to));
        return options_.unseen == unseen_category::refused ? first : tile_fault{};
    }

private:
    static constexpr std::size_t none = detail::one_hot_place{0}.category;

    template <class T>
    static void copy(constant const& piece, batch_view<T const> from, batch_view<T> to) noexcept {
        for (std::size_t r = 0; r != from.rows(); ++r)
            for (std::size_t c = 0; c != piece.count; ++c) to(r, piece.to + c) = from(r, piece.from + c);
    }

    /// The first cell that is no category.
    template <class T>
    [[nodiscard]] tile_fault encode(constant const& piece, batch_view<T const> from, batch_view<T> to) const noexcept {
        tile_fault first;
        for (std::size_t r = 0; r != from.rows(); ++r) {
            for (std::size_t c = 0; c != piece.count; ++c) to(r, piece.to + c) = 0;
            auto const code = from(r, piece.from);
            if (!detail::is_known(code, piece.categories)) {
                if (!first) first = detail::unknown_category(r, piece.from);
                continue;
            }
            auto const indicator = static_cast<std::size_t>(code) - skipped();
            if (indicator < piece.count) to(r, piece.to + indicator) = 1;
        }
        return first;
    }

    [[nodiscard]] constexpr std::size_t skipped() const noexcept { return options_.drop_first ? 1 : 0; }

    /// Columns that column i becomes.
    [[nodiscard]] std::size_t width(schema_view before, std::size_t i) const {
        if (!columns_.contains(before, i)) return 1;
        auto const categories = before[i].vocabulary.size();
        return categories - std::min(categories, skipped());
    }

    [[nodiscard]] detail::one_hot_place place(schema_view before, std::size_t i) const {
        for (std::size_t from = 0;; ++from) {
            auto const count = width(before, from);
            if (i < count)
                return columns_.contains(before, from) ? detail::one_hot_place{from, i + skipped()}
                                                       : detail::one_hot_place{from};
            i -= count;
        }
    }

    template <class Take>
    void for_each_piece(schema_view before, Take take) const {
        std::size_t to = 0;
        constant copied{};
        for (std::size_t i = 0; i != before.size(); ++i) {
            auto const count = width(before, i);
            if (!columns_.contains(before, i)) {
                if (copied.count++ == 0) copied = {i, to, 1};
            } else {
                if (copied.count != 0) take(std::exchange(copied, {}));
                take(constant{i, to, count, static_cast<double>(before[i].vocabulary.size())});
            }
            to += count;
        }
        if (copied.count != 0) take(copied);
    }

    one_hot_options options_;
    detail::columns_of_kind<N> columns_;
};

/// A stage that puts an indicator column for each category of the vocabulary in the place of a column of categories: 1
/// where the row has it, else 0, in the order of the vocabulary, as scikit-learn's OneHotEncoder. No names: of all
/// columns of categories. A category that is missing or unknown is all zeros, or an error if the options say so.
///
/// Names:     `city=Bern`.
/// Errors:    composing throws shape_error where there is no column of a name, or it is not one of categories.
/// Lifetime:  borrows the names.
/// Allocates: nothing but what is planned for the places of the columns.
template <detail::name_of_column... Names>
[[nodiscard]] constexpr auto one_hot(one_hot_options const& encoding_options, Names&&... names) {
    return one_hot_stage<sizeof...(Names)>{encoding_options, detail::column_names(static_cast<Names&&>(names)...)};
}
template <detail::name_of_column... Names>
[[nodiscard]] constexpr auto one_hot(Names&&... names) {
    return one_hot(one_hot_options{}, static_cast<Names&&>(names)...);
}

}  // namespace arenite::inline ARENITE_ABI
