// SPDX-License-Identifier: MIT
#include <arenite/format/detail/load_onnx.hpp>

#include "format/damaged_models.hpp"
#include "format/trainer_answers.hpp"
#include "oracle.hpp"
#include "support/one_in.hpp"

#include <arenite/format/load_model.hpp>
#include <arenite/model/describe_model.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::graph_model, arenite::load_model;

std::string const small = oracle::read_file(oracle::folder + "onnx/imputed_and_scaled.onnx");

oracle::verdict tried(std::string const& bytes) { return oracle::load(bytes, 1 << 20); }

TEST_SUITE("format") {
    TEST_CASE("load_onnx: scores are those of ONNX Runtime: bits of trees, links within 2 units in the last place") {
        auto const all = oracle::cases("onnx.csv");
        REQUIRE(all.size() > 10);
        for (auto const& of : all) {
            CAPTURE(of.model);
            auto const model = load_model(of.model);
            auto const x = oracle::rows_of(of, model);
            auto const said = oracle::said<float>(of, "prediction");
            std::vector<float> scores(x.size() / model.cols() * model.outputs());
            REQUIRE(scores.size() == said.size());
            arenite::predict(model, arenite::batch_view<double const>{x.data(), x.size() / model.cols(), model.cols()},
                             arenite::batch_view<float>{scores.data(), x.size() / model.cols(), model.outputs()});
            for (std::size_t i = 0; i != said.size(); ++i)
                REQUIRE(oracle::distance(scores[i], said[i]) <= (of.margins == "exact" ? 0 : 2));
        }
    }

    TEST_CASE("load_onnx: a file that is cut anywhere is refused") {
        auto const whole =
            small.size() - 32;  // behind the graph: domains and their versions, any number of which may be
        for (std::size_t size = 0; size < whole; size += one_in) {
            CAPTURE(size);
            CHECK(tried(small.substr(0, size)).refused);
        }
    }

    TEST_CASE("load_onnx: a file with any byte changed is refused or loads, within its budget") {
        constexpr int flips[] = {0x01, 0x80, 0xFF};
        for (std::size_t i = 0; i < small.size(); i += one_in) {
            auto damaged = small;
            damaged[i] = static_cast<char>(damaged[i] ^ flips[i % 3]);
            static_cast<void>(tried(damaged));
        }
    }

    TEST_CASE("load_onnx: an operator that is not there is named") {
        auto const refused = tried(oracle::replaced(small, "\"\6Scaler", "\"\6Sculpt"));  // its op_type
        CHECK(refused.refused);
        CHECK(refused.found.find("Sculpt") != std::string::npos);
    }

    TEST_CASE("load_onnx: holds what it says, and loads within it") {
        auto const model = load_model(std::as_bytes(std::span{small}));
        arenite::budget exact{model.bytes() + model.held().loading_bytes};
        CHECK(load_model(std::as_bytes(std::span{small}), {}, exact).bytes() == model.bytes());
        arenite::budget less{model.bytes() + model.held().loading_bytes - 1};
        CHECK_THROWS_AS(static_cast<void>(load_model(std::as_bytes(std::span{small}), {}, less)),
                        arenite::budget_exceeded);
    }
}

}  // namespace
