// SPDX-License-Identifier: MIT
#include <arenite/load/detail/npy_elements.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

namespace {

using namespace arenite::detail;

/// By the definition of the format.
float half_by_definition(unsigned bits) {
    auto const sign = (bits >> 15) != 0 ? -1.0f : 1.0f;
    auto const exponent = static_cast<int>(bits >> 10 & 31);
    auto const fraction = static_cast<float>(bits & 1023);
    if (exponent == 31) return fraction == 0 ? sign * INFINITY : NAN;
    return exponent == 0 ? sign * std::ldexp(fraction, -24) : sign * std::ldexp(1024 + fraction, exponent - 25);
}

bool same(float one, float other) {
    return (std::isnan(one) && std::isnan(other)) ||
           std::bit_cast<std::uint32_t>(one) == std::bit_cast<std::uint32_t>(other);
}

}  // namespace

TEST_SUITE("load") {
    TEST_CASE("npy_elements: every half is the number that its bits say") {
        std::size_t wrong = 0;
        for (unsigned bits = 0; bits != 0x10000; ++bits)
            wrong += same(number_of(static_cast<npy_half>(bits)), half_by_definition(bits)) ? 0u : 1u;
        CHECK(wrong == 0);
    }

    TEST_CASE("npy_elements: whole numbers that T does not hold") {
        static_assert(!is_inexact<float>(1 << 24) && !is_inexact<float>(-(1 << 24)) &&
                      is_inexact<float>((1 << 24) + 1) && is_inexact<float>(-(1 << 24) - 1));
        static_assert(!is_inexact<float>((1 << 24) + 2) && is_inexact<float>((1 << 25) + 2));
        constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
        static_assert(!is_inexact<double>(lowest) && !is_inexact<float>(lowest) && is_inexact<double>(lowest + 1));
        static_assert(is_inexact<double>(~std::uint64_t{0}) && !is_inexact<double>(std::uint64_t{1} << 63));
        static_assert(!is_inexact<double>(0) && !is_inexact<double>(std::int64_t{1} << 53));
        static_assert(is_inexact<double>((std::int64_t{1} << 53) + 1));
        static_assert(always_exact<std::int32_t, double> && !always_exact<std::int32_t, float>);
        static_assert(always_exact<std::int16_t, float> && !always_exact<std::uint64_t, double>);
    }

    TEST_CASE("npy_elements: the names of types") {
        for (auto const name : npy_type_names) {
            auto const type = npy_type_of(name);
            CHECK(npy_type_names[static_cast<std::size_t>(type)] == name);
            CHECK(npy_size(type) == static_cast<std::size_t>(name[1] - '0'));
            for (char const order : {'<', '|', '='}) CHECK(npy_type_of(std::string{order}.append(name)) == type);
            CHECK((npy_type_of(std::string{'>'}.append(name)) == type) == (npy_size(type) == 1));
        }
        CHECK(npy_type_of("?") == npy_type::b1);
        for (auto const name : {"", "<", "<<f4", "f", "f44", "F4", " f4", "c8", "i16", "<b2"})
            CHECK(npy_type_of(name) == npy_type::unknown);
    }

    TEST_CASE("npy_elements: columns that nobody reads stay as they are, whatever the first column") {
        std::vector<std::int8_t> const from{1, 2, 3, 4, 5, 6, 7};
        char const used[] = {1, 0, 1};
        for (std::size_t first = 0; first != 3; ++first) {
            std::vector<float> to(7, -1);
            convert_used(npy_type::i1, reinterpret_cast<char const*>(from.data()), to.data(), 7, used, 3, first);
            for (std::size_t i = 0; i != 7; ++i)
                CHECK(to[i] == ((first + i) % 3 == 1 ? -1.0f : static_cast<float>(from[i])));
        }
    }
}
