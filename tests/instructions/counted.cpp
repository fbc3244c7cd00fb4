// SPDX-License-Identifier: MIT
// counted portable|avx2
// Predicts with a few fixed ensembles, made ready for these instructions, each time inside of `arenite_counted`, where
// counts.test.sh has callgrind count. Prints a line for each: ensemble, rows in a call, rows times trees.
#include <arenite/model/output_of.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>
#include <arenite/predict/predict.hpp>
#include <arenite/predict/scratch.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string_view>
#include <vector>

/// Never inlined, nor copied under another name: it is found by its own.
extern "C" [[gnu::noipa]] void arenite_counted(std::function<void()> const& call) { call(); }

namespace {

using arenite::detail::instruction_set;

constexpr std::size_t features = 28, most_rows = 512, single_rows = 16;

/// The same numbers everywhere.
class generator {
public:
    std::size_t below(std::size_t limit) {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::size_t>((state_ >> 33) % limit);
    }
    float uniform() { return static_cast<float>(below(1U << 24)) / 16777216.0f; }

private:
    std::uint64_t state_ = 1;
};

enum class growth { even, uneven, oblivious };

struct ensemble_kind {
    char const* name;
    std::size_t trees, leaves;
    growth grown;
    std::size_t cuts = 200;  ///< different thresholds of a feature
};

template <class T>
using tree = std::vector<arenite::tree_node<T>>;

template <class T>
class tree_grower {
public:
    tree_grower(ensemble_kind const& wanted, generator& random) : wanted_(wanted), random_(random) {
        for (auto& level : levels_) level = split();
        grow(wanted.leaves, 0);
    }
    tree<T> grown;

private:
    arenite::tree_node<T> split() {
        arenite::tree_node<T> node;
        node.set_feature(random_.below(features));
        node.value = (static_cast<T>(random_.below(wanted_.cuts)) + T(0.5)) / static_cast<T>(wanted_.cuts);
        return node;
    }

    arenite::tree_node<T> leaf() {
        arenite::tree_node<T> node;
        node.value = static_cast<T>(random_.uniform());
        node.set_leaf();
        return node;
    }

    arenite::tree_node<T> node_above(std::size_t leaves, std::size_t depth) {
        if (leaves == 1) return leaf();
        return wanted_.grown == growth::oblivious ? levels_[depth] : split();
    }

    std::uint32_t grow(std::size_t leaves, std::size_t depth) {
        auto const at = grown.size();
        grown.push_back(node_above(leaves, depth));
        if (leaves != 1) grow_children(at, leaves, depth);
        return static_cast<std::uint32_t>(at);
    }

    void grow_children(std::size_t at, std::size_t leaves, std::size_t depth) {
        auto const part = wanted_.grown == growth::uneven ? 1 + random_.below(leaves - 1) : leaves / 2;
        auto const left = grow(part, depth + 1), right = grow(leaves - part, depth + 1);
        grown[at].left = left;
        grown[at].right = right;
    }

    ensemble_kind const& wanted_;
    generator& random_;
    std::array<arenite::tree_node<T>, 8> levels_;  ///< of an oblivious tree
};

template <class T>
arenite::tree_ensemble<T> ensemble_of(ensemble_kind const& wanted, generator& random, instruction_set instructions) {
    auto const tree_nodes = 2 * wanted.leaves - 1;
    arenite::tree_ensemble_builder<T> builder{{.splits = wanted.trees * (wanted.leaves - 1),
                                               .largest_tree = tree_nodes,
                                               .trees = wanted.trees,
                                               .features = features},
                                              arenite::system_memory()};
    builder.instructions = instructions;
    std::vector<std::uint32_t> workspace(4096);
    for (std::size_t t = 0; t != wanted.trees; ++t) {
        std::ranges::copy(tree_grower<T>{wanted, random}.grown, builder.nodes.begin());
        if (builder.add_tree(tree_nodes, workspace)) std::abort();
    }
    return std::move(builder).build();
}

/// The first call pays what is paid once: symbols that are looked up, pages that are touched.
void count(ensemble_kind const& kind, std::size_t call_rows, std::size_t rows, std::function<void()> const& call) {
    call();
    arenite_counted(call);
    std::printf("%s,%zu,%zu\n", kind.name, call_rows, rows * kind.trees);
}

/// Single rows, 64 rows by the door without a scratch, and a batch.
template <class T>
void count_all(ensemble_kind const& kind, instruction_set instructions) {
    generator random;
    auto const ensemble = ensemble_of<T>(kind, random, instructions);
    arenite::output_of<arenite::tree_ensemble<T>, arenite::output_kind::margin> const model{ensemble};
    std::vector<float> x(most_rows * features);
    for (float& value : x) value = random.uniform();
    std::vector<T> y(most_rows);
    auto const rows = [&](std::size_t first, std::size_t n) {
        return std::span{x}.subspan(first * features, n * features);
    };
    auto const scores = [&](std::size_t n) { return std::span{y}.first(n); };

    arenite::scratch const for_one{model, 1}, for_all{model, most_rows};
    count(kind, 1, single_rows, [&] {
        for (std::size_t r = 0; r != single_rows; ++r) arenite::predict(model, rows(r, 1), scores(1), for_one);
    });
    count(kind, 64, 64, [&] { arenite::predict(model, rows(0, 64), scores(64)); });
    count(kind, most_rows, most_rows, [&] { arenite::predict(model, x, y, for_all); });
}

}  // namespace

int main(int count, char** arguments) {
    auto const name = count == 2 ? std::string_view{arguments[1]} : "";
    if (name != "portable" && name != "avx2") return std::fputs("usage: counted portable|avx2\n", stderr), 2;
    auto const instructions = name == "avx2" ? instruction_set::avx2 : instruction_set::portable;
    if (instructions > arenite::detail::best_instruction_set()) return 77;

    count_all<float>({"depth 6", 100, 64, growth::even}, instructions);
    count_all<double>({"31 leaves double", 100, 31, growth::uneven}, instructions);
    count_all<float>({"255 leaves", 40, 255, growth::uneven}, instructions);
    count_all<float>({"oblivious", 100, 64, growth::oblivious}, instructions);
    count_all<float>({"deep", 40, 1000, growth::uneven, 1U << 24}, instructions);
}
