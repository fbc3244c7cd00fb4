// SPDX-License-Identifier: MIT
#include <arenite/transform/summarizer.hpp>

#include "support/throwing_contract.hpp"

#include <doctest/doctest.h>

#include <array>
#include <memory>

TEST_SUITE("transform") {
    TEST_CASE("summarizer: batches one by one, of float, of double, at any strides") {
        arenite::schema const columns{arenite::number("a"), arenite::number("b")};
        arenite::summarizer seen{columns};
        std::array const by_rows{1.0, 10.0, 2.0, 20.0};
        std::array const by_columns{3.0f, 4.0f, 30.0f, 40.0f};
        seen.add(arenite::batch_view<double const>{by_rows.data(), 2, 2});
        seen.add(arenite::batch_view<float const>{by_columns.data(), 2, 2, 1, 2});
        seen.add(arenite::batch_view<double const>{by_rows.data() + 4, 0, 2});
        auto const found = std::move(seen).finish();
        CHECK(found.rows() == 4);
        CHECK(found["a"].mean == 2.5);
        CHECK(found["b"].mean == 25);
        CHECK(found["b"].maximum == 40);
    }

    TEST_CASE("summarizer: the columns are copied, and one that is dropped gives its bytes back") {
        arenite::budget memory{arenite::budget::unlimited};
        {
            auto columns = std::make_unique<arenite::schema>(
                std::initializer_list<arenite::column>{arenite::number("a"), arenite::category("c", {"x", "y"})});
            arenite::summarizer seen{*columns, {}, memory};
            CHECK(memory.used() == arenite::summary_bytes(*columns));
            columns.reset();
            std::array const cells{1.0, 1.0};
            seen.add(arenite::batch_view<double const>{cells.data(), 1, 2});
            auto const found = std::move(seen).finish();
            CHECK(found["c"].vocabulary[1] == "y");
            CHECK(found["c"].most_frequent == 1);
        }
        CHECK(memory.used() == 0);
    }

    TEST_CASE("summarizer: a batch of another shape is held against the contract") {
        throwing_contract const throwing;
        arenite::summarizer seen{arenite::schema_view{3}};
        std::array const cells{1.0, 2.0};
        CHECK_THROWS_AS(seen.add(arenite::batch_view<double const>{cells.data(), 1, 2}), broken_contract);
    }
}
