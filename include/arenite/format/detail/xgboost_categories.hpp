// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/keys_seen.hpp>
#include <arenite/format/detail/xgboost_category_count.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// Marks of the nodes of a tree that is read: where missing values go, while nodes have no places yet; what splits on
/// categories, where no split is: what was pruned is listed still.
namespace xgboost_marks {
inline constexpr unsigned to_the_left = 0, of_categories = 1;
}

/// Reads what a tree lists of its splits on categories, in whatever order, and makes sets of it. A category of the list
/// goes right; all others, those above its last one and values below 0 go left.
template <class Events>
class xgboost_categories {
public:
    /// `largest`: how many categories and sets a tree lists at most; the builder has room for so many numbers.
    xgboost_categories(Events& events, tree_ensemble_builder<float>& builder, std::size_t largest_list,
                       std::size_t most_sets)
        : events_(events), builder_(builder) {
        auto rest = builder.numbers;
        for (auto& one : lists_) {
            auto const size = &one == &lists_[categories] ? largest_list : most_sets;
            one.room = rest.first(size);
            rest = rest.subspan(size);
        }
    }

    /// Numbers that are held at once.
    [[nodiscard]] static constexpr std::size_t numbers(std::size_t largest_list, std::size_t most_sets) noexcept {
        return largest_list + (list_count - 1) * most_sets;
    }

    void begin_tree() noexcept {
        for (auto& one : lists_) one.size = 0;
    }

    [[nodiscard]] bool any() const noexcept {
        return std::ranges::any_of(lists_, [](list const& one) { return one.size != 0; });
    }

    /// Whether it took the value of this key.
    [[nodiscard]] bool read(std::string_view key) {
        if (key == "categories") read_list(categories);
        else if (key == "categories_nodes") read_list(nodes);
        else if (key == "categories_segments") read_list(begins);
        else if (key == "categories_sizes") read_list(sizes);
        else return false;
        return true;
    }

    /// Every listed node must be marked as one on categories; one that is marked and not listed gets no set, which the
    /// tree's check refuses where it is reached.
    void finish_tree(std::span<node_link const> tree, std::span<tree_split<float>> splits) {
        for (auto& split : splits)
            if (split.is_category()) split.value = -1;
        auto const count = lists_[nodes].size;
        if (lists_[begins].size != count || lists_[sizes].size != count) refuse_lengths();
        std::size_t used = 0;
        for (std::size_t i = 0; i != count; ++i) used += add_set(i, used, tree, splits);
        if (used != lists_[categories].size) events_.fail("categories of no split", "the categories of each split");
    }

private:
    enum list_name { categories, nodes, begins, sizes, list_count };
    struct list {
        std::span<std::uint32_t> room;
        std::size_t size = 0;
    };

    void read_list(list_name which) {
        auto& [room, size] = lists_[which];
        require_once(events_, size != 0);
        size = events_.template read_array<std::uint32_t>([&](std::size_t i, std::uint32_t number) {
            if (i >= room.size()) refuse_lengths();
            room[i] = number;
        });
    }

    [[noreturn]] void refuse_lengths() const {
        events_.fail("lists of different lengths of splits on categories", "an entry for each split in each list");
    }

    /// Adds set `i` of the tree, whose categories begin at `begin`; returns how many they are.
    std::size_t add_set(std::size_t i, std::size_t begin, std::span<node_link const> tree,
                        std::span<tree_split<float>> splits) {
        std::size_t const size = lists_[sizes].room[i], left = lists_[categories].size - begin;
        if (lists_[begins].room[i] != begin || size == 0 || size > left)
            events_.fail("a list of categories that does not follow the one before", "at least one category for each");
        auto const link = link_of(i, tree);
        auto* const split = link.is_placed_split() ? &splits[link.place()] : nullptr;
        if (split == nullptr ? !link.has_mark(xgboost_marks::of_categories) : !split->is_category())
            events_.fail("categories of a split on numbers", "splits of type 1");
        auto const members = lists_[categories].room.subspan(begin, size);
        if (split != nullptr) split->set_category_set(fill_set(members, split->feature()));
        return size;
    }

    [[nodiscard]] node_link link_of(std::size_t i, std::span<node_link const> tree) const {
        auto const node = lists_[nodes].room[i];
        if (node >= tree.size() || (i != 0 && node <= lists_[nodes].room[i - 1]))
            events_.fail("a node that does not fit in a list of splits on categories", "nodes in ascending order");
        return tree[node];
    }

    /// Returns the number of the set.
    [[nodiscard]] std::uint32_t fill_set(std::span<std::uint32_t const> members, std::uint32_t feature) {
        if (std::ranges::adjacent_find(members, std::greater_equal{}) != members.end())
            events_.fail("categories of a split in another order", "each once, in ascending order");
        auto const size = members.back() / 32 + 1;
        require_room(events_, sets_, builder_.category_sets.size());
        require_room(events_, words_ + size - 1, builder_.category_words.size());
        auto const words = builder_.category_words.subspan(words_, size);
        std::ranges::fill(words, ~std::uint32_t{0});
        for (auto const category : members) words[category / 32] &= ~(std::uint32_t{1} << category % 32);
        builder_.category_sets[sets_] = {feature, static_cast<std::uint32_t>(words_), size, true, true};
        words_ += size;
        return static_cast<std::uint32_t>(sets_++);
    }

    Events& events_;
    tree_ensemble_builder<float>& builder_;
    std::array<list, list_count> lists_{};
    std::size_t sets_ = 0, words_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
