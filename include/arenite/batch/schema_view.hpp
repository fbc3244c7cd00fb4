// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/column.hpp>
#include <arenite/batch/column_name.hpp>

#include <cstdint>
#include <limits>
#include <optional>

namespace arenite::inline ARENITE_ABI {

/// What a schema_view asks somebody who works its columns out and does not store them: a stage.
struct column_questions {
    column (*column_at)(void const* owner, std::size_t i) noexcept;
    column_name::writer write_name;
};

/// The columns of a batch, in order. Borrows them from a `schema`, a model, or a constexpr array. Columns without names
/// need no storage: only their number and, perhaps, a bit for each that is used. Nor do the columns that a stage makes:
/// the view asks the stage. `<<` prints a line for each column, its name and its kind.
///
/// Allocates: nothing, nor does printing.
class schema_view {
public:
    constexpr schema_view() = default;
    constexpr explicit schema_view(std::span<column const> columns) noexcept
        : form_(form::stored), columns_(columns.data()), size_(columns.size()) {}

    /// `count` numbers without names; bit i % 64 of used_bits[i / 64] says whether column i is read. No words: all are.
    constexpr explicit schema_view(std::size_t count, std::span<std::uint64_t const> used_bits = {}) noexcept
        : form_(used_bits.empty() ? form::unnamed : form::bits), size_(count) {
        if (!used_bits.empty()) used_bits_ = used_bits.data();
    }

    /// `count` columns that `asked_owner` answers for; both are borrowed.
    constexpr schema_view(std::size_t count, void const* asked_owner, column_questions const& questions) noexcept
        : form_(form::asked), questions_(&questions), owner_(asked_owner), size_(count) {}

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }

    /// Column i. Its name is empty where nobody stores it; `name(i)` is the whole name of any.
    [[nodiscard]] constexpr column operator[](std::size_t i) const noexcept {
        if (form_ == form::stored) return columns_[i];
        if (form_ != form::asked) return {.used = used_bit(i)};
        auto made = questions_->column_at(owner_, i);
        made.asked_place = place_of(i);
        return made;
    }

    /// Empty: the column has none.
    [[nodiscard]] constexpr column_name name(std::size_t i) const noexcept {
        if (form_ == form::stored) return columns_[i].name;
        return form_ == form::asked ? column_name{owner_, i, questions_->write_name} : column_name{};
    }

    /// The first column of this name, which is not empty.
    [[nodiscard]] constexpr std::optional<std::size_t> find(std::string_view wanted) const {
        for (std::size_t i = 0; i != size_ && !wanted.empty(); ++i)
            if (name(i) == wanted) return i;
        return std::nullopt;
    }

    /// Every column has a name.
    [[nodiscard]] constexpr bool named() const {
        for (std::size_t i = 0; i != size_; ++i)
            if (name(i).empty()) return false;
        return form_ == form::stored || form_ == form::asked;
    }

    /// Columns of this kind.
    [[nodiscard]] constexpr std::size_t count(column_kind kind) const noexcept {
        if (form_ == form::unnamed || form_ == form::bits) return kind == column_kind::number ? size_ : 0;
        std::size_t found = 0;
        for (std::size_t i = 0; i != size_; ++i)
            if ((*this)[i].kind == kind) ++found;
        return found;
    }

    /// Columns of a batch with this schema: numbers and categories, hashed ones too, but not texts.
    [[nodiscard]] constexpr std::size_t tile_cols() const noexcept { return size_ - count(column_kind::text); }

private:
    enum class form : unsigned char { unnamed, bits, stored, asked };

    [[nodiscard]] constexpr bool used_bit(std::size_t i) const noexcept {
        return form_ == form::unnamed || (used_bits_[i / 64] >> i % 64 & 1) != 0;
    }

    [[nodiscard]] static constexpr std::uint32_t place_of(std::size_t i) noexcept {
        return i < column::not_asked ? static_cast<std::uint32_t>(i) : column::not_asked;
    }

    form form_ = form::unnamed;
    union {
        column const* columns_ = nullptr;
        std::uint64_t const* used_bits_;
        column_questions const* questions_;
    };
    void const* owner_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI

#include <arenite/batch/detail/schema_text.hpp>  // `<<`, which needs the class
