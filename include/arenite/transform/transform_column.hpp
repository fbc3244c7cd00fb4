// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_names.hpp>
#include <arenite/transform/detail/program_writer.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// A function of the numbers of some columns.
template <class F, std::size_t N>
class column_function {
public:
    using constant = std::size_t;  // their places

    constexpr column_function(F function_of_number, std::array<std::string_view, N> names_of_columns)
        : function_(std::move(function_of_number)), columns_{column_kind::number, names_of_columns} {}

    [[nodiscard]] std::size_t constants(schema_view before) const noexcept { return columns_.count(before); }
    void fill(schema_view before, std::span<std::size_t> places) const noexcept {
        fill_places(columns_, before, places);
    }

    template <std::floating_point T>
    void apply(batch_view<T> tile, std::span<std::size_t const> places) const noexcept {
        static_assert(std::is_nothrow_invocable_r_v<T, F const&, T>,
                      "the function takes a number, returns one and is noexcept: [](double x) noexcept { return x; }");
        for (std::size_t r = 0; r != tile.rows(); ++r)
            for (auto const c : places) tile(r, c) = static_cast<T>(function_(tile(r, c)));
    }

    void lower(schema_view before, program_writer& to) const
        requires requires(F const& function) { function.step(); }
    {
        auto step = function_.step();
        for (std::size_t i = 0; i != before.size(); ++i) {
            step.from = to.column(i);
            if (columns_.contains(before, i)) to.keep_new(step);
            else to.keep(step.from);
        }
    }

protected:
    void find_columns(std::string_view stage, schema_view before) { columns_.find(stage, before); }

private:
    [[no_unique_address]] F function_;
    columns_of_kind<N> columns_;
};

}  // namespace detail

/// What `transform_column` returns.
template <class F>
class transform_column_stage : public detail::column_function<F, 1> {
public:
    static constexpr std::string_view stage_name = "transform_column";

    using detail::column_function<F, 1>::column_function;
    void check(schema_view before) { this->find_columns(stage_name, before); }
};

/// A stage that makes `function_of_number(x)` of each x of one column: `transform_column("income", [](double x)
/// noexcept { return std::log1p(x); })`. Missing ones are NaN, and the function gets them too.
///
/// Errors:    composing throws shape_error where there is no such column, or it is not one of numbers.
/// Lifetime:  borrows the name, takes the function.
/// Allocates: nothing but the planned place of the column.
template <detail::name_of_column Name, class F>
[[nodiscard]] constexpr auto transform_column(Name&& name_of_column, F function_of_number) {
    return transform_column_stage<F>{std::move(function_of_number),
                                     detail::column_names(static_cast<Name&&>(name_of_column))};
}

}  // namespace arenite::inline ARENITE_ABI
