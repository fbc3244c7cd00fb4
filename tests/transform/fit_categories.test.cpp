// SPDX-License-Identifier: MIT
#include <arenite/transform/fit_categories.hpp>

#include <arenite/transform/one_hot.hpp>
#include <arenite/transform/ordinal_encode.hpp>

#include "transform/fitted_oracle.hpp"
#include "transform/summary_samples.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::column_kind, arenite::fit_categories;

}  // namespace

TEST_SUITE("transform") {
    TEST_CASE("fit_categories: texts become categories, the other columns stay") {
        auto const seen = summary_of_people();
        auto const fitted = fit_categories(seen);
        REQUIRE(fitted.size() == 4);
        CHECK(fitted[0].kind == column_kind::number);
        CHECK(fitted[1].kind == column_kind::category);
        CHECK(fitted[1].name == "town");
        CHECK(fitted[1].unseen == arenite::unseen_category::missing);
        CHECK(std::ranges::equal(fitted[1].vocabulary, std::vector{"\"Lima\" & <co>", "Bern", "Oslo"}));
        CHECK(std::ranges::equal(fitted[2].vocabulary, std::vector{"m", "f"}));
    }

    TEST_CASE("fit_categories: those of these names, and what is refused") {
        oracle::fitted_rows const of{"mixed"};
        auto const columns = of.columns();
        auto const seen = of.summarize(columns);
        auto const fitted = fit_categories(seen, {"colour"}, arenite::unseen_category::refused);
        CHECK(fitted[2].kind == column_kind::category);
        CHECK(fitted[2].unseen == arenite::unseen_category::refused);
        CHECK(fitted[3].kind == column_kind::text);
        CHECK_THROWS_AS(static_cast<void>(fit_categories(seen, {"width"})), arenite::shape_error);
        CHECK_THROWS_AS(static_cast<void>(fit_categories(seen, {"color"})), arenite::shape_error);
        auto const few = of.summarize(columns, {.most_categories = 5});
        CHECK_THROWS_AS(static_cast<void>(fit_categories(few)), arenite::shape_error);
        arenite::budget small{64};
        CHECK_THROWS_AS(static_cast<void>(fit_categories(seen, small)), arenite::budget_exceeded);
    }

    TEST_CASE("fit_categories: a reader finds each text that was seen, and encoders do as scikit-learn's") {
        oracle::fitted_rows const of{"mixed"};
        auto const columns = of.columns();
        auto const seen = of.summarize(columns);
        auto const fitted = fit_categories(seen);
        std::vector<double> counts;
        for (auto const batch : arenite::csv_batches(of.path, fitted) | arenite::one_hot()) {
            counts.resize(batch.cols());
            for (std::size_t r = 0; r != batch.rows(); ++r)
                for (std::size_t c = 2; c != batch.cols(); ++c) counts[c] += batch(r, c);
        }
        REQUIRE(counts.size() == 2 + of.categories.size());
        for (std::size_t k = 0; k != of.categories.size(); ++k) {
            CAPTURE(of.categories[k].text);
            CHECK(counts[2 + k] == of.categories[k].count);
        }
    }
}
