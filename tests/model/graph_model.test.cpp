// SPDX-License-Identifier: MIT
#include <arenite/model/graph_model.hpp>

#include "contracts/predictor_contract.hpp"
#include "malloc_probe.hpp"
#include "oracle.hpp"

#include <arenite/format/load_model.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::graph_model, arenite::load_model;

static_assert(arenite::batch_predictor<graph_model>);

TEST_SUITE("model") {
    TEST_CASE("graph_model: keeps the semantics of a predictor") {
        for (std::string const name : {"forest_classes", "boosting_binary", "imputed_and_scaled", "normalized"}) {
            CAPTURE(name);
            auto const model = load_model(oracle::folder + "onnx/" + name + ".onnx");
            auto const* const graph = model.get_if<graph_model>();
            REQUIRE(graph != nullptr);
            contracts::check_predictor<double, double>(*graph);
            contracts::check_predictor<float, float>(*graph);
            contracts::check_predictor<float, float>(model);
            contracts::check_predictor<double, double>(model.margins());
        }
    }

    TEST_CASE("graph_model: allocates nothing while it scores") {
        if (skipped_without_malloc_probe()) return;
        auto const model = load_model(oracle::folder + "onnx/imputed_and_scaled.onnx");
        std::vector<float> const rows(700 * model.cols(), 1.5F);
        std::vector<float> scores(700 * model.outputs());
        arenite::batch_view<float const> const x{rows.data(), 700, model.cols()};
        arenite::batch_view<float> const y{scores.data(), 700, model.outputs()};
        allocation_count const counted;
        arenite::predict(model, x, y);
        auto const calls = counted.calls();
        CHECK(calls == 0);
        CHECK(scores.front() + scores[1] + scores[2] == doctest::Approx(1));
    }
}

}  // namespace
