// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace arenite::inline ARENITE_ABI {

/// What a batch may hold: numbers, or the ids of leaves.
template <class T>
concept batch_value = std::same_as<T, float> || std::same_as<T, double> || std::same_as<T, std::int32_t>;

/// Fields that are kept as bytes beside a batch: `cols` for each row, row by row.
struct kept_texts {
    std::string_view const* fields = nullptr;
    std::size_t cols = 0;
};

/// Borrows rows × columns of numbers, at any strides: row-major, column-major, a part of something larger. Of a
/// `batch_view<T const>` one reads; a `batch_view<T>` one writes, and it converts to the former. Two words of strides
/// count elements, not bytes. Missing is NaN. Copying it is cheap: pass it by value.
///
/// Allocates: nothing.
/// Lifetime:  valid as long as what it borrows from; a view that a range of batches gave, until the next one.
template <class T>
    requires batch_value<std::remove_const_t<T>>
class batch_view {
public:
    using value_type = std::remove_const_t<T>;

    constexpr batch_view() = default;

    /// Row-major: element (r, c) is data[r * cols + c].
    constexpr batch_view(T* data, std::size_t rows, std::size_t cols) noexcept
        : batch_view(data, rows, cols, static_cast<std::ptrdiff_t>(cols), 1) {}

    /// Element (r, c) is data[r * row_stride + c * col_stride].
    constexpr batch_view(T* data, std::size_t rows, std::size_t cols, std::ptrdiff_t row_stride,
                         std::ptrdiff_t col_stride, kept_texts texts = {}) noexcept
        : data_(data), rows_(rows), cols_(cols), row_stride_(row_stride), col_stride_(col_stride), texts_(texts) {}

    template <class U>
        requires std::same_as<T, U const>
    constexpr batch_view(batch_view<U> from) noexcept
        : batch_view(from.data(), from.rows(), from.cols(), from.row_stride(), from.col_stride(), from.texts()) {}

    [[nodiscard]] constexpr T* data() const noexcept { return data_; }
    [[nodiscard]] constexpr std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] constexpr std::size_t cols() const noexcept { return cols_; }
    [[nodiscard]] constexpr std::ptrdiff_t row_stride() const noexcept { return row_stride_; }
    [[nodiscard]] constexpr std::ptrdiff_t col_stride() const noexcept { return col_stride_; }
    [[nodiscard]] constexpr kept_texts texts() const noexcept { return texts_; }

    /// The element at row r and column c. Requires: r < rows() and c < cols(); not checked.
    [[nodiscard]] constexpr T& operator()(std::size_t r, std::size_t c) const noexcept {
        return data_[static_cast<std::ptrdiff_t>(r) * row_stride_ + static_cast<std::ptrdiff_t>(c) * col_stride_];
    }

    /// The field of the text column numbered `text_col` among the text columns, in row r.
    [[nodiscard]] constexpr std::string_view text(std::size_t text_col, std::size_t r) const {
        contract(r < rows_ && text_col < texts_.cols, "a batch has this row and this text column");
        return texts_.fields[r * texts_.cols + text_col];
    }

    /// `count` rows from row `first` on.
    [[nodiscard]] constexpr batch_view middle_rows(std::size_t first, std::size_t count) const {
        contract(first <= rows_ && count <= rows_ - first, "a part of a batch lies inside it");
        auto part = *this;
        part.data_ = data_ == nullptr ? nullptr : data_ + static_cast<std::ptrdiff_t>(first) * row_stride_;
        part.rows_ = count;
        if (texts_.cols != 0) part.texts_.fields += first * texts_.cols;
        return part;
    }

private:
    T* data_ = nullptr;
    std::size_t rows_ = 0, cols_ = 0;
    std::ptrdiff_t row_stride_ = 0, col_stride_ = 1;
    kept_texts texts_;
};

}  // namespace arenite::inline ARENITE_ABI
