// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/xgboost_category_count.hpp>
#include <arenite/format/detail/xgboost_outline.hpp>

#include <optional>

namespace arenite::inline ARENITE_ABI::detail {

/// What the first pass sees of a tree.
struct xgboost_tree_counts {
    std::uint64_t nodes = 0, stated_nodes = 0;
    std::uint64_t width = 0;                           ///< values of a leaf, as stated
    std::uint64_t node_weights = 0, leaf_weights = 0;  ///< values of all nodes, and of the leaves alone
    std::optional<std::uint64_t> statistics;           ///< numbers of each list that prediction does not read
    std::uint64_t sets = 0, categories = 0, words = 0;
    xgboost_leaves leaves = xgboost_leaves::one_value;

    [[nodiscard]] std::uint64_t splits() const noexcept { return (nodes - 1) / 2; }
};

/// Counts one tree in the first pass, whose object has begun, and refuses sizes that do not fit each other.
template <class Events>
class xgboost_tree_count {
public:
    explicit xgboost_tree_count(Events& events) : events_(events) {}

    [[nodiscard]] xgboost_tree_counts run() {
        while (events_.next_key()) read_part(events_.text());
        check_nodes();
        find_leaves();
        count_words();
        return counts_;
    }

private:
    void read_part(std::string_view key) {
        if (key == "tree_param") seen_.once(events_, 0), read_parameters();
        else if (key == "left_children") seen_.once(events_, 1), counts_.nodes = events_.count_array();
        else if (key == "base_weights") seen_.once(events_, 2), counts_.node_weights = events_.count_array();
        else if (key == "leaf_weights") seen_.once(events_, 3), counts_.leaf_weights = events_.count_array();
        else if (key == "categories_nodes") seen_.once(events_, 4), counts_.sets = events_.count_array();
        else if (key == "categories") seen_.once(events_, 5), read_categories();
        else if (key == "parents" || key == "loss_changes" || key == "sum_hessian") read_statistics();
        else events_.skip_value();
    }

    void read_statistics() {
        auto const count = events_.count_array();
        if (counts_.statistics.value_or(count) != count) fail_lengths();
        counts_.statistics = count;
    }

    void read_parameters() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "num_nodes") seen_.once(events_, 6), counts_.stated_nodes = read_parameter(events_);
            else if (key == "size_leaf_vector") seen_.once(events_, 7), counts_.width = read_parameter(events_);
            else events_.skip_value();
        });
    }

    void read_categories() {
        events_.template read_array<std::uint32_t>([this](std::size_t, std::uint32_t category) {
            if (category >= category_limit) events_.fail("a category below 16777216");
            categories_.add(category);
        });
        counts_.categories = categories_.categories();
    }

    void check_nodes() const {
        auto const nodes = counts_.nodes;
        if (nodes == 0 || nodes != counts_.stated_nodes)
            events_.fail("a tree of another size than num_nodes", "num_nodes nodes");
        if (nodes > 0x7fffffff) events_.fail("a tree that is too large", "at most 2147483647 nodes");
        if (counts_.statistics.value_or(nodes) != nodes) fail_lengths();
    }

    [[noreturn]] void fail_lengths() const {
        events_.fail("arrays of different lengths in a tree", "an entry for each node in each array");
    }

    /// From version 3.2 on, vectors of leaves have a list of their own; before, they stand among those of all nodes.
    void find_leaves() {
        auto const& c = counts_;
        if (c.width <= 1 && seen_.has(2) && c.node_weights != c.nodes) fail_lengths();
        if (c.width <= 1 && c.leaf_weights == 0) return;
        if (c.width <= 1) events_.fail("vectors of leaf values without a width", "size_leaf_vector values for a leaf");
        counts_.leaves = seen_.has(3) ? xgboost_leaves::of_leaves : xgboost_leaves::of_nodes;
        c.leaves == xgboost_leaves::of_nodes ? check_vectors_of_nodes() : check_vectors_of_leaves();
    }

    void check_vectors_of_nodes() const {
        auto const& c = counts_;
        if (c.node_weights % c.width != 0 || c.node_weights / c.width != c.nodes)
            events_.fail("another number of base_weights", "a value for each node and output");
    }

    void check_vectors_of_leaves() const {
        auto const& c = counts_;
        if (c.leaf_weights % c.width != 0 || c.leaf_weights / c.width < c.splits() + 1)
            events_.fail("another number of leaf_weights", "a value for each leaf and output");
    }

    void count_words() {
        auto const words = categories_.words_of(counts_.sets);
        if (!words) events_.fail("another number of sets of categories", "a set for each split on categories");
        counts_.words = *words;
    }

    Events& events_;
    xgboost_tree_counts counts_;
    xgboost_category_count categories_;
    keys_seen<8> seen_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
