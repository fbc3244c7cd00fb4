// SPDX-License-Identifier: MIT
// What does it cost if trees split on sets of categories, share no thresholds, have a value for each output in their
// leaves, or are one class's each? Made-up ensembles of 500 trees of 31 leaves; seconds are those of a row and a tree.
#include <arenite/model/output_of.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>
#include <arenite/predict/predict.hpp>
#include <arenite/predict/scratch.hpp>

#include <benchmark/benchmark.h>

#include <cstdint>
#include <stdexcept>
#include <vector>

namespace {

constexpr std::size_t trees = 500, leaves = 31, features = 28, categories = 50;

struct kind_of_tree {
    std::size_t cuts = 200;  ///< different thresholds of a feature
    std::size_t outputs = 1;
    bool vectors = false;  ///< leaves have a value for each output
    bool sets = false;     ///< every second feature has categories
};

/// The same numbers everywhere.
class generator {
public:
    std::size_t below(std::size_t limit) {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::size_t>((state_ >> 33) % limit);
    }

private:
    std::uint64_t state_ = 1;
};

class maker {
public:
    explicit maker(kind_of_tree const& wanted) : wanted_(wanted), builder_(size_of(wanted), arenite::system_memory()) {
        for (auto& value : builder_.leaf_vectors) value = fraction(1000);
        for (std::size_t t = 0; t != trees; ++t) add_tree(t);
    }
    [[nodiscard]] arenite::tree_ensemble<float> build() { return std::move(builder_).build(); }

    [[nodiscard]] std::vector<float> rows(std::size_t count) {
        std::vector<float> values(count * features);
        for (std::size_t i = 0; i != values.size(); ++i)
            values[i] =
                has_categories(i % features) ? static_cast<float>(random_.below(categories)) : fraction(1 << 24);
        return values;
    }

private:
    using node = arenite::tree_node<float>;

    static arenite::tree_ensemble_size size_of(kind_of_tree const& wanted) {
        auto const sets = wanted.sets ? trees * (leaves - 1) : 0;
        return {.splits = trees * (leaves - 1),
                .largest_tree = 2 * leaves - 1,
                .trees = trees,
                .outputs = wanted.outputs,
                .features = features,
                .category_sets = sets,
                .category_words = 2 * sets,
                .leaf_vectors = wanted.vectors ? trees * leaves : 0};
    }

    [[nodiscard]] bool has_categories(std::size_t feature) const { return wanted_.sets && feature % 2 == 0; }
    float fraction(std::size_t parts) {
        return (static_cast<float>(random_.below(parts)) + 0.5f) / static_cast<float>(parts);
    }

    void add_tree(std::size_t t) {
        used_ = 0;
        grow(leaves);
        if (builder_.add_tree(used_, workspace_)) throw std::logic_error{"no tree"};
        builder_.trees[t].output = wanted_.vectors ? 0 : static_cast<std::uint32_t>(t % wanted_.outputs);
    }

    /// Uneven, as trees are that grow leaf by leaf.
    std::uint32_t grow(std::size_t count) {
        auto const at = used_++;
        if (count == 1) {
            set_leaf(builder_.nodes[at]);
        } else {
            set_split(builder_.nodes[at]);
            auto const part = 1 + random_.below(count - 1);
            builder_.nodes[at].left = grow(part);
            builder_.nodes[at].right = grow(count - part);
        }
        return static_cast<std::uint32_t>(at);
    }
    void set_leaf(node& leaf) {
        leaf.set_leaf();
        leaf.value = fraction(1000);
        leaf.left = vectors_used_++;
    }
    void set_split(node& split) {
        auto const feature = random_.below(features);
        split.set_feature(feature);
        if (!has_categories(feature)) return void(split.value = fraction(wanted_.cuts));
        split.set_category_set(sets_used_);
        builder_.category_sets[sets_used_] = {
            .feature = static_cast<std::uint32_t>(feature), .first_word = 2 * sets_used_, .words = 2};
        for (std::size_t word = 0; word != 2; ++word)
            builder_.category_words[2 * sets_used_ + word] = static_cast<std::uint32_t>(random_.below(1U << 31)) * 2;
        ++sets_used_;
    }

    kind_of_tree wanted_;
    generator random_;
    arenite::tree_ensemble_builder<float> builder_;
    std::vector<std::uint32_t> workspace_ = std::vector<std::uint32_t>(leaves);
    std::size_t used_ = 0;
    std::uint32_t sets_used_ = 0, vectors_used_ = 0;
};

void score(benchmark::State& state, kind_of_tree const& kind) {
    maker made{kind};
    auto const ensemble = made.build();
    arenite::output_of<arenite::tree_ensemble<float>, arenite::output_kind::margin> const model{ensemble};
    auto const count = static_cast<std::size_t>(state.range(0)), calls = 4096 / count;  // of other rows each
    auto const x = made.rows(4096);
    std::vector<float> y(count * model.outputs());
    arenite::scratch const scratch{model, count};
    std::size_t call = 0;
    for (auto _ : state) {
        arenite::predict(model, std::span{x}.subspan(call * count * features, count * features), y, scratch);
        benchmark::DoNotOptimize(y.data());
        call = (call + 1) % calls;
    }
    using benchmark::Counter;
    state.counters["row-tree"] =
        Counter(static_cast<double>(count * trees), Counter::kIsIterationInvariantRate | Counter::kInvert);
}

BENCHMARK_CAPTURE(score, thresholds, kind_of_tree{})->Arg(1)->Arg(64)->Arg(4096);
BENCHMARK_CAPTURE(score, not_shared, kind_of_tree{.cuts = 1 << 24})->Arg(1)->Arg(64)->Arg(4096);
BENCHMARK_CAPTURE(score, categories, kind_of_tree{.sets = true})->Arg(1)->Arg(64)->Arg(4096);
BENCHMARK_CAPTURE(score, ten_classes, kind_of_tree{.outputs = 10})->Arg(1)->Arg(64)->Arg(4096);
BENCHMARK_CAPTURE(score, ten_values_in_a_leaf, kind_of_tree{.outputs = 10, .vectors = true})
    ->Arg(1)
    ->Arg(64)
    ->Arg(4096);

}  // namespace

BENCHMARK_MAIN();
