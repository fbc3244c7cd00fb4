// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace arenite::inline ARENITE_ABI::detail {

/// Above all categories of XGBoost, which are whole numbers that a float counts.
inline constexpr std::uint32_t category_limit = std::uint32_t{1} << 24;

/// Counts the words of bits that the sets of a tree need, while only the categories of all of them are known, one set
/// behind the other and each in ascending order, but not where a set ends.
class xgboost_category_count {
public:
    void add(std::uint32_t category) noexcept {
        if (categories_ != 0 && category <= last_) end_set();
        auto const words = category / 32 + 1;
        all_words_ += words;
        most_words_ = std::max(most_words_, words);
        last_ = category;
        ++categories_;
    }

    [[nodiscard]] std::uint64_t categories() const noexcept { return categories_; }

    /// Enough words for `sets` sets. Where an end was not seen, the largest category may be in front of it; where each
    /// set has one category, it is exact. None: they cannot be so many sets.
    [[nodiscard]] std::optional<std::uint64_t> words_of(std::uint64_t sets) const noexcept {
        auto const ends = categories_ == 0 ? 0 : ends_ + 1;
        if (sets < ends || sets > categories_) return std::nullopt;
        if (sets == 0) return 0;
        return std::min(all_words_, words_of_ends_ + last_ / 32 + 1 + (sets - ends) * most_words_);
    }

private:
    void end_set() noexcept {
        ++ends_;
        words_of_ends_ += last_ / 32 + 1;
    }

    std::uint64_t categories_ = 0, all_words_ = 0;
    std::uint64_t ends_ = 0, words_of_ends_ = 0;  // of the ends that were seen, but for the last
    std::uint32_t last_ = 0, most_words_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
