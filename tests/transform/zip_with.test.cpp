// SPDX-License-Identifier: MIT
#include <arenite/transform/zip_with.hpp>

#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/transform/batches_of.hpp>
#include <arenite/transform/impute.hpp>

#include "transform/numbered_rows.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::zip_with;

std::vector<std::array<float, 1>> labels_of(std::size_t count) {
    std::vector<std::array<float, 1>> labels(count);
    for (std::size_t i = 0; i != count; ++i) labels[i][0] = static_cast<float>(i) / 2;
    return labels;
}

/// What data_error says.
std::string fault_of(std::size_t rows, std::size_t labels) {
    auto const some = numbered_rows(rows);
    auto const others = labels_of(labels);
    try {
        for (auto const [batch, label] : arenite::batches_from(some, {.batch_rows = 4, .schema = numbered}) |
                                             zip_with(arenite::batches_from(others, {.batch_rows = 4})))
            CHECK(batch.rows() == label.rows());
    } catch (arenite::data_error const& refused) {
        return refused.what();
    }
    return {};
}

TEST_SUITE("transform") {
    TEST_CASE("zip_with: batches of both ranges, of whatever numbers, side by side") {
        auto const rows = numbered_rows(10);
        auto const labels = labels_of(10);
        for (std::size_t const batch_rows : {1U, 3U, 100U}) {
            std::size_t seen = 0;
            for (auto const [batch, label] :
                 arenite::batches_from(rows, {.batch_rows = batch_rows, .schema = numbered}) | arenite::impute(0) |
                     zip_with(arenite::batches_from(labels, {.batch_rows = batch_rows}))) {
                static_assert(std::same_as<decltype(label), arenite::batch_view<float const> const>);
                for (std::size_t r = 0; r != batch.rows(); ++r, ++seen)
                    CHECK(batch(r, 0) == 2 * static_cast<double>(label(r, 0)));
            }
            CHECK(seen == 10);
        }
    }

    TEST_CASE("zip_with: one of them has fewer rows") {
        CHECK(fault_of(10, 10).empty());
        CHECK(fault_of(0, 0).empty());
        CHECK(fault_of(10, 9) == "zip_with: behind row 8: found a batch of 1 rows, expected a batch of 2 rows");
        CHECK(fault_of(8, 10) == "zip_with: behind row 8: found a batch of 2 rows, expected a batch of 0 rows");
        CHECK(fault_of(3, 0) == "zip_with: behind row 0: found a batch of 0 rows, expected a batch of 3 rows");
    }

    TEST_CASE("zip_with: one plan, one admission, exact") {
        auto const rows = numbered_rows(10);
        auto const labels = labels_of(10);
        auto zipped = arenite::batches_from(rows, {.batch_rows = 3, .schema = numbered}) | arenite::impute(0) |
                      zip_with(arenite::batches_from(labels, {.batch_rows = 3}) | arenite::impute(1));
        auto const planned = arenite::plan(zipped).total();
        arenite::budget exact{planned}, short_of_one{planned - 1};
        CHECK_FALSE(arenite::try_admit(zipped, short_of_one));
        auto run = arenite::admit(zipped, exact);
        std::size_t seen = 0;
        for (auto const [batch, label] : run) seen += batch.rows() == label.rows() ? batch.rows() : 0;
        CHECK(seen == 10);
        CHECK(exact.peak() == planned);
    }

    TEST_CASE("zip_with: batches have the same size, or leave it to the other or to admission") {
        auto const rows = numbered_rows(10);
        auto const labels = labels_of(10);
        auto const sized = [&](std::size_t batch_rows) {
            return arenite::batches_from(rows, {.batch_rows = batch_rows, .schema = numbered});
        };
        CHECK_THROWS_WITH_AS(static_cast<void>(sized(3) | zip_with(arenite::batches_from(labels, {.batch_rows = 4}))),
                             "zip_with: the batches have 4 rows, those before them 3: batches_of makes them even",
                             arenite::shape_error);
        auto const even =
            sized(3) | zip_with(arenite::batches_from(labels, {.batch_rows = 4}) | arenite::batches_of(3));
        CHECK(even.batch_rows() == 3);
        arenite::memory_source source{"1\n2\n"};
        auto const one = arenite::schema::unnamed(1);
        auto automatic = arenite::csv_batches(source, one, {.batch_rows = arenite::automatic_batch_rows});
        auto const adopted = sized(3) | zip_with(automatic);
        CHECK(automatic.batch_rows() == 3);
        arenite::memory_source first{"1\n2\n"}, second{"3\n4\n"};
        auto left = arenite::csv_batches(first, one, {.batch_rows = arenite::automatic_batch_rows});
        auto right = arenite::csv_batches(second, one, {.batch_rows = arenite::automatic_batch_rows});
        auto both = left | zip_with(right);
        static_assert(arenite::adaptive_batch_range<decltype(both)>);
        arenite::budget memory{arenite::plan(both, 200).admission()};
        auto run = arenite::admit(both, memory);
        CHECK(left.batch_rows() >= 200);
        CHECK(right.batch_rows() == left.batch_rows());
        double sum = 0;
        for (auto const [a, b] : run) sum += a(0, 0) * 10 + b(1, 0);
        CHECK(sum == 14);
    }
}

}  // namespace
