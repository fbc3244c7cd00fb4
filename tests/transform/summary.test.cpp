// SPDX-License-Identifier: MIT
#include <arenite/transform/summary.hpp>

#include <arenite/load/batches_from.hpp>
#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/transform/summarize.hpp>

#include "support/malloc_probe.hpp"
#include "support/throwing_contract.hpp"
#include "transform/summary_samples.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace {

using arenite::shape_error, arenite::summarize, arenite::summary;

static_assert(!std::is_copy_constructible_v<summary> && std::is_nothrow_move_constructible_v<summary>);

summary of_text(std::string_view rows, arenite::schema_view columns, arenite::summary_options const& options = {}) {
    arenite::memory_source text{rows};
    return summarize(arenite::csv_batches(text, columns), options);
}

arenite::schema const people{arenite::number("age"), arenite::text("town"), arenite::category("sex", {"f", "m"})};
constexpr std::string_view some = "age,town,sex\n1,Bern,f\n2,Oslo,m\n,Bern,\n", others = "age,town,sex\n9,Ankara,m\n";

template <class Act>
std::string refusal_of(Act&& act) {
    try {
        act();
    } catch (shape_error const& refused) {
        return refused.what();
    }
    return {};
}

std::vector<std::array<double, 1>> normal_rows(std::size_t count) {
    std::mt19937_64 random{21};
    std::normal_distribution<double> normal{1e6, 2};
    std::vector<std::array<double, 1>> rows(count);
    for (auto& row : rows) row[0] = normal(random);
    return rows;
}

}  // namespace

TEST_SUITE("transform") {
    TEST_CASE("summary: numbers for stages, by column") {
        auto const seen = of_text(some, people);
        CHECK(seen.means()[0] == 1.5);
        CHECK(std::isnan(seen.means()[1]));
        CHECK(std::isnan(seen.means()[2]));
        CHECK(seen.sds()[0] == 0.5);
        CHECK(seen.minima()[0] == 1);
        CHECK(seen.maxima()[0] == 2);
        CHECK(seen.medians()[0] == 1.5);
        CHECK(seen.most_frequent()[0] == 1);
        CHECK(seen.most_frequent()[2] == 0);
        CHECK(seen.means().columns()[2].name == "sex");
        CHECK(seen.means().size() == 3);
    }

    TEST_CASE("summary: of what is as frequent the first, of numbers and of texts") {
        arenite::schema const columns{arenite::number("n"), arenite::text("t"),
                                      arenite::category("c", {"z", "b", "a"})};
        auto const seen = of_text("n,t,c\n9,y,b\n-1,x,a\n9,y,b\n-1,x,a\n5,z,z\n", columns);
        CHECK(seen["n"].most_frequent == -1);
        CHECK(seen["t"].vocabulary[static_cast<std::size_t>(seen["t"].most_frequent)] == "x");
        CHECK(seen["c"].vocabulary[static_cast<std::size_t>(seen["c"].most_frequent)] == "a");
    }

    TEST_CASE("summary: what it shows survives a move") {
        auto seen = of_text(some, people);
        auto const means = seen.means();
        auto const town = seen["town"];
        summary const moved{std::move(seen)};
        CHECK(means[0] == 1.5);
        CHECK(means.columns()[0].name == "age");
        CHECK(town.vocabulary[1] == "Oslo");
        CHECK(&moved["age"] == &moved[0]);
    }

    TEST_CASE("summary: shards that are merged say what one pass says") {
        auto merged = of_text(some, people);
        merged.merge(of_text(others, people));
        CHECK(merged.rows() == 4);
        CHECK(merged["age"].mean == 4);
        CHECK(merged["age"].maximum == 9);
        CHECK(merged["age"].median == 2);
        CHECK(merged["age"].missing == 1);
        CHECK(std::ranges::equal(merged["town"].vocabulary, std::vector{"Ankara", "Bern", "Oslo"}));
        CHECK(std::ranges::equal(merged["town"].counts, std::vector{1, 2, 1}));
        CHECK(std::ranges::equal(merged["sex"].counts, std::vector{1, 2}));
    }

    TEST_CASE("summary: merging has the bits of one pass, but for quantiles of many rows, which are within the error") {
        auto const rows = normal_rows(30'000);
        auto const whole = summarize(arenite::batches_from(rows));
        auto merged = summarize(arenite::batches_from(std::span{rows}.first(12'345)));
        merged.merge(summarize(arenite::batches_from(std::span{rows}.subspan(12'345)), {.seed = 1}));
        auto const bits = [](double number) { return std::bit_cast<std::uint64_t>(number); };
        CHECK(bits(merged[0].mean) == bits(whole[0].mean));
        CHECK(bits(merged[0].sd) == bits(whole[0].sd));
        CHECK(bits(merged[0].sample_sd) == bits(whole[0].sample_sd));
        CHECK(merged[0].distinct == whole[0].distinct);
        CHECK(merged[0].rank_error < 0.01);
        auto sorted = rows;
        std::ranges::sort(sorted);
        for (double const part : {0.0, 0.01, 0.25, 0.5, 0.9, 1.0}) {
            auto const number = merged.quantile(std::size_t{0}, part);
            auto const rank = std::ranges::upper_bound(sorted, std::array{number}) - sorted.begin();
            CHECK(std::abs(double(rank) / 30'000 - part) <= merged[0].rank_error);
        }
    }

    TEST_CASE("summary: quantiles between numbers as NumPy has them") {
        std::vector<std::array<double, 1>> const rows{{4}, {1}, {3}, {10}, {2.5}};
        auto const seen = summarize(arenite::batches_from(rows));
        CHECK(seen.quantile(std::size_t{0}, 0) == 1);
        CHECK(seen.quantile(std::size_t{0}, 0.25) == 2.5);
        CHECK(seen.quantile(std::size_t{0}, 0.3) == 2.6);
        CHECK(seen.quantile(std::size_t{0}, 0.9) == 7.6000000000000005);
        CHECK(seen.quantile(std::size_t{0}, 1) == 10);
        throwing_contract const throwing;
        CHECK_THROWS_AS(static_cast<void>(seen.quantile(std::size_t{0}, 1.5)), broken_contract);
        CHECK_THROWS_AS(static_cast<void>(seen.quantile(std::size_t{0}, std::nan(""))), broken_contract);
        CHECK_THROWS_AS(static_cast<void>(seen[1]), broken_contract);
    }

    TEST_CASE("summary: the share of numbers up to one") {
        std::vector<std::array<double, 1>> const rows{{4}, {1}, {std::nan("")}, {3}, {10}};
        auto const seen = summarize(arenite::batches_from(rows));
        CHECK(seen.share_up_to(std::size_t{0}, 0.5) == 0);
        CHECK(seen.share_up_to(std::size_t{0}, 3) == 0.5);
        CHECK(seen.share_up_to(std::size_t{0}, 10) == 1);
    }

    TEST_CASE("summary: refusals name the column") {
        auto const seen = of_text(some, people, {.most_values = 1, .most_categories = 1});
        CHECK(refusal_of([&] { static_cast<void>(seen["agee"]); }) == "the column \"agee\" is in no summary");
        CHECK(refusal_of([&] { static_cast<void>(seen.quantile("sex", 0.5)); }) ==
              "the column \"sex\" has no quantiles: it is not of numbers");
        CHECK(refusal_of([&] { static_cast<void>(seen.vocabulary("town")); }) ==
              "the column \"town\" has more texts than summary_options::most_categories or category_bytes");
        CHECK(refusal_of([&] { static_cast<void>(seen.most_frequent()); }) ==
              "the column \"age\" has more different numbers than summary_options::most_values");
        auto const all = of_text(some, people);
        CHECK(refusal_of([&] { static_cast<void>(all.vocabulary("age")); }) ==
              "the column \"age\" has no vocabulary: it is of numbers");
        CHECK(all.vocabulary("sex").size() == 2);
        arenite::schema const twice{arenite::number("a"), arenite::number("a")};
        std::vector<std::array<double, 2>> const rows{{1, 2}};
        auto const doubled = summarize(arenite::batches_from(rows, {.schema = twice}));
        CHECK(refusal_of([&] { static_cast<void>(doubled["a"]); }) == "the column \"a\" is there more than once");
    }

    TEST_CASE("summary: what cannot be merged is refused, and nothing has changed") {
        auto seen = of_text(some, people);
        arenite::schema const fewer{arenite::number("age")};
        arenite::schema const renamed{arenite::number("years"), arenite::text("town"),
                                      arenite::category("sex", {"f", "m"})};
        arenite::schema const other_order{arenite::number("age"), arenite::text("town"),
                                          arenite::category("sex", {"m", "f"})};
        auto const merging = [&](arenite::schema const& columns) {
            arenite::summarizer other{columns};
            return refusal_of([&] { seen.merge(std::move(other).finish()); });
        };
        CHECK(merging(fewer) == "a summary of 3 columns cannot take one of 1");
        CHECK(merging(renamed) == "a summary of the column \"age\" cannot take one of \"years\"");
        CHECK(merging(other_order) ==
              "a summary of the column \"sex\" cannot take one of \"sex\", which is of another kind");
        CHECK(seen.rows() == 3);
        throwing_contract const throwing;
        arenite::summarizer less{people, {.sketch_values = 1024}};
        CHECK_THROWS_AS(seen.merge(std::move(less).finish()), broken_contract);
        CHECK_THROWS_AS(seen.merge(seen), broken_contract);
    }

    TEST_CASE("summary: printed as tables, of numbers and of categories") {
        auto const printed = [](summary const& seen) {
            std::ostringstream out;
            out << seen;
            return out.str();
        };
        CHECK(printed(summary_of_people()) ==
              "5 rows, 4 columns\n\n"
              " numbers            count     missing        mean          sd         min      median         max\n"
              " age                    4           1      16.125     14.2757        -2.5        18.5          30\n"
              " empty                  0           5           -           -           -           -           -\n\n"
              " categories         count     missing   different   most frequent\n"
              " town                   4           1           3   Bern (2)\n"
              " sex                    4           1           2   f (3)");
        auto const of_many = printed(summary_of_people({.most_categories = 2}));
        CHECK(of_many.find(" town                   4           1          ~") != of_many.npos);
        CHECK(of_many.find("   -\n sex ") != of_many.npos);
        std::vector<double> const numbers{1, 2};
        CHECK(printed(summarize(arenite::batches_from(numbers), {.sketch_values = 0})) ==
              "2 rows, 1 column\n\n"
              " numbers            count     missing        mean          sd         min      median         max\n"
              " column 0               2           0         1.5         0.5           1           -           2");
    }

    TEST_CASE("summary: merging, asking and printing allocate nothing") {
        if (skipped_without_malloc_probe()) return;
        auto seen = of_text(some, people);
        auto const other = of_text(others, people);
        std::ostringstream out;
        out << std::string(5000, ' ');
        out.seekp(0);
        allocation_count const counted_printing;
        out << seen;
        auto const calls_of_printing = counted_printing.calls();
        CHECK(calls_of_printing == 0);
        allocation_count const counted;
        seen.merge(other);
        auto const mean = seen["age"].mean + seen.means()[0] + seen.quantile("age", 0.3);
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(mean > 0);
    }
}
