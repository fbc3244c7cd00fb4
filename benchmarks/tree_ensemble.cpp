// SPDX-License-Identifier: MIT
// What does a row cost in the reference walk, by the number of trees of depth 6?
#include <arenite/model/tree_ensemble_builder.hpp>
#include <arenite/predict/predict.hpp>

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <vector>

namespace {

constexpr std::size_t depth = 6, tree_nodes = (1U << (depth + 1)) - 1, features = 28, rows = 1024;

/// Uniform in [0, 1), the same everywhere.
class uniform {
public:
    float operator()() {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<float>(state_ >> 40) / 16777216.0f;
    }

private:
    std::uint64_t state_ = 1;
};

arenite::tree_ensemble<float> make_ensemble(std::size_t trees) {
    arenite::tree_ensemble_builder<float> builder{{.nodes = trees * tree_nodes, .trees = trees, .features = features},
                                                  arenite::system_memory()};
    std::vector<std::uint32_t> workspace(64);
    uniform draw;
    for (std::size_t i = 0; i != builder.nodes.size(); ++i) {
        auto& node = builder.nodes[i];
        auto const number = static_cast<std::uint32_t>(i % tree_nodes);
        node.value = draw();
        if (number >= tree_nodes / 2) node.set_leaf();
        else node.set_feature(static_cast<std::uint64_t>(draw() * features));
        node.left = 2 * number + 1;
        node.right = 2 * number + 2;
    }
    for (std::size_t t = 0; t != trees; ++t) {
        builder.trees[t] = {t * tree_nodes, 0, 0};
        if (builder.check(t * tree_nodes, tree_nodes, workspace)) std::abort();
    }
    return std::move(builder).build();
}

void walk(benchmark::State& state) {
    auto const ensemble = make_ensemble(static_cast<std::size_t>(state.range(0)));
    std::vector<float> x(rows * features), y(rows);
    uniform draw;
    for (float& value : x) value = draw();
    for (auto _ : state) {
        arenite::predict(ensemble, x, y);
        benchmark::DoNotOptimize(y.data());
    }
    state.counters["s/row/tree"] =
        benchmark::Counter(static_cast<double>(rows) * static_cast<double>(state.range(0)),
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(walk)->Arg(10)->Arg(100)->Arg(500);

}  // namespace

BENCHMARK_MAIN();
