// SPDX-License-Identifier: MIT
#include <arenite/model/detail/forest_kernels.hpp>

#include "malloc_probe.hpp"
#include "random_ensemble.hpp"
#include "stack_use.hpp"
#include "support/one_in.hpp"

#include <arenite/memory/detail/resident_check.hpp>
#include <arenite/model/output_of.hpp>
#include <arenite/predict/predict.hpp>

#include <doctest/doctest.h>

#include <cstring>

namespace {

using arenite::batch_view, arenite::detail::instruction_set;

std::vector<instruction_set> available() {
    std::vector<instruction_set> sets{instruction_set::portable};
    auto const best = arenite::detail::best_instruction_set();
    for (auto const set : {instruction_set::avx2, instruction_set::avx512})
        if (set <= best) sets.push_back(set);
    return sets;
}

template <class T>
using margins_of = arenite::output_of<arenite::tree_ensemble<T>, arenite::output_kind::margin>;

/// Bits, since a sum may be NaN, and since -0 is not 0.
template <class T>
bool same_bits(std::span<T const> a, std::span<T const> b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
}

template <class T, class In>
std::vector<T> predicted(arenite::tree_ensemble<T> const& ensemble, batch_view<In const> x, std::size_t scratch_bytes) {
    margins_of<T> const margins{ensemble};
    std::vector<std::byte> room(scratch_bytes + 64);
    auto const skip = 64 - reinterpret_cast<std::uintptr_t>(room.data()) % 64;
    std::vector<T> y(x.rows() * margins.outputs());
    arenite::predict(margins, x, batch_view<T>{y.data(), x.rows(), margins.outputs()},
                     arenite::scratch_view{std::span{room}.subspan(skip, scratch_bytes)});
    return y;
}

/// The same rows as they may lie in memory: packed, by columns, with gaps and at odd places.
template <class In>
struct layouts {
    layouts(std::vector<In> const& packed, std::size_t rows, std::size_t cols)
        : packed_(packed), by_columns_(packed.size()), with_gaps_((cols + 3) * rows + 1), rows_(rows), cols_(cols) {
        for (std::size_t r = 0; r != rows; ++r)
            for (std::size_t c = 0; c != cols; ++c) {
                by_columns_[c * rows + r] = packed[r * cols + c];
                with_gaps_[1 + r * (cols + 3) + c] = packed[r * cols + c];
            }
    }
    std::vector<batch_view<In const>> views() const {
        auto const step = [](std::size_t n) { return static_cast<std::ptrdiff_t>(n); };
        return {{packed_.data(), rows_, cols_},
                {by_columns_.data(), rows_, cols_, 1, step(rows_)},
                {with_gaps_.data() + 1, rows_, cols_, step(cols_ + 3), 1}};
    }

private:
    std::vector<In> packed_, by_columns_, with_gaps_;
    std::size_t rows_, cols_;
};

template <class T, class In>
void check_layouts(random_ensemble<T>& random, random_traits const& traits, std::size_t rows) {
    auto const x = random.template rows<In>(rows);
    layouts<In> const laid_out{x, rows, traits.features};
    for (auto const set : available()) {
        auto const ensemble = random.made_for(set);
        auto const expected = random.margins(ensemble, x);
        auto const full = ensemble.scratch_bytes(rows), few = ensemble.scratch_bytes(1);  // of single rows
        auto const least = ensemble.least_scratch_bytes();
        for (auto const& view : laid_out.views())
            for (auto const bytes :
                 {full, full / 2, full / 4, ensemble.scratch_bytes(64), std::size_t{8192}, few, least}) {
                CAPTURE(static_cast<int>(set));
                CAPTURE(bytes);
                CHECK(same_bits<T>(predicted(ensemble, view, std::max(bytes, least)), expected));
            }
    }
}

/// Of batches of one row, of a few, and of many.
std::size_t stack_of_predict(arenite::tree_ensemble<double> const& ensemble, random_ensemble<double>& random) {
    std::size_t most = 0;
    for (std::size_t const rows : {1U, 12U, 64U, 300U}) {
        auto const x = random.rows<double>(rows);
        std::vector<double> y(rows * ensemble.outputs());
        most = std::max(most, stack_use::of([&] { arenite::predict(ensemble, x, y); }));
    }
    return most;
}

template <class T>
void check_traits(unsigned seed, random_traits const& traits) {
    CAPTURE(seed);
    random_ensemble<T> random{seed, traits};
    bool const slow = arenite::detail::under_sanitizer;
    check_layouts<T, float>(random, traits, slow ? 130 : 700);
    check_layouts<T, double>(random, traits, slow ? 67 : 333);
}

constexpr arenite::split_rule of_lightgbm{arenite::comparison::less_or_equal, arenite::tiny_values::zero};
constexpr arenite::split_rule of_sklearn{arenite::comparison::less_or_equal, arenite::tiny_values::kept};

TEST_SUITE("model") {
    TEST_CASE("forest_kernels: every kernel gives the bits of the reference walk, whatever the trees") {
        for (unsigned seed = 0; seed < 3; seed += one_in) {
            check_traits<float>(seed, {.trees = 19, .most_leaves = 60});
            check_traits<double>(seed, {.trees = 19, .most_leaves = 60, .rule = of_lightgbm});
            check_traits<double>(seed, {.most_leaves = 255, .rule = of_sklearn});
            check_traits<float>(seed, {.most_leaves = 400});  // some are walked
            check_traits<double>(seed, {.trees = 9, .most_leaves = 255, .chains = true});
            check_traits<float>(seed, {.oblivious = true});
            check_traits<double>(seed, {.oblivious = true, .rule = of_sklearn});
            check_traits<double>(seed, {.most_leaves = 9, .oblivious = true, .grown_every = 4, .rule = of_sklearn});
            check_traits<float>(seed, {.trees = 300, .features = 9, .oblivious = true});
            check_traits<double>(seed, {.trees = 100, .outputs = 3, .oblivious = true, .rule = of_lightgbm});
        }
    }

    TEST_CASE("forest_kernels: every kind of missing value") {
        for (unsigned seed = 10; seed < 13; seed += one_in) {
            check_traits<double>(seed, {.all_missing_kinds = true, .rule = of_lightgbm});
            check_traits<double>(seed, {.all_missing_kinds = true, .rule = of_sklearn, .missing = 0.1});
            check_traits<float>(seed, {.all_missing_kinds = true, .missing = -999});
            check_traits<float>(seed, {.all_missing_kinds = true, .rule = of_lightgbm, .missing = 0});
        }
    }

    TEST_CASE("forest_kernels: outputs, weights, few and many features, one threshold and thousands") {
        check_traits<float>(20, {.trees = 33, .outputs = 3, .most_leaves = 30});
        check_traits<double>(21, {.trees = 33, .outputs = 5, .weights = true, .rule = of_lightgbm});
        check_traits<float>(22, {.features = 1, .thresholds = 1});
        check_traits<double>(23, {.features = 1, .thresholds = 3000, .rule = of_sklearn});
        check_traits<float>(24, {.trees = 200, .features = 300, .most_leaves = 200, .thresholds = 20000});  // parts
        check_traits<double>(25, {.trees = 1, .most_leaves = 1});
    }

    TEST_CASE("forest_kernels: sets of categories, few and many, and of either view of negative fractions") {
        constexpr arenite::split_rule with_zero{arenite::comparison::less_or_equal, arenite::tiny_values::zero,
                                                arenite::negative_fractions::zero};
        for (unsigned seed = 50; seed != 52; ++seed) {
            check_traits<float>(seed, {.categories = 40});
            check_traits<double>(seed, {.most_leaves = 255, .categories = 200, .rule = with_zero});
            check_traits<double>(seed, {.all_missing_kinds = true, .categories = 90, .rule = with_zero, .missing = 3});
            check_traits<float>(seed, {.trees = 60, .categories = 1000, .missing = -1});  // more than there are ranks
            check_traits<float>(seed, {.oblivious = true, .categories = 10});
            check_traits<float>(seed, {.most_leaves = 700, .categories = 50});  // some are walked
        }
    }

    TEST_CASE("forest_kernels: leaves with a value for each output") {
        for (unsigned seed = 60; seed != 62; ++seed) {
            check_traits<float>(seed, {.outputs = 3, .vectors = true});
            check_traits<double>(seed, {.outputs = 4, .most_leaves = 250, .weights = true, .vectors = true});
            check_traits<float>(seed, {.outputs = 2, .oblivious = true, .vectors = true});
            check_traits<double>(seed,
                                 {.outputs = 5, .most_leaves = 900, .vectors = true, .rule = of_sklearn});  // walked
            check_traits<float>(seed, {.outputs = 1, .vectors = true});
        }
    }

    TEST_CASE("forest_kernels: any number of rows from 0 to 1025") {
        random_traits const traits{.trees = 9, .most_leaves = 50};
        random_ensemble<float> random{30, traits};
        auto const x = random.rows<float>(1025);
        for (auto const set : available()) {
            auto const ensemble = random.made_for(set);
            auto const expected = random.margins(ensemble, x);
            auto const bytes = ensemble.scratch_bytes(1025);
            for (std::size_t rows = 0; rows <= 1025; ++rows) {
                auto const y = predicted(ensemble, batch_view<float const>{x.data(), rows, traits.features}, bytes);
                REQUIRE(same_bits<float>(y, std::span{expected}.first(rows)));
            }
        }
    }

    TEST_CASE("forest_kernels: the door without a scratch takes 12 KiB of the stack at most, frames included") {
        if (skipped_without_malloc_probe()) return;  // sanitizers widen frames
        std::size_t most = 0;
        for (unsigned seed = 70; seed != 73; ++seed)
            for (random_traits const& traits :
                 {random_traits{}, random_traits{.most_leaves = 255}, random_traits{.most_leaves = 900},
                  random_traits{.features = 28, .all_missing_kinds = true, .categories = 40}}) {
                random_ensemble<double> random{seed, traits};
                for (auto const set : available())
                    most = std::max(most, stack_of_predict(random.made_for(set), random));
            }
        CHECK(most > arenite::stack_scratch_bytes);
        CHECK(most <= 12 * 1024);
    }

    TEST_CASE("forest_kernels: a block's scratch is what its layout says, and grows with the rows") {
        for (random_traits const& traits :
             {random_traits{}, random_traits{.most_leaves = 900}, random_traits{.oblivious = true},
              random_traits{.features = 120, .most_leaves = 100, .thresholds = 1},
              random_traits{.trees = 60, .features = 125, .most_leaves = 100, .thresholds = 1, .chains = true}})
            for (auto const set : available()) {
                auto const ensemble = random_ensemble<float>{traits.chains ? 40U : 0U, traits}.made_for(set);
                for (std::size_t rows = 1; rows != 600; ++rows)
                    CHECK(ensemble.scratch_bytes(rows) >= ensemble.scratch_bytes(rows - 1));
                CHECK(ensemble.scratch_bytes(1) <= arenite::stack_scratch_bytes);
            }
    }
}

}  // namespace
