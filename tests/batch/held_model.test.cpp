// SPDX-License-Identifier: MIT
#include <arenite/batch/held_model.hpp>

#include <doctest/doctest.h>

using arenite::held_by, arenite::held_model;

namespace {

struct says_nothing {};
struct says_what_it_holds {
    [[nodiscard]] held_model held() const noexcept { return {nullptr, 640, 64}; }
};

}  // namespace

TEST_SUITE("batch") {
    TEST_CASE("held_by: what a predictor says, or nothing") {
        CHECK(held_by(says_nothing{}).bytes == 0);
        CHECK(held_by(says_what_it_holds{}).bytes == 640);
        CHECK(held_by(says_what_it_holds{}).loading_bytes == 64);
    }
}
