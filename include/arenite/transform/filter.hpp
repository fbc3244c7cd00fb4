// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_names.hpp>
#include <arenite/transform/detail/kept_rows.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// By a function of a batch and a row of it.
template <class F>
struct keep_by_row {
    static constexpr std::string_view stage_name = "filter";

    [[no_unique_address]] F wanted;

    template <class T>
    [[nodiscard]] bool operator()(batch_view<T const> batch, std::size_t r, std::uint64_t) const noexcept {
        static_assert(std::is_nothrow_invocable_r_v<bool, F const&, batch_view<T const>, std::size_t>,
                      "the function takes a batch and a row's number in it, returns a bool and is noexcept: "
                      "[](auto const& batch, std::size_t r) noexcept { return batch(r, 0) > 0; }");
        return wanted(batch, r);
    }
};

/// By a function of one column.
template <class F>
struct keep_by_column {
    static constexpr std::string_view stage_name = "filter";

    std::string_view name;
    [[no_unique_address]] F wanted;
    std::size_t place = 0;

    void bind(schema_view columns) {
        place = 0;
        for (std::size_t i = 0, end = require_column(stage_name, columns, name); i != end; ++i)
            if (columns[i].kind != column_kind::text) ++place;
        if (columns[*columns.find(name)].kind == column_kind::text)
            refuse_kind(stage_name, columns, *columns.find(name), "a number or a category");
    }

    template <class T>
    [[nodiscard]] bool operator()(batch_view<T const> batch, std::size_t r, std::uint64_t) const noexcept {
        static_assert(std::is_nothrow_invocable_r_v<bool, F const&, T>,
                      "the function takes a number, returns a bool and is noexcept: "
                      "[](double x) noexcept { return x > 0; }");
        return wanted(batch(r, place));
    }
};

}  // namespace detail

/// A stage that keeps the rows for which a function of one column is true, and moves them together: `filter("age",
/// [](double x) noexcept { return x >= 18; })`. Of a batch without such rows there is none; others may be shorter.
/// `row_ids()` of the range gives the numbers that the rows of the current batch have in the file, as `first_row()` of
/// a range that reads one counts them.
///
/// Errors:    composing throws shape_error where there is no such column, or it is a text.
/// Lifetime:  borrows the name, takes the function.
/// Allocates: nothing but what its admission acquires once: a batch, its rows' numbers and the places of texts.
template <detail::name_of_column Name, class F>
[[nodiscard]] constexpr auto filter(Name&& name_of_column, F keep_value) {
    using keep = detail::keep_by_column<F>;
    return kept_rows_stage<keep>{
        keep{detail::column_names(static_cast<Name&&>(name_of_column))[0], std::move(keep_value)}};
}

/// The same by a function of a batch and a row of it: `filter([](auto const& batch, std::size_t r) noexcept { return
/// batch(r, 0) < batch(r, 1); })`.
template <class F>
    requires(!detail::name_of_column<F>)
[[nodiscard]] constexpr auto filter(F keep_row) {
    detail::keep_by_row<F> keep{std::move(keep_row)};
    return kept_rows_stage<detail::keep_by_row<F>>{std::move(keep)};
}

}  // namespace arenite::inline ARENITE_ABI
