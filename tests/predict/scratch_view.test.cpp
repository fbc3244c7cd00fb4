// SPDX-License-Identifier: MIT
#include <arenite/predict/scratch_view.hpp>

#include "throwing_contract.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>

namespace {

TEST_SUITE("predict") {
    TEST_CASE("scratch_view: what is taken is aligned, apart, and free again for the caller") {
        alignas(64) std::array<std::byte, 256> memory{};
        arenite::scratch_view scratch{memory};
        auto const callee = [](arenite::scratch_view given) { return given.take<double>(9); };
        auto const first = callee(scratch), again = callee(scratch);
        CHECK(first.data() == again.data());
        CHECK(scratch.size() == 256);

        auto const floats = scratch.take<float>(1);
        auto const bytes = scratch.take<char>(65);
        CHECK(reinterpret_cast<std::uintptr_t>(floats.data()) % 64 == 0);
        CHECK(reinterpret_cast<std::uintptr_t>(bytes.data()) - reinterpret_cast<std::uintptr_t>(floats.data()) == 64);
        CHECK(scratch.size() == 64);
    }

    TEST_CASE("scratch_view: nothing is taken of an empty one") {
        arenite::scratch_view scratch;
        CHECK(scratch.take<int>(0).empty());
        CHECK(scratch.size() == 0);
    }

    TEST_CASE("scratch_view: more than there is breaks a contract, also where the bytes are more than can be counted") {
        alignas(64) std::array<std::byte, 128> memory{};
        arenite::scratch_view scratch{memory};
        throwing_contract const throwing;
        CHECK_THROWS_AS(static_cast<void>(scratch.take<char>(129)), broken_contract);
        CHECK_THROWS_AS(static_cast<void>(scratch.take<double>(std::size_t{1} << 61)), broken_contract);
        CHECK_THROWS_AS(static_cast<void>(scratch.take<double>(~std::size_t{0})), broken_contract);
        CHECK(scratch.take<char>(128).size() == 128);
    }
}

}  // namespace
