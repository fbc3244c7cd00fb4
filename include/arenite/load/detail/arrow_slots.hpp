// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/arrow_abi.hpp>
#include <arenite/version.hpp>

#include <cstddef>
#include <cstring>

namespace arenite::inline ARENITE_ABI::detail {

/// The value numbered `i` of a buffer, which need not be aligned.
template <class Stored>
[[nodiscard]] inline Stored stored_at(void const* buffer, std::size_t i) noexcept {
    Stored stored;
    std::memcpy(&stored, static_cast<char const*>(buffer) + i * sizeof stored, sizeof stored);
    return stored;
}

/// Bit `i` of a buffer; the lowest of a byte comes first.
[[nodiscard]] inline bool bit_at(void const* buffer, std::size_t i) noexcept {
    return (static_cast<unsigned char const*>(buffer)[i / 8] >> i % 8 & 1) != 0;
}

/// The bits that say which slots of an array hold something, from one slot on.
class arrow_validity {
public:
    arrow_validity() = default;

    /// Of an array that was checked. Slot 0 is the array's slot number `first`.
    arrow_validity(ArrowArray const& array, std::size_t first) noexcept
        : bits_(array.null_count == 0 || array.n_buffers < 1 || array.buffers == nullptr ? nullptr : array.buffers[0]),
          first_(static_cast<std::size_t>(array.offset) + first) {}

    [[nodiscard]] bool all() const noexcept { return bits_ == nullptr; }
    [[nodiscard]] bool operator[](std::size_t i) const noexcept { return all() || bit_at(bits_, first_ + i); }

private:
    void const* bits_ = nullptr;
    std::size_t first_ = 0;
};

/// Some slots of one column of a record batch.
///
/// The record batch is an array of structures, and may itself be sliced: its row `i` is slot `offset + i` of each
/// child, which begins behind the child's own offset. A row that is null as a whole is missing in every column.
struct arrow_slots {
    ArrowArray const& array;
    std::size_t first;  ///< of these slots, in the array's buffers
    arrow_validity valid, row_valid;

    arrow_slots(ArrowArray const& record_batch, std::size_t child, std::size_t first_row) noexcept
        : array(*record_batch.children[child]),
          first(static_cast<std::size_t>(array.offset + record_batch.offset) + first_row),
          valid(array, static_cast<std::size_t>(record_batch.offset) + first_row), row_valid(record_batch, first_row) {}

    [[nodiscard]] bool all_valid() const noexcept { return valid.all() && row_valid.all(); }
    [[nodiscard]] bool is_valid(std::size_t i) const noexcept { return valid[i] && row_valid[i]; }
};

}  // namespace arenite::inline ARENITE_ABI::detail
