// SPDX-License-Identifier: MIT
// The scores of a LibSVM text are those of the trainers' own loaders.
#include <arenite/load/libsvm_batches.hpp>

#include "oracle.hpp"

#include <arenite/format/load_model.hpp>
#include <arenite/predict/score_with.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::libsvm_absent, arenite::libsvm_batches;

std::string path_of(std::string const& name) { return oracle::folder + "libsvm/" + name + ".svm"; }

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("libsvm_batches: scores are those of the trainers on the same file") {
        struct {
            std::string name, model;
            libsvm_absent absent;
        } const cases[] = {{"xgboost", "xgboost/missing.json", libsvm_absent::missing},
                           {"lightgbm", "lightgbm/missing_nan.txt", libsvm_absent::zero}};
        for (auto const& [name, model_name, absent] : cases) {
            CAPTURE(name);
            auto const model = arenite::load_model(oracle::folder + model_name);
            auto const said = oracle::lines_of(oracle::folder + "libsvm/" + name + ".margin.csv");
            libsvm_batches batches{path_of(name), model.schema(), {.batch_rows = 7, .absent = absent}};
            std::size_t row = 0;
            auto const check = [&]<class Score>(Score score) {
                CHECK(arenite::format_number(score).view() ==
                      arenite::format_number(arenite::parse_number<Score>(said.at(row++)).number).view());
            };
            for (auto const [rows, scores] : batches | arenite::score_with(model.margins()))
                for (std::size_t r = 0; r != scores.rows(); ++r) {
                    if (name == "xgboost") check(static_cast<float>(scores(r, 0)));
                    else check(static_cast<double>(scores(r, 0)));
                }
            CHECK(row == said.size());
        }
    }
}
