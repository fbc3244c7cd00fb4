// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/load_workspace.hpp>
#include <arenite/format/detail/treelite_lists.hpp>
#include <arenite/format/detail/treelite_outline.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

#include <cmath>
#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// The second pass over a checkpoint of Treelite: reads the trees into an ensemble whose splits are all `<=`, and
/// checks each.
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
    using node = tree_node<T>;
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
        if (count < 1 || static_cast<std::uint64_t>(count) > builder_.nodes.size()) refuse_change();
        tree_ = builder_.nodes.first(static_cast<std::size_t>(count));
        static_cast<void>(bytes_.truth("has_categorical_split"));
        read_nodes();
        read_vectors();
        read_categories();
        bytes_.skip_statistics(tree_.size());
        add_tree();
    }

    [[noreturn]] void refuse_change() const {
        bytes_.fail("another size than when it was counted", "a file that stays as it is");
    }

    void read_nodes() {
        read<std::int8_t>("node_type", [this](node& at, std::int8_t type) { set_type(at, type); });
        read<std::int32_t>("cleft", [this](node& at, std::int32_t child) { set_child(at, at.left, child); });
        read<std::int32_t>("cright", [this](node& at, std::int32_t child) { set_child(at, at.right, child); });
        read<std::int32_t>("split_index", [this](node& at, std::int32_t feature) { set_feature(at, feature); });
        read<std::uint8_t>("default_left", [this](node& at, std::uint8_t left) {
            if (bytes_.truth_of(left) && !at.is_leaf()) at.set_default_left();
        });
        read<T>("leaf_value", [](node& at, T leaf) {
            if (at.is_leaf()) at.value = leaf;
        });
        read<T>("threshold", [](node& at, T threshold) {
            if (!at.is_leaf() && !at.is_category()) at.value = threshold;
        });
        read<std::int8_t>("cmp", [this](node& at, std::int8_t comparison) {
            if (!at.is_leaf() && !at.is_category()) set_operator(at, comparison);
        });
        read<std::uint8_t>("category_list_right_child", [this](node& at, std::uint8_t right) {
            bool const others_left = bytes_.truth_of(right);
            if (at.is_category()) set_of(at).others_left = set_of(at).negatives_left = others_left;
        });
    }

    template <class Number, class Set>
    void read(std::string_view field, Set&& set) {
        bytes_.each_of_array<Number>(field, tree_.size(),
                                     [&](std::uint64_t i, Number number) { set(tree_[i], number); });
    }

    void set_type(node& at, std::int8_t type) {
        if (type == 0) at.set_leaf();
        if (type == 2 && next_set_ == builder_.category_sets.size()) refuse_change();
        if (type == 2) at.set_category_set(static_cast<std::uint32_t>(next_set_++));
    }

    void set_child(node const& at, std::uint32_t& place, std::int32_t child) const {
        if ((child == -1) != at.is_leaf()) bytes_.fail(format_number(child), "-1 for a leaf, and for no other node");
        place = static_cast<std::uint32_t>(child);
    }

    void set_feature(node& at, std::int32_t feature) {
        if (at.is_leaf()) return;
        if (feature < 0) bytes_.fail(format_number(feature), "a feature of the model");
        at.set_feature(static_cast<std::uint64_t>(feature));
        if (at.is_category()) set_of(at).feature = at.feature();
    }

    [[nodiscard]] category_set& set_of(node const& at) const noexcept {
        return builder_.category_sets[static_cast<std::size_t>(at.value)];
    }

    /// A comparison with NaN does not hold, whichever it is; nor is anything below the lowest number.
    void set_operator(node& at, std::int8_t comparison) {
        constexpr T infinity = std::numeric_limits<T>::infinity();
        if (comparison < less || comparison > greater_or_equal)
            bytes_.fail(format_number(int{comparison}), "the operator of a split");
        bool const turned = comparison == greater || comparison == greater_or_equal;
        if (turned && at.value == at.value) at.turn_round();
        if (comparison == less || comparison == greater_or_equal)
            at.value =
                at.value == -infinity ? std::numeric_limits<T>::quiet_NaN() : std::nextafter(at.value, -infinity);
    }

    /// A leaf's vector has its number as `left`; where a leaf has one value, the vector may hold that.
    void read_vectors() {
        auto const values = outline_.shape.values();
        bool const single = builder_.leaf_vectors.empty();
        std::uint32_t next = 0;
        treelite_lists<T> vectors{bytes_, "leaf_vector", tree_.size()};
        vectors.for_each(buffer_, [&](std::uint64_t i, std::uint64_t first, std::uint64_t count) {
            if (!tree_[i].is_leaf()) return;
            if (count != values || (!single && next == builder_.leaf_vectors.size() / width())) refuse_change();
            if (single) return vectors.each(first, 1, [&](std::uint64_t, T leaf) { tree_[i].value = leaf; });
            auto const room = builder_.leaf_vectors.subspan(next * width(), width());
            std::ranges::fill(room, T{0});
            vectors.each(first, count, [&](std::uint64_t k, T leaf) { set_value(room, k, leaf); });
            tree_[i].left = next++;
        });
    }

    [[nodiscard]] std::size_t width() const noexcept { return outline_.shape.width(); }

    /// Of outputs that there are; others keep their zero.
    void set_value(std::span<T> vector, std::uint64_t k, T value) const noexcept {
        auto const output = output_of(number_, k);
        auto const begin = outline_.shape.scattered() ? 0 : builder_.trees[number_].output;
        vector[output - begin] = builder_.base[output] == 0 ? T{0} : value;
    }

    void read_categories() {
        treelite_lists<std::uint32_t> sets{bytes_, "category_list", tree_.size()};
        sets.for_each(buffer_, [&](std::uint64_t i, std::uint64_t first, std::uint64_t count) {
            if (tree_[i].is_category()) fill_set(set_of(tree_[i]), sets, first, count);
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
        auto const defect = builder_.add_tree(tree_.size(), waiting_);
        if (defect) bytes_.fail(defect->text(), defect->expected);
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
    std::span<node> tree_;
    std::size_t number_ = 0, next_set_ = 0, next_word_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
