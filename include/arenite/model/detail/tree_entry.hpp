// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstddef>
#include <cstdint>

namespace arenite::inline ARENITE_ABI {

/// One tree of an ensemble. A tree has one leaf more than splits: tree t's first leaf is number first_split + t of all.
struct tree_entry {
    std::uint64_t first_split = 0;  ///< its place among all splits
    std::uint32_t splits = 0;
    std::uint32_t output = 0;  ///< the output that its leaves are added to

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.first_split, self.splits, self.output);
    }

    [[nodiscard]] constexpr std::size_t leaves() const noexcept { return std::size_t{splits} + 1; }
};

}  // namespace arenite::inline ARENITE_ABI
