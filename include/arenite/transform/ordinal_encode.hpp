// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_names.hpp>
#include <arenite/transform/detail/encoded_columns.hpp>

#include <limits>

namespace arenite::inline ARENITE_ABI {

/// How `ordinal_encode` encodes what is missing or unknown.
struct ordinal_options {
    unseen_category unseen = unseen_category::missing;       ///< as `code` says, or data_error
    double code = std::numeric_limits<double>::quiet_NaN();  ///< missing, unless it is said
};

/// What `ordinal_encode` returns.
template <std::size_t N>
class ordinal_encode_stage : public detail::encoded_columns<N> {
public:
    static constexpr std::string_view stage_name = "ordinal_encode";
    using constant = detail::encoded_column;

    constexpr ordinal_encode_stage(ordinal_options const& encoding_options,
                                   std::array<std::string_view, N> names_of_columns)
        : detail::encoded_columns<N>(names_of_columns), options_(encoding_options) {}

    void check(schema_view before) { this->find_columns(stage_name, before); }

    template <std::floating_point T>
    tile_fault apply(batch_view<T> tile, std::span<constant const> columns) const noexcept {
        tile_fault first;
        for (auto const& column : columns)
            for (std::size_t r = 0; r != tile.rows(); ++r) {
                if (detail::is_known(tile(r, column.place), column.categories)) continue;
                tile(r, column.place) = static_cast<T>(options_.code);
                first = detail::first_fault(first, detail::unknown_category(r, column.place));
            }
        return options_.unseen == unseen_category::refused ? first : tile_fault{};
    }

    void lower(schema_view before, detail::program_writer& to) const {
        for (std::size_t i = 0; i != before.size(); ++i)
            to.keep(this->encodes(before, i) ? lower_codes(before[i].vocabulary.size(), to.column(i), to)
                                             : to.column(i));
    }

private:
    [[nodiscard]] std::uint32_t lower_codes(std::size_t categories, std::uint32_t from,
                                            detail::program_writer& to) const {
        if (options_.unseen == unseen_category::refused)
            from = to.add({.op = column_op::category, .from = from, .by = static_cast<double>(categories)});
        return detail::lower_table(to, from, categories, options_.code,
                                   [](std::size_t code) { return static_cast<double>(code); });
    }

    ordinal_options options_;
};

/// A stage that makes numbers of categories: their places in the vocabulary, from 0, as scikit-learn's OrdinalEncoder
/// with the vocabulary as `categories`; no names: of all columns of categories. What is missing or unknown becomes NaN,
/// a number or an error, as the options say.
///
/// Errors:    composing throws shape_error where there is no column of a name, or it is not one of categories.
/// Lifetime:  borrows the names.
/// Allocates: nothing but the planned places of the columns.
template <detail::name_of_column... Names>
[[nodiscard]] constexpr auto ordinal_encode(ordinal_options const& encoding_options, Names&&... names) {
    return ordinal_encode_stage<sizeof...(Names)>{encoding_options,
                                                  detail::column_names(static_cast<Names&&>(names)...)};
}
template <detail::name_of_column... Names>
[[nodiscard]] constexpr auto ordinal_encode(Names&&... names) {
    return ordinal_encode(ordinal_options{}, static_cast<Names&&>(names)...);
}

}  // namespace arenite::inline ARENITE_ABI
