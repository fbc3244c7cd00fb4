// SPDX-License-Identifier: MIT
#include <arenite/model/recoded_ensemble.hpp>

#include "contracts/predictor_contract.hpp"
#include "malloc_probe.hpp"
#include "oracle.hpp"

#include <arenite/format/load_model.hpp>
#include <arenite/predict/scratch.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::load_model, arenite::recoded_ensemble;

std::string const ctr = oracle::folder + "catboost/ctr.json", one_hot = oracle::folder + "catboost/one_hot.json";

TEST_SUITE("model") {
    TEST_CASE("recoded_ensemble: keeps the semantics of a predictor") {
        for (auto const& path : {ctr, one_hot}) {
            auto const model = load_model(path);
            auto const* const recoded = model.get_if<recoded_ensemble>();
            REQUIRE(recoded != nullptr);
            contracts::check_predictor<double, double>(*recoded);
            contracts::check_predictor<double, double>(model.margins());
            contracts::check_predictor<double, std::int32_t>(model.leaves());
            contracts::check_predictor<float, float>(model);
        }
    }

    TEST_CASE("recoded_ensemble: any scratch of the least size or more gives the same bits, and nothing is allocated") {
        auto const model = load_model(ctr);
        oracle::test_case const of{ctr, oracle::folder + "rows/mixed.csv", ""};
        auto rows = oracle::rows_of(of, model);
        for (int doubling = 0; doubling != 3; ++doubling) rows.insert(rows.end(), rows.begin(), rows.end());
        auto const count = rows.size() / model.cols();
        REQUIRE(count > 2 * 256);
        arenite::batch_view<double const> const x{rows.data(), count, model.cols()};
        std::vector<double> expected(count * model.outputs()), got(expected.size());
        arenite::scratch const most{model, count};
        arenite::predict(model, x, arenite::batch_view<double>{expected.data(), count, model.outputs()}, most);
        for (auto bytes = model.least_scratch_bytes(); bytes < model.scratch_bytes(count); bytes = bytes * 3 / 2) {
            std::vector<std::byte> memory(bytes + 64);
            auto const address = reinterpret_cast<std::uintptr_t>(memory.data());
            auto const room = std::span{memory}.subspan(arenite::round_up(address) - address, bytes);
            allocation_count const counted;
            model.predict(x, arenite::batch_view<double>{got.data(), count, model.outputs()},
                          arenite::scratch_view{room});
            CHECK(counted.calls() == 0);
            CHECK(contracts::same_bits(got, expected));
        }
    }

    TEST_CASE("recoded_ensemble: says what it holds") {
        arenite::budget memory{16 << 20};
        auto const model = load_model(ctr, memory);
        CHECK(memory.used() == model.bytes());
        auto const description = model.describe();
        CHECK(std::ranges::any_of(description.parts, [](auto const& part) { return part.name == "recoding"; }));
        CHECK(description.trees == 8);
    }
}

}  // namespace
