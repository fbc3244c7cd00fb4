// SPDX-License-Identifier: MIT
#include <arenite/transform/column_quantiles.hpp>

#include <arenite/load/batches_from.hpp>
#include <arenite/transform/clip.hpp>
#include <arenite/transform/summarize.hpp>

#include "transform/summary_samples.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

TEST_SUITE("transform") {
    TEST_CASE("column_quantiles: one of each column, for stages") {
        std::vector<double> numbers;
        for (int i = 0; i <= 100; ++i) numbers.push_back(i);
        auto const seen = arenite::summarize(arenite::batches_from(numbers));
        arenite::column_quantiles const low{seen, 0.05}, high{seen, 0.95};
        CHECK(low[0] == 5);
        double least = 50, most = 50;
        for (auto const batch : arenite::batches_from(numbers) | arenite::clip(low, high))
            for (std::size_t r = 0; r != batch.rows(); ++r)
                least = std::min(least, batch(r, 0)), most = std::max(most, batch(r, 0));
        CHECK(least == 5);
        CHECK(most == 95);
    }

    TEST_CASE("column_quantiles: none of a column that is not of numbers; the bytes go back") {
        arenite::budget memory{64};
        {
            auto const seen = summary_of_people();
            arenite::column_quantiles const medians{seen, 0.5, memory};
            CHECK(medians[0] == 18.5);
            for (std::size_t const i : {1U, 2U, 3U}) CHECK(std::isnan(medians[i]));
            CHECK(memory.used() == 64);
            arenite::column_values const values = medians;
            CHECK(values.columns()[1].name == "town");
        }
        CHECK(memory.used() == 0);
    }
}
