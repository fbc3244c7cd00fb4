// SPDX-License-Identifier: MIT
#include <arenite/model/describe_model.hpp>

#include "memory/strict_json.hpp"

#include <doctest/doctest.h>

#include <sstream>

namespace {

constexpr std::string_view cities[] = {"Bern", "Lima"};
constexpr std::string_view classes[] = {"no", "y\ns"};
constexpr std::string_view words[] = {"False", "True"};
constexpr arenite::column_step steps[] = {
    {.op = arenite::column_op::fill}, {.op = arenite::column_op::product}, {.op = arenite::column_op::fill}};
constexpr arenite::column columns[] = {{.name = "size", .vocabulary = words},
                                       {.name = "city", .kind = arenite::column_kind::category, .vocabulary = cities},
                                       {.name = "\"x\"\n"}};

arenite::model_description sample() {
    arenite::model_description of{.info = {.format = "test", .objective = std::string_view{"reg"}}, .outputs = 1};
    of.schema = arenite::schema_view{columns};
    of.classes = classes;
    of.prepared = 2;
    of.preparation = steps;
    of.margins = 2;
    of.trees = 3;
    of.nodes = 9;
    of.leaves = 6;
    for (std::size_t const depth : std::initializer_list<std::size_t>{2, 2, 70}) of.add_tree(depth);
    of.bytes = 100;
    of.add_part("splits", 60);
    of.add_part("categories", 0);
    of.add_part("others", 40);
    return of;
}

template <class Streamed>
std::string streamed(Streamed const& of) {
    std::ostringstream out;
    out << of;
    return out.str();
}

TEST_SUITE("model") {
    TEST_CASE("describe_model: lines of a name and a value") {
        CHECK(streamed(sample()) ==
              "format      test\n"
              "trainer     \n"
              "objective   reg\n"
              "precision   double\n"
              "outputs     1\n"
              "margins     2\n"
              "classes     2\n"
              "  0         no\n"
              "  1         y\xEF\xBF\xBDs\n"
              "prepared    2\n"
              "  fill      2\n"
              "  product   1\n"
              "trees       3\n"
              "  depth 2   2\n"
              "  depth 64+ 1\n"
              "nodes       9\n"
              "leaves      6\n"
              "bytes       100\n"
              "  splits    60\n"
              "  others    40\n"
              "features    3\n"
              "  read      3\n"
              "  0 number: size\n"
              "  1 category of 2: city\n"
              "  2 number: \"x\"\xEF\xBF\xBD\n");
    }

    TEST_CASE("describe_model: the same as JSON") {
        auto const text = streamed(as_json(sample()));
        strict_json const json{text};
        REQUIRE(json.error == "");
        CHECK(json["format"] == "test");
        CHECK(json["objective"] == "reg");
        CHECK(json["precision"] == "double");
        CHECK(json.size("classes") == 2);
        CHECK(json["classes.0"] == "no");
        CHECK(json["prepared"] == "2");
        CHECK(json["preparation.fill"] == "2");
        CHECK(json["preparation.product"] == "1");
        CHECK(json["trees"] == "3");
        CHECK(json["deepest"] == "70");
        CHECK(json.size("depths") == 65);
        CHECK(json["depths.2"] == "2");
        CHECK(json["depths.64"] == "1");
        CHECK(json["bytes"] == "100");
        CHECK(json.size("parts") == 2);
        CHECK(json["parts.1.bytes"] == "40");
        CHECK(json.size("features") == 3);
        CHECK(json["features.1.kind"] == "category");
        CHECK(json["features.1.categories"] == "2");
        CHECK(json["features.0.categories"] == "0");
        CHECK(json["features.0.used"] == "true");
    }

    TEST_CASE("describe_model: a model without trees has no depths") {
        auto const text = streamed(as_json(arenite::model_description{}));
        strict_json const json{text};
        REQUIRE(json.error == "");
        CHECK(json.size("depths") == 0);
        CHECK(json.size("classes") == 0);
        CHECK(streamed(arenite::model_description{}).find("depth") == std::string::npos);
        CHECK(streamed(arenite::model_description{}).find("classes") == std::string::npos);
    }
}

}  // namespace
