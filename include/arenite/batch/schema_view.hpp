// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/column.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI {

/// The columns of a batch, in order. Borrows them from a `schema`, a model, or a constexpr array. Columns without names
/// need no storage: only their number and, perhaps, a bit for each that is used.
class schema_view {
public:
    constexpr schema_view() = default;
    constexpr explicit schema_view(std::span<column const> columns) noexcept
        : columns_(columns.data()), size_(columns.size()) {}

    /// `count` numbers without names; bit i % 64 of used[i / 64] says whether column i is read. No words: all are.
    constexpr explicit schema_view(std::size_t count, std::span<std::uint64_t const> used_bits = {}) noexcept
        : used_bits_(used_bits), size_(count) {}

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }

    [[nodiscard]] constexpr column operator[](std::size_t i) const noexcept {
        return columns_ != nullptr ? columns_[i] : column{.used = used_bit(i)};
    }

    /// Every column has a name.
    [[nodiscard]] constexpr bool named() const noexcept {
        return columns_ != nullptr &&
               std::ranges::none_of(std::span{columns_, size_}, [](column const& c) { return c.name.empty(); });
    }

    /// Columns of this kind.
    [[nodiscard]] constexpr std::size_t count(column_kind kind) const noexcept {
        if (columns_ == nullptr) return kind == column_kind::number ? size_ : 0;
        return static_cast<std::size_t>(std::ranges::count(std::span{columns_, size_}, kind, &column::kind));
    }

    /// Columns of a batch with this schema: numbers and categories, hashed ones too, but not texts.
    [[nodiscard]] constexpr std::size_t tile_cols() const noexcept { return size_ - count(column_kind::text); }

private:
    [[nodiscard]] constexpr bool used_bit(std::size_t i) const noexcept {
        return used_bits_.empty() || (used_bits_[i / 64] >> i % 64 & 1) != 0;
    }

    column const* columns_ = nullptr;
    std::span<std::uint64_t const> used_bits_;
    std::size_t size_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI
