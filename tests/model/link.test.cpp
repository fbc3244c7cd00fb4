// SPDX-License-Identifier: MIT
#include <arenite/model/link.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

namespace {

using arenite::link_kind;

template <class T>
std::vector<T> applied(arenite::link how, std::vector<T> row) {
    arenite::apply_link(how, std::span{row});
    return row;
}

TEST_SUITE("model") {
    TEST_CASE("link: identity, hinge and signed square") {
        CHECK(applied<double>({}, {1.5, -2}) == std::vector{1.5, -2.0});
        CHECK(applied<float>({link_kind::hinge}, {0.1f, 0.0f, -1.0f}) == std::vector{1.0f, 0.0f, 0.0f});
        CHECK(applied<double>({link_kind::signed_square}, {3, -3, 0}) == std::vector{9.0, -9.0, 0.0});
    }

    TEST_CASE("link: CatBoost's two classes of one margin, and a mean and a variance") {
        using arenite::link_width, arenite::prediction_outputs;
        CHECK(prediction_outputs(link_kind::both_classes, 1) == 2);
        CHECK(link_width(link_kind::both_classes, 1) == 2);
        CHECK(link_width(link_kind::argmax, 3) == 3);
        CHECK(applied<double>({link_kind::both_classes}, {0, 77}) == std::vector{0.5, 0.5});
        auto const sure = applied<double>({link_kind::both_classes}, {-800, 0});
        CHECK(sure == std::vector{1.0, 0.0});
        CHECK(applied<double>({link_kind::mean_and_variance}, {-3, 0}) == std::vector{-3.0, 1.0});
        CHECK(applied<double>({link_kind::mean_and_variance}, {2, 0.5}) == std::vector{2.0, std::exp(1.0)});
    }

    TEST_CASE("link: logistic is XGBoost's, and stays finite") {
        CHECK(applied<float>({link_kind::logistic}, {0.0f}) == std::vector{0.5f});
        auto const extremes = applied<float>({link_kind::logistic}, {-1000.0f, 1000.0f});
        CHECK(extremes[0] > 0.0f);
        CHECK(extremes[0] < 1e-38f);
        CHECK(extremes[1] == 1.0f);
        CHECK(applied<float>({link_kind::logistic}, {1.0f})[0] == 1.0f / (std::exp(-1.0f) + 1.0f + 1e-16f));
    }

    TEST_CASE("link: sigmoid has LightGBM's slope") {
        CHECK(applied<double>({link_kind::sigmoid, 1.7}, {0.3})[0] == 1.0 / (1.0 + std::exp(-1.7 * 0.3)));
        CHECK(applied<double>({link_kind::sigmoid}, {-800.0})[0] == 0.0);
    }

    TEST_CASE("link: softmax sums to 1, even of large margins; argmax is the first of the largest") {
        auto const p = applied<double>({link_kind::softmax}, {1000, 1000, 999});
        CHECK(p[0] == p[1]);
        CHECK(p[0] + p[1] + p[2] == doctest::Approx(1).epsilon(1e-15));
        CHECK(p[2] / p[0] == doctest::Approx(std::exp(-1.0)).epsilon(1e-14));
        CHECK(applied<float>({link_kind::argmax}, {1, 3, 3, 2})[0] == 1.0f);
        CHECK(arenite::prediction_outputs(link_kind::argmax, 4) == 1);
        CHECK(arenite::prediction_outputs(link_kind::softmax, 4) == 4);
    }

    TEST_CASE("link: softmax of groups; Treelite's rounds to float between") {
        auto const half = std::vector{0.5F, 0.5F, 0.5F, 0.5F};
        CHECK(applied<float>({.kind = link_kind::softmax, .group = 2}, {7, 7, -1, -1}) == half);
        CHECK(applied<float>({.kind = link_kind::float_softmax, .group = 2}, {7, 7, -1, -1}) == half);
        std::vector const margins{0.1, 0.7, -0.3};
        float const largest = 0.7F;
        std::array<float, 3> powers{};
        double sum = 0;
        for (std::size_t k = 0; k != 3; ++k)
            sum += powers[k] = static_cast<float>(std::exp(margins[k] - static_cast<double>(largest)));
        auto const p = applied<double>({link_kind::float_softmax}, margins);
        for (std::size_t k = 0; k != 3; ++k)
            CHECK(p[k] == static_cast<double>(powers[k]) / static_cast<double>(static_cast<float>(sum)));
    }

    TEST_CASE("link: exponentials") {
        CHECK(applied<double>({link_kind::power_of_two, 4}, {-2, 8}) == std::vector{std::exp2(0.5), 0.25});
        CHECK(applied<float>({link_kind::exponential}, {0.7f})[0] == std::exp(0.7f));
        CHECK(applied<float>({link_kind::wide_exponential}, {0.7f})[0] == static_cast<float>(std::exp(0.7f * 1.0)));
        CHECK(applied<double>({link_kind::log1p_exponential}, {0.7})[0] == std::log1p(std::exp(0.7)));
    }

    TEST_CASE("link: quantiles are sorted, expectiles rise from the first") {
        CHECK(applied<float>({link_kind::ascending}, {3, 1, 2}) == std::vector{1.0f, 2.0f, 3.0f});
        auto const e = applied<float>({link_kind::expectiles}, {2.0f, -1.0f, 1.0f});
        CHECK(e[0] == 2.0f);
        CHECK(e[1] == 2.0f + (1e-6f + std::log1p(std::exp(-1.0f))));
        CHECK(e[2] == e[1] + (1e-6f + (1.0f + std::log1p(std::exp(-1.0f)))));
        CHECK(applied<float>({link_kind::expectiles}, {0.0f, 100.0f})[1] == 100.0f);  // exp(100) is no float
    }
}

}  // namespace
