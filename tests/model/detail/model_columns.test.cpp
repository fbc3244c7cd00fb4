// SPDX-License-Identifier: MIT
#include <arenite/model/detail/model_columns.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

namespace {

using arenite::column_kind;
using arenite::detail::model_columns;

/// Columns in exactly the bytes that they state.
struct placed_columns {
    std::vector<std::byte> memory;
    arenite::arena place;
    model_columns columns;

    placed_columns(std::size_t features, std::size_t characters, std::size_t category_names)
        : memory(model_columns::bytes(features, characters, category_names) + arenite::region_alignment),
          place(aligned(memory)), columns(place, features, characters, category_names) {}

    static std::span<std::byte> aligned(std::vector<std::byte>& bytes) {
        void* at = bytes.data();
        auto room = bytes.size();
        auto const wanted = room - arenite::region_alignment;
        return {static_cast<std::byte*>(std::align(arenite::region_alignment, wanted, at, room)), wanted};
    }
};

TEST_SUITE("model") {
    TEST_CASE("model_columns: columns without names can be whole, for their kinds") {
        using arenite::detail::nameless_columns;
        std::vector<std::byte> memory(model_columns::bytes(2, 0, 0, nameless_columns::whole) +
                                      arenite::region_alignment);
        arenite::arena place{placed_columns::aligned(memory)};
        model_columns columns{place, 2, 0, 0, nameless_columns::whole};
        CHECK(place.free_bytes() == 0);
        columns.set_hashed(1);
        CHECK(columns.view()[0].kind == column_kind::number);
        CHECK(columns.view()[1].kind == column_kind::hashed);
    }

    TEST_CASE("model_columns: columns of numbers that have names may have words, too") {
        static constexpr std::string_view words[] = {"no", "yes"};
        placed_columns placed{3, 3, 1};
        REQUIRE(placed.columns.set_name(0, "a"));
        REQUIRE(placed.columns.set_name(1, "b"));
        REQUIRE(placed.columns.add_category(1, "c"));
        placed.columns.set_words(words);
        auto const view = placed.columns.view();
        CHECK(view[0].vocabulary.data() == words);
        CHECK(view[1].vocabulary.size() == 1);
        CHECK(view[2].vocabulary.empty());
    }

    TEST_CASE("model_columns: a name may be kept before its feature is known") {
        placed_columns placed{2, 3, 0};
        std::string_view name = "age", long_name = "x";
        CHECK(placed.columns.keep_name(name));
        CHECK_FALSE(placed.columns.keep_name(long_name));
        placed.columns.set_kept_name(1, name);
        placed.columns.set_kept_name(2, name);  // there is no such feature
        CHECK(placed.columns.view()[1].name == "age");
        CHECK(placed.columns.view()[0].name.empty());
    }

    TEST_CASE("model_columns: without names and categories a column takes a bit") {
        placed_columns placed{640, 0, 0};
        CHECK(model_columns::bytes(640, 0) <= 128);
        placed.columns.set_used(639);
        CHECK(placed.columns.view()[639].used);
        CHECK_FALSE(placed.columns.view()[638].used);
        CHECK_FALSE(placed.columns.set_name(0, "a"));
        CHECK_FALSE(placed.columns.add_category(0, "a"));
    }

    TEST_CASE("model_columns: names and categories lie in the region, as many as were stated") {
        placed_columns placed{3, 12, 3};
        auto& columns = placed.columns;
        REQUIRE(columns.set_name(0, "size"));
        REQUIRE(columns.set_name(1, "city"));
        REQUIRE(columns.add_category(1, "Bern"));
        REQUIRE(columns.add_category(1, ""));
        CHECK_FALSE(columns.set_name(2, "x"));  // no character is left
        CHECK_FALSE(columns.add_category(3, ""));
        REQUIRE(columns.add_category(2, ""));
        columns.refuse_unseen(2), columns.refuse_unseen(4);  // there is none
        CHECK_FALSE(columns.add_category(2, ""));            // no category is left
        auto const view = columns.view();
        CHECK(view[0].name == "size");
        CHECK(view[0].kind == column_kind::number);
        CHECK(view[1].kind == column_kind::category);
        REQUIRE(view[1].vocabulary.size() == 2);
        CHECK(view[1].vocabulary[0] == "Bern");
        CHECK(view[1].vocabulary[1].empty());
        CHECK(view[2].vocabulary.size() == 1);
        CHECK(view[1].unseen == arenite::unseen_category::missing);
        CHECK(view[2].unseen == arenite::unseen_category::refused);
    }

    TEST_CASE("model_columns: the categories of a feature come one after the other") {
        placed_columns placed{2, 3, 3};
        REQUIRE(placed.columns.add_category(0, "a"));
        REQUIRE(placed.columns.add_category(1, "b"));
        CHECK_FALSE(placed.columns.add_category(0, "c"));
        CHECK(placed.columns.view()[0].vocabulary.size() == 1);
    }

    TEST_CASE("model_columns: those that a file filled in are shown as they are") {
        std::array<arenite::column, 2> stored{arenite::number("a"), arenite::hashed("b")};
        arenite::detail::model_columns const columns{stored};
        CHECK(columns.size() == 2);
        CHECK(columns.view()[1].name == "b");
        std::array<std::uint64_t, 2> bits{2, 1};
        arenite::detail::model_columns const nameless{65, bits};
        CHECK(nameless.size() == 65);
        CHECK_FALSE(nameless.view()[0].used);
        CHECK(nameless.view()[64].used);
    }

    TEST_CASE("model_columns: a feature is one of categories before any is named") {
        placed_columns placed{2, 1, 1};
        REQUIRE(placed.columns.set_category(1));
        CHECK(placed.columns.view()[0].kind == column_kind::number);
        CHECK(placed.columns.view()[1].kind == column_kind::category);
        CHECK(placed.columns.view()[1].vocabulary.empty());
        CHECK_FALSE(placed.columns.set_category(2));
        REQUIRE(placed.columns.add_category(1, "a"));
        CHECK_FALSE(placed_columns{2, 0, 0}.columns.set_category(1));
    }
}

}  // namespace
