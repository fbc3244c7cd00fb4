// SPDX-License-Identifier: MIT
#include <arenite/model/tree_ensemble_builder.hpp>

#include "small_ensemble.hpp"
#include "throwing_contract.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

std::vector<written_node<float>> const stump{{.left = 1, .right = 2}, {}, {}};

TEST_SUITE("model") {
    TEST_CASE("tree_ensemble_builder: acquires regions of the stated sizes, and one for the kernels") {
        arenite::tree_ensemble_size const size{
            .splits = 1, .largest_tree = 3, .trees = 1, .outputs = 2, .features = 65};
        arenite::budget memory{std::size_t{1} << 16};
        {
            arenite::tree_ensemble_builder<float> builder{size, memory};
            CHECK(memory.used() == size.bytes<float>() + size.reading_bytes<float>());
            CHECK(size.bytes<float>() == 5 * 64 + 0 + 64 + 64);
            CHECK(size.reading_bytes<float>() == 64);
            CHECK(builder.nodes.size() == 3);
            add_tree(builder, stump, made<float>);
            auto const built = std::move(builder).build();
            CHECK(built.bytes() > size.bytes<float>());
            CHECK(memory.used() == built.bytes());
        }
        CHECK(memory.used() == 0);
    }

    TEST_CASE("tree_ensemble_builder: a size that no region has is refused") {
        arenite::budget memory{arenite::budget::unlimited};
        auto const build = [&](std::size_t nodes) {
            arenite::tree_ensemble_builder<double>{{.splits = nodes / 2, .largest_tree = nodes, .trees = 1}, memory};
        };
        CHECK_THROWS_AS(build(std::size_t{1} << 61), arenite::budget_exceeded);
        CHECK_THROWS_AS(build(~std::size_t{0}), arenite::budget_exceeded);
        CHECK(memory.used() == 0);
    }

    TEST_CASE("tree_ensemble_builder: a tree that there is no room for is refused") {
        arenite::budget memory{4096};
        arenite::tree_ensemble_builder<float> builder{{.splits = 1, .largest_tree = 5, .trees = 2, .features = 1},
                                                      memory};
        std::vector<written_node<float>> const larger{{.left = 1, .right = 2}, {.left = 3, .right = 4}, {}, {}, {}};
        CHECK_THROWS_AS(add_tree(builder, larger, made<float>), std::invalid_argument);
        add_tree(builder, stump, made<float>);
        CHECK_THROWS_AS(add_tree(builder, stump, made<float>), std::invalid_argument);
        add_tree(builder, {{.value = 1}}, made<float>);
        CHECK_THROWS_AS(add_tree(builder, {{.value = 1}}, made<float>), std::invalid_argument);
        CHECK(std::move(builder).build().nodes() == 4);
    }

    TEST_CASE("tree_ensemble_builder: more nodes than there is room for are refused, and nothing is touched") {
        arenite::budget memory{4096};
        arenite::tree_ensemble_builder<float> builder{{.splits = 9, .largest_tree = 3, .trees = 1, .features = 1},
                                                      memory};
        CHECK(builder.add_tree(5, {}).has_value());
        CHECK(builder.add_tree(0, {}).has_value());
    }

    TEST_CASE(
        "tree_ensemble_builder: trees that are missing, or that add to outputs that are not there, break a contract") {
        throwing_contract const throws;
        arenite::budget memory{4096};
        auto const built = [&](std::size_t outputs, std::size_t vectors, std::uint32_t output, std::size_t trees) {
            arenite::tree_ensemble_builder<float> builder{
                {.largest_tree = 1, .trees = 2, .outputs = outputs, .features = 1, .leaf_vectors = vectors}, memory};
            for (std::size_t t = 0; t != trees; ++t) {
                add_tree(builder, {{.value = 1}}, made<float>);
                builder.trees[t].output = output;
            }
            return std::move(builder).build().outputs();
        };
        CHECK(built(2, 0, 1, 2) == 2);
        CHECK(built(2, 1, 0, 2) == 2);
        CHECK_THROWS_AS(built(2, 0, 2, 2), broken_contract);
        CHECK_THROWS_AS(built(2, 1, 1, 2), broken_contract);
        CHECK_THROWS_AS(built(1, 0, 0, 1), broken_contract);
        CHECK_THROWS_AS(built(0, 0, 0, 0), broken_contract);
    }

    TEST_CASE("tree_ensemble_builder: nodes that nobody reaches are dropped, and do not change the numbers of leaves") {
        arenite::budget memory{4096};
        arenite::tree_ensemble_builder<float> builder{{.splits = 2, .largest_tree = 5, .trees = 1, .features = 1},
                                                      memory};
        add_tree(builder, {{.left = 2, .right = 4}, {.value = 9}, {.value = 1}, {.value = 9}, {.value = 2}},
                 made<float>);
        auto const built = std::move(builder).build();
        CHECK(built.nodes() == 3);
        std::array const rows{-1.0f, 1.0f};
        std::array<std::int32_t, 2> ids{};
        built.leaves(arenite::batch_view<float const>{rows.data(), 2, 1}, {ids.data(), 2, 1});
        CHECK(ids == std::array{2, 4});
    }

    TEST_CASE("tree_ensemble_builder: leaves can be counted from left to right") {
        arenite::tree_ensemble_builder<float> builder{{.splits = 1, .largest_tree = 3, .trees = 1, .features = 1},
                                                      arenite::system_memory()};
        builder.nodes[0].left = 2;
        builder.nodes[0].right = 1;
        builder.nodes[1].set_leaf();
        builder.nodes[2].set_leaf();
        std::vector<std::uint32_t> workspace(8);
        CHECK_FALSE(builder.add_tree(3, workspace, arenite::tree_ensemble_builder<float>::leaves_from_left));
        auto const built = std::move(builder).build();
        std::array const rows{-1.0f, 1.0f};
        std::array<std::int32_t, 2> ids{};
        built.leaves(arenite::batch_view<float const>{rows.data(), 2, 1}, {ids.data(), 2, 1});
        CHECK(ids == std::array{0, 1});
    }

    TEST_CASE("tree_ensemble_builder: names are copied, and only for features that there are") {
        arenite::budget memory{4096};
        arenite::tree_ensemble_builder<float> builder{{.trees = 1, .features = 2, .name_characters = 5}, memory};
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
