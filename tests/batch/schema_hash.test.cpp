// SPDX-License-Identifier: MIT
#include <arenite/batch/schema_hash.hpp>

#include <doctest/doctest.h>

#include <array>

namespace {

using arenite::column, arenite::column_kind, arenite::schema_hash, arenite::schema_view;

constexpr std::string_view colours[] = {"red", "green"}, turned[] = {"green", "red"}, joined[] = {"redgreen"};

std::uint64_t hash_of(std::initializer_list<column> columns) {
    return schema_hash(schema_view{std::span{columns.begin(), columns.size()}});
}

TEST_SUITE("batch") {
    TEST_CASE("schema_hash: names, kinds and vocabularies in order make the hash, and nothing else") {
        column const age{.name = "age"}, colour{.name = "colour", .kind = column_kind::category, .vocabulary = colours};
        auto const hash = hash_of({age, colour});
        CHECK(hash == hash_of({{.name = "age", .used = false, .unseen = arenite::unseen_category::coded}, colour}));
        CHECK(hash != hash_of({colour, age}));
        CHECK(hash != hash_of({age}));
        CHECK(hash != hash_of({{.name = "agecolour"}, colour}));
        CHECK(hash != hash_of({{.name = "age", .kind = column_kind::hashed}, colour}));
        for (std::span<std::string_view const> const other :
             {std::span{turned}.subspan(0), std::span{colours}.first(1)})
            CHECK(hash != hash_of({age, {.name = "colour", .kind = column_kind::category, .vocabulary = other}}));
        CHECK(hash_of({colour}) != hash_of({{.name = "colour", .kind = column_kind::category, .vocabulary = joined}}));
    }

    TEST_CASE("schema_hash: columns without names are counted, however they are stored") {
        std::array<std::uint64_t, 2> const bits{5, 0};
        CHECK(schema_hash(schema_view{70}) == schema_hash(schema_view{70, bits}));
        CHECK(schema_hash(schema_view{70}) != schema_hash(schema_view{71}));
        CHECK(hash_of({{}, {}}) == schema_hash(schema_view{2}));
    }

    TEST_CASE("schema_hash: stays what it was in every version") {
        column const age{.name = "age"}, colour{.name = "colour", .kind = column_kind::category, .vocabulary = colours};
        CHECK(hash_of({age, colour}) == 12632105464882636431u);
        CHECK(schema_hash(schema_view{}) == 10794682546488580223u);
    }
}

}  // namespace
