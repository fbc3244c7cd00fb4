// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/admit.hpp>
#include <arenite/core/data_error.hpp>
#include <arenite/core/format_number.hpp>
#include <arenite/transform/detail/broken_stage.hpp>
#include <arenite/transform/detail/stage_work.hpp>
#include <arenite/transform/detail/staged_columns.hpp>

#include <iterator>

namespace arenite::inline ARENITE_ABI {

/// A lazy range of batches that stages have prepared: what `rows | stage`, `rows | stage | stage` are. However many
/// stages there are, it holds one tile, the constants of stages, and blocks of few rows between stages that change the
/// columns.
///
/// Errors:    composing throws shape_error when a stage does not fit the columns before it; in the loop data_error for
///            a cell that a stage refuses, which numbers the rows from 0.
/// Allocates: nothing but what its admission acquires once.
/// Lifetime:  a batch is valid until the next. An lvalue range is borrowed, an rvalue is taken.
template <class Rows, class... Stages>
class prepared_batches : public detail::staged_columns<Rows, Stages...> {
    using base = detail::staged_columns<Rows, Stages...>;
    using base::cols_, base::rows_, base::stages_, base::stage_count;
    using typename base::rows_type;
    using work = detail::stage_work<typename rows_type::value_type, Stages...>;

public:
    using value_type = typename rows_type::value_type;
    class iterator;

    prepared_batches(Rows&& rows_of_batches, std::tuple<Stages...>&& stages_in_order)
        : base(static_cast<Rows&&>(rows_of_batches), std::move(stages_in_order)) {}
    prepared_batches(prepared_batches&&) = default;
    prepared_batches& operator=(prepared_batches&& other) noexcept { return detail::reassign(*this, std::move(other)); }
    ~prepared_batches() { placement_.clear(*this); }

    [[nodiscard]] bool placed() const noexcept { return !tile_.empty(); }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        rows_type::parts(self.rows_.get(), rows, visit);
        list_stages<0>(self, visit);
        visit("prepared batch", self.tile_, saturating_bytes(rows, self.cols_[stage_count]), part_life::batch);
        auto const block = saturating_bytes(std::min(rows, self.block_rows()), self.widest());
        visit("prepared rows", self.blocks_, saturating_bytes(block, work::block_count), part_life::step);
    }

    [[nodiscard]] iterator begin() {
        placement_.ensure(*this);
        fill_constants<0>();
        return iterator{*this, rows_.get().begin()};
    }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

    /// As this range, and one more stage. Requires: it has not begun.
    template <class Stage>
    [[nodiscard]] auto with_stage(Stage&& next_stage) && {
        contract(!placed(), "stages are put behind rows that have not begun");
        using made = prepared_batches<Rows, Stages..., std::remove_cvref_t<Stage>>;
        return made{static_cast<Rows&&>(rows_.get()),
                    std::tuple_cat(std::move(stages_),
                                   std::tuple<std::remove_cvref_t<Stage>>{static_cast<Stage&&>(next_stage)})};
    }

private:
    template <std::size_t K, class Self, class Visitor>
    static void list_stages(Self& self, Visitor& visit) {
        if constexpr (K != stage_count) {
            using stage = typename base::template stage_type<K>;
            auto& state = std::get<K>(self.states_);
            visit.stage(stage::stage_name, state.time);
            if constexpr (detail::has_constants<stage, value_type>)
                visit(stage::stage_name, state.constants,
                      std::get<K>(self.stages_).constants(self.template columns_before<K>()));
            list_stages<K + 1>(self, visit);
        }
    }

    template <std::size_t K>
    void fill_constants() noexcept {
        if constexpr (K != stage_count) {
            if constexpr (detail::has_constants<typename base::template stage_type<K>, value_type>)
                std::get<K>(stages_).fill(this->template columns_before<K>(), std::get<K>(states_).constants);
            fill_constants<K + 1>();
        }
    }

    [[nodiscard]] std::size_t widest() const noexcept { return *std::ranges::max_element(cols_); }

    /// Rows of 16 KiB: half of the nearest cache.
    [[nodiscard]] std::size_t block_rows() const noexcept {
        return std::clamp<std::size_t>((std::size_t{16} << 10) / sizeof(value_type) / widest(), 1, 256);
    }

    [[nodiscard]] batch_view<value_type const> prepared(batch_view<value_type const> batch) {
        batch_view<value_type> const tile{
            tile_.data(), batch.rows(), cols_[stage_count], static_cast<std::ptrdiff_t>(cols_[stage_count]), 1,
            batch.texts()};
        work leads{stages_, states_, cols_, blocks_};
        auto const most = block_rows();
        for (std::size_t first = 0; first < batch.rows(); first += most) {
            auto const count = std::min(most, batch.rows() - first);
            if (auto const refused = leads.run(batch.middle_rows(first, count), tile.middle_rows(first, count));
                refused.cell)
                refuse<0>(refused, rows_done_ + first + refused.cell.row);
        }
        rows_done_ += batch.rows();
        std::apply([&](auto&... state) { ((++state.time.batches, state.time.rows += batch.rows()), ...); }, states_);
        return tile;
    }

    template <std::size_t K>
    [[noreturn]] void refuse(detail::stage_fault const& refused, std::uint64_t row) const {
        if constexpr (K + 1 < stage_count)
            if (K != refused.stage) refuse<K + 1>(refused, row);
        short_text<120> where{base::template stage_type<K>::stage_name};
        where.append(": row ").append(format_number(row)).append(", column ");
        auto const columns = this->template columns_before<K>();
        if (columns.name(refused.cell.col).empty()) where.append(format_number(refused.cell.col));
        else columns.name(refused.cell.col).append_to(where);
        raise(data_error{where, {.byte = data_position::no_byte}, refused.cell.found, refused.cell.expected});
    }

    std::tuple<detail::stage_state<Stages, value_type>...> states_;
    std::span<value_type> tile_, blocks_;
    std::uint64_t rows_done_ = 0;
    detail::placement<prepared_batches> placement_;
};

template <class Rows, class... Stages>
class prepared_batches<Rows, Stages...>::iterator {
public:
    using value_type = batch_view<typename prepared_batches::value_type const>;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    iterator(prepared_batches& prepared_range, std::ranges::iterator_t<rows_type> at)
        : range_(&prepared_range), rows_(std::move(at)) {
        prepare_this();
    }

    [[nodiscard]] value_type operator*() const noexcept { return current_; }
    iterator& operator++() {
        ++rows_;
        prepare_this();
        return *this;
    }
    void operator++(int) { ++*this; }

    friend bool operator==(iterator const& at, std::default_sentinel_t end) { return at.rows_ == end; }

private:
    void prepare_this() {
        current_ = {};
        if (rows_ != std::default_sentinel) current_ = range_->prepared(*rows_);
    }

    prepared_batches* range_;
    std::ranges::iterator_t<rows_type> rows_;
    value_type current_;
};

namespace detail {

template <class R>
constexpr bool is_prepared = false;
template <class Rows, class... Stages>
constexpr bool is_prepared<prepared_batches<Rows, Stages...>> = true;

}  // namespace detail

/// Rows and a stage that prepares tiles. Where rows that are prepared already are handed over, the stage joins those
/// before it.
template <class R, class S>
    requires batch_range<std::remove_cvref_t<R>> && tile_stage<std::remove_cvref_t<S>> && (!stage_over<S, R>)
[[nodiscard]] auto operator|(R&& rows, S&& stage) {
    using stage_type = std::remove_cvref_t<S>;
    static_assert(tile_stage_of<stage_type, typename std::remove_cvref_t<R>::value_type>,
                  "the stage does not work on rows of this type: csv_batches<float>(...) gives float, "
                  "csv_batches(...) gives double");
    if constexpr (detail::is_prepared<R>) return std::move(rows).with_stage(static_cast<S&&>(stage));
    else
        return prepared_batches<R, stage_type>{static_cast<R&&>(rows), std::tuple<stage_type>{static_cast<S&&>(stage)}};
}

}  // namespace arenite::inline ARENITE_ABI
