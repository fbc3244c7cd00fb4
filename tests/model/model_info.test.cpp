// SPDX-License-Identifier: MIT
#include <arenite/model/model_info.hpp>

#include <doctest/doctest.h>

#include <type_traits>

namespace {

static_assert(std::is_nothrow_copy_constructible_v<arenite::model_info>);

TEST_SUITE("model") {
    TEST_CASE("model_info: of no file says so") {
        arenite::model_info const info{};
        CHECK(info.format == "none");
        CHECK(info.trainer_version.view().empty());
        CHECK(info.output == arenite::precision::float64);
    }
}

}  // namespace
