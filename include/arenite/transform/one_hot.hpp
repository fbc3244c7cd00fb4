// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_names.hpp>
#include <arenite/transform/detail/one_hot_rows.hpp>
#include <arenite/transform/detail/program_writer.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI {

/// How `one_hot` encodes.
struct one_hot_options {
    unseen_category unseen = unseen_category::missing;  ///< of missing and unknown ones: all zeros, or data_error
    bool drop_first = false;  ///< the first category of each column has no column of its own: all zeros mean it
    std::string_view separator = "=";  ///< between column and category in names: `city=Bern`; borrowed
};

namespace detail {

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
        : options_(encoding_options), columns_{column_kind::category, names_of_columns} {}

    void check(schema_view before) { columns_.find(stage_name, before); }

    [[nodiscard]] std::size_t columns(schema_view before) const noexcept {
        auto count = before.size();
        columns_.for_each(before, [&](std::size_t place) { count += width(before, place) - 1; });
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
        auto const first = detail::encode_one_hot(detail::best_instruction_set(), from, to, pieces, skipped());
        return options_.unseen == unseen_category::refused ? first : tile_fault{};
    }

    void lower(schema_view before, detail::program_writer& to) const {
        for (std::size_t i = 0; i != before.size(); ++i)
            if (!columns_.contains(before, i)) to.keep(to.column(i));
            else lower_category(before[i].vocabulary.size(), to.column(i), to);
    }

private:
    static constexpr std::size_t none = detail::one_hot_place{0}.category;

    [[nodiscard]] constexpr std::size_t skipped() const noexcept { return options_.drop_first ? 1 : 0; }

    /// Columns that a column of categories becomes.
    [[nodiscard]] std::size_t width(schema_view before, std::size_t place) const noexcept {
        auto const categories = before[place].vocabulary.size();
        return categories - std::min(categories, skipped());
    }

    [[nodiscard]] detail::one_hot_place place(schema_view before, std::size_t i) const {
        detail::one_hot_place found{i};
        columns_.find_in_order(before, [&](std::size_t category) {
            if (found.from < category) return true;
            auto const count = width(before, category);
            if (found.from - category < count) {
                found = {category, found.from - category + skipped()};
                return true;
            }
            found.from -= count - 1;
            return false;
        });
        return found;
    }

    void lower_category(std::size_t categories, std::uint32_t from, detail::program_writer& to) const {
        if (options_.unseen == unseen_category::refused)
            from = to.add({.op = column_op::category, .from = from, .by = static_cast<double>(categories)});
        for (std::size_t code = skipped(); code < categories; ++code)
            to.keep_new({.op = column_op::equals, .from = from, .by = static_cast<double>(code)});
    }

    /// What is copied, and cleared; neighbours are one.
    template <class Take>
    void for_each_piece(schema_view before, Take take) const {
        using enum constant::work;
        std::size_t from = 0, to = 0;
        constant cleared{.what = clear};
        columns_.find_in_order(before, [&](std::size_t place) {
            if (place != from) {
                if (cleared.count != 0) take(std::exchange(cleared, {.what = clear}));
                take(constant{copy, from, to, place - from});
            }
            to += place - from;
            from = place + 1;
            if (cleared.count == 0) cleared.to = to;
            auto const count = width(before, place);
            cleared.count += count;
            to += count;
            return false;
        });
        if (cleared.count != 0) take(cleared);
        if (from != before.size()) take(constant{copy, from, to, before.size() - from});
        for_each_mark(before, take);
    }

    template <class Take>
    void for_each_mark(schema_view before, Take take) const {
        std::size_t begin = 0;  // columns more than before
        columns_.find_in_order(before, [&](std::size_t place) {
            auto const count = width(before, place);
            auto const categories = static_cast<double>(before[place].vocabulary.size());
            take(constant{constant::work::mark, place, place + begin, count, categories});
            begin += count - 1;
            return false;
        });
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
