// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/load_workspace.hpp>
#include <arenite/format/detail/treelite_lists.hpp>
#include <arenite/format/detail/treelite_outline.hpp>
#include <arenite/model/detail/cut_list.hpp>
#include <arenite/model/detail/place_tree.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// The second pass over a checkpoint of Treelite: reads the trees into an ensemble whose splits are all `<=`, each
/// straight to where it stays, and checks each. Where a node belongs is known from its children and its operator; all
/// else is read behind them.
///
///     x <  t    x <= the number below t
///     x >  t    x <= t, turned round
///     x >= t    x <= the number below t, turned round
template <std::floating_point T>
class treelite_fill {
public:
    treelite_fill(treelite_bytes& checkpoint, treelite_outline const& outline, tree_ensemble_builder<T>& builder,
                  load_workspace& workspace)
        : bytes_(checkpoint), outline_(outline), builder_(builder), buffer_(workspace.text()),
          waiting_(workspace.waiting_nodes()) {}

    void run() {
        mark_outputs();
        read_outputs_of_trees();
        read_biases();
        bytes_.input().seek(outline_.trees_at);
        for (std::size_t t = 0; t != outline_.trees; ++t) read_tree(t);
        for (T& sum : builder_.base) sum = 0;
        bytes_.input().require_unchanged();
    }

private:
    using split = tree_split<T>;
    enum marks : unsigned { on_categories, turned };  // of nodes, before they are placed
    enum comparisons : std::int8_t { less = 2, less_or_equal, greater, greater_or_equal };

    /// Until all is read, the base of an output is 1 where its target has that class, else 0.
    void mark_outputs() {
        auto const classes_at_most = outline_.shape.classes;
        bytes_.input().seek(outline_.classes_at);
        bytes_.each<std::int32_t>(outline_.shape.targets, [&](std::uint64_t target, std::int32_t classes) {
            auto const first = builder_.base.subspan(target * classes_at_most, static_cast<std::size_t>(classes));
            std::ranges::fill(first, T{1});
        });
    }

    void read_outputs_of_trees() {
        auto const classes = static_cast<std::uint32_t>(outline_.shape.classes);
        bytes_.input().seek(outline_.target_ids_at);
        bytes_.each<std::int32_t>(outline_.trees, [&](std::uint64_t t, std::int32_t target) {
            builder_.trees[t].output = static_cast<std::uint32_t>(std::max(target, 0)) * classes;
        });
        bytes_.input().seek(outline_.class_ids_at);
        bytes_.each<std::int32_t>(outline_.trees, [&](std::uint64_t t, std::int32_t id) {
            builder_.trees[t].output += static_cast<std::uint32_t>(std::max(id, 0));
        });
        count_trees_of_outputs();
    }

    void count_trees_of_outputs() {
        if (builder_.divisors.empty()) return;
        auto const& s = outline_.shape;
        bool const all = s.values() == s.outputs();
        std::ranges::fill(builder_.divisors, all ? static_cast<T>(outline_.trees) : T{0});
        for (std::size_t t = 0; !all && t != outline_.trees; ++t)
            for (std::uint64_t i = 0; i != s.values(); ++i) builder_.divisors[output_of(t, i)] += T{1};
        for (std::size_t k = 0; k != builder_.divisors.size(); ++k)
            if (builder_.base[k] == 0) builder_.divisors[k] = T{1};
    }

    /// That value `i` of a leaf is for.
    [[nodiscard]] std::size_t output_of(std::size_t t, std::uint64_t i) const noexcept {
        return builder_.trees[t].output + i * (outline_.shape.scattered() ? outline_.shape.classes : 1);
    }

    void read_biases() {
        bytes_.input().seek(outline_.base_scores_at);
        bytes_.each<double>(builder_.biases.size(), [&](std::uint64_t k, double bias) {
            builder_.biases[k] = builder_.base[k] == 0 ? 0 : bias;
        });
    }

    void read_tree(std::size_t t) {
        bytes_.begin_tree(t);
        number_ = t;
        auto const count = bytes_.scalar<std::int32_t>("num_nodes");
        if (count < 1 || static_cast<std::uint64_t>(count) > builder_.links.size()) refuse_change();
        tree_ = builder_.links.first(static_cast<std::size_t>(count));
        if (!builder_.has_room_for(tree_.size())) refuse_change();
        room_ = builder_.room();
        static_cast<void>(bytes_.truth("has_categorical_split"));
        read_children();
        place();
        read_splits();
        read_vectors();
        read_categories();
        bytes_.skip_statistics(tree_.size());
        add_tree();
    }

    [[noreturn]] void refuse_change() const {
        bytes_.fail("another size than when it was counted", "a file that stays as it is");
    }

    void read_children() {
        read<std::int8_t>("node_type", [](node_link& link, std::int8_t type) {
            if (type == 0) link.set_leaf();
            if (type == 2) link.set_mark(on_categories);
        });
        read<std::int32_t>("cleft", [this](node_link& link, std::int32_t child) {
            if (has_child(link, child)) link.set_left(static_cast<std::uint32_t>(child));
        });
        read<std::int32_t>("cright", [this](node_link& link, std::int32_t child) {
            if (has_child(link, child)) link.set_right(static_cast<std::uint32_t>(child));
        });
        auto const behind = bytes_.input().position();
        turn_splits();
        bytes_.input().seek(behind);
    }

    [[nodiscard]] bool has_child(node_link link, std::int32_t child) const {
        bool const is_leaf = link.is_leaf();
        if ((child == -1) != is_leaf) bytes_.fail(format_number(child), "-1 for a leaf, and for no other node");
        return !is_leaf;
    }

    /// Those that are turned round, by their operators.
    void turn_splits() {
        auto const size = tree_.size();
        bytes_.skip_array("split_index", sizeof(std::int32_t), size);
        bytes_.skip_array("default_left", 1, size);
        bytes_.skip_array("leaf_value", sizeof(T), size);
        auto const thresholds_at = bytes_.skip_array("threshold", sizeof(T), size);
        auto const operators_at = bytes_.input().position();
        bool any = false;
        read<std::int8_t>("cmp", [&](node_link link, std::int8_t comparison) {
            if (is_of_numbers(link)) any |= is_turned(comparison);
        });
        auto const first_operator = operators_at + sizeof(std::uint64_t);
        for (std::size_t first = 0; any && first < size; first += buffer_.size())
            turn_some(first, std::min(buffer_.size(), size - first), first_operator, thresholds_at);
    }

    /// A comparison with NaN does not hold, whichever it is.
    void turn_some(std::size_t first, std::size_t count, std::uint64_t operators_at, std::uint64_t thresholds_at) {
        auto const operators = buffer_.first(count);
        bytes_.input().seek(operators_at + first);
        if (!bytes_.input().read(operators)) refuse_change();
        bytes_.input().seek(thresholds_at + first * sizeof(T));
        bytes_.template each<T>(count, [&](std::uint64_t i, T threshold) {
            auto& link = tree_[first + i];
            if (!is_of_numbers(link) || !is_turned(static_cast<std::int8_t>(operators[i]))) return;
            if (threshold != threshold) return;
            link.swap_children();
            link.set_mark(turned);
        });
    }

    [[nodiscard]] static bool is_of_numbers(node_link link) noexcept {
        return !link.is_leaf() && !link.has_mark(on_categories);
    }
    [[nodiscard]] bool is_turned(std::int8_t comparison) const {
        if (comparison < less || comparison > greater_or_equal)
            bytes_.fail(format_number(int{comparison}), "the operator of a split");
        return comparison == greater || comparison == greater_or_equal;
    }

    void place() {
        bool any_category = false;
        auto const split_of = [&](std::uint32_t, node_link const& link) -> split& {
            auto& placed = room_.splits[link.place()];
            placed.set_default_left(link.has_mark(turned));
            any_category |= link.has_mark(on_categories);
            return placed;
        };
        tree_placer<T, decltype(split_of)> placer{tree_, waiting_, room_, split_of};
        if (auto const defect = placer.run()) bytes_.fail(defect->text(), defect->expected);
        splits_ = placer.splits();
        if (any_category) number_sets();
    }

    void number_sets() {
        for (auto const link : tree_) {
            if (!link.has_mark(on_categories)) continue;
            if (next_set_ == builder_.category_sets.size()) refuse_change();
            if (link.is_placed_split())
                room_.splits[link.place()].set_category_set(static_cast<std::uint32_t>(next_set_));
            ++next_set_;
        }
    }

    void read_splits() {
        read_placed<std::int32_t>("split_index", [this](split& at, std::int32_t feature) { set_feature(at, feature); });
        read<std::uint8_t>("default_left", [this](node_link link, std::uint8_t left) {
            if (bytes_.truth_of(left) && link.is_placed_split()) room_.splits[link.place()].flip_default();
        });
        read<T>("leaf_value", [this](node_link link, T leaf) {
            if (link.is_placed_leaf() && room_.width == 1) room_.leaves[link.place()] = leaf;
        });
        read_placed<T>("threshold", [](split& at, T threshold) {
            if (!at.is_category()) at.value = threshold;
        });
        read_placed<std::int8_t>("cmp", [](split& at, std::int8_t comparison) {
            if (!at.is_category() && (comparison == less || comparison == greater_or_equal)) make_less_or_equal(at);
        });
        read<std::uint8_t>("category_list_right_child", [this](node_link link, std::uint8_t right) {
            bool const others_left = bytes_.truth_of(right);
            if (!link.is_placed_split()) return;
            auto const& at = room_.splits[link.place()];
            if (at.is_category()) set_of(at).others_left = set_of(at).negatives_left = others_left;
        });
    }

    template <class Number, class Set>
    void read(std::string_view field, Set&& set) {
        bytes_.each_of_array<Number>(field, tree_.size(),
                                     [&](std::uint64_t i, Number number) { set(tree_[i], number); });
    }

    /// Of splits that are reached.
    template <class Number, class Set>
    void read_placed(std::string_view field, Set&& set) {
        read<Number>(field, [&](node_link link, Number number) {
            if (link.is_placed_split()) set(room_.splits[link.place()], number);
        });
    }

    void set_feature(split& at, std::int32_t feature) {
        if (feature < 0) bytes_.fail(format_number(feature), "a feature of the model");
        at.set_feature(static_cast<std::uint64_t>(feature));
        if (at.is_category()) set_of(at).feature = at.feature();
    }

    [[nodiscard]] category_set& set_of(split const& at) const noexcept {
        return builder_.category_sets[static_cast<std::size_t>(at.value)];
    }

    /// Nothing is below the lowest number.
    static void make_less_or_equal(split& at) noexcept {
        constexpr T infinity = std::numeric_limits<T>::infinity();
        at.value = at.value == -infinity ? std::numeric_limits<T>::quiet_NaN() : -next_above(-at.value);
    }

    /// Where a leaf has one value, the vector may hold that; else each leaf has one.
    void read_vectors() {
        std::size_t found = 0;
        treelite_lists<T> vectors{bytes_, "leaf_vector", tree_.size()};
        vectors.for_each(buffer_, [&](std::uint64_t i, std::uint64_t first, std::uint64_t count) {
            if (!tree_[i].is_placed_leaf()) return;
            if (count != outline_.shape.values()) refuse_change();
            tree_[i].set_mark();
            ++found;
            auto const of_leaf = room_.leaf(tree_[i].place());
            if (of_leaf.size() == 1) return vectors.each(first, 1, [&](std::uint64_t, T leaf) { of_leaf[0] = leaf; });
            std::ranges::fill(of_leaf, T{0});
            vectors.each(first, count, [&](std::uint64_t k, T leaf) { set_value(of_leaf, k, leaf); });
        });
        if (room_.width != 1 && found != splits_ + 1) refuse_leaf();
    }

    [[noreturn]] void refuse_leaf() const {
        auto const lacks = [](node_link link) { return link.is_placed_leaf() && !link.has_mark(); };
        auto const node = static_cast<std::size_t>(std::ranges::find_if(tree_, lacks) - tree_.begin());
        tree_defect const defect{node, "a leaf whose values are not there", "the number of a vector of values"};
        bytes_.fail(defect.text(), defect.expected);
    }

    /// Of outputs that there are; others keep their zero.
    void set_value(std::span<T> vector, std::uint64_t k, T value) const noexcept {
        auto const output = output_of(number_, k);
        auto const begin = outline_.shape.scattered() ? 0 : builder_.trees[number_].output;
        vector[output - begin] = builder_.base[output] == 0 ? T{0} : value;
    }

    void read_categories() {
        treelite_lists<std::uint32_t> sets{bytes_, "category_list", tree_.size()};
        sets.for_each(buffer_, [&](std::uint64_t i, std::uint64_t first, std::uint64_t count) {
            if (!tree_[i].is_placed_split()) return;
            auto const& at = room_.splits[tree_[i].place()];
            if (at.is_category()) fill_set(set_of(at), sets, first, count);
        });
    }

    void fill_set(category_set& set, treelite_lists<std::uint32_t>& sets, std::uint64_t first, std::uint64_t count) {
        std::uint32_t limit = 0;
        sets.each(first, count, [&](std::uint64_t, std::uint32_t category) {
            if (category < treelite_category_limit) limit = std::max(limit, category + 1);
        });
        set.words = (limit + 31) / 32;
        set.first_word = static_cast<std::uint32_t>(next_word_);
        if (set.words > builder_.category_words.size() - next_word_) refuse_change();
        auto const words = builder_.category_words.subspan(next_word_, set.words);
        std::ranges::fill(words, set.others_left ? ~std::uint32_t{0} : 0);
        sets.each(first, count, [&](std::uint64_t, std::uint32_t category) { set_category(set, words, category); });
        next_word_ += set.words;
    }

    static void set_category(category_set const& set, std::span<std::uint32_t> words, std::uint32_t category) noexcept {
        if (category / 32 >= words.size()) return;
        auto const bit = std::uint32_t{1} << category % 32;
        auto& word = words[category / 32];
        word = set.others_left ? word & ~bit : word | bit;
    }

    void add_tree() {
        check_outputs();
        if (outline_.shape.scattered()) builder_.trees[number_].output = 0;
        if (auto const defect = builder_.add_written(splits_)) refuse_split(*defect);
        std::ranges::fill(tree_, node_link{});
    }

    /// By its place.
    [[noreturn]] void refuse_split(tree_defect defect) const {
        auto const is_at = [&](node_link link) { return link.is_placed_split() && link.place() == defect.node; };
        defect.node = static_cast<std::size_t>(std::ranges::find_if(tree_, is_at) - tree_.begin());
        bytes_.fail(defect.text(), defect.expected);
    }

    /// Of a vector over classes, Treelite ignores those that the target does not have.
    void check_outputs() const {
        for (std::uint64_t i = 0; outline_.shape.vector_classes == 1 && i != outline_.shape.values(); ++i)
            if (builder_.base[output_of(number_, i)] == 0)
                bytes_.fail("a class that its target does not have", "a class_id below num_class");
    }

    treelite_bytes& bytes_;
    treelite_outline const& outline_;
    tree_ensemble_builder<T>& builder_;
    std::span<char> buffer_;
    std::span<std::uint32_t> waiting_;
    std::span<node_link> tree_;
    tree_room<T> room_{};
    std::size_t number_ = 0, splits_ = 0, next_set_ = 0, next_word_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
