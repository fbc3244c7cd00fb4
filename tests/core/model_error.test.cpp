// SPDX-License-Identifier: MIT
#include <arenite/core/model_error.hpp>

#include <doctest/doctest.h>

#include <type_traits>

using arenite::model_error;

static_assert(std::is_base_of_v<std::runtime_error, model_error>);
static_assert(std::is_nothrow_copy_constructible_v<model_error> && std::is_nothrow_copy_assignable_v<model_error>);

TEST_SUITE("core") {
    TEST_CASE("model_error: carries the file, the place, what was found and what was expected") {
        model_error const bad{"m.json", "learner.trees[3]", 456, "2.5", "a whole number"};
        CHECK(bad.file() == "m.json");
        CHECK(bad.where() == "learner.trees[3]");
        CHECK(bad.byte() == 456);
        CHECK(bad.found() == "2.5");
        CHECK(bad.expected() == "a whole number");
    }

    TEST_CASE("model_error: what() says all of it") {
        model_error const bad{"m.json", "learner.trees[3]", 456, "2.5", "a whole number"};
        CHECK(std::string{bad.what()} == "m.json: learner.trees[3] (byte 456): found 2.5, expected a whole number");
        model_error const placeless{"m.json", "", 0, "nothing", "a model"};
        CHECK(std::string{placeless.what()} == "m.json (byte 0): found nothing, expected a model");
    }

    TEST_CASE("model_error: of a long path, the end is kept") {
        model_error const bad{std::string(200, '/') + "m.json", "", 0, "", ""};
        CHECK(bad.file().size() == 120);
        CHECK(bad.file().ends_with("/m.json"));
    }
}
