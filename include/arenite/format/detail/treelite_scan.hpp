// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/treelite_header.hpp>
#include <arenite/format/detail/treelite_lists.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The first pass over the trees of a checkpoint of Treelite: counts what the model will hold, and refuses by name what
/// is not supported, before anything is acquired for it.
template <std::floating_point T>
class treelite_scan {
public:
    treelite_scan(treelite_bytes& checkpoint, treelite_outline& outline, std::span<char> buffer)
        : bytes_(checkpoint), outline_(outline), buffer_(buffer) {}

    void run() {
        for (std::uint64_t t = 0; t != outline_.trees; ++t) scan_tree(t);
        if (auto const left = bytes_.input().bytes_left(); left != 0)
            bytes_.fail(short_text<64>{format_number(left)}.append(" bytes behind the model"), "the end of the file");
        check_sizes();
    }

private:
    void scan_tree(std::uint64_t t) {
        bytes_.begin_tree(t);
        nodes_ = read_size();
        static_cast<void>(bytes_.truth("has_categorical_split"));
        leaves_ = sets_ = 0;
        count_types();
        for (auto const* const field : {"cleft", "cright", "split_index"}) bytes_.skip_array(field, 4, nodes_);
        bytes_.skip_array("default_left", 1, nodes_);
        for (auto const* const field : {"leaf_value", "threshold"}) bytes_.skip_array(field, sizeof(T), nodes_);
        check_operators();
        bytes_.skip_array("category_list_right_child", 1, nodes_);
        check_vectors();
        count_categories();
        bytes_.skip_statistics(nodes_);
        add_tree();
    }

    [[nodiscard]] std::uint64_t read_size() {
        auto const count = bytes_.scalar<std::int32_t>("num_nodes");
        if (count < 1) bytes_.fail(format_number(count), "at least 1");
        return static_cast<std::uint64_t>(count);
    }

    void count_types() {
        bytes_.each_of_array<std::int8_t>("node_type", nodes_, [&](std::uint64_t, std::int8_t type) {
            if (type < 0 || type > 2) bytes_.fail(format_number(int{type}), "a node_type from 0 to 2");
            leaves_ += type == 0 ? 1 : 0;
            sets_ += type == 2 ? 1 : 0;
        });
    }

    void check_operators() {
        bytes_.each_of_array<std::int8_t>("cmp", nodes_, [&](std::uint64_t, std::int8_t comparison) {
            if (comparison == 1) bytes_.fail("a split by ==", "a split by <, <=, > or >=");
            if (comparison < 0 || comparison > 5) bytes_.fail(format_number(int{comparison}), "a cmp from 0 to 5");
        });
    }

    void check_vectors() {
        treelite_lists<T> vectors{bytes_, "leaf_vector", nodes_};
        vectors.for_each(buffer_, [&](std::uint64_t, std::uint64_t, std::uint64_t count) {
            if (count != outline_.shape.values())
                bytes_.fail(short_text<64>{format_number(count)}.append(" values of a leaf"),
                            "as many as leaf_vector_shape says");
        });
    }

    void count_categories() {
        treelite_lists<std::uint32_t> sets{bytes_, "category_list", nodes_};
        sets.for_each(buffer_, [&](std::uint64_t, std::uint64_t first, std::uint64_t count) {
            std::uint32_t limit = 0;
            sets.each(first, count, [&](std::uint64_t, std::uint32_t category) {
                if (category < treelite_category_limit) limit = std::max(limit, category + 1);
                else refuse_if_reachable(category);
            });
            outline_.category_words += (limit + 31) / 32;
        });
    }

    /// What a float cannot count, none is.
    void refuse_if_reachable(std::uint32_t category) const {
        if constexpr (sizeof(T) == sizeof(double))
            bytes_.fail(short_text<64>{"category "}.append(format_number(category)), "at most 16777216");
    }

    void add_tree() {
        if (leaves_ == 0) bytes_.fail("a tree without leaves", "at least one leaf");
        outline_.splits += nodes_ - leaves_;
        outline_.leaves += leaves_;
        outline_.largest_tree = std::max(outline_.largest_tree, nodes_);
        outline_.category_sets += sets_;
    }

    /// Sets are numbered by floats, words by 32 bits; values that are not in the file are not more than a few times it.
    void check_sizes() const {
        auto const& o = outline_;
        if (o.category_sets >= (1U << 24) || o.category_words > 0xffffffff)
            bytes_.fail("more splits on categories than can be numbered", "fewer than 16777216 splits");
        auto const bytes_of_leaf = o.shape.width() * sizeof(T);
        if (o.shape.scattered() && o.leaves > 16 * bytes_.input().size() / bytes_of_leaf)
            bytes_.fail("vectors for few of many outputs", "leaves of at most 16 times the size of the file");
    }

    treelite_bytes& bytes_;
    treelite_outline& outline_;
    std::span<char> buffer_;
    std::uint64_t nodes_ = 0, leaves_ = 0, sets_ = 0;  ///< of this tree
};

}  // namespace arenite::inline ARENITE_ABI::detail
