// SPDX-License-Identifier: MIT
#include <arenite/memory/planned_part.hpp>

#include <doctest/doctest.h>

using arenite::overlap, arenite::part_life, arenite::planned_part;
using enum part_life;

namespace {

constexpr bool meet(part_life one, unsigned one_step, part_life other, unsigned other_step) {
    planned_part const first{"a", 64, one, one_step}, second{"b", 64, other, other_step};
    return overlap(first, second) && overlap(second, first);
}
constexpr bool apart(part_life one, unsigned one_step, part_life other, unsigned other_step) {
    planned_part const first{"a", 64, one, one_step}, second{"b", 64, other, other_step};
    return !overlap(first, second) && !overlap(second, first);
}

static_assert(meet(run, 0, run, 3) && meet(run, 2, start, 0) && meet(run, 2, batch, 1) && meet(run, 2, step, 1));
static_assert(meet(start, 0, start, 1) && apart(start, 0, batch, 0) && apart(start, 0, step, 0));
static_assert(meet(batch, 0, batch, 2) && meet(batch, 1, step, 1) && meet(batch, 1, step, 2));
static_assert(apart(batch, 1, step, 0));
static_assert(meet(step, 1, step, 1) && apart(step, 1, step, 2));

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("planned_part: each life has its word") {
        CHECK(name_of(run) == "run");
        CHECK(name_of(start) == "start");
        CHECK(name_of(batch) == "batch");
        CHECK(name_of(step) == "step");
    }
}
