// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/program_writer.hpp>
#include <arenite/transform/detail/staged_columns.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Columns, in the place of rows that have them.
struct columns_alone {
    schema_view columns;

    [[nodiscard]] schema_view schema() const noexcept { return columns; }
};

template <class S>
concept lowers_numbers = requires { typename S::change; };
template <class S>
concept lowers_columns =
    lowers_numbers<S> || requires(S const& stage, schema_view before, program_writer& to) { stage.lower(before, to); };

/// A stage that changes each column by itself.
template <lowers_numbers Stage>
void lower_stage(Stage const& stage, schema_view before, program_writer& to) {
    auto const number = to.worked_out(stage.constants(before),
                                      [&](std::span<double> all) { stage.template fill<double>(before, all); });
    for (std::size_t i = 0; i != before.size(); ++i) {
        auto const of_column = [&](std::size_t which) { return number(which * before.size() + i); };
        to.keep(Stage::change::lower(to, to.column(i), of_column));
    }
}
template <class Stage>
void lower_stage(Stage const& stage, schema_view before, program_writer& to) {
    stage.lower(before, to);
}

/// Stages behind columns, as a column_program. Errors: shape_error where a stage does not fit the columns before it.
template <class... Stages>
class lowered_stages : public staged_columns<columns_alone, Stages...> {
    static_assert((lowers_columns<Stages> && ...),
                  "stages of the library that change tiles can be kept in a file, functions of one's own and what "
                  "chooses rows cannot: put them behind those that are loaded");
    using base = staged_columns<columns_alone, Stages...>;

public:
    lowered_stages(schema_view columns, std::tuple<Stages...> stages)
        : base(columns_alone{columns}, std::move(stages)) {}

    /// The same each time, but that a writer without room counts as many steps as there may be.
    void write(program_writer& to) const {
        to.begin(this->cols_[0]);
        write_stages<0>(to);
        for (std::size_t i = 0; i != this->cols_.back(); ++i) to.keep_new({.from = to.column(i)});
    }

    /// The columns of the last tile, without texts.
    [[nodiscard]] schema_view made_columns() const noexcept {
        return this->template columns_before<base::stage_count>();
    }
    [[nodiscard]] std::size_t row_columns() const noexcept { return this->cols_[0]; }

private:
    template <std::size_t K>
    void write_stages(program_writer& to) const {
        if constexpr (K != base::stage_count) {
            lower_stage(std::get<K>(this->stages_), this->template columns_before<K>(), to);
            to.end_stage();
            write_stages<K + 1>(to);
        }
    }
};

template <class... Stages>
lowered_stages(schema_view, std::tuple<Stages...>) -> lowered_stages<Stages...>;

}  // namespace arenite::inline ARENITE_ABI::detail
