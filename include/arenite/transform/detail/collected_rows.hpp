// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch.hpp>
#include <arenite/core/data_error.hpp>
#include <arenite/core/format_number.hpp>
#include <arenite/core/raise.hpp>

#include <algorithm>
#include <array>
#include <ranges>

namespace arenite::inline ARENITE_ABI::detail {

template <class R>
concept gives_batches = requires(R& range) {
    { *range.begin() } -> std::convertible_to<batch_view<typename R::value_type const>>;
};

template <class T>
void copy_rows(batch_view<T const> from, batch_view<T> to) noexcept {
    for (std::size_t r = 0; r != from.rows(); ++r)
        for (std::size_t c = 0; c != from.cols(); ++c) to(r, c) = from(r, c);
}

[[noreturn]] inline void refuse_rows(std::size_t most_rows) {
    short_text<64> expected{"at most "};
    expected.append(format_number(most_rows));
    raise(data_error{"collect", {.byte = data_position::no_byte}, "more rows", expected});
}

/// Rows of which nobody knows how many will come: in pieces, each as large as half of those before it together.
template <class T>
class collected_rows {
public:
    collected_rows(std::size_t row_cols, budget& from_memory) : cols_(row_cols), memory_(&from_memory) {}

    void add(batch_view<T const> rows) {
        while (rows.rows() != 0) {
            if (filled_ == pieces_[last_].rows()) add_piece(rows.rows());
            auto const count = std::min(rows.rows(), pieces_[last_].rows() - filled_);
            copy_rows<T>(rows.middle_rows(0, count), pieces_[last_].view().middle_rows(filled_, count));
            filled_ += count;
            rows = rows.middle_rows(count, rows.rows() - count);
        }
    }

    [[nodiscard]] batch<T> all() && {
        if (before_ == 0 && filled_ != 0 && filled_ == pieces_[last_].rows()) return std::move(pieces_[last_]);
        batch<T> whole{before_ + filled_, cols_, *memory_};
        pieces_[last_].cut_to(filled_);
        std::size_t next = 0;
        for (auto const& piece : pieces_) {
            copy_rows<T>(piece.view(), whole.view().middle_rows(next, piece.rows()));
            next += piece.rows();
        }
        return whole;
    }

private:
    void add_piece(std::size_t least_rows) {
        auto const before = before_ + filled_;
        batch<T> piece{std::max(least_rows, before / 2), cols_, *memory_};
        if (before != 0) ++last_;
        pieces_[last_] = std::move(piece);
        before_ = before;
        filled_ = 0;
    }

    std::size_t cols_;
    budget* memory_;
    std::array<batch<T>, 112> pieces_;  ///< 1.5^112 is more than 2^64
    std::size_t last_ = 0, before_ = 0, filled_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
