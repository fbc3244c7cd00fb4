// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// Text of at most `Capacity` bytes inside the object: errors carry it, so that copying one cannot fail.
template <std::size_t Capacity>
class short_text {
public:
    constexpr short_text() = default;

    /// Keeps the first `Capacity` bytes.
    constexpr short_text(std::string_view from) noexcept : size_(from.copy(characters_.data(), Capacity)) {}

    /// Keeps the last `Capacity` bytes: of a path, the end tells more.
    [[nodiscard]] static constexpr short_text end_of(std::string_view from) noexcept {
        return from.size() <= Capacity ? from : from.substr(from.size() - Capacity);
    }

    constexpr short_text& append(std::string_view more) noexcept {
        size_ += more.copy(characters_.data() + size_, Capacity - size_);
        return *this;
    }

    constexpr void cut_to(std::size_t bytes) noexcept { size_ = bytes < size_ ? bytes : size_; }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {characters_.data(), size_}; }
    constexpr operator std::string_view() const noexcept { return view(); }

private:
    std::array<char, Capacity> characters_{};
    std::size_t size_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI
