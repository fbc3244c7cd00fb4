// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstddef>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Writes one element after the other; without room it only counts them, so that the same code first finds out how much
/// room there must be.
template <class T>
class list_writer {
public:
    void write_to(std::span<T> place) noexcept { to_ = place, count_ = 0; }

    void add(T const& element) noexcept {
        if (count_ < to_.size()) to_[count_] = element;
        ++count_;
    }

    /// Room for `count` more; nothing while counting.
    [[nodiscard]] std::span<T> add_room(std::size_t count) noexcept {
        auto const first = count_;
        count_ += count;
        return count_ <= to_.size() ? to_.subspan(first, count) : std::span<T>{};
    }

    /// What is left to be written to.
    [[nodiscard]] std::span<T> room() const noexcept { return to_.subspan(count_ < to_.size() ? count_ : to_.size()); }

    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    [[nodiscard]] std::span<T> written() const noexcept { return to_; }

private:
    std::span<T> to_;
    std::size_t count_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
