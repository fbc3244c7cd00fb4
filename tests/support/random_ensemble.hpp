// SPDX-License-Identifier: MIT
#pragma once

// Ensembles and rows that a seed makes, full of what kernels may get wrong: equal and nearly equal thresholds, numbers
// at the ends of their type, tiny ones, every kind of missing value, all shapes of trees.

#include "small_ensemble.hpp"

#include <arenite/memory/budget.hpp>

#include <cmath>
#include <limits>
#include <random>

/// What a random ensemble is like.
struct random_traits {
    std::size_t trees = 20, features = 20, outputs = 1;
    std::size_t most_leaves = 40;
    std::size_t thresholds = 60;  ///< different ones
    bool chains = false;          ///< of splits: one child of each is a leaf
    bool oblivious = false, weights = false, all_missing_kinds = false;
    std::size_t grown_every = 0;  ///< of oblivious trees one in so many is none; 0: all are
    std::size_t categories = 0;   ///< of every third feature, which then has splits on sets of them; 0: none has
    bool vectors = false;         ///< leaves have a value for each output
    arenite::split_rule rule{};
    double missing = std::numeric_limits<double>::quiet_NaN();
};

template <class T>
class random_ensemble {
public:
    random_ensemble(unsigned seed, random_traits const& wanted) : traits_(wanted), random_(seed) {
        for (std::size_t i = 0; i != traits_.thresholds; ++i) thresholds_.push_back(number());
        if (traits_.categories != 0) make_sets();
        for (std::size_t t = 0; t != traits_.trees; ++t) {
            trees_.emplace_back();
            if (traits_.oblivious && !(traits_.grown_every != 0 && t % traits_.grown_every == 0)) grow_oblivious();
            else grow(1 + random_() % traits_.most_leaves);
        }
    }

    /// The ensemble, made ready for these instructions.
    [[nodiscard]] arenite::tree_ensemble<T> made_for(arenite::detail::instruction_set instructions,
                                                     arenite::budget& memory = arenite::system_memory()) const {
        arenite::tree_ensemble_builder<T> builder{size(), memory};
        builder.instructions = instructions;
        builder.rule = traits_.rule;
        builder.missing = static_cast<T>(traits_.missing);
        for (std::size_t k = 0; k != traits_.outputs; ++k) builder.base[k] = base(k);
        std::ranges::copy(sets_, builder.category_sets.begin());
        std::ranges::copy(words_, builder.category_words.begin());
        std::ranges::copy(vectors_, builder.leaf_vectors.begin());
        for (std::size_t t = 0; t != trees_.size(); ++t) {
            if (traits_.weights) builder.weights[t] = weight(t);
            add_tree(builder, trees_[t], [this](node const& from) { return made_node(from); });
            builder.trees[t].output = traits_.vectors ? 0 : static_cast<std::uint32_t>(t % traits_.outputs);
        }
        return std::move(builder).build();
    }

    /// Rows × features values: thresholds, their neighbours, missing ones, zeros, numbers from anywhere.
    template <class In>
    [[nodiscard]] std::vector<In> rows(std::size_t count) {
        std::vector<In> values(count * traits_.features);
        for (In& value : values) value = cell<In>();
        return values;
    }

    /// The margins by definition: leaves that the reference walk finds, added up tree by tree.
    template <class In>
    [[nodiscard]] std::vector<T> margins(arenite::tree_ensemble<T> const& ensemble, std::vector<In> const& x) const {
        auto const count = x.size() / traits_.features, outputs = traits_.outputs;
        std::vector<std::int32_t> ids(count * trees_.size());
        ensemble.leaves(arenite::batch_view<In const>{x.data(), count, traits_.features},
                        {ids.data(), count, trees_.size()});
        std::vector<T> sums(count * outputs);
        for (std::size_t r = 0; r != count; ++r) {
            for (std::size_t k = 0; k != outputs; ++k) sums[r * outputs + k] = base(k);
            for (std::size_t t = 0; t != trees_.size(); ++t) {
                auto const& leaf = trees_[t][static_cast<std::size_t>(ids[r * trees_.size() + t])];
                for (std::size_t k = 0; k != outputs; ++k)
                    if (traits_.vectors || k == t % outputs)
                        add(sums[r * outputs + k], traits_.vectors ? vectors_[leaf.feature * outputs + k] : leaf.value,
                            t);
            }
        }
        return sums;
    }

private:
    using node = written_node<T>;

    [[nodiscard]] arenite::tree_ensemble_size size() const {
        auto size = size_of(trees_);
        size.weights = traits_.weights ? trees_.size() : 0;
        size.outputs = traits_.outputs;
        size.features = traits_.features;
        size.category_sets = sets_.size();
        size.category_words = words_.size();
        size.leaf_vectors = vectors_.size() / traits_.outputs;
        return size;
    }

    void add(T& sum, T value, std::size_t tree) const {
        sum += traits_.weights ? arenite::rounded(value * weight(tree)) : value;
    }

    /// A split on categories has the number of its set as its value, a leaf of several values that of its vector as its
    /// feature.
    arenite::tree_node<T> made_node(node const& from) const {
        auto result = made(from);
        if (from.left == 0 && traits_.vectors) result.left = static_cast<std::uint32_t>(from.feature);
        if (from.left != 0 && from.missing == arenite::missing_kind::category)
            result.set_category_set(static_cast<std::uint32_t>(from.value));
        return result;
    }

    /// Up to 8 for each feature that has categories: of few and of many, of all kinds.
    void make_sets() {
        for (std::size_t f = 0; f < traits_.features; f += 3)
            for (unsigned i = 0; i != 8; ++i) {
                auto const words = static_cast<std::uint32_t>(random_() % (traits_.categories / 32 + 2));
                sets_.push_back({.feature = static_cast<std::uint32_t>(f),
                                 .first_word = static_cast<std::uint32_t>(words_.size()),
                                 .words = words,
                                 .others_left = random_() % 2 == 0,
                                 .negatives_left = random_() % 2 == 0});
                for (std::uint32_t w = 0; w != words; ++w) words_.push_back(static_cast<std::uint32_t>(random_()));
            }
    }

    node leaf() {
        node made{.value = uniform() - T(0.5)};
        if (!traits_.vectors) return made;
        made.feature = vectors_.size() / traits_.outputs;
        for (std::size_t k = 0; k != traits_.outputs; ++k) vectors_.push_back(uniform() - T(0.5));
        return made;
    }

    static T base(std::size_t output) { return T(0.1) * static_cast<T>(output + 1); }
    static T weight(std::size_t tree) { return T(1) / static_cast<T>(tree + 3); }

    T uniform() { return static_cast<T>(random_() >> 8) / T(16777216); }

    T number() {
        using limits = std::numeric_limits<T>;
        static constexpr T special[] = {0,
                                        -T(0),
                                        limits::infinity(),
                                        -limits::infinity(),
                                        limits::max(),
                                        limits::lowest(),
                                        limits::denorm_min(),
                                        T(1e-35f),
                                        -T(1e-35f),
                                        T(2e-35f)};
        auto const kind = random_() % 10;
        if (kind == 0) return special[random_() % std::size(special)];
        if (kind == 1) return std::nextafter(T(0.5), uniform());  // as floats, neighbours of doubles are equal
        return kind < 6 ? uniform() : std::round(uniform() * 16);
    }

    template <class In>
    In cell() {
        auto const kind = random_() % 8;
        auto const near = static_cast<In>(thresholds_[random_() % thresholds_.size()]);
        if (kind == 0) return std::numeric_limits<In>::quiet_NaN();
        if (kind == 1 && !std::isnan(traits_.missing)) return static_cast<In>(traits_.missing);
        if (kind == 2) return std::nextafter(near, std::numeric_limits<In>::infinity());
        if (kind == 3) return std::nextafter(near, -std::numeric_limits<In>::infinity());
        if (kind == 4 && traits_.categories != 0)
            return static_cast<In>(random_() % (traits_.categories + 64)) - (random_() % 4 == 0 ? In(0.5) : In(0));
        return kind < 6 ? near : static_cast<In>(number());
    }

    node split() {
        if (!sets_.empty() && random_() % 2 == 0) return category_split();
        auto const kind = traits_.all_missing_kinds ? random_() % 3 : 0;
        return {.value = thresholds_[random_() % thresholds_.size()],
                .feature = random_() % traits_.features,
                .default_left = random_() % 2 == 0,
                .missing = static_cast<arenite::missing_kind>(kind)};
    }

    node category_split() {
        auto const number = random_() % sets_.size();
        return {.value = static_cast<T>(number),
                .feature = sets_[number].feature,
                .default_left = random_() % 2 == 0,
                .missing = arenite::missing_kind::category};
    }

    /// A node and what is below it, so many leaves, dealt out evenly or all to one side.
    std::uint32_t grow(std::size_t leaves) {
        auto const at = trees_.back().size();
        trees_.back().push_back(leaves == 1 ? leaf() : split());
        if (leaves != 1) {
            auto const part = traits_.chains || random_() % 3 == 0 ? 1 : leaves / 2;
            auto const left = grow(part), right = grow(leaves - part);
            trees_.back()[at].left = left;
            trees_.back()[at].right = right;
        }
        return static_cast<std::uint32_t>(at);
    }

    /// The same split in all of a level; nodes as in a heap. Many trees that follow each other are of one depth.
    void grow_oblivious() {
        if (random_() % 20 < 1 + 19 / trees_.size()) depth_ = random_() % 9;
        for (std::uint32_t level = 0; level != depth_; ++level) {
            auto const same = split();
            for (std::uint32_t i = 0; i != 1U << level; ++i) {
                trees_.back().push_back(same);
                auto const at = static_cast<std::uint32_t>(trees_.back().size());
                trees_.back().back().left = 2 * at - 1;
                trees_.back().back().right = 2 * at;
            }
        }
        for (std::size_t i = 0; i != std::size_t{1} << depth_; ++i) trees_.back().push_back(leaf());
    }

    random_traits traits_;
    std::mt19937 random_;
    std::vector<T> thresholds_;
    std::vector<arenite::category_set> sets_;
    std::vector<std::uint32_t> words_;
    std::vector<T> vectors_;
    std::size_t depth_ = 0;
    std::vector<std::vector<node>> trees_;
};
