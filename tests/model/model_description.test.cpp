// SPDX-License-Identifier: MIT
#include <arenite/model/model_description.hpp>

#include "small_ensemble.hpp"

#include <arenite/model/linear_booster.hpp>
#include <arenite/model/model.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::model, arenite::model_description;

std::size_t bytes_of_parts(model_description const& of) {
    std::size_t bytes = 0;
    for (auto const& part : of.parts) bytes += part.bytes;
    return bytes;
}

TEST_SUITE("model") {
    TEST_CASE("model_description: trees by depth; the last figure counts the deeper ones too") {
        model_description of;
        for (std::size_t const depth : std::initializer_list<std::size_t>{0, 3, 3, 63, 64, 1000}) of.add_tree(depth);
        CHECK(of.deepest == 1000);
        CHECK(of.depths[0] == 1);
        CHECK(of.depths[3] == 2);
        CHECK(of.depths[63] == 1);
        CHECK(of.depths[64] == 2);
    }

    TEST_CASE("model_description: of an ensemble, its shape and every byte that it holds") {
        model const erased{
            small_ensemble<float>({{{.value = 1, .feature = 1, .left = 1, .right = 2}, {.value = 1}, {.value = 2}},
                                   {{.value = 3}},
                                   {{.value = 4}}},
                                  {.outputs = 3, .features = 4, .link = {arenite::link_kind::argmax}}),
            {.format = "test"}};
        auto const of = erased.describe();
        CHECK(of.info.format == "test");
        CHECK(of.schema.size() == 4);
        CHECK(of.used_features() == 1);
        CHECK(of.margins == 3);
        CHECK(of.outputs == 1);
        CHECK(of.trees == 3);
        CHECK(of.nodes == 5);
        CHECK(of.leaves == 4);
        CHECK(of.deepest == 1);
        CHECK(of.depths[0] == 2);
        CHECK(of.depths[1] == 1);
        CHECK(of.bytes == erased.bytes());
        CHECK(bytes_of_parts(of) == of.bytes);
    }

    TEST_CASE("model_description: of a linear booster, its weights") {
        model const erased{arenite::linear_booster<float>{{.features = 7, .outputs = 2}, arenite::system_memory()}, {}};
        auto const of = erased.describe();
        CHECK(of.trees == 0);
        REQUIRE(of.parts.size() == 2);
        CHECK(of.parts[0].name == "weights");
        CHECK(of.parts[0].bytes == 64);
        CHECK(bytes_of_parts(of) == of.bytes);
    }
}

}  // namespace
