// SPDX-License-Identifier: MIT
#include <arenite/core/contract.hpp>

#include "support/throwing_contract.hpp"

#include <doctest/doctest.h>

#include <string_view>

namespace {

constexpr int half(int even) {
    arenite::contract(even % 2 == 0, "half() takes an even number");
    return even / 2;
}
static_assert(half(4) == 2);

void ignore(char const*, std::source_location) {}

}  // namespace

TEST_SUITE("core") {
    TEST_CASE("contract: one that holds does nothing") {
        throwing_contract const watched;
        CHECK(half(2) == 1);
    }

    TEST_CASE("contract: a broken one tells the handler what was claimed, and where") {
        throwing_contract const watched;
        try {
            static_cast<void>(half(3));
            FAIL("the contract was broken");
        } catch (broken_contract const& broken) {
            CHECK(broken.claim == "half() takes an even number");
            CHECK(std::string_view{broken.file}.ends_with("contract.test.cpp"));
        }
    }

    TEST_CASE("contract: replacing the handler gives the one before") {
        auto const first = arenite::set_contract_handler(&ignore);
        CHECK((first != nullptr && first != &ignore));
        CHECK((arenite::set_contract_handler(first) == &ignore));
        CHECK((arenite::set_contract_handler(first) == first));
    }
}
