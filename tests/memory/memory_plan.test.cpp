// SPDX-License-Identifier: MIT
#include <arenite/memory/memory_plan.hpp>

#include "support/malloc_probe.hpp"
#include "support/throwing_contract.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <random>
#include <sstream>

using arenite::largest_region_bytes, arenite::memory_plan, arenite::part_life;

namespace {

constexpr std::size_t total_of_two() {
    memory_plan plan;
    plan.add("rows", 128);
    plan.add("scores", 64);
    return plan.total();
}
static_assert(total_of_two() == 192);

memory_plan random_plan(std::mt19937_64& random) {
    memory_plan plan;
    for (auto count = random() % 20; count != 0; --count) {
        plan.add("part", 64 * (random() % 100), static_cast<part_life>(random() % 4));
        if (random() % 3 == 0) plan.next_step();
    }
    return plan;
}

std::size_t sum_of(memory_plan const& plan) {
    std::size_t sum = 0;
    for (auto const& part : plan.parts()) sum += part.bytes;
    return sum;
}

/// No two parts overlap both in their lives and in their bytes, and none sticks out.
bool is_sound(memory_plan const& plan) {
    auto const layout = plan.layout();
    auto const parts = plan.parts();
    for (std::size_t i = 0; i != parts.size(); ++i) {
        if (layout.offsets[i] % 64 != 0 || layout.offsets[i] + parts[i].bytes > layout.bytes) return false;
        for (std::size_t j = 0; j != i; ++j)
            if (overlap(parts[i], parts[j]) && layout.offsets[i] < layout.offsets[j] + parts[j].bytes &&
                layout.offsets[j] < layout.offsets[i] + parts[i].bytes)
                return false;
    }
    return true;
}

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("memory_plan: keeps its parts in order and sums them") {
        memory_plan plan;
        CHECK(plan.parts().empty());
        CHECK(plan.total() == 0);
        plan.add("rows", 128);
        plan.add("scores", 64);
        REQUIRE(plan.parts().size() == 2);
        CHECK(plan.parts()[0].stage == "rows");
        CHECK(plan.parts()[1].bytes == 64);
        CHECK(plan.total() == 192);
    }

    TEST_CASE("memory_plan: a sum that overflows is larger than any region") {
        memory_plan plan;
        for (int i = 0; i != 20; ++i) plan.add("rows", largest_region_bytes);
        CHECK(plan.total() > largest_region_bytes);
        plan.add("rows", std::size_t(-1));
        CHECK(plan.total() > largest_region_bytes);
    }

    TEST_CASE("memory_plan: the part after the last that it can hold breaks the contract") {
        throwing_contract const watched;
        memory_plan plan;
        for (std::size_t i = 0; i != memory_plan::capacity; ++i) plan.add("rows", 64);
        CHECK(plan.total() == 64 * memory_plan::capacity);
        CHECK_THROWS_AS(plan.add("rows", 64), broken_contract);
    }

    TEST_CASE("memory_plan: parts whose lives do not overlap share bytes") {
        memory_plan plan;
        plan.add("buffer", 640);
        plan.add("names", 320, part_life::start);
        plan.add("index", 192, part_life::step);
        plan.add("rows", 256, part_life::batch);
        plan.next_step();
        plan.add("scores", 64, part_life::batch);
        plan.add("scratch", 64, part_life::step);
        CHECK(plan.admission() == 640 + 256 + 192);  // the index of one step, or scores and scratch of the other
        CHECK(plan.live_bytes() == plan.admission());
        CHECK(is_sound(plan));
    }

    TEST_CASE("memory_plan: any layout is sound, not above the sum, not below what is live, and grows with its parts") {
        std::mt19937_64 random{7};
        std::size_t shared = 0;
        for (int round = 0; round != 5000; ++round) {
            CAPTURE(round);
            auto const plan = random_plan(random);
            auto const layout = plan.layout();
            REQUIRE(is_sound(plan));
            REQUIRE(layout.bytes <= sum_of(plan));
            REQUIRE(layout.bytes >= plan.live_bytes());
            REQUIRE(std::reduce(layout.charged.begin(), layout.charged.end()) == layout.bytes);
            shared += layout.bytes < sum_of(plan) ? 1U : 0U;

            memory_plan larger;
            auto const grown = plan.parts().empty() ? 0 : random() % plan.parts().size();
            unsigned step = 0;
            for (std::size_t i = 0; i != plan.parts().size(); ++i) {
                auto const& part = plan.parts()[i];
                for (; step != part.step; ++step) larger.next_step();
                larger.add(part.stage, part.bytes + (i == grown ? 64 : 0), part.life);
            }
            REQUIRE(larger.admission() >= plan.admission());
        }
        CHECK(shared > 1000);
    }

    TEST_CASE("memory_plan: the total is the larger phase: loading the model, or running beside it") {
        memory_plan plan;
        plan.add("rows", 640);
        plan.add_model(128, 384);
        CHECK(plan.admission() == 640);
        CHECK(plan.total() == 128 + 640);
        plan.add_model(64, 1024);
        CHECK(plan.total() == 192 + 1024);
        plan.add_model(std::size_t(-1), 0);
        CHECK(plan.total() > largest_region_bytes);
    }

    TEST_CASE("memory_plan: prints a line for each part and the total, which is the sum of the lines") {
        memory_plan plan;
        plan.add("csv buffer", 65'536);
        plan.add("csv names", 128, part_life::start);
        plan.add("scores", 64, part_life::batch);
        plan.add_model(3200, 393'216);
        std::ostringstream out;
        out.width(100);
        out << plan;
        CHECK(out.str() ==
              "model                                        3200 bytes\n"
              "csv buffer                                  65536 bytes\n"
              "csv names (start, 64 shared)                   64 bytes\n"
              "scores (batch)                                 64 bytes\n"
              "model loading (before, 65664 shared)       327552 bytes\n"
              "total 396416 bytes");
    }
}
