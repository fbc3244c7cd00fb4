// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>
#include <arenite/model/detail/deep_node.hpp>
#include <arenite/model/detail/forest_plan.hpp>

#include <algorithm>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// How the values of a column of keys are made: of one feature, for splits that treat missing values alike; or for one
/// set of its categories. In order, those of a feature follow each other.
struct deep_slot {
    std::uint32_t packed = 0;  ///< | feature | missing kind: 2 bits | default left: 1 bit |
    std::uint32_t set = 0;     ///< of categories

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.packed, self.set);
    }

    template <std::floating_point T>
    [[nodiscard]] static constexpr deep_slot of(tree_split<T> const& split) noexcept {
        return {split.feature() << 3 | static_cast<std::uint32_t>(split.missing()) << 1 | split.default_left(),
                split.is_category() ? split.category_set() : 0};
    }
    [[nodiscard]] constexpr std::uint32_t feature() const noexcept { return packed >> 3; }
    [[nodiscard]] constexpr missing_kind missing() const noexcept { return static_cast<missing_kind>(packed >> 1 & 3); }
    [[nodiscard]] constexpr float_key missing_key() const noexcept {
        return (packed & 1) != 0 ? missing_left_key : missing_right_key;
    }
    friend constexpr auto operator<=>(deep_slot, deep_slot) = default;
};

/// A tree of the ensemble.
struct deep_tree {
    std::uint64_t first_node = 0;
    std::uint64_t first_leaf = 0;  ///< its leaves are in order, from left to right
    std::uint32_t leaves = 0;
    std::uint32_t output = 0;

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.first_node, self.first_leaf, self.leaves, self.output);
    }
};

/// The keys of so many rows lie side by side.
inline constexpr std::size_t deep_group = 16;
/// So many rows pass a tree while it is in the core's cache.
inline constexpr std::size_t most_deep_rows = 4096;

/// 0 behind 1.
[[nodiscard]] constexpr std::size_t smaller_deep_block(std::size_t block) noexcept {
    return block < 2 * deep_group ? block / 2 : block / 2 / deep_group * deep_group;
}

/// A forest made ready to be walked: 8 bytes for each node, and the leaves, multiplied by their tree's weight; without
/// weights those of the ensemble.
template <std::floating_point T>
struct deep_plan {
    std::span<deep_slot const> slots;  ///< of the keys 1, 2, …
    std::span<deep_tree const> trees;  ///< in the file's order
    std::span<deep_node const> nodes;
    std::span<T const> weighed_leaves;  ///< none: trees have no weights

    // What follows from those, the trees and the processor: see link_plan.
    std::span<T const> leaves;  ///< `width` values each
    std::size_t width;
    std::size_t most_rows;  ///< in a tile: whose keys a core's cache can hold, at least 16
    unsigned slot_bits;

    /// What a file keeps: see model_writer.
    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file(self.slots, self.trees, self.nodes, self.weighed_leaves);
    }

    [[nodiscard]] std::span<deep_node const> nodes_of(deep_tree const& tree) const noexcept {
        return nodes.subspan(tree.first_node, deep_node_room(tree.leaves));
    }
    [[nodiscard]] std::span<T const> leaves_of(deep_tree const& tree) const noexcept {
        return leaves.subspan(tree.first_leaf * width, tree.leaves * width);
    }

    /// Rows of a tile: below 16 as they are, else whole groups.
    [[nodiscard]] std::size_t block_for(std::size_t rows) const noexcept {
        return rows < deep_group ? rows : round_up(std::min(rows, most_rows), deep_group);
    }

    /// Of output k at sums[k * block].
    void add_leaf(deep_tree const& tree, deep_node leaf, T* sums, std::size_t block) const noexcept {
        auto const* const values = leaves.data() + (tree.first_leaf + leaf.last - 1) * width;
        for (std::size_t k = 0; k != width; ++k) sums[k * block] += values[k];
    }

    /// Bytes of the keys of `rows` rows: below 16 one row's, else of whole groups.
    [[nodiscard]] std::size_t key_bytes(std::size_t rows) const noexcept {
        return round_up((slots.size() + 1) * (rows < deep_group ? 1 : rows) * sizeof(float_key));
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
