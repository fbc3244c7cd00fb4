// SPDX-License-Identifier: MIT
#include <arenite/format/detail/sklearn_threshold.hpp>

#include <doctest/doctest.h>

#include <initializer_list>

namespace {

using arenite::detail::sklearn_threshold;

/// Whether x and the numbers next to it are on the side of the threshold where scikit-learn finds them.
bool agrees_around(double threshold, double x) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    double const made = sklearn_threshold(threshold);
    for (double const near : {std::nextafter(x, -infinity), x, std::nextafter(x, infinity)})
        if ((static_cast<double>(static_cast<float>(near)) <= threshold) != (near <= made)) return false;
    return true;
}

TEST_SUITE("format") {
    TEST_CASE("sklearn_threshold: a double is compared as the float that it becomes") {
        for (double const threshold : {0.0, 1.0, 1.5, 0.1, -0.1, 1 + 0x1p-24, 1 + 0x1p-30, 1 - 0x1p-30, 3.3999999999e38,
                                       1e-45, 1e-50, -1e-50, 5.1234567890123, -123456.789}) {
            CAPTURE(threshold);
            double const made = sklearn_threshold(threshold);
            CHECK(agrees_around(threshold, made));
            CHECK(agrees_around(threshold, threshold));
            for (float const step : {-2.0f, 2.0f})
                CHECK(agrees_around(threshold, std::nextafter(static_cast<float>(threshold), step * 1e38f)));
        }
    }

    TEST_CASE("sklearn_threshold: beyond the floats") {
        CHECK(agrees_around(1e300, 0x1.ffffffp127));
        CHECK(agrees_around(std::numeric_limits<float>::max(), std::numeric_limits<float>::max()));
        CHECK(sklearn_threshold(std::numeric_limits<double>::infinity()) == std::numeric_limits<double>::infinity());
        CHECK(sklearn_threshold(-1e300) == -1e300);
        CHECK(std::isnan(sklearn_threshold(std::numeric_limits<double>::quiet_NaN())));
    }
}

}  // namespace
