// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI {

/// Which categories of a feature go left at a split. A category is a whole number from 0 on; fractions are cut off.
/// What is missing goes the split's default way.
struct category_set {
    std::uint32_t feature = 0;
    std::uint32_t first_word = 0;  ///< bit c % 32 of word first_word + c / 32 says whether category c goes left
    std::uint32_t words = 0;
    bool others_left = false;     ///< categories that have no bit
    bool negatives_left = false;  ///< values below 0

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.feature, self.first_word, self.words, self.others_left, self.negatives_left);
    }
};

}  // namespace arenite::inline ARENITE_ABI
