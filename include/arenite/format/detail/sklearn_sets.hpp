// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/json_parts.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads the sets of categories of a tree's splits: which codes go left and which go right; all others go where NaN
/// goes. Codes are below 256, as many as the trainer's bins.
class sklearn_sets {
public:
    static constexpr std::uint32_t set_words = 8;

    /// Words that are held for each set: those of its codes on the left, and until the tree is finished of those on the
    /// right.
    static constexpr std::size_t held_words = 2 * set_words;

    sklearn_sets(json_events& document, tree_ensemble_builder<double>& to_fill)
        : events_(document), builder_(to_fill) {}

    void begin_tree() noexcept { first_ = next_; }

    void read() {
        for_each_object(events_, [this] {
            require_room(events_, next_, builder_.category_sets.size());
            read_set(builder_.category_sets[next_]);
            ++next_;
        });
    }

    /// Once the nodes are there: gives them their sets.
    void finish_tree(std::span<tree_node<double>> tree) {
        for (auto number = first_; number != next_; ++number) finish(static_cast<std::uint32_t>(number), tree);
    }

private:
    /// Until the tree is finished, a set's feature is the number of its node.
    void read_set(category_set& set) {
        set.first_word = static_cast<std::uint32_t>(next_ * held_words);
        set.words = set_words;
        keys_seen<3> seen;
        while (events_.next_key()) {
            auto const key = events_.text();
            if (key == "node") seen.once(events_, 0), set.feature = events_.read_number<std::uint32_t>();
            else if (key == "left") seen.once(events_, 1), read_codes(set.first_word);
            else if (key == "right") seen.once(events_, 2), read_codes(set.first_word + set_words);
            else events_.fail("node, left or right");
        }
        if (!seen.has(0) || !seen.has(1) || !seen.has(2)) events_.fail("a set with node, left and right");
    }

    void read_codes(std::uint32_t first_word) {
        events_.read_array<std::uint32_t>([&](std::size_t, std::uint32_t code) {
            if (code >= 32 * set_words) events_.fail("a code below 256");
            builder_.category_words[first_word + code / 32] |= std::uint32_t{1} << code % 32;
        });
    }

    void finish(std::uint32_t number, std::span<tree_node<double>> tree) {
        auto& set = builder_.category_sets[number];
        bool const is_split = set.feature < tree.size() && !tree[set.feature].is_leaf();
        if (!is_split || tree[set.feature].is_category()) events_.fail("a set of no split", "a split for each set");
        auto& node = tree[set.feature];
        node.set_category_set(number);
        set.feature = node.feature();
        set.others_left = set.negatives_left = node.default_left();
        auto const left = builder_.category_words.subspan(set.first_word, set_words);
        auto const right = builder_.category_words.subspan(set.first_word + set_words, set_words);
        for (std::size_t i = 0; i != set_words; ++i) {
            if ((left[i] & right[i]) != 0) events_.fail("a code on both sides", "each code on one side");
            if (node.default_left()) left[i] = ~right[i];
        }
    }

    json_events& events_;
    tree_ensemble_builder<double>& builder_;
    std::size_t first_ = 0, next_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
