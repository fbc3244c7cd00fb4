// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/detail/over_rows.hpp>
#include <arenite/core/raise.hpp>
#include <arenite/core/shape_error.hpp>
#include <arenite/transform/detail/row_numbers.hpp>
#include <arenite/transform/tile_stage.hpp>

#include <string>

namespace arenite::inline ARENITE_ABI::detail {

/// The i-th column of this kind, or of the others; texts are one kind, what is in tiles the other.
[[nodiscard]] inline std::size_t place_among(schema_view columns, std::size_t i, bool texts) noexcept {
    for (std::size_t at = 0;; ++at)
        if ((columns[at].kind == column_kind::text) == texts && i-- == 0) return at;
}

/// Rows and the stages behind them, and which columns there are before and behind each stage. Nothing of that is
/// stored but how many they are: a schema_view asks, stage by stage. A base.
template <class Rows, class... Stages>
class staged_columns : public over_rows<Rows> {
protected:
    using typename over_rows<Rows>::rows_type;
    using over_rows<Rows>::rows_;
    static constexpr std::size_t stage_count = sizeof...(Stages);
    template <std::size_t K>
    using stage_type = std::tuple_element_t<K, std::tuple<Stages...>>;

    staged_columns(Rows&& rows_of_batches, std::tuple<Stages...>&& stages_in_order)
        : over_rows<Rows>(static_cast<Rows&&>(rows_of_batches)), stages_(std::move(stages_in_order)),
          texts_(rows_.get().schema().count(column_kind::text)) {
        cols_[0] = rows_.get().schema().size() - texts_;
        count_columns<0>();
    }

public:
    /// Those that the last stage makes, and behind them the texts; the range's own where no stage makes any.
    ///
    /// Lifetime: valid while the range stays where it is.
    [[nodiscard]] schema_view schema() const noexcept {
        if constexpr ((states_columns<Stages> || ...)) {
            if (texts_ == 0) return columns_before<stage_count>();
            return schema_view{cols_[stage_count] + texts_, this, with_texts};
        } else return rows_.get().schema();
    }

    /// The numbers of the rows, as the range before says them.
    [[nodiscard]] std::span<std::uint64_t const> row_ids() const noexcept
        requires numbers_rows<rows_type>
    {
        return rows_.get().row_ids();
    }
    [[nodiscard]] std::uint64_t first_row() const noexcept
        requires numbers_first_row<rows_type>
    {
        return rows_.get().first_row();
    }

protected:
    /// The columns of the tile that stage K gets.
    template <std::size_t K>
    [[nodiscard]] schema_view columns_before() const noexcept {
        if constexpr (K == 0) return texts_ == 0 ? rows_.get().schema() : schema_view{cols_[0], this, without_texts};
        else if constexpr (states_columns<stage_type<K - 1>>) return schema_view{cols_[K], this, made_by<K - 1>};
        else return columns_before<K - 1>();
    }

    std::tuple<Stages...> stages_;
    std::size_t texts_;
    std::array<std::size_t, stage_count + 1> cols_{};  ///< of the tile that a stage gets, and of the last one's

private:
    using self = staged_columns const*;

    template <std::size_t K>
    void count_columns() {
        if constexpr (K != stage_count) {
            auto& stage = std::get<K>(stages_);
            auto const before = columns_before<K>();
            if constexpr (checks_columns<stage_type<K>>) stage.check(before);
            cols_[K + 1] = cols_[K];
            if constexpr (counts_columns<stage_type<K>>) cols_[K + 1] = stage.columns(before);
            if (cols_[K + 1] == 0) refuse_nothing(stage_type<K>::stage_name);
            count_columns<K + 1>();
        }
    }

    [[noreturn]] static void refuse_nothing(std::string_view stage) {
        raise(shape_error{std::string{stage}.append(": no column of the tile is left")});
    }

    template <std::size_t K>
    static column made_column(void const* owner, std::size_t i) noexcept {
        auto const& of = *static_cast<self>(owner);
        return std::get<K>(of.stages_).column_at(of.template columns_before<K>(), i);
    }
    template <std::size_t K>
    static void write_made_name(void const* owner, std::size_t i, name_sink to) {
        auto const& of = *static_cast<self>(owner);
        auto const before = of.template columns_before<K>();
        if constexpr (writes_names<stage_type<K>>) return std::get<K>(of.stages_).write_name(before, i, to);
        else {
            auto const made = std::get<K>(of.stages_).column_at(before, i);
            if (!made.name.empty() || made.asked_place == column::not_asked) return to(made.name);
            before.name(made.asked_place).write(to);
        }
    }

    static column tile_column(void const* owner, std::size_t i) noexcept {
        auto const columns = static_cast<self>(owner)->rows_.get().schema();
        return columns[place_among(columns, i, false)];
    }
    static void write_tile_name(void const* owner, std::size_t i, name_sink to) {
        auto const columns = static_cast<self>(owner)->rows_.get().schema();
        columns.name(place_among(columns, i, false)).write(to);
    }

    static column last_column(void const* owner, std::size_t i) noexcept {
        auto const& of = *static_cast<self>(owner);
        if (i < of.cols_[stage_count]) return of.template columns_before<stage_count>()[i];
        auto const columns = of.rows_.get().schema();
        return columns[place_among(columns, i - of.cols_[stage_count], true)];
    }
    static void write_last_name(void const* owner, std::size_t i, name_sink to) {
        auto const& of = *static_cast<self>(owner);
        if (i < of.cols_[stage_count]) return of.template columns_before<stage_count>().name(i).write(to);
        auto const columns = of.rows_.get().schema();
        columns.name(place_among(columns, i - of.cols_[stage_count], true)).write(to);
    }

    template <std::size_t K>
    static constexpr column_questions made_by{&made_column<K>, &write_made_name<K>};
    static constexpr column_questions without_texts{&tile_column, &write_tile_name};
    static constexpr column_questions with_texts{&last_column, &write_last_name};
};

}  // namespace arenite::inline ARENITE_ABI::detail
