// SPDX-License-Identifier: MIT
#include <arenite/model/output_kind.hpp>

#include <doctest/doctest.h>

namespace {

TEST_SUITE("model") {
    TEST_CASE("output_kind: the prediction is what is meant when nothing is said") {
        CHECK(arenite::output_kind{} == arenite::output_kind::prediction);
    }
}

}  // namespace
