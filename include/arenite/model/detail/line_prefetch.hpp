// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/deep_node.hpp>

#include <algorithm>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Fetches the lines of a list one share after the other, so that they are near when they are needed.
class line_prefetch {
public:
    /// None where the shares would be so large that most lines were fetched in vain: few rows see few of a tree's
    /// nodes.
    template <class Element>
    line_prefetch(std::span<Element const> list, std::size_t shares) noexcept
        : first_(reinterpret_cast<char const*>(list.data())),
          share_((list.size_bytes() / cache_line_bytes + shares) / shares * cache_line_bytes),
          bytes_(share_ > largest_share ? 0 : list.size_bytes()) {}

    void next() noexcept {
        for (auto const stop = std::min(at_ + share_, bytes_); at_ < stop; at_ += cache_line_bytes)
            __builtin_prefetch(first_ + at_, 0, 2);
    }

private:
    static constexpr std::size_t largest_share = 64 * cache_line_bytes;

    char const* first_;
    std::size_t share_, bytes_, at_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
