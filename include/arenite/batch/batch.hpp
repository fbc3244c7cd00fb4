// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/memory/system_memory.hpp>

namespace arenite::inline ARENITE_ABI {

/// Owns rows × columns, row-major, zero at first. Move only; views of it survive a move.
///
/// Allocates: once: rows * cols * sizeof(T), rounded up to 64, from `from_memory`, released by the destructor.
template <batch_value T>
class batch {
public:
    batch() = default;
    batch(std::size_t row_count, std::size_t col_count, budget& from_memory = system_memory())
        : rows_(row_count), cols_(col_count) {
        auto const count = saturating_bytes(row_count, col_count);
        if (count == 0) return;
        memory_ = from_memory.acquire("batch", arena_bytes<T>(count));
        values_ = arena{memory_.bytes()}.take<T>(count);
    }

    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::size_t cols() const noexcept { return cols_; }
    [[nodiscard]] batch_view<T> view() & noexcept { return {values_.data(), rows_, cols_}; }
    [[nodiscard]] batch_view<T const> view() const& noexcept { return {values_.data(), rows_, cols_}; }
    void view() const&& = delete;  // a view of a temporary would dangle

    /// Keeps the first `row_count` rows, at most those that are there; the memory stays.
    void cut_to(std::size_t row_count) noexcept { rows_ = row_count < rows_ ? row_count : rows_; }

    [[nodiscard]] T& operator()(std::size_t r, std::size_t c) noexcept { return values_[r * cols_ + c]; }
    [[nodiscard]] T operator()(std::size_t r, std::size_t c) const noexcept { return values_[r * cols_ + c]; }

private:
    region memory_;
    std::span<T> values_;
    std::size_t rows_ = 0, cols_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI
