// SPDX-License-Identifier: MIT
#include <arenite/model/tree_ensemble_builder.hpp>

#include "small_ensemble.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

std::vector<written_node<float>> const stump{{.left = 1, .right = 2}, {}, {}};

TEST_SUITE("model") {
    TEST_CASE("tree_ensemble_builder: acquires a region of the stated size, and one for the kernels") {
        arenite::tree_ensemble_size const size{.nodes = 3, .trees = 1, .outputs = 2, .features = 65, .name_characters = 0};
        arenite::budget memory{std::size_t{1} << 16};
        {
            arenite::tree_ensemble_builder<float> builder{size, memory};
            CHECK(memory.used() == size.bytes<float>());
            CHECK(size.bytes<float>() == 64 + 64 + 0 + 64 + 64);
            CHECK(builder.nodes.size() == 3);
            for (std::size_t i = 0; auto const& node : stump) builder.nodes[i++] = made(node);
            std::array<std::uint32_t, 2> workspace{};
            REQUIRE(!builder.check(0, 3, workspace));
            auto const built = std::move(builder).build();
            CHECK(built.bytes() > size.bytes<float>());
            CHECK(memory.used() == built.bytes());
        }
        CHECK(memory.used() == 0);
    }

    TEST_CASE("tree_ensemble_builder: a size that no region has is refused") {
        arenite::budget memory{arenite::budget::unlimited};
        auto const build = [&](std::size_t nodes) {
            arenite::tree_ensemble_builder<double>{{.nodes = nodes, .trees = 1}, memory};
        };
        CHECK_THROWS_AS(build(std::size_t{1} << 61), arenite::budget_exceeded);
        CHECK_THROWS_AS(build(~std::size_t{0}), arenite::budget_exceeded);
        CHECK(memory.used() == 0);
    }

    TEST_CASE("tree_ensemble_builder: names are copied, and only for features that there are") {
        arenite::budget memory{4096};
        arenite::tree_ensemble_builder<float> builder{{.nodes = 1, .trees = 1, .features = 2, .name_characters = 5}, memory};
        std::string name = "age";
        CHECK(builder.columns.set_name(0, name));
        name = "xxx";
        CHECK(!builder.columns.set_name(1, "long"));
        CHECK(builder.columns.set_name(1, "bp"));
        CHECK(!builder.columns.set_name(2, ""));
        auto const schema = builder.columns.view();
        CHECK(schema[0].name == "age");
        CHECK(schema[1].name == "bp");
        CHECK(schema.named());
    }
}

}  // namespace
