// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/remade_rows.hpp>

namespace arenite::inline ARENITE_ABI {

/// The rows that Keep wants, moved together; their numbers are kept. What `filter` and `sample` are.
///
/// Allocates: nothing but what its admission acquires once.
template <class Rows, class Keep>
class kept_rows : public detail::remade_rows<kept_rows<Rows, Keep>, Rows> {
    using base = detail::remade_rows<kept_rows, Rows>;
    using base::rows_, base::placement_;
    using typename base::batch_type, typename base::rows_type;
    friend base;

public:
    using typename base::value_type;

    kept_rows(Rows&& rows_of_batches, Keep keep_row)
        : base(static_cast<Rows&&>(rows_of_batches)), keep_(std::move(keep_row)),
          text_cols_(rows_.get().schema().count(column_kind::text)), cols_(rows_.get().schema().size() - text_cols_) {
        if constexpr (requires { keep_.bind(rows_.get().schema()); }) keep_.bind(rows_.get().schema());
    }
    kept_rows(kept_rows&&) = default;
    kept_rows& operator=(kept_rows&& other) noexcept { return detail::reassign(*this, std::move(other)); }
    ~kept_rows() { placement_.clear(*this); }

    [[nodiscard]] bool placed() const noexcept { return !ids_.empty(); }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        rows_type::parts(self.rows_.get(), rows, visit);
        visit.stage(Keep::stage_name, self.time_);
        visit(Keep::stage_name, self.tile_, saturating_bytes(rows, self.cols_), part_life::batch);
        visit("row ids", self.ids_, rows, part_life::batch);
        visit("texts of rows", self.texts_, saturating_bytes(rows, self.text_cols_), part_life::batch);
    }

    /// The numbers, from 0, that the rows of the current batch have among all rows.
    [[nodiscard]] std::span<std::uint64_t const> row_ids() const noexcept { return ids_.first(kept_); }

private:
    [[nodiscard]] batch_type make() {
        kept_ = 0;
        for (;;) {
            auto const batch = this->next_batch();
            if (batch.rows() == 0) return {};
            time_.measure([&] {
                keep_some(batch);
                return kept_;
            });
            passed_ += batch.rows();
            auto const width = static_cast<std::ptrdiff_t>(cols_);
            if (kept_ != 0) return {tile_.data(), kept_, cols_, width, 1, {texts_.data(), text_cols_}};
        }
    }

    void keep_some(batch_type batch) noexcept {
        for (std::size_t r = 0; r != batch.rows(); ++r)
            if (keep_(batch, r, passed_ + r)) keep_row(batch, r);
    }

    void keep_row(batch_type batch, std::size_t r) noexcept {
        for (std::size_t c = 0; c != cols_; ++c) tile_[kept_ * cols_ + c] = batch(r, c);
        for (std::size_t c = 0; c != text_cols_; ++c) texts_[kept_ * text_cols_ + c] = batch.text(c, r);
        ids_[kept_++] = detail::row_id(rows_.get(), passed_, r);
    }

    Keep keep_;
    std::size_t text_cols_, cols_, kept_ = 0;
    std::uint64_t passed_ = 0;
    stage_time time_;
    std::span<value_type> tile_;
    std::span<std::uint64_t> ids_;
    std::span<std::string_view> texts_;
};

/// What `filter` and `sample` return.
template <class Keep>
struct kept_rows_stage {
    static constexpr std::string_view stage_name = Keep::stage_name;

    Keep keep;

    template <class Rows>
    [[nodiscard]] auto over(Rows&& rows) const {
        return kept_rows<Rows, Keep>{static_cast<Rows&&>(rows), keep};
    }
};

}  // namespace arenite::inline ARENITE_ABI
