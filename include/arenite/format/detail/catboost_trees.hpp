// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_conditions.hpp>
#include <arenite/format/detail/catboost_nested_tree.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads the trees that are kept into an ensemble and checks each. Requires: the tables are filled.
class catboost_trees {
public:
    catboost_trees(json_events& document, catboost_outline const& outline, catboost_tables const& tables,
                   tree_ensemble_builder<double>& builder, std::span<std::uint32_t> workspace)
        : events_(document), outline_(outline), conditions_(document, tables), builder_(builder),
          workspace_(workspace) {}

    void read_oblivious() {
        for_each_tree([this] { read_oblivious_tree(); });
    }

    void read_nested() {
        for_each_tree([this] {
            leaves_ = 0;
            auto const count = catboost_nested_tree{events_, *this}.run();
            add_tree(count, tree_ensemble_builder<double>::leaves_from_left);
        });
    }

    /// What is said of a nested tree: see catboost_nested_tree.
    void begin_node(std::uint32_t number) { require_room(events_, number, builder_.nodes.size()); }
    void set_child(std::uint32_t parent, bool left, std::uint32_t child) noexcept {
        auto& node = builder_.nodes[parent];
        (left ? node.left : node.right) = child;
    }
    void read_split(std::uint32_t number) {
        events_.open_object();
        conditions_.set(builder_.nodes[number]);
    }
    void read_leaf(std::uint32_t number) {
        auto const first = leaves_ * builder_.base.size();
        require_values(read_values(first), builder_.base.size());
        make_leaf(builder_.nodes[number], leaves_++);
    }

private:
    using any_node = tree_node<double>;

    template <class ReadTree>
    void for_each_tree(ReadTree const& read_tree) {
        std::size_t number = 0;
        for_each_object(events_, [&] { number++ < outline_.kept_trees ? read_tree() : skip_rest(); });
        if (number != outline_.trees) events_.fail("fewer trees than when the file was first read");
    }

    void skip_rest() {
        while (events_.next_key()) events_.skip_value();
    }

    /// The first split is the lowest bit of a leaf's number: it becomes the lowest level.
    void read_oblivious_tree() {
        std::array<any_node, catboost_outline::deepest_oblivious_tree> levels{};
        std::size_t depth = 0, values = 0;
        while (events_.next_key()) {
            auto const key = events_.text();
            if (key == "leaf_values") values = read_values(0);
            else if (key == "splits") depth = read_levels(levels);
            else events_.skip_value();
        }
        require_values(values, builder_.base.size() << depth);
        require_room(events_, (std::size_t{2} << depth) - 2, builder_.nodes.size());
        write_oblivious_tree({levels.data(), depth});
    }

    std::size_t read_levels(std::span<any_node> levels) {
        std::size_t depth = 0;
        for_each_object(events_, [&] {
            require_room(events_, depth, levels.size());
            conditions_.set(levels[depth++]);
        });
        return depth;
    }

    /// A level after the other, as in a heap, and the leaves in their order behind them.
    void write_oblivious_tree(std::span<any_node const> levels) {
        std::uint32_t number = 0;
        for (std::size_t level = 0; level != levels.size(); ++level)
            for (auto const end = 2 * number + 1; number != end; ++number) {
                auto& split = builder_.nodes[number] = levels[levels.size() - 1 - level];
                split.left = 2 * number + 1;
                split.right = 2 * number + 2;
            }
        auto const splits = number;
        for (; number != 2 * splits + 1; ++number) make_leaf(builder_.nodes[number], number - splits);
        add_tree(number, splits);
    }

    void add_tree(std::size_t nodes, std::uint32_t leaf_origin) {
        if (auto const defect = builder_.add_tree(nodes, workspace_, leaf_origin))
            events_.fail(defect->text(), defect->expected);
    }

    static void make_leaf(any_node& leaf, std::size_t number) noexcept {
        leaf.set_leaf();
        leaf.left = static_cast<std::uint32_t>(number);
    }

    std::size_t read_values(std::size_t first) {
        return read_leaf_values(events_, [&](std::size_t i, double value) {
            require_room(events_, first + i, builder_.leaf_vectors.size());
            builder_.leaf_vectors[first + i] = value;
        });
    }

    void require_values(std::size_t found, std::size_t wanted) const {
        if (found != wanted) events_.fail("another number of values than when the file was first read");
    }

    json_events& events_;
    catboost_outline const& outline_;
    catboost_conditions conditions_;
    tree_ensemble_builder<double>& builder_;
    std::span<std::uint32_t> workspace_;
    std::size_t leaves_ = 0;  // of this tree
};

}  // namespace arenite::inline ARENITE_ABI::detail
