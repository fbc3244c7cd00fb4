// SPDX-License-Identifier: MIT
#include <arenite/load/arrow_abi.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <type_traits>

// As another library's copy would be: the guards keep it out.
#ifndef ARROW_C_DATA_INTERFACE
struct ArrowSchema {};
struct ArrowArray {};
#endif
#ifndef ARROW_C_STREAM_INTERFACE
struct ArrowArrayStream {};
#endif

// The layout of the specification, on 64-bit platforms.
static_assert(std::is_standard_layout_v<ArrowSchema> && std::is_trivial_v<ArrowSchema> && sizeof(ArrowSchema) == 72);
static_assert(offsetof(ArrowSchema, format) == 0 && offsetof(ArrowSchema, name) == 8);
static_assert(offsetof(ArrowSchema, metadata) == 16 && offsetof(ArrowSchema, flags) == 24);
static_assert(offsetof(ArrowSchema, n_children) == 32 && offsetof(ArrowSchema, children) == 40);
static_assert(offsetof(ArrowSchema, dictionary) == 48 && offsetof(ArrowSchema, release) == 56);
static_assert(offsetof(ArrowSchema, private_data) == 64);

static_assert(std::is_standard_layout_v<ArrowArray> && std::is_trivial_v<ArrowArray> && sizeof(ArrowArray) == 80);
static_assert(offsetof(ArrowArray, length) == 0 && offsetof(ArrowArray, null_count) == 8);
static_assert(offsetof(ArrowArray, offset) == 16 && offsetof(ArrowArray, n_buffers) == 24);
static_assert(offsetof(ArrowArray, n_children) == 32 && offsetof(ArrowArray, buffers) == 40);
static_assert(offsetof(ArrowArray, children) == 48 && offsetof(ArrowArray, dictionary) == 56);
static_assert(offsetof(ArrowArray, release) == 64 && offsetof(ArrowArray, private_data) == 72);

static_assert(std::is_standard_layout_v<ArrowArrayStream> && sizeof(ArrowArrayStream) == 40);
static_assert(offsetof(ArrowArrayStream, get_schema) == 0 && offsetof(ArrowArrayStream, get_next) == 8);
static_assert(offsetof(ArrowArrayStream, get_last_error) == 16 && offsetof(ArrowArrayStream, release) == 24);
static_assert(offsetof(ArrowArrayStream, private_data) == 32);

TEST_SUITE("load") {
    TEST_CASE("arrow_abi: the flags are the specification's") {
        CHECK(ARROW_FLAG_DICTIONARY_ORDERED == 1);
        CHECK(ARROW_FLAG_NULLABLE == 2);
        CHECK(ARROW_FLAG_MAP_KEYS_SORTED == 4);
    }
}
