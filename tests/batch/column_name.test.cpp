// SPDX-License-Identifier: MIT
#include <arenite/batch/column_name.hpp>

#include "malloc_probe.hpp"

#include <doctest/doctest.h>

#include <array>
#include <sstream>
#include <string>

namespace {

using arenite::column_name, arenite::name_sink;

/// `city`, `=`, and one of two texts.
constexpr std::array<std::string_view, 2> cities{"Bern", "Lima"};
void write_city(void const* owner, std::size_t place, name_sink to) {
    to("city");
    to("=");
    to(static_cast<std::string_view const*>(owner)[place]);
}
constexpr column_name lima{&cities, 1, &write_city};

/// As pieces that end elsewhere.
void write_lima(void const*, std::size_t, name_sink to) {
    for (std::string_view const piece : {"c", "", "ity=L", "im", "a"}) to(piece);
}
constexpr column_name same{nullptr, 0, &write_lima};

static_assert(column_name{}.empty() && column_name{"age"} == "age" && column_name{"age"}.size() == 3);

TEST_SUITE("batch") {
    TEST_CASE("column_name: is put together of pieces") {
        CHECK(lima.size() == 9);
        CHECK_FALSE(lima.empty());
        std::string text = "a ";
        lima.append_to(text);
        CHECK(text == "a city=Lima");
        std::ostringstream out;
        out << lima << ' ' << column_name{"age"};
        CHECK(out.str() == "city=Lima age");
    }

    TEST_CASE("column_name: is compared with texts") {
        CHECK(lima == "city=Lima");
        for (std::string_view const other : {"", "city", "city=", "city=Lim", "city=Limas", "city=Lamb", "dity=Lima"})
            CHECK_FALSE(lima == other);
    }

    TEST_CASE("column_name: is compared with names, whatever their pieces are") {
        CHECK(lima == same);
        CHECK(same == lima);
        CHECK(lima == column_name{"city=Lima"});
        CHECK(column_name{"city=Lima"} == same);
        column_name const bern{&cities, 0, &write_city};
        CHECK_FALSE(bern == lima);
        CHECK_FALSE(bern == same);
        CHECK_FALSE(same == bern);
        for (std::string_view const other : {"", "city=Lim", "city=Limas", "city=Lama"}) {
            CHECK_FALSE(column_name{other} == same);
            CHECK_FALSE(same == column_name{other});
        }
    }

    TEST_CASE("column_name: allocates nothing") {
        if (skipped_without_malloc_probe()) return;
        allocation_count const counted;
        bool const equal = lima == same && lima == "city=Lima" && lima.size() == 9;
        auto const calls = counted.calls();
        CHECK(equal);
        CHECK(calls == 0);
    }
}

}  // namespace
