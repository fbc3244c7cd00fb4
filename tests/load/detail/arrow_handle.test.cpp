// SPDX-License-Identifier: MIT
#include <arenite/load/detail/arrow_handle.hpp>

#include <doctest/doctest.h>

using handle = arenite::detail::arrow_handle<ArrowArray>;

namespace {

int released = 0;

ArrowArray counted() {
    released = 0;
    ArrowArray array{};
    array.release = [](ArrowArray* part) {
        ++released;
        part->release = nullptr;
    };
    return array;
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("arrow_handle: releases once what it took") {
        auto array = counted();
        {
            handle taken{array};
            CHECK((array.release == nullptr));
            handle moved{std::move(taken)};
            CHECK(moved);
            CHECK_FALSE(taken);
            CHECK(released == 0);
        }
        CHECK(released == 1);
    }

    TEST_CASE("arrow_handle: releases what it held before it takes more, and early on request") {
        auto array = counted(), other = array;
        handle taken{array};
        taken = handle{other};
        CHECK(released == 1);
        taken.reset();
        CHECK(released == 2);
        CHECK_FALSE(taken);
        taken.reset();
        CHECK(released == 2);
    }

    TEST_CASE("arrow_handle: of what was released already holds nothing") {
        ArrowArray array{};
        handle const taken{array};
        CHECK_FALSE(taken);
    }
}
