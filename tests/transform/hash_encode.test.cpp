// SPDX-License-Identifier: MIT
#include <arenite/transform/hash_encode.hpp>

#include "contracts/tile_stage_contract.hpp"
#include "transform/patients.hpp"

#include <doctest/doctest.h>

namespace {

using arenite::hash_encode;

arenite::schema const people{arenite::category("sex", {"one", "two"}), arenite::number("age"),
                             arenite::category("decade", {"20s", "30s"}), arenite::number("income")};

TEST_SUITE("transform") {
    TEST_CASE("hash_encode: is scikit-learn's FeatureHasher") { patients::check_like("hash_encode", hash_encode(8)); }

    TEST_CASE("hash_encode: the columns of hashes are behind the others; what is no category adds nothing") {
        std::vector<std::vector<double>> const rows{{0, 5, 1, 6}, {missing, 5, 2, 6}, {0.5, 5, -1, 6}};
        auto const made = made_by(hash_encode(3, "decade", "sex"), rows, people);
        CHECK(made.names == std::vector<std::string>{"age", "income", "decade+sex#0", "decade+sex#1", "decade+sex#2"});
        CHECK(same_rows({made.rows.begin() + 1, made.rows.end()}, {{5, 6, 0, 0, 0}, {5, 6, 0, 0, 0}}));
        CHECK(made_by(hash_encode(2, "sex"), rows, people).names ==
              std::vector<std::string>{"age", "decade", "income", "sex#0", "sex#1"});
    }

    TEST_CASE("hash_encode: where a hash goes, and its sign") {
        using arenite::detail::hash_bucket;
        auto const check = [](std::uint32_t hash, std::size_t place, double sign) {
            auto const found = hash_bucket::of(hash, 10);
            CHECK(found.place == place);
            CHECK(found.sign == sign);
        };
        check(0, 0, 1);
        check(17, 7, 1);
        check(0xFFFFFFFE, 2, -1);  // -2
        check(0x80000000, 8, -1);  // -2147483648
        check(0x7FFFFFFF, 7, 1);   // 2147483647
    }

    TEST_CASE("hash_encode: categories in the same column add up") {
        auto const made = made_by(hash_encode(1), {{0, 5, 1, 6}}, people);
        auto const sign = [](std::string_view text) { return arenite::murmur_hash(text) >> 31 != 0 ? -1.0 : 1.0; };
        CHECK(made.rows[0] == std::vector<double>{5, 6, sign("sex=one") + sign("decade=30s")});
    }

    TEST_CASE("hash_encode: refuses what does not fit, when it is composed") {
        CHECK(refusal_of(hash_encode(3, "town"), people) ==
              "hash_encode: there is no column 'town'; the columns are 'sex', 'age', 'decade', 'income'");
        CHECK(refusal_of(hash_encode(3, "age"), people) == "hash_encode: column 'age' is a number, not a category");
        CHECK(refusal_of(hash_encode(0), people) == "hash_encode: found 0 buckets, expected at least one");
    }

    TEST_CASE("hash_encode: more columns of categories than are remembered") {
        std::vector<arenite::column> many;
        auto const vocabulary = arenite::category("", {"a", "b"});
        for (std::size_t i = 0; i != 40; ++i) {
            many.push_back(vocabulary);
            if (i % 3 == 0) many.push_back(arenite::number("n"));
        }
        arenite::schema const columns{many};
        auto const made = made_by(hash_encode(4), {std::vector<double>(columns.size(), 1)}, columns);
        CHECK(made.names.size() == 14 + 4);
        CHECK(made.names[13] == "n");
        CHECK(made.rows[0][13] == 1);
        contracts::check_tile_stage(hash_encode(4), columns);
    }

    TEST_CASE("hash_encode: keeps the contract of stages") {
        contracts::check_tile_stage(hash_encode(5), people);
        contracts::check_tile_stage(hash_encode(1, "sex"), people);
    }
}

}  // namespace
