// SPDX-License-Identifier: MIT
#include <arenite/memory/walk_refusals.hpp>

#include <arenite/memory/budget.hpp>

#include <doctest/doctest.h>

#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using arenite::budget, arenite::refusal_pattern, arenite::refusal_walk, arenite::refusing_source;
using arenite::walk_refusals;

namespace {

std::string text_of(refusal_walk const& walk) {
    std::ostringstream out;
    out << walk;
    return out.str();
}

/// Acquires `count` regions one after the other, holds them all, and throws when one is refused.
auto holding(std::size_t count) {
    return [count](auto& source) {
        budget memory{1 << 20, source};
        std::vector<arenite::region> held;
        for (std::size_t i = 0; i != count; ++i) held.push_back(memory.acquire("test", 100));
        return held.size();
    };
}

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("walk_refusals: visits every acquisition, by both patterns") {
        for (std::size_t const count : {0U, 1U, 2U, 7U}) {
            std::size_t runs = 0;
            auto const walk = walk_refusals([&](refusing_source& source) {
                ++runs;
                holding(count)(source);
            });
            CHECK(walk);
            CHECK(walk.places == count);
            CHECK(runs == 2 * (count + 1));
        }
        CHECK(text_of(walk_refusals(holding(3))) == "refused at each of 3 places: nothing leaked");
    }

    TEST_CASE("walk_refusals: an operation may do without, or try again") {
        auto const walk = walk_refusals([](auto& source) {
            for (int i = 0; i != 2; ++i) {
                auto const region = source.acquire(64, 64);
                if (!region.empty()) return source.release(region);
            }
        });
        CHECK(walk);
        CHECK(walk.places == 1);
    }

    TEST_CASE("walk_refusals: finds what is not given back, and says where") {
        std::vector<std::span<std::byte>> lost;
        auto const walk = walk_refusals([&](auto& source) {
            auto const first = source.acquire(64, 64);
            if (first.empty()) return;
            auto const second = source.acquire(64, 64);
            if (second.empty()) return lost.push_back(first);
            source.release(second);
            source.release(first);
        });
        CHECK_FALSE(walk);
        CHECK(walk.leaked_regions == 1);
        CHECK(walk.places == 1);
        CHECK(text_of(walk) == "refused acquisition 1: 1 region(s) were not given back");
        for (auto const region : lost) arenite::system_source{}.release(region);
    }

    TEST_CASE("walk_refusals: finds what only leaks when all later acquisitions are refused too") {
        std::vector<std::span<std::byte>> lost;
        auto const walk = walk_refusals([&](auto& source) {
            auto const first = source.acquire(64, 64);
            auto second = source.acquire(64, 64);
            if (second.empty()) second = source.acquire(64, 64);
            if (second.empty() && !first.empty()) return lost.push_back(first);
            if (!second.empty()) source.release(second);
            if (!first.empty()) source.release(first);
        });
        CHECK_FALSE(walk);
        CHECK(walk.pattern == refusal_pattern::from_then_onwards);
        CHECK(text_of(walk) == "refused acquisition 1 and all after it: 1 region(s) were not given back");
        for (auto const region : lost) arenite::system_source{}.release(region);
    }

    TEST_CASE("walk_refusals: finds a leak of the run that is not refused") {
        std::vector<std::span<std::byte>> lost;
        auto const walk = walk_refusals([&](auto& source) {
            auto const region = source.acquire(64, 64);
            if (!region.empty()) lost.push_back(region);
        });
        CHECK_FALSE(walk);
        CHECK(text_of(walk) == "not refused: 1 region(s) were not given back");
        for (auto const region : lost) arenite::system_source{}.release(region);
    }

    TEST_CASE("walk_refusals: gives up an operation that always asks for more") {
        std::size_t runs = 0;
        auto const walk = walk_refusals([&](auto& source) { holding(++runs)(source); }, 50);
        CHECK_FALSE(walk);
        CHECK_FALSE(walk.finished);
        CHECK(runs == 50);
        CHECK(text_of(walk) == "still refused after 50 places: given up");
    }

    TEST_CASE("walk_refusals: errors that are not for want of memory pass through") {
        CHECK_THROWS_AS(static_cast<void>(walk_refusals([](auto&) { throw std::runtime_error{"no"}; })),
                        std::runtime_error);
    }
}
