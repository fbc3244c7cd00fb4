// SPDX-License-Identifier: MIT
#include <arenite/transform/detail/quantile_sketch.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace {

using arenite::detail::quantile_sketch;

constexpr std::size_t memory_for = 1024;

/// A sketch and its memory.
struct sketched {
    explicit sketched(std::size_t values = memory_for, std::uint64_t seed = 0) : memory(values), sketch(memory, seed) {}
    sketched(sketched const&) = delete;

    void add(std::span<double const> numbers, std::size_t piece = 256) {
        while (!numbers.empty()) {
            auto const part = numbers.first(std::min(piece, numbers.size()));
            sketch.add(part);
            numbers = numbers.subspan(part.size());
        }
        sketch.settle();
    }

    std::vector<double> memory;
    quantile_sketch sketch;
};

struct sample {
    std::string name;
    std::vector<double> numbers;
};

std::vector<sample> samples(std::size_t count) {
    std::mt19937_64 random{11};
    std::normal_distribution<double> normal;
    std::vector<sample> all;
    auto const make = [&](std::string const& name, std::function<double(std::size_t)> const& number) {
        auto& numbers = all.emplace_back(sample{name, std::vector<double>(count)}).numbers;
        for (std::size_t i = 0; i != count; ++i) numbers[i] = number(i);
    };
    make("ascending", [](std::size_t i) { return double(i); });
    make("descending", [](std::size_t i) { return -double(i); });
    make("in and out", [](std::size_t i) { return i % 2 == 0 ? double(i) : -double(i); });
    make("normal", [&](std::size_t) { return normal(random); });
    make("few values", [&](std::size_t) { return double(random() % 5); });
    make("saw", [](std::size_t i) { return double(i % 1000); });
    make("heavy", [&](std::size_t) { return std::exp(5 * normal(random)); });
    return all;
}

/// How far the sketch's ranks are from the true ones, at most, as a part of all numbers.
double worst_rank(quantile_sketch const& sketch, std::vector<double> numbers) {
    std::ranges::sort(numbers);
    double worst = 0;
    for (std::size_t i = 0; i < numbers.size(); i += 97) {
        auto const up_to = std::ranges::upper_bound(numbers, numbers[i]) - numbers.begin();
        worst = std::max(worst, std::abs(static_cast<double>(sketch.rank_of(numbers[i])) - double(up_to)));
    }
    return worst / double(numbers.size());
}

}  // namespace

TEST_SUITE("transform") {
    TEST_CASE("quantile_sketch: exact as long as all numbers fit") {
        for (auto const& [name, numbers] : samples(memory_for)) {
            CAPTURE(name);
            sketched one;
            one.add(numbers);
            auto sorted = numbers;
            std::ranges::sort(sorted);
            for (std::size_t i = 0; i != sorted.size(); ++i) REQUIRE(one.sketch.at(i) == sorted[i]);
            CHECK(one.sketch.rank_error() == 0);
        }
    }

    TEST_CASE("quantile_sketch: of more, ranks are within the stated error") {
        for (std::size_t const count : {1025U, 3000U, 40'000U, 300'000U})
            for (auto const& [name, numbers] : samples(count)) {
                CAPTURE(name);
                CAPTURE(count);
                sketched one;
                one.add(numbers);
                CHECK(one.sketch.count() == count);
                CHECK(one.sketch.rank_of(std::numeric_limits<double>::infinity()) == count);
                CHECK(one.sketch.rank_error() > 0);
                CHECK(one.sketch.rank_error() < 0.03);
                CHECK(worst_rank(one.sketch, numbers) <= one.sketch.rank_error());
            }
    }

    TEST_CASE("quantile_sketch: what it gives back was added, and lies where the sketch has it") {
        auto const numbers = samples(50'000)[3].numbers;
        sketched one;
        one.add(numbers);
        for (std::uint64_t position = 0; position < 50'000; position += 1111) {
            auto const number = one.sketch.at(position);
            CHECK(std::ranges::find(numbers, number) != numbers.end());
            CHECK(one.sketch.rank_of(number) > position);
            CHECK(one.sketch.rank_of(std::nextafter(number, -1e300)) <= position);
        }
    }

    TEST_CASE("quantile_sketch: the pieces do not matter, the seed does") {
        auto const numbers = samples(20'000)[3].numbers;
        sketched one, other, seeded{memory_for, 1};
        one.add(numbers, 1);
        other.add(numbers, 5000);
        seeded.add(numbers);
        bool all_alike = true;
        for (std::uint64_t position = 0; position != 20'000; position += 100) {
            CHECK(one.sketch.at(position) == other.sketch.at(position));
            all_alike &= one.sketch.at(position) == seeded.sketch.at(position);
        }
        CHECK_FALSE(all_alike);
    }

    TEST_CASE("quantile_sketch: what a coin takes away, it gives back the next time") {
        for (std::uint64_t seed = 0; seed != 10; ++seed) {
            sketched one{memory_for, seed};
            std::vector<double> numbers(1024 + 512 + 1, 1.0);
            numbers[5] = numbers[1030] = 0;  // one of those that are halved first, and of those after them
            one.add(numbers);
            CHECK(one.sketch.rank_of(0) == 2);
            CHECK(one.sketch.rank_of(1) == numbers.size());
        }
    }

    TEST_CASE("quantile_sketch: errors of both signs, as often") {
        auto const numbers = samples(30'000)[0].numbers;
        double sum = 0, squares = 0;
        constexpr int seeds = 200;
        for (int seed = 0; seed != seeds; ++seed) {
            sketched one{memory_for, static_cast<std::uint64_t>(seed)};
            one.add(numbers);
            auto const error = static_cast<double>(one.sketch.rank_of(14'999)) - 15'000;
            sum += error;
            squares += error * error;
        }
        auto const deviation = std::sqrt(squares / seeds);
        CHECK(deviation > 5);
        CHECK(std::abs(sum / seeds) < 4 * deviation / std::sqrt(double(seeds)));
        sketched one;
        one.add(numbers);
        CHECK(deviation < one.sketch.rank_error() * 30'000 / 6.5);  // the stated error is 6.5 deviations
    }

    TEST_CASE("quantile_sketch: merged ones have all numbers, within the stated error") {
        for (auto const& [name, numbers] : samples(60'000)) {
            CAPTURE(name);
            for (std::size_t const cut : {0U, 10U, 900U, 7'000U, 55'000U, 60'000U}) {
                CAPTURE(cut);
                sketched first, second{memory_for, 9};
                first.add(std::span{numbers}.first(cut));
                second.add(std::span{numbers}.subspan(cut));
                first.sketch.merge(second.sketch);
                first.sketch.settle();
                CHECK(first.sketch.count() == 60'000);
                CHECK(first.sketch.rank_of(std::numeric_limits<double>::infinity()) == 60'000);
                CHECK(worst_rank(first.sketch, numbers) <= first.sketch.rank_error());
                CHECK(first.sketch.rank_error() < 0.05);
            }
        }
    }

    TEST_CASE("quantile_sketch: many that are merged one after the other") {
        auto const numbers = samples(100'000)[6].numbers;
        sketched all;
        for (std::size_t first = 0; first != numbers.size(); first += 2000) {
            sketched shard{memory_for, first};
            shard.add(std::span{numbers}.subspan(first, 2000));
            all.sketch.merge(shard.sketch);
        }
        all.sketch.settle();
        CHECK(all.sketch.count() == numbers.size());
        CHECK(worst_rank(all.sketch, numbers) <= all.sketch.rank_error());
        CHECK(all.sketch.rank_error() < 0.05);
    }

    TEST_CASE("quantile_sketch: small ones merge into an exact one") {
        sketched first, second;
        first.add(std::vector<double>{3, 1, 2});
        second.add(std::vector<double>{0, 4});
        first.sketch.merge(second.sketch);
        first.sketch.settle();
        for (std::uint64_t i = 0; i != 5; ++i) CHECK(first.sketch.at(i) == double(i));
        CHECK(first.sketch.rank_error() == 0);
    }

    TEST_CASE("quantile_sketch: without memory it keeps nothing") {
        for (quantile_sketch none : {quantile_sketch{}, quantile_sketch{{}, 1}}) {
            none.add(std::vector<double>{1, 2});
            none.settle();
            CHECK(none.count() == 0);
            CHECK(none.rank_error() == 0);
        }
    }
}
