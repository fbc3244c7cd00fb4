// SPDX-License-Identifier: MIT
#include <arenite/format/detail/lightgbm_objective.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::link_kind;
using arenite::detail::lightgbm_classes;
using arenite::detail::lightgbm_link;

struct expected_link {
    std::string_view line;
    link_kind kind;
    double slope = 1;
};

TEST_SUITE("format") {
    TEST_CASE("lightgbm_objective: what the line of an objective means") {
        constexpr expected_link lines[] = {
            {"regression", link_kind::identity},
            {"regression sqrt", link_kind::signed_square},
            {"mean_squared_error", link_kind::identity},
            {"regression_l1 sqrt", link_kind::signed_square},
            {"quantile alpha:0.5 sqrt", link_kind::signed_square},
            {"mape", link_kind::identity},
            {"fair sqrt", link_kind::signed_square},
            {"huber sqrt", link_kind::identity},
            {"poisson sqrt", link_kind::exponential},
            {"gamma", link_kind::exponential},
            {"tweedie tweedie_variance_power:1.3", link_kind::exponential},
            {"binary sigmoid:1", link_kind::sigmoid},
            {"binary sigmoid:1.7", link_kind::sigmoid, 1.7},
            {"binary", link_kind::sigmoid},
            {"cross_entropy", link_kind::sigmoid},
            {"cross_entropy sigmoid:2", link_kind::sigmoid},
            {"xentropy", link_kind::sigmoid},
            {"cross_entropy_lambda", link_kind::log1p_exponential},
            {"multiclass num_class:3", link_kind::softmax},
            {"multiclassova num_class:3 sigmoid:0.5", link_kind::sigmoid, 0.5},
            {"ovr num_class:3 sigmoid:0.5", link_kind::sigmoid, 0.5},
            {"lambdarank sqrt", link_kind::identity},
            {"rank_xendcg", link_kind::identity},
            {"custom", link_kind::identity},
            {"", link_kind::identity},
        };
        for (auto const& [line, kind, slope] : lines) {
            CAPTURE(line);
            auto const found = lightgbm_link(line);
            REQUIRE(found.has_value());
            CHECK(found->kind == kind);
            CHECK(found->parameter == slope);
        }
    }

    TEST_CASE("lightgbm_objective: names that are not known, and slopes that are none") {
        for (auto const* const line :
             {"magic", "Regression", "regressions", "binary sigmoid:", "binary sigmoid:0", "binary sigmoid:-1",
              "ova sigmoid:nan", "binary sigmoid:inf", "binary sigmoid:x"})
            CHECK_FALSE(lightgbm_link(line).has_value());
    }

    TEST_CASE("lightgbm_objective: the number of classes that it states") {
        CHECK(lightgbm_classes("multiclass num_class:3") == 3);
        CHECK(lightgbm_classes("multiclassova num_class:12 sigmoid:1") == 12);
        CHECK(lightgbm_classes("binary sigmoid:1") == 0);
    }
}

}  // namespace
