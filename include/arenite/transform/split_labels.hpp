// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/raise.hpp>
#include <arenite/transform/detail/column_names.hpp>
#include <arenite/transform/detail/remade_rows.hpp>

namespace arenite::inline ARENITE_ABI {

/// What `rows | split_labels(names...)` is.
template <class Rows, std::size_t N>
class labelled_batches : public detail::remade_rows<labelled_batches<Rows, N>, Rows> {
    using base = detail::remade_rows<labelled_batches, Rows>;
    using base::rows_;
    using typename base::batch_type, typename base::rows_type;
    friend base;

public:
    using typename base::value_type;

    labelled_batches(Rows&& rows_of_batches, std::array<std::string_view, N> label_names)
        : base(static_cast<Rows&&>(rows_of_batches)), names_(label_names) {
        auto const columns = rows_.get().schema();
        for (auto const name : names_) check_label(columns, name);
        for (std::size_t i = 0; i != columns.size(); ++i)
            if (!is_label(i)) ++kept_;
        cols_ = kept_ - columns.count(column_kind::text);
        if (cols_ == 0) raise(shape_error{"split_labels: no column but labels is left"});
    }
    labelled_batches(labelled_batches&&) = default;
    labelled_batches& operator=(labelled_batches&& other) noexcept { return detail::reassign(*this, std::move(other)); }
    ~labelled_batches() { this->placement_.clear(*this); }

    /// The columns that are no labels. Lifetime: valid while the range stays where it is.
    [[nodiscard]] schema_view schema() const noexcept { return {kept_, this, questions}; }
    [[nodiscard]] bool placed() const noexcept { return !tile_.empty(); }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        rows_type::parts(self.rows_.get(), rows, visit);
        visit.stage("split_labels", self.time_);
        visit("split_labels", self.places_, self.cols_ + N);
        visit("rows without labels", self.tile_, saturating_bytes(rows, self.cols_), part_life::batch);
        visit("labels", self.labels_, saturating_bytes(rows, N), part_life::batch);
    }

    /// Of the current batch's rows: a column for each name. Valid until the next batch.
    [[nodiscard]] batch_view<value_type const> labels() const noexcept { return {labels_.data(), count_, N}; }

    /// As the range before says them.
    [[nodiscard]] std::span<std::uint64_t const> row_ids() const noexcept
        requires detail::numbers_rows<rows_type>
    {
        return rows_.get().row_ids();
    }
    [[nodiscard]] std::uint64_t first_row() const noexcept
        requires detail::numbers_first_row<rows_type>
    {
        return rows_.get().first_row();
    }

private:
    static void check_label(schema_view columns, std::string_view name) {
        auto const i = detail::require_column("split_labels", columns, name);
        if (columns[i].kind == column_kind::text)
            detail::refuse_kind("split_labels", columns, i, "a number or a category");
    }

    [[nodiscard]] bool is_label(std::size_t i) const {
        auto const name = rows_.get().schema().name(i);
        return std::ranges::any_of(names_, [&](std::string_view label) { return name == label; });
    }

    /// Where column i of those that are left was.
    [[nodiscard]] std::size_t place(std::size_t i) const noexcept {
        for (std::size_t at = 0;; ++at)
            if (!is_label(at) && i-- == 0) return at;
    }

    static column column_of(void const* owner, std::size_t i) noexcept {
        auto const& of = *static_cast<labelled_batches const*>(owner);
        return of.rows_.get().schema()[of.place(i)];
    }
    static void write_name(void const* owner, std::size_t i, name_sink to) {
        auto const& of = *static_cast<labelled_batches const*>(owner);
        of.rows_.get().schema().name(of.place(i)).write(to);
    }
    static constexpr column_questions questions{&column_of, &write_name};

    [[nodiscard]] batch_type make() {
        count_ = 0;
        auto const batch = this->next_batch();
        if (batch.rows() == 0) return {};
        if (!filled_) fill_places();
        time_.measure([&] {
            pick(batch, places_.first(cols_), tile_);
            pick(batch, places_.subspan(cols_), labels_);
            return batch.rows();
        });
        count_ = batch.rows();
        return {tile_.data(), batch.rows(), cols_, static_cast<std::ptrdiff_t>(cols_), 1, batch.texts()};
    }

    /// In tiles, which have no texts.
    void fill_places() noexcept {
        auto const columns = rows_.get().schema();
        std::size_t next = 0, in_tile = 0;
        for (std::size_t i = 0; i != columns.size(); ++i) {
            if (columns[i].kind == column_kind::text) continue;
            if (!is_label(i)) places_[next++] = in_tile;
            for (std::size_t label = 0; label != N; ++label)
                if (columns.find(names_[label]) == i) places_[cols_ + label] = in_tile;
            ++in_tile;
        }
        filled_ = true;
    }

    static void pick(batch_type batch, std::span<std::size_t const> places, std::span<value_type> to) noexcept {
        for (std::size_t r = 0; r != batch.rows(); ++r)
            for (std::size_t c = 0; c != places.size(); ++c) to[r * places.size() + c] = batch(r, places[c]);
    }

    std::array<std::string_view, N> names_;
    std::size_t kept_ = 0, cols_ = 0, count_ = 0;
    bool filled_ = false;
    stage_time time_;
    std::span<std::size_t> places_;
    std::span<value_type> tile_, labels_;
};

/// What `split_labels` returns.
template <std::size_t N>
struct split_labels_stage {
    static constexpr std::string_view stage_name = "split_labels";

    std::array<std::string_view, N> names;

    template <class Rows>
    [[nodiscard]] auto over(Rows&& rows) const {
        return labelled_batches<Rows, N>{static_cast<Rows&&>(rows), names};
    }
};

/// A stage that takes columns out of the rows, labels and weights, so that the stages behind it do not touch them. The
/// range keeps those of the current batch: `auto labelled = rows | split_labels("y", "weight"); for (auto const batch :
/// labelled | standardize(…)) use(batch, labelled.labels());` To move or to filter rows goes in front of it.
///
/// Errors:    composing throws shape_error where there is no column of a name, it is a text, or no other is left.
/// Lifetime:  borrows the names.
/// Allocates: nothing but what its admission acquires once: a batch, and the labels of one.
template <detail::name_of_column... Names>
    requires(sizeof...(Names) != 0)
[[nodiscard]] constexpr auto split_labels(Names&&... label_names) {
    return split_labels_stage<sizeof...(Names)>{detail::column_names(static_cast<Names&&>(label_names)...)};
}

}  // namespace arenite::inline ARENITE_ABI
