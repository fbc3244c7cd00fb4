// SPDX-License-Identifier: MIT
#include <arenite/load/detail/arrow_type.hpp>

#include <doctest/doctest.h>

namespace detail = arenite::detail;
using detail::arrow_type, detail::arrow_type_of;

TEST_SUITE("load") {
    TEST_CASE("arrow_type: formats") {
        struct {
            std::string_view format;
            arrow_type type;
        } const cases[] = {
            {"c", arrow_type::int8},       {"C", arrow_type::uint8},    {"s", arrow_type::int16},
            {"S", arrow_type::uint16},     {"i", arrow_type::int32},    {"I", arrow_type::uint32},
            {"l", arrow_type::int64},      {"L", arrow_type::uint64},   {"e", arrow_type::float16},
            {"f", arrow_type::float32},    {"g", arrow_type::float64},  {"b", arrow_type::boolean},
            {"n", arrow_type::null},       {"u", arrow_type::text32},   {"U", arrow_type::text64},
            {"vu", arrow_type::text_view}, {"", arrow_type::unknown},   {"z", arrow_type::unknown},
            {"Z", arrow_type::unknown},    {"vz", arrow_type::unknown}, {"gg", arrow_type::unknown},
            {"tdD", arrow_type::unknown},  {"+s", arrow_type::unknown}, {"w:4", arrow_type::unknown},
        };
        for (auto const& [format, type] : cases) {
            CAPTURE(format);
            CHECK(arrow_type_of(format) == type);
        }
    }

    TEST_CASE("arrow_type: what may be what, and in how many buffers") {
        for (std::string_view const format :
             {"c", "C", "s", "S", "i", "I", "l", "L", "e", "f", "g", "b", "n", "u", "U", "vu", "z"}) {
            CAPTURE(format);
            auto const type = arrow_type_of(format);
            CHECK(detail::is_index(type) == (std::string_view{"cCsSiIlL"}.find(format) != std::string_view::npos));
            CHECK(detail::is_number(type) == (std::string_view{"cCsSiIlLefgb"}.find(format) != std::string_view::npos));
            CHECK(detail::is_text(type) == (format == "u" || format == "U" || format == "vu"));
            CHECK(detail::arrow_buffers(type) == (format == "n" ? 0 : detail::is_text(type) ? 3 : 2));
        }
    }

    TEST_CASE("arrow_type: numbers have the size that their format says") {
        std::pair<std::string_view, std::size_t> const cases[] = {{"c", 1}, {"C", 1}, {"s", 2}, {"S", 2},
                                                                  {"i", 4}, {"I", 4}, {"l", 8}, {"L", 8},
                                                                  {"e", 2}, {"f", 4}, {"g", 8}};
        for (auto const& [format, size] : cases)
            CHECK(detail::visit_arrow_number(arrow_type_of(format), [](auto stored) { return sizeof stored; }) == size);
    }
}
