// SPDX-License-Identifier: MIT
#include <arenite/format/detail/catboost_threshold.hpp>

#include <doctest/doctest.h>

#include <initializer_list>

namespace {

using arenite::detail::catboost_threshold;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The threshold itself becomes a float that is not above the border, the next double one that is.
void check_border(float border) {
    CAPTURE(border);
    double const threshold = catboost_threshold(border);
    CHECK(static_cast<float>(threshold) <= border);
    CHECK(static_cast<float>(std::nextafter(threshold, infinity)) > border);
}

TEST_SUITE("format") {
    TEST_CASE("catboost_threshold: decides for every double as its float is decided") {
        using limits = std::numeric_limits<float>;
        for (float const border :
             {0.0f, -0.0f, 1.0f, -1.0f, 0.1f, -0.1f, limits::max(), limits::lowest(), limits::min(), -limits::min(),
              limits::denorm_min(), -limits::denorm_min(), 16777215.0f, 2.0f})
            for (float const near :
                 {std::nextafter(border, -limits::infinity()), border, std::nextafter(border, limits::infinity())})
                if (std::isfinite(near)) check_border(near);
        std::uint32_t bits = 12345;
        for (int i = 0; i != 20000; ++i) {
            bits = bits * 1664525 + 1013904223;
            if (auto const border = std::bit_cast<float>(bits); std::isfinite(border)) check_border(border);
        }
    }

    TEST_CASE("catboost_threshold: half way between floats goes to the even one") {
        CHECK(catboost_threshold(1.0f) == 1.0 + 0x1p-24);  // rounds to 1
        CHECK(catboost_threshold(std::nextafter(1.0f, 2.0f)) < 1.0 + 0x1p-23 + 0x1p-24);
        CHECK(catboost_threshold(std::numeric_limits<float>::max()) < 0x1.ffffffp127);  // that one becomes infinite
    }
}

}  // namespace
