// SPDX-License-Identifier: MIT
#include <arenite/transform/fit_target_encoding.hpp>

#include <arenite/load/memory_source.hpp>
#include <arenite/transform/fit_categories.hpp>

#include "support/counting_source.hpp"
#include "support/malloc_probe.hpp"
#include "transform/fitted_oracle.hpp"

#include <doctest/doctest.h>

#include <bit>

namespace {

using arenite::fit_target_encoding, arenite::shape_error;

arenite::schema const towns{arenite::text("id"), arenite::category("town", {"Bern", "Lima", "Oslo"}),
                            arenite::number("churned")};
constexpr std::string_view rows = "id,town,churned\na,Bern,1\nb,Bern,0\nc,Lima,1\nd,,1\ne,Bern,\nf,Bern,inf\n";

arenite::target_encoding of_towns(arenite::target_options const& options, std::size_t batch_rows = 1000,
                                  arenite::budget& memory = arenite::system_memory()) {
    arenite::memory_source text{rows};
    return fit_target_encoding(arenite::csv_batches(text, towns, {.batch_rows = batch_rows}), "town", "churned",
                               options, memory);
}

}  // namespace

TEST_SUITE("transform") {
    TEST_CASE("fit_target_encoding: the means that scikit-learn fits") {
        for (std::string const stem : {"diabetes_frame", "mixed"}) {
            oracle::fitted_rows const of{stem};
            std::string const label = stem == "mixed" ? "height" : "bmi";
            auto const columns = of.columns();
            auto const seen = of.summarize(columns);
            auto const fitted = arenite::fit_categories(seen);
            for (std::size_t k = 0; k != of.categories.size();) {
                auto const name = of.categories[k].column;
                auto const fit = [&](arenite::target_options const& options) {
                    return fit_target_encoding(arenite::csv_batches(of.path, fitted), name, label, options);
                };
                auto const by_variance = fit({}), by_ten = fit({.smooth = 10});
                for (std::size_t i = 0; i != by_ten.values().size(); ++i, ++k) {
                    auto const& expected = of.categories[k];
                    CAPTURE(expected.text);
                    REQUIRE(expected.column == name);
                    CHECK(oracle::agrees(by_variance.values()[i], expected.encoding, 1));
                    CHECK(oracle::agrees(by_ten.values()[i], expected.encoding_of_10, 1));
                    CHECK(oracle::agrees(by_ten.overall(), expected.target_mean, 1));
                }
            }
        }
    }

    TEST_CASE(
        "fit_target_encoding: rows without a label are left out, those without a category are in the mean of all") {
        auto const fitted = of_towns({.smooth = 0});
        CHECK(fitted.overall() == 0.75);
        CHECK(fitted.values()[0] == 0.5);
        CHECK(fitted.values()[1] == 1);
        CHECK(fitted.values()[2] == 0.75);  // was not there
        auto const smoothed = of_towns({.smooth = 2});
        CHECK(smoothed.values()[0] == (1 + 2 * 0.75) / 4);
    }

    TEST_CASE("fit_target_encoding: as a stage") {
        auto const fitted = of_towns({.smooth = 0});
        arenite::memory_source text{"id,town,churned\nx,Lima,0\ny,Paris,0\nz,Oslo,0\n"};
        std::vector<double> encoded;
        for (auto const batch : arenite::csv_batches(text, towns) | arenite::target_encode(fitted))
            for (std::size_t r = 0; r != batch.rows(); ++r) encoded.push_back(batch(r, 0));
        CHECK(encoded == std::vector{1.0, 0.75, 0.75});
    }

    TEST_CASE("fit_target_encoding: the bits do not depend on batches, and the bytes are as stated") {
        auto const whole = of_towns({});
        for (std::size_t const batch_rows : {1U, 2U, 5U}) {
            auto const other = of_towns({}, batch_rows);
            for (std::size_t i = 0; i != 3; ++i)
                CHECK(std::bit_cast<std::uint64_t>(whole.values()[i]) ==
                      std::bit_cast<std::uint64_t>(other.values()[i]));
        }
        counting_source source;
        arenite::memory_source planned_text{rows};
        auto const admission = arenite::plan(arenite::csv_batches(planned_text, towns, {.batch_rows = 1})).total();
        arenite::budget exact{64 + 3 * 832 + admission, source}, short_of_one{64 + 3 * 832 + admission - 1, source};
        {
            auto const fitted = of_towns({}, 1, exact);
            CHECK(exact.peak() == exact.limit());
            CHECK(exact.used() == 64);
        }
        CHECK_THROWS_AS(static_cast<void>(of_towns({}, 1, short_of_one)), arenite::budget_exceeded);
        CHECK(source.outstanding == 0);
    }

    TEST_CASE("fit_target_encoding: refusals name the column") {
        auto const refusal = [](std::string_view column, std::string_view label,
                                arenite::schema const& columns = towns) {
            arenite::memory_source text{rows};
            try {
                static_cast<void>(fit_target_encoding(arenite::csv_batches(text, columns), column, label));
            } catch (shape_error const& refused) {
                return std::string{refused.what()};
            }
            return std::string{};
        };
        CHECK(refusal("town", "town") == "fit_target_encoding: column 'town' is a category, not a number");
        CHECK(refusal("churned", "churned") == "fit_target_encoding: column 'churned' is a number, not a category");
        CHECK(refusal("city", "churned") ==
              "fit_target_encoding: there is no column 'city'; the columns are 'id', 'town', 'churned'");
        arenite::column const codes{.name = "town", .kind = arenite::column_kind::category};
        CHECK(refusal("town", "churned", arenite::schema{arenite::text("id"), codes, arenite::number("churned")}) ==
              "fit_target_encoding: column 'town' has no vocabulary");
    }
}
