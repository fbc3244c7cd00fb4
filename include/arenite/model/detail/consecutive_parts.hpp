// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/detail/lies_inside.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Whether parts of a list, as a file says them, follow each other from its beginning on.
class consecutive_parts {
public:
    explicit constexpr consecutive_parts(std::uint64_t size_of_list) noexcept : size_(size_of_list) {}

    /// Whether the next part begins where the one before ends, and is there.
    [[nodiscard]] constexpr bool add(std::uint64_t first, std::uint64_t count) noexcept {
        if (first != end_ || !lies_inside(first, count, size_)) return false;
        end_ += count;
        return true;
    }

    /// Nothing is left over.
    [[nodiscard]] constexpr bool are_all() const noexcept { return end_ == size_; }

private:
    std::uint64_t size_, end_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
