// SPDX-License-Identifier: MIT
#include <arenite/core/attempt.hpp>

#include <doctest/doctest.h>

#include <new>
#include <stdexcept>
#include <string>

using arenite::attempt;

namespace {

struct out_of_rows : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace

TEST_SUITE("core") {
    TEST_CASE("attempt: what is returned is passed on, a reference as a reference") {
        int value = 7;
        auto const act = [&]() -> int& { return value; };
        auto& same = attempt<std::bad_alloc>(act, [&](auto const&) -> int& { return value; });
        CHECK(&same == &value);
    }

    TEST_CASE("attempt: an error of the type, or of one derived from it, becomes the other answer") {
        auto const words = [](std::runtime_error const& error) { return std::string{error.what()}; };
        CHECK(attempt<std::runtime_error>([]() -> std::string { throw out_of_rows{"no row"}; }, words) == "no row");
    }

    TEST_CASE("attempt: other errors pass through") {
        auto const act = []() -> int { throw std::bad_alloc{}; };
        CHECK_THROWS_AS(attempt<std::runtime_error>(act, [](auto const&) { return 0; }), std::bad_alloc);
    }
}
