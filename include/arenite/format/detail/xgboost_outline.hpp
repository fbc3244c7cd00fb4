// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/raise.hpp>
#include <arenite/core/short_text.hpp>
#include <arenite/format/detail/document_events.hpp>
#include <arenite/format/detail/keys_seen.hpp>
#include <arenite/format/detail/xgboost_objective.hpp>

#include <cstdint>
#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// Where the values of leaves are: one in each; or one for each output, among those of all nodes or by themselves.
enum class xgboost_leaves : unsigned char { one_value, of_nodes, of_leaves };

/// What the first pass over a file of XGBoost learns: everything that decides how large the model is and how its
/// numbers are meant.
struct xgboost_outline {
    enum class booster { unknown, trees, linear };
    static constexpr std::uint64_t every_tree = std::numeric_limits<std::uint64_t>::max();

    booster kind = booster::unknown;
    xgboost_version version;
    short_text<64> objective_name;
    xgboost_objective objective{};
    std::uint64_t features = 0, classes = 0, targets = 1;
    std::uint64_t names = 0, name_characters = 0, types = 0;  ///< of features
    std::uint64_t trees = 0, stated_trees = 0, weights = 0, tree_outputs = 0;
    std::uint64_t parallel_trees = 1;       ///< for each output in each round of boosting
    std::uint64_t first_run = 0;            ///< trees of output 0 in front of all others: the parallel ones
    std::uint64_t kept_trees = every_tree;  ///< those of the wanted rounds, the first of all
    std::uint64_t counted_trees = 0;        ///< that many of the first trees are counted below, if there are so many
    std::uint64_t splits = 0, largest_tree = 0;     ///< splits at most; the largest in nodes
    std::uint64_t sets = 0, words = 0;              ///< of categories, of all trees; the words of their bits at most
    std::uint64_t largest_list = 0, most_sets = 0;  ///< of a tree: categories and sets
    std::uint64_t encodings = 0;                    ///< features whose categories have names, or could have
    std::uint64_t category_names = 0, category_characters = 0;
    std::uint64_t most_name_begins = 0, most_name_values = 0;  ///< of a feature's names
    std::uint64_t leaf_width = 0;                              ///< values of a leaf, of leaves with several
    xgboost_leaves leaves = xgboost_leaves::one_value;
    bool has_parallel_trees = false, has_base = false;
    bool names_are_ascii = true;       ///< of categories
    bool adds_leaves_to_zero = false;  ///< XGBoost up to 3.2 sums up each tree of `dart` by itself, from 0 on

    /// Margins for each row.
    [[nodiscard]] std::uint64_t outputs() const noexcept { return std::max({classes, targets, std::uint64_t{1}}); }

    /// Trees of a round of boosting, but for those that are parallel: with vectors, one adds to all outputs.
    [[nodiscard]] std::uint64_t tree_groups() const noexcept {
        return leaves == xgboost_leaves::one_value ? outputs() : 1;
    }

    /// Trees of a round of boosting. Files of before 1.6 do not say how many are parallel; their outputs show it.
    [[nodiscard]] std::uint64_t round_trees() const noexcept {
        bool const shown = !has_parallel_trees && tree_groups() != 1 && first_run != 0;
        return tree_groups() * (shown ? first_run : parallel_trees);
    }

    /// Whether a tree's vectors of leaf values have this key.
    [[nodiscard]] bool is_key_of_vectors(std::string_view key) const noexcept {
        if (leaves == xgboost_leaves::of_nodes) return key == "base_weights";
        return leaves == xgboost_leaves::of_leaves && key == "leaf_weights";
    }

    /// Whether those are counted that are kept: not, if it turned out behind the trees which those are.
    [[nodiscard]] bool counted_what_is_kept() const noexcept { return std::min(counted_trees, trees) == kept_trees; }
};

/// Number `i` of those at which parts begin, one behind the other; `last` becomes it.
template <class Events>
void require_begin(Events const& events, std::size_t i, std::uint64_t begin, std::uint64_t& last) {
    if (begin < last || (i == 0 && begin != 0)) events.fail("numbers that begin at 0 and do not decrease");
    last = begin;
}

/// A whole number that stands in a text, as XGBoost writes its parameters.
template <class Events>
[[nodiscard]] std::uint64_t read_parameter(Events& events) {
    auto const text = events.read_text();
    auto const parsed = parse_number<std::uint64_t>(text);
    if (!parsed) events.fail("a whole number from 0 on, in a text");
    return parsed.number;
}

/// Calls function(index, number) for each number of a base score: `5E-1`, `[1E-1, 2E-1]` or `(1E-1)`. Returns how many
/// there are; nothing: it is no base score.
template <class Function>
[[nodiscard]] std::size_t for_each_base_score(std::string_view text, Function&& function) {
    auto const first = text.find_first_not_of("[( ");
    auto const last = text.find_last_not_of("]) ");
    if (first == text.npos || last == text.npos || last < first) return 0;
    text = text.substr(first, last - first + 1);
    for (std::size_t count = 0;; ++count) {
        auto const comma = std::min(text.find(','), text.size());
        auto one = text.substr(0, comma);
        while (one.starts_with(' ')) one.remove_prefix(1);
        while (one.ends_with(' ')) one.remove_suffix(1);
        auto const score = number_of<float>(one);
        if (!score) return 0;
        function(count, *score);
        if (comma == text.size()) return count + 1;
        text.remove_prefix(comma + 1);
    }
}

}  // namespace arenite::inline ARENITE_ABI::detail
