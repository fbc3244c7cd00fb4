// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/short_text.hpp>
#include <arenite/model/link.hpp>

#include <algorithm>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// What the first pass over a file of LightGBM learns.
struct lightgbm_outline {
    short_text<24> version{};
    short_text<64> objective{};
    arenite::link link;
    std::uint64_t features = 0, classes = 0, trees_per_iteration = 0;  ///< 0: the file does not say
    std::uint64_t names = 0, name_characters = 0, trees = 0, kept_trees = 0;
    std::uint64_t splits = 0, largest_tree = 0;                 ///< of the trees that are kept; the largest in nodes
    std::uint64_t category_sets = 0, category_words = 0;        ///< of these trees
    std::uint64_t terms = 0;                                    ///< of the linear functions in their leaves
    std::uint64_t category_names = 0, category_characters = 0;  ///< of the categories of a data frame
    bool categories_are_listed = false;  ///< whose they are: among the parameters; else the infos say it
    bool has_linear_trees = false;
    bool own_names = false;  ///< other than Column_0, Column_1, …, which LightGBM makes up
    bool averaged = false;

    /// Margins for each row.
    [[nodiscard]] std::uint64_t outputs() const noexcept {
        return trees_per_iteration != 0 ? trees_per_iteration : std::max<std::uint64_t>(classes, 1);
    }
};

/// Whether the info of a feature that begins so lists categories, such as `-1:4:3`: not `[0:1]`, not `none`.
[[nodiscard]] constexpr bool is_category_info(char first) noexcept { return first != '[' && first != 'n'; }

}  // namespace arenite::inline ARENITE_ABI::detail
