// SPDX-License-Identifier: MIT
#include <arenite/model/output_of.hpp>

#include <arenite/model/model.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::model, arenite::output_kind, arenite::output_of;

static_assert(arenite::predictor_of<output_of<model, output_kind::margin>, double>);
static_assert(arenite::predictor_of<output_of<model, output_kind::margin>, double, float>);
static_assert(!arenite::predictor_of<output_of<model, output_kind::margin>, double, std::int32_t>);
static_assert(arenite::predictor_of<output_of<model, output_kind::label>, float, double>);
static_assert(arenite::predictor_of<output_of<model, output_kind::leaf>, float, std::int32_t>);
static_assert(!arenite::predictor_of<output_of<model, output_kind::leaf>, double>);

TEST_SUITE("model") {
    TEST_CASE("output_of: scores have the type of the output") {
        CHECK(std::same_as<arenite::score_type<output_of<model, output_kind::leaf>, double>, std::int32_t>);
        CHECK(std::same_as<arenite::score_type<output_of<model, output_kind::prediction>, float>, float>);
    }
}

}  // namespace
