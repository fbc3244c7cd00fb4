// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <array>
#include <cstddef>
#include <span>

namespace arenite::inline ARENITE_ABI {

/// A list of at most `Capacity` elements inside the object. Allocates: nothing.
template <class T, std::size_t Capacity>
class fixed_list {
public:
    static constexpr std::size_t capacity = Capacity;

    /// False: there is no room, and the list is as it was.
    constexpr bool push_back(T const& element) {
        if (full()) return false;
        elements_[size_++] = element;
        return true;
    }

    /// Keeps the first `count` elements, at most those that are there.
    constexpr void cut_to(std::size_t count) noexcept { size_ = count < size_ ? count : size_; }

    [[nodiscard]] constexpr bool full() const noexcept { return size_ == Capacity; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr T& operator[](std::size_t i) noexcept { return elements_[i]; }
    [[nodiscard]] constexpr T const& operator[](std::size_t i) const noexcept { return elements_[i]; }
    [[nodiscard]] constexpr T* begin() noexcept { return elements_.data(); }
    [[nodiscard]] constexpr T* end() noexcept { return elements_.data() + size_; }
    [[nodiscard]] constexpr T const* begin() const noexcept { return elements_.data(); }
    [[nodiscard]] constexpr T const* end() const noexcept { return elements_.data() + size_; }

private:
    std::array<T, Capacity> elements_{};
    std::size_t size_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI
