// SPDX-License-Identifier: MIT
// What does a row cost in a linear model, beside a loop that adds one product after the other and, where it was found,
// beside Eigen's matrix-vector product? And with several outputs, and in a linear booster? linear.py runs this program
// beside scikit-learn and ONNX Runtime.
#include <arenite/model/linear_booster.hpp>
#include <arenite/model/linear_regression.hpp>
#include <arenite/predict/predict.hpp>
#include <arenite/predict/scratch.hpp>

#if __has_include(<Eigen/Core>)
#include <Eigen/Core>
#endif
#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

namespace {

enum class layout { row_major, column_major };

/// In [-1, 1), the same everywhere.
template <class T>
std::vector<T> numbers(std::size_t count) {
    std::vector<T> made(count);
    std::uint64_t state = 1;
    for (T& number : made) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        number = static_cast<T>(static_cast<std::int64_t>(state) >> 40) / T{1 << 23};
    }
    return made;
}

template <class T>
struct task {
    explicit task(benchmark::State const& state)
        : cols(static_cast<std::size_t>(state.range(0))), rows(static_cast<std::size_t>(state.range(1))) {}

    [[nodiscard]] arenite::batch_view<T const> x(layout how) const {
        if (how == layout::row_major) return {values.data(), rows, cols};
        return {values.data(), rows, cols, 1, static_cast<std::ptrdiff_t>(rows)};
    }

    std::size_t cols, rows;
    std::vector<T> weights = numbers<T>(cols), values = numbers<T>(cols * rows), scores = std::vector<T>(rows);
};

void count_rows(benchmark::State& state, std::size_t rows) {
    auto const scored = static_cast<double>(rows) * static_cast<double>(state.iterations()) / 1e9;
    state.counters["ns/row"] = {scored, benchmark::Counter::kIsRate | benchmark::Counter::kInvert};
}

template <class T, layout How>
void arenite_linear(benchmark::State& state) {
    task<T> of{state};
    arenite::linear_regression<T> const model{of.weights, T{1}};
    for (auto _ : state) {
        arenite::predict(model, of.x(How), of.scores);
        benchmark::DoNotOptimize(of.scores.data());
        benchmark::ClobberMemory();
    }
    count_rows(state, of.rows);
}

template <class T, layout How>
void one_by_one(benchmark::State& state) {
    task<T> of{state};
    auto const x = of.x(How);
    for (auto _ : state) {
        for (std::size_t r = 0; r != of.rows; ++r) {
            T sum{1};
            for (std::size_t c = 0; c != of.cols; ++c) sum += x(r, c) * of.weights[c];
            of.scores[r] = sum;
        }
        benchmark::DoNotOptimize(of.scores.data());
        benchmark::ClobberMemory();
    }
    count_rows(state, of.rows);
}

#if __has_include(<Eigen/Core>)
template <class T, layout How>
void eigen(benchmark::State& state) {
    task<T> of{state};
    constexpr auto order = How == layout::row_major ? Eigen::RowMajor : Eigen::ColMajor;
    using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, order>;
    using vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;
    auto const rows = static_cast<Eigen::Index>(of.rows), cols = static_cast<Eigen::Index>(of.cols);
    Eigen::Map<matrix const> const x{of.values.data(), rows, cols};
    Eigen::Map<vector const> const weights{of.weights.data(), cols};
    Eigen::Map<vector> scores{of.scores.data(), rows};
    for (auto _ : state) {
        scores.noalias() = x * weights;
        scores.array() += T{1};
        benchmark::DoNotOptimize(of.scores.data());
        benchmark::ClobberMemory();
    }
    count_rows(state, of.rows);
}
#endif

/// The third argument: outputs. linear.py makes the same numbers and looks at the last score.
void arenite_outputs(benchmark::State& state) {
    task<float> of{state};
    auto const outputs = static_cast<std::size_t>(state.range(2));
    arenite::linear_regression<float> const model{numbers<float>(of.cols * outputs), numbers<float>(outputs)};
    of.scores.resize(of.rows * outputs);
    arenite::scratch const scratch{model, of.rows};
    for (auto _ : state) {
        arenite::predict(model, of.x(layout::row_major), of.scores, scratch);
        benchmark::DoNotOptimize(of.scores.data());
        benchmark::ClobberMemory();
    }
    count_rows(state, of.rows);
    state.counters["last"] = static_cast<double>(of.scores.back());
}

/// The third argument: outputs.
arenite::linear_booster<float> booster(std::size_t cols, std::size_t outputs) {
    arenite::linear_booster<float> made{{.features = cols, .outputs = outputs}, arenite::system_memory()};
    std::ranges::copy(numbers<float>(made.weights.size()), made.weights.begin());
    return made;
}

void arenite_booster(benchmark::State& state) {
    task<float> of{state};
    auto const model = booster(of.cols, static_cast<std::size_t>(state.range(2)));
    of.scores.resize(of.rows * model.outputs());
    for (auto _ : state) {
        arenite::predict(model, of.x(layout::row_major), of.scores);
        benchmark::DoNotOptimize(of.scores.data());
        benchmark::ClobberMemory();
    }
    count_rows(state, of.rows);
}

void booster_one_by_one(benchmark::State& state) {
    task<float> of{state};
    auto const outputs = static_cast<std::size_t>(state.range(2));
    auto const model = booster(of.cols, outputs);
    auto const x = of.x(layout::row_major);
    of.scores.resize(of.rows * outputs);
    for (auto _ : state) {
        for (std::size_t r = 0; r != of.rows; ++r)
            for (std::size_t k = 0; k != outputs; ++k) {
                float sum = model.weights[of.cols * outputs + k] + model.base[k];
                for (std::size_t c = 0; c != of.cols; ++c)
                    if (x(r, c) == x(r, c)) sum += x(r, c) * model.weights[c * outputs + k];
                of.scores[r * outputs + k] = sum;
            }
        benchmark::DoNotOptimize(of.scores.data());
        benchmark::ClobberMemory();
    }
    count_rows(state, of.rows);
}

void shapes(benchmark::internal::Benchmark* of) {
    of->ArgNames({"features", "rows"})->ArgsProduct({{28, 1000}, {1, 64, 4096}})->ArgsProduct({{100'000}, {1, 64}});
}
void output_shapes(benchmark::internal::Benchmark* of) {
    of->ArgNames({"features", "rows", "outputs"})->ArgsProduct({{28, 1000}, {1, 4096}, {1, 10}});
    of->ArgsProduct({{100'000}, {1, 512}, {1, 10}});
}
void booster_shapes(benchmark::internal::Benchmark* of) {
    of->ArgNames({"features", "rows", "outputs"})->ArgsProduct({{28, 1000}, {1, 64}, {1, 3, 64}});
}

template <class T, layout How>
void add(char const* name) {
    auto const listed = [&](char const* who, auto* run) {
        benchmark::RegisterBenchmark((std::string{who} + name).c_str(), run)->Apply(shapes);
    };
    listed("arenite/", &arenite_linear<T, How>);
    listed("one_by_one/", &one_by_one<T, How>);
#if __has_include(<Eigen/Core>)
    listed("eigen/", &eigen<T, How>);
#endif
}

bool const added = [] {
    add<float, layout::row_major>("float/row_major");
    add<float, layout::column_major>("float/column_major");
    add<double, layout::row_major>("double/row_major");
    add<double, layout::column_major>("double/column_major");
    return true;
}();

BENCHMARK(arenite_outputs)->Apply(output_shapes);
BENCHMARK(arenite_booster)->Apply(booster_shapes);
BENCHMARK(booster_one_by_one)->Apply(booster_shapes);

}  // namespace

BENCHMARK_MAIN();
