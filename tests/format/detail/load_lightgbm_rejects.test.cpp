// SPDX-License-Identifier: MIT
// Damaged and hostile models of LightGBM: each is refused with its place, and nothing is left behind.
#include <arenite/format/detail/load_lightgbm.hpp>

#include "format/detail/lightgbm_files.hpp"
#include "format/trainer_answers.hpp"
#include "support/one_in.hpp"

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <vector>

namespace {

using namespace lightgbm_files;
using oracle::damage, oracle::refuse_each;

/// Predicts every kind of output for a few hostile rows.
void use(arenite::model const& model) {
    if (model.cols() > 4096 || model.outputs(arenite::output_kind::margin) > 4096) return;
    constexpr std::array values{0.25, 1.0, -1e300, 1e300, double{NAN}, 2147483648.0, 33.0};
    std::vector<double> rows(values.size() * model.cols());
    for (std::size_t i = 0; i != rows.size(); ++i) rows[i] = values[(i + i / model.cols()) % values.size()];
    static_cast<void>(oracle::score<double>(model, rows));
    static_cast<void>(oracle::score<double>(model.margins(), rows));
    static_cast<void>(oracle::score<std::int32_t>(model.leaves(), rows));
}

oracle::verdict tried(std::string const& text) {
    return oracle::tried(1 << 20, [&](arenite::budget& memory) { use(load(text, memory)); });
}

TEST_SUITE("format") {
    TEST_CASE("load_lightgbm: damaged sets of categories are refused") {
        constexpr damage damages[] = {
            {"threshold=0 0.5", "threshold=1 0.5", "without a set"},
            {"threshold=0 0.5", "threshold=-1 0.5", "without a set"},
            {"threshold=0 0.5", "threshold=0.5 0.5", "without a set"},
            {"threshold=0 0.5", "threshold=nan 0.5", "without a set"},
            {"threshold=0 0.5", "threshold=1e300 0.5", "without a set"},
            {"decision_type=1 2", "decision_type=13 2", "13"},
            {"decision_type=1 2", "decision_type=1 1", "without a set"},
            {"num_cat=1", "num_cat=2", "another number of sets"},
            {"num_cat=1", "num_cat=-1", "-1"},
            {"num_cat=1", "num_cat=18446744073709551615", "another number of sets"},
            {"num_cat=1", "num_cat=18446744073709551616", "18446744073709551616"},
            {"num_cat=1", "num_cat=1\nnum_cat=1", "already"},
            {"num_cat=1\n", "", "without num_cat"},
            {"cat_boundaries=0 2", "cat_boundaries=0", "another number of sets"},
            {"cat_boundaries=0 2", "cat_boundaries=0 1 2", "another number of sets"},
            {"cat_boundaries=0 2\n", "", "another number of sets"},
            {"cat_boundaries=0 2", "cat_boundaries=1 2", "1"},
            {"cat_boundaries=0 2", "cat_boundaries=0 3", "3"},
            {"cat_boundaries=0 2", "cat_boundaries=0 1", "another number of words"},
            {"cat_boundaries=0 2", "cat_boundaries=0 -2", "-2"},
            {"cat_boundaries=0 2", "cat_boundaries=0 18446744073709551615", "18446744073709551615"},
            {"cat_boundaries=0 2", "cat_boundaries=0 2\ncat_boundaries=0 2", "already"},
            {"cat_threshold=2 10", "cat_threshold=2", "2"},
            {"cat_threshold=2 10", "cat_threshold=2 10 0", "another number of words"},
            {"cat_threshold=2 10", "cat_threshold=2 4294967296", "4294967296"},
            {"cat_threshold=2 10", "cat_threshold=2 -1", "-1"},
            {"cat_threshold=2 10", "cat_threshold=2 nan", "nan"},
            {"cat_threshold=2 10", "cat_threshold=2 10\ncat_threshold=2 10", "already"},
            {"cat_threshold=2 10\n", "", "2"},
            {"feature_infos=[0:1] -1:1:33:35", "feature_infos=[0:1]", "another number of feature infos"},
            {"feature_infos=[0:1] -1:1:33:35", "feature_infos=[0:1] none none", "another number of feature infos"},
            {"num_class=1", "num_class=2", "another number of classes"},
            {"objective=regression", "objective=multiclass num_class:3", "another number of classes"},
        };
        refuse_each(categorical, damages, tried);
        auto falling =
            replaced(replaced(categorical, "num_cat=1", "num_cat=2"), "cat_boundaries=0 2", "cat_boundaries=0 2 1");
        CHECK(tried(falling).found.find("1") != std::string::npos);
    }

    TEST_CASE("load_lightgbm: a set of categories belongs to one feature") {
        auto const shared = [](char const* features) {
            auto text = replaced(categorical, "decision_type=1 2", "decision_type=1 1");
            text = replaced(text, "threshold=0 0.5", "threshold=0 0");
            return tried(replaced(text, "split_feature=1 0", "split_feature=" + std::string{features}));
        };
        CHECK_FALSE(shared("1 1").refused);
        CHECK(shared("1 0").found == "a set of categories of two features");
    }

    TEST_CASE("load_lightgbm: damaged linear functions are refused") {
        constexpr damage damages[] = {
            {"is_linear=1", "is_linear=-1", "-1"},
            {"is_linear=1", "is_linear=x", "x"},
            {"leaf_const=10 20", "leaf_const=10", "too few"},
            {"leaf_const=10 20", "leaf_const=10 20 30", "more numbers"},
            {"leaf_const=10 20\n", "", "too few"},
            {"num_features=2 0", "num_features=2", "too few"},
            {"num_features=2 0", "num_features=1 0", "another number of features"},
            {"num_features=2 0", "num_features=2 1", "more features"},
            {"num_features=2 0", "num_features=-2 0", "-2"},
            {"num_features=2 0", "num_features=18446744073709551615 3", "more features"},
            {"num_features=2 0", "num_features=2 0 0", "more numbers"},
            {"num_features=2 0\n", "", "too few"},
            {"leaf_features=0 1", "leaf_features=0 2", "2"},
            {"leaf_features=0 1", "leaf_features=0 -1", "-1"},
            {"leaf_features=0 1", "leaf_features=0 4294967296", "4294967296"},
            {"leaf_features=0 1", "leaf_features=0", "another number of coefficients"},
            {"leaf_features=0 1  \n", "leaf_features=\n", "another number of coefficients"},
            {"leaf_coeff=2 -1", "leaf_coeff=2", "another number of coefficients"},
            {"leaf_coeff=2 -1", "leaf_coeff=2 -1 3", "another number of coefficients"},
            {"leaf_coeff=2 -1", "leaf_coeff=2 1e999", "1e999"},
            {"leaf_coeff=2 -1  \n", "leaf_coeff=2 -1\nleaf_coeff=2 -1\n", "already"},
            {"is_linear=1", "is_linear=1\nis_linear=1", "already"},
            {"Tree=1", "Tree=2", "out of order"},
            {"leaf_value=100", "leaf_value=100 3", "another number of leaves"},
        };
        refuse_each(linear, damages, tried);
        auto const late =
            replaced(replaced(linear, "is_linear=1\n", ""), "leaf_coeff=2 -1  \n", "leaf_coeff=2 -1\nis_linear=1\n");
        CHECK(tried(late).found.find("too few") != std::string::npos);
    }

    TEST_CASE("load_lightgbm: names of categories that cannot be given to features are refused") {
        constexpr damage damages[] = {
            {"[categorical_feature: 1]", "[categorical_feature: 0,1]", "1 lists of categories"},
            {"[categorical_feature: 1]", "[categorical_feature: ]", "1 lists of categories"},
            {"[categorical_feature: 1]", "[categorical_feature: 2]", "the model does not have"},
            {"[categorical_feature: 1]", "[categorical_feature: 99999999999999999999]", "the model does not have"},
            {"[categorical_feature: 1]", "[categorical_feature: 0]", "without a name"},
            {"[categorical_feature: 1]", "[categorical_feature: 1]\n[categorical_feature: 1]", "already"},
            {"end of parameters\n", "", "the end of the file"},
            {"feature_names=a b\n", "", "without names"},
            {", 35]]", "]]", "without a name"},
            {", 35]]", ", 35], []]", "2 lists of categories"},
            {", 35]]", ", 35]", "the end of the file"},
            {", 35]]", ", 35]] x", "'x'"},
            {", 35]]", ", 35]]\npandas_categorical:null", "'p'"},
            {", 35]]", ", null]]", "null"},
            {", 35]]", ", [35]]]", "an array"},
            {", 35]]", ", NaN]]", "NaN"},
            {", 35]]", ", nan]]", "nan"},
            {", 35]]", ", \"\\ud800\"]]", "surrogate"},
            {", 35]]", ", \"\n\"]]", "the byte 10"},
            {"pandas_categorical:[[", "pandas_categorical:[1, [", "1"},
            {"pandas_categorical:[[", "pandas_categorical:{[", "an object"},
            {"pandas_categorical:[[", "pandas_categorical: [[", ""},
        };
        refuse_each(framed(), std::span{damages}.first(std::size(damages) - 1), tried);
        CHECK_FALSE(tried(replaced(framed(), "pandas_categorical:[[", "pandas_categorical: [[")).refused);
        auto const doubled = replaced(replaced(framed(), ", 35]]", ", 35], []]"), "feature: 1]", "feature: 1,1]");
        CHECK(tried(doubled).found == "a list of categories too many");
    }

    TEST_CASE("load_lightgbm: a file that is cut in its trees or its names is refused") {
        for (auto const& text : {categorical, linear}) {
            auto const needed = text.find("end of trees") + 12;
            for (std::size_t size = 0; size != needed; ++size) REQUIRE(tried(text.substr(0, size)).refused);
        }
        auto const text = framed();
        auto const begin = text.find("parameters:\n") + 11, end = text.find("end of parameters") + 17;
        for (auto size = begin; size != end; ++size) REQUIRE(tried(text.substr(0, size)).refused);
        auto const list = text.find("pandas_categorical:") + 19;
        for (auto size = list; size != text.rfind(']') + 1; ++size) REQUIRE(tried(text.substr(0, size)).refused);
        for (std::size_t size = 0; size != text.size(); ++size) static_cast<void>(tried(text.substr(0, size)));
    }

    TEST_CASE("load_lightgbm: any number may be another one") {
        constexpr std::string_view numbers[] = {
            "0", "-1", "1", "2147483648", "9223372036854775807", "18446744073709551615", "nan", "inf", "1e300", ""};
        for (auto const& good : {categorical, linear, framed()})
            oracle::for_each_number(good, [&](std::size_t begin, std::size_t size) {
                for (auto const number : numbers) {
                    auto damaged = good;
                    static_cast<void>(tried(damaged.replace(begin, size, number)));
                }
            });
    }

    TEST_CASE("load_lightgbm: any byte may be another one, or missing") {
        for (auto const& good : {categorical, linear, framed()})
            for (std::size_t i = 0; i < good.size(); i += one_in) {
                for (int const flip : {0x01, 0x10, 0x80, 0xFF}) {
                    auto damaged = good;
                    damaged[i] = static_cast<char>(damaged[i] ^ flip);
                    static_cast<void>(tried(damaged));
                }
                static_cast<void>(tried(good.substr(0, i) + good.substr(i + 1)));
            }
    }
}

}  // namespace
