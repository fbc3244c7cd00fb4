// SPDX-License-Identifier: MIT
// Damaged and hostile models of scikit-learn: each is refused with its place, and nothing is left behind.
#include <arenite/format/detail/load_sklearn.hpp>

#include "format/detail/sklearn_files.hpp"
#include "oracle.hpp"

#include <arenite/predict/predict.hpp>
#include <arenite/predict/scratch.hpp>

#include <doctest/doctest.h>

#include <limits>

namespace {

using namespace sklearn_files;
using oracle::damage, oracle::replaced;

template <class Score, class Predictor>
void score(Predictor const& predictor, std::vector<double> const& rows) {
    if (predictor.outputs() == 0) return;
    std::vector<Score> y(rows.size() / predictor.cols() * predictor.outputs());
    arenite::scratch const working{predictor, rows.size() / predictor.cols()};
    arenite::predict(predictor, rows, y, working);
}

/// Predicts every kind of output for a few hostile rows.
void use(arenite::model const& model) {
    if (model.cols() > 4096 || model.outputs(arenite::output_kind::margin) > 4096) return;
    constexpr double values[] = {0.25, 1.0, -1e300, 1e300, double{NAN}, 2147483648.0, 255.0, -1.0};
    std::vector<double> rows(std::size(values) * model.cols());
    for (std::size_t i = 0; i != rows.size(); ++i) rows[i] = values[(i + i / model.cols()) % std::size(values)];
    score<double>(model, rows);
    score<double>(model.margins(), rows);
    score<double>(model.labels(), rows);
    score<std::int32_t>(model.leaves(), rows);
}

oracle::verdict tried(std::string const& text) {
    return oracle::tried(1 << 20, [&](arenite::budget& memory) { use(load(text, memory)); });
}

void refuse_each(std::span<damage const> damages) { oracle::refuse_each(untested, damages, tried); }

/// Memory that hands out its second region, which is the model's, when the file has become another one: after it was
/// counted, and before it is read.
class changing_source {
public:
    changing_source(std::string& counted_file, std::string_view read_file) : file_(&counted_file), later_(read_file) {}

    [[nodiscard]] std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) noexcept {
        if (++regions_ == 2) std::ranges::copy(later_, file_->begin());
        return memory_.acquire(bytes, alignment);
    }
    void release(std::span<std::byte> region) noexcept { memory_.release(region); }

private:
    std::string* file_;
    std::string_view later_;
    arenite::system_source memory_;
    int regions_ = 0;
};

/// What was found wrong with a file that changes.
std::string found_in(std::string counted, std::string read) {
    counted.resize(std::max(counted.size(), read.size()), ' ');
    read.resize(counted.size(), ' ');
    changing_source source{counted, read};
    arenite::budget memory{1 << 20, source};
    try {
        static_cast<void>(load(counted, memory));
    } catch (arenite::model_error const& refused) {
        return std::string{refused.found()};
    }
    return "nothing";
}

TEST_SUITE("format") {
    TEST_CASE("load_sklearn: a file of another version, or without what makes it one, is refused") {
        constexpr damage damages[] = {
            {R"("skl-json")", R"("skl-yaml")", "skl-yaml"},
            {R"("version":1,)", R"("version":2,)", "2"},
            {R"("version":1,)", R"("version":1,"version":1,)", "already"},
            {R"("version":1,)", "", "nothing"},
            {R"("format":"skl-json",)", R"("format":3,)", "3"},
            {R"("estimator":)", R"("estimate":)", "estimate"},
            {R"("columns":[)", R"("columns":[4,)", "4"},
            {R"("columns":[)", R"("columns":[],"rows":[)", "no columns"},
            {R"({"name":"a"},)", R"({"nom":"a"},)", "nom"},
            {R"({"name":"a"},)", R"({"name":3},)", "3"},
            {R"("Oslo")", "7", "7"},
            {R"("unseen":"coded")", R"("unseen":"lost")", "lost"},
            {R"("classes":["no","yes"])", R"("classes":["no",null])", "null"},
            {R"("classes":["no","yes"])", R"("classes":"no")", "no"},
            {R"("leaf_ids":true)", R"("leaf_ids":2.5)", "2.5"},
        };
        refuse_each(damages);
    }

    TEST_CASE("load_sklearn: parts that are there twice are refused") {
        constexpr damage damages[] = {
            {R"("sklearn_version":)", R"("sklearn_version":"1","sklearn_version":)", "already"},
            {R"("estimator":)", R"("estimator":"a","estimator":)", "already"},
            {R"("columns":)", R"("columns":[{}],"columns":)", "already"},
            {R"("self_test":)", R"("self_test":[],"self_test":)", "already"},
            {R"("classes":)", R"("classes":[],"classes":)", "already"},
            {R"("margin":{)", R"("margin":{"at":0,"count":1},"margin":{)", "already"},
            {R"("prediction":{)", R"("prediction":{"at":0,"count":1},"prediction":{)", "already"},
            {R"("label":{)", R"("label":{"at":0,"count":1},"label":{)", "already"},
            {R"("leaf_ids":)", R"("leaf_ids":true,"leaf_ids":)", "already"},
            {R"("prepare":)", R"("prepare":{"outputs":1,"steps":[{"op":"copy","from":0}]},"prepare":)", "already"},
            {R"("outputs":)", R"("outputs":4,"outputs":)", "already"},
            {R"("steps":[{"op":"fill")", R"("steps":[],"steps":[{"op":"fill")", "already"},
            {R"({"op":"fill",)", R"({"op":"fill","op":"fill",)", "already"},
            {R"({"op":"fill",)", R"({"op":"fill","by":1,)", "already"},
            {R"("lines":)", R"("lines":{"coef":[[1]],"intercept":[0]},"lines":)", "already"},
            {R"("coef":)", R"("coef":[],"coef":)", "already"},
            {R"("intercept":)", R"("intercept":[],"intercept":)", "already"},
            {R"("forest":)", R"("forest":{"base":[0]},"forest":)", "already"},
            {R"("base":)", R"("base":[0],"base":)", "already"},
            {R"("trees":)", R"("trees":[],"trees":)", "already"},
            {R"({"output":0,)", R"({"output":0,"output":0,)", "already"},
            {R"("width":2,)", R"("width":2,"width":2,)", "already"},
            {R"("float32":true,)", R"("float32":true,"float32":true,)", "already"},
            {R"("left":[1,-1,-1],)", R"("left":[],"left":[1,-1,-1],)", "already"},
            {R"("right":[2,-1,-1],)", R"("right":[],"right":[2,-1,-1],)", "already"},
            {R"("feature":[0,0,0],)", R"("feature":[],"feature":[0,0,0],)", "already"},
            {R"("threshold":)", R"("threshold":[],"threshold":)", "already"},
            {R"("leaves":)", R"("leaves":[],"leaves":)", "already"},
            {R"("missing_left":)", R"("missing_left":[],"missing_left":)", "already"},
            {R"("sets":)", R"("sets":[],"sets":)", "already"},
            {R"("node":0,)", R"("node":0,"node":0,)", "already"},
            {R"("left":[1],)", R"("left":[1],"left":[1],)", "already"},
            {R"("right":[0])", R"("right":[0],"right":[0])", "already"},
            {R"("margin":{"at":0,)", R"("margin":{"at":0,"at":0,)", "already"},
            {R"("count":2,"steps":)", R"("count":2,"count":2,"steps":)", "already"},
            {R"("count":2,"steps":)", R"("count":2,"steps":[],"steps":)", "already"},
            {R"({"op":"add",)", R"({"op":"add","op":"add",)", "already"},
            {R"({"op":"add","at":0,)", R"({"op":"add","at":0,"at":0,)", "already"},
            {R"("from":3})", R"("from":3,"from":3})", "already"},
            {R"("row":)", R"("row":[1,"Oslo",4],"row":)", "already"},
            {R"("within":0,"leaf")", R"("within":0,"within":0,"leaf")", "already"},
            {R"("leaf":[2,1])", R"("leaf":[2,1],"leaf":[2,1])", "already"},
        };
        oracle::refuse_each(small, damages, tried);
    }

    TEST_CASE("load_sklearn: damaged steps that prepare columns are refused") {
        constexpr damage damages[] = {
            {R"("outputs":4)", R"("outputs":5)", "more outputs than steps"},
            {R"("outputs":4)", R"("outputs":0)", "without outputs"},
            {R"("outputs":4)", R"("outputs":3)", "more weights than columns"},
            {R"("outputs":4,)", "", "without outputs"},
            {R"("outputs":4,)", R"("outputs":4,"inputs":3,)", "inputs"},
            {R"("op":"fill")", R"("op":"pour")", "pour"},
            {R"("op":"fill")", R"("op":"copy")", "other parameters"},
            {R"("op":"fill")", R"("op":"standardize")", "other parameters"},
            {R"("op":"fill")", R"("op":"bucket")", "other parameters"},
            {R"({"op":"fill","from":0,)", R"({"op":"fill",)", "end of the object"},
            {R"({"op":"fill","from":0,)", R"({"op":"fill","from":3,)", "not there"},
            {R"({"op":"fill","from":0,)", R"({"op":"fill","from":4294967295,)", "not there"},
            {R"({"op":"fill","from":0,)", R"({"op":"fill","from":-1,)", "-1"},
            {R"({"op":"fill","from":0,)", R"({"op":"fill","from":0,"to":1,)", "to"},
            {R"("second":2)", R"("second":6)", "not there"},
            {R"({"op":"fill","from":0,"by":2})", R"({"op":"bucket","from":0,"values":[1,1]})", "ascend"},
            {R"({"op":"fill","from":0,"by":2})", R"({"op":"bucket","from":0,"values":[NaN]})", "ascend"},
            {R"({"op":"fill","from":0,"by":2})", R"({"op":"lookup","from":0,"values":[1,2,3],"by":0,"other":0})",
             "keys"},
            {R"({"op":"fill","from":0,"by":2})", R"({"op":"lookup","from":0,"values":[2,1,3,4],"by":0,"other":0})",
             "keys"},
            {R"("coef":[[1,10,0,0.5]])", R"("coef":[[1,10,0,0.5,1]])", "more weights than columns"},
            {R"("coef":[[1,10,0,0.5]])", R"("coef":[[]])", "first list"},
            {R"("coef":[[1,10,0,0.5]])", R"("coef":[[1,10,0,0.5],[1]])", "first list"},
            {R"("coef":[[1,10,0,0.5]])", R"("coef":[1,10,0,0.5])", "1"},
            {R"("coef":[[1,10,0,0.5]])", R"("coef":[[1,10,0,NaN]])", "NaN"},
            {R"("coef":[[1,10,0,0.5]])", R"("coef":[])", "another number of intercepts"},
            {R"("intercept":[0.25])", R"("intercept":[0.25,1])", "another number of intercepts"},
            {R"("intercept":[0.25])", R"("intercept":[Infinity])", "Infinity"},
            {R"("intercept":[0.25])", R"("intercepts":[0.25])", "intercepts"},
            {R"("intercept":[0.25])", R"("intercept":[0.25],"slope":1)", "slope"},
        };
        refuse_each(damages);
    }

    TEST_CASE("load_sklearn: damaged trees are refused") {
        constexpr damage damages[] = {
            {R"("base":[0.5,0,0],)", "", "without a base"},
            {R"("base":[0.5,0,0],)", R"("base":[],)", "without a base"},
            {R"("base":[0.5,0,0],)", R"("base":[0.5],)", "more values than sums"},
            {R"("base":[0.5,0,0],)", R"("base":[0.5,0,NaN],)", "NaN"},
            {R"("base":[0.5,0,0],)", R"("bases":[0.5,0,0],)", "bases"},
            {R"("left":[1,-1,-1],"right":[2,-1,-1],)", R"("left":[1,-1],"right":[2,-1,-1],)", "number of nodes"},
            {R"("left":[1,-1,-1],"right":[2,-1,-1],)", R"("left":[1,-1,-1],"right":[2,-1],)", "different lengths"},
            {R"("left":[1,-1,-1],"right":[2,-1,-1],)", R"("left":[1,-1,-1],"right":[2,-1,-1,-1],)", "more numbers"},
            {R"("left":[1,-1,-1],"right":[2,-1,-1],)", R"("left":[1,-1,-1],"right":[1,-1,-1],)", "reached twice"},
            {R"("left":[1,-1,-1],"right":[2,-1,-1],)", R"("left":[0,-1,-1],"right":[2,-1,-1],)", "reached twice"},
            {R"("left":[1,-1,-1],"right":[2,-1,-1],)", R"("left":[3,-1,-1],"right":[2,-1,-1],)", "outside"},
            {R"("left":[1,-1,-1],"right":[2,-1,-1],)", R"("left":[1,-1,-1],"right":[-1,-1,-1],)", "outside"},
            {R"("left":[1,-1,-1],"right":[2,-1,-1],)", R"("left":[1,-1,1e10],"right":[2,-1,-1],)", "1e10"},
            {R"("left":[1,-1,-1],"right":[2,-1,-1],)", R"("left":[1,-1,-1],)", "without one of its parts"},
            {R"("left":[1,-1,-1],"right":[2,-1,-1],)", R"("left":[-1,-1,-1],"right":[2,-1,-1],)", "values of leaves"},
            {R"("feature":[0,0,0])", R"("feature":[4,0,0])", "does not have"},
            {R"("feature":[0,0,0])", R"("feature":[0,0])", "different lengths"},
            {R"("feature":[0,0,0])", R"("feature":[-1,0,0])", "-1"},
            {R"("threshold":[1.5,0,0])", R"("threshold":["x",0,0])", "x"},
            {R"("leaves":[1,2,3,4])", R"("leaves":[1,2,3])", "values of leaves"},
            {R"("leaves":[1,2,3,4])", R"("leaves":[1,2,3,4,5,6])", "values of leaves"},
            {R"("leaves":[1,2,3,4])", R"("leaves":[])", "values of leaves"},
            {R"("width":2)", R"("width":0)", "values of leaves"},
            {R"("width":2)", R"("width":4294967297)", "4294967297"},
            {R"("output":0)", R"("output":2)", "not there"},
            {R"("output":0)", R"("output":4294967295)", "not there"},
            {R"("output":2,"width":1)", R"("output":3,"width":1)", "not there"},
            {R"("missing_left":[0])", R"("missing_left":[3])", "more numbers"},
            {R"("missing_left":[0])", R"("missing_right":[0])", "missing_right"},
            {R"("node":0)", R"("node":1)", "no split"},
            {R"("node":0)", R"("node":4294967295)", "no split"},
            {R"([{"node":0,"left":[1],"right":[0]}])",
             R"([{"node":0,"left":[1],"right":[0]},{"node":0,"left":[1],"right":[0]}])", "no split"},
            {R"({"node":0,"left":[1],"right":[0]})", R"({"node":0,"left":[1]})", "end of the object"},
            {R"({"node":0,"left":[1],"right":[0]})", R"({"node":0,"left":[256],"right":[0]})", "256"},
            {R"({"node":0,"left":[1],"right":[0]})", R"({"node":0,"left":[1],"right":[1]})", "both sides"},
            {R"({"node":0,"left":[1],"right":[0]})", R"({"node":0,"left":[1],"middle":[],"right":[0]})", "middle"},
            {R"({"node":0,"left":[1],"right":[0]})", "[]", "array"},
        };
        refuse_each(damages);
    }

    TEST_CASE("load_sklearn: damaged formulas are refused") {
        constexpr damage damages[] = {
            {R"("margin":{"at":0,"count":4})", R"("margin":{"at":0,"count":0})", "end of the object"},
            {R"("margin":{"at":0,"count":4})", R"("margin":{"count":4})", "end of the object"},
            {R"("margin":{"at":0,"count":4})", R"("margin":{"at":4294967295,"count":4294967295})", "too far"},
            {R"("margin":{"at":0,"count":4})", R"("margin":{"at":0,"count":70000})", "too far"},
            {R"("margin":{"at":0,"count":4},)", "", "nothing"},
            {R"("margin":{"at":0,"count":4})", R"("margin":{"at":0,"count":4,"to":1})", "to"},
            {R"("op":"add")", R"("op":"plus")", "plus"},
            {R"("op":"add")", R"("op":"softmax")", "other parameters"},
            {R"("from":3})", R"("to":3})", "other parameters"},
            {R"("from":3})", R"("from":4294967295})", "too far"},
            {R"("from":3})", R"("from":3,"second":1})", "second"},
            {R"("by":2})", R"("by":"2"})", "2"},
            {R"("op":"multiply","at":1,"count":1,"by":2)", R"("op":"multiply","at":1,"by":2)", "end of the object"},
            {R"("op":"multiply","at":1,"count":1,"by":2)", R"("op":"multiply","at":1,"count":0,"by":2)", "outside"},
            {R"("op":"multiply","at":1,"count":1,"by":2)", R"("op":"set","at":1,"count":2,"values":[1])",
             "another number"},
            {R"("op":"multiply","at":1,"count":1,"by":2)", R"("op":"pick","at":1,"count":1,"values":[])",
             "nothing to pick"},
            {R"("op":"multiply","at":1,"count":1,"by":2)", R"("op":"complement","at":1,"count":2)", "complement"},
            {R"("op":"multiply","at":1,"count":1,"by":2)", R"("op":"interpolate","at":1,"count":1,"values":[2,1,0,0])",
             "ascending"},
            {R"("op":"multiply","at":1,"count":1,"by":2)", R"("op":"vote","at":1,"count":2,"to":0,"choices":2,"by":1)",
             "choices"},
        };
        refuse_each(damages);
    }

    TEST_CASE("load_sklearn: answers to the rows of the self-test that the model does not give are refused") {
        constexpr damage damages[] = {
            {R"("margin":[1.5,2,200,13.25])", R"("margin":[1.5,2,200,13.2500000001])", "13.25"},
            {R"("prediction":[14.75,4])", R"("prediction":[14.75,5])", "4"},
            {R"("label":[1])", R"("label":[0])", "1"},
            {R"("leaf":[1,2])", R"("leaf":[1,1])", "2"},
            {R"("margin":[1.5,2,200,13.25])", R"("margin":[1.5,2,200])", "another number of answers"},
            {R"("margin":[1.5,2,200,13.25])", R"("margin":[1.5,2,200,13.25,1])", "another number of answers"},
            {R"("row":[1,"Oslo",4])", R"("row":[1,"Oslo"])", "fewer cells"},
            {R"("row":[1,"Oslo",4])", R"("row":[1,"Oslo",4,5])", "more cells"},
            {R"("row":[1,"Oslo",4])", R"("row":[1,"Bern",4])", "100"},
            {R"("row":[1,"Oslo",4],)", "", "end of the object"},
            {R"("row":[null,"Lima",-2])", R"("row":[null,"Oslo",-2])", "200"},
            {R"("row":[null,"Lima",-2])", R"("rows":[null,"Lima",-2])", "rows"},
            {R"("leaves":[100,200])", R"("leaves":[100,200.00000000000003])", "200"},
        };
        oracle::refuse_each(small, damages, tried);
    }

    TEST_CASE("load_sklearn: the row, what was found and what was expected are named") {
        auto const wrong = replaced(small, R"("prediction":[3.75,8])", R"("prediction":[3.75,9])");
        try {
            static_cast<void>(load(wrong));
            FAIL("was loaded");
        } catch (arenite::model_error const& refused) {
            CHECK(refused.where() == "self_test[1].prediction[1]");
            CHECK(refused.found() == "8");
            CHECK(refused.expected() == "9, which the trainer answered");
        }
        CHECK(tried(replaced(untested, R"("node":0)", R"("node":7)")).where.find("forest.trees[1]") == 0);
    }

    TEST_CASE("load_sklearn: answers within what the file allows are as good") {
        auto const near =
            replaced(replaced(small, R"("within":0})", R"("within":0})"), "[14.75,4]", "[14.750000000001,4]");
        CHECK(tried(near).refused);
        auto const allowed = [&](char const* within) {
            return replaced(near, R"("leaf":[1,2],"within":0)", R"("leaf":[1,2],"within":)" + std::string{within});
        };
        CHECK_FALSE(tried(allowed("1e-12")).refused);
        CHECK(tried(allowed("1e-14")).refused);
        CHECK(tried(allowed("NaN")).refused);
        CHECK(tried(replaced(allowed("1"), R"("label":[1])", R"("label":[0])")).refused);  // classes are exact
    }

    TEST_CASE("load_sklearn: weighted sums whose terms cancel each other may differ by what rounds off the terms") {
        auto const text = [](char const* said, char const* within) {
            return document(
                {R"("columns":[{},{}])",
                 R"("self_test":[{"row":[1e9,1],"margin":[)" + std::string{said} + R"(],"within":)" + within + "}]",
                 R"("margin":{"at":0,"count":1},"prediction":{"at":0,"count":1})",
                 R"("lines":{"coef":[[1,-1e9]],"intercept":[0.5]})"});
        };
        CHECK_FALSE(tried(text("0.5", "0")).refused);
        CHECK_FALSE(tried(text("0.5000005", "1e-15")).refused);
        CHECK(tried(text("0.500005", "1e-15")).refused);
    }

    TEST_CASE("load_sklearn: columns that build on each other without end are refused, quickly") {
        std::string steps = R"({"op":"copy","from":0})";
        for (int i = 3; i != 60; ++i)
            steps += R"(,{"op":"product","from":)" + std::to_string(i) + R"(,"second":)" + std::to_string(i) + "}";
        auto const text = replaced(untested, R"("steps":[{"op":"fill","from":0,"by":2})",
                                   R"("steps":[)" + steps + R"(,{"op":"fill","from":0,"by":2})");
        CHECK(tried(text).found.find("of too many") != std::string::npos);
    }

    TEST_CASE("load_sklearn: what a file only claims is not acquired") {
        CHECK(tried(replaced(untested, R"("op":"largest","at":0,"count":2,"to":4)",
                             R"("op":"largest","at":0,"count":2,"to":60000)"))
                  .found == "");
        CHECK(tried(replaced(untested, R"("op":"largest","at":0,"count":2,"to":4)",
                             R"("op":"largest","at":0,"count":2,"to":600000)"))
                  .refused);
    }

    TEST_CASE("load_sklearn: one wide tree does not make the leaves of many others wide") {
        std::string wide = "0", base = "0", trees;
        for (int i = 0; i != 3000; ++i) wide += ",0", base += ",0";
        for (int i = 0; i != 3000; ++i)
            trees +=
                R"({"output":0,"width":1,"float32":true,"left":[-1],"right":[-1],"feature":[0],"threshold":[0],"leaves":[1]},)";
        auto const text = document({columns, R"("margin":{"at":0,"count":1},"prediction":{"at":0,"count":1})",
                                    R"("forest":{"base":[)" + base + R"(],"trees":[)" + trees +
                                        R"({"output":0,"width":3001,"float32":true,"left":[-1],"right":[-1],)"
                                        R"("feature":[0],"threshold":[0],"leaves":[)" +
                                        wide + "]}]}"});
        CHECK(tried(text).found == "leaves of too many values");
    }

    TEST_CASE("load_sklearn: more than was counted is refused when the bytes change before they are read") {
        constexpr auto more = "more than when the file was first read";
        constexpr damage changes[] = {
            {R"({"name":"c"})", R"({"name":"c"},{})", more},
            {R"({"name":"c"})", R"({"name":"a longer name"})", more},
            {R"({"name":"c"})", R"({"categories":["c"]})", more},
            {R"(["Oslo","Bern"])", R"(["Oslo","Bern","Rome"])", more},
            {R"(["no","yes"])", R"(["no","yes",""])", more},
            {R"(["no","yes"])", R"(["no","perhaps"])", more},
            {R"({"op":"copy","from":1},)", R"({"op":"copy","from":1},{"op":"copy","from":1},)", more},
            {R"({"op":"copy","from":1},)", R"({"op":"bucket","from":1,"values":[1]},)", more},
            {R"("margin":{"at":0,"count":4})", R"("margin":{"at":1,"count":5})", "an answer outside"},
            {R"("margin":{"at":0,"count":4})",
             R"("margin":{"at":0,"count":4,"steps":[{"op":"sigmoid","at":0,"count":1}]})", more},
            {R"("intercept":[0.25])", R"("intercept":[0.25,1])", more},
            {R"("coef":[[1,10,0,0.5]])", R"("coef":[[1,10,0,0.5,1]])", more},
            {R"("coef":[[1,10,0,0.5]])", R"("coef":[[1,10,0,0.5],[1]])", more},
            {R"("base":[0.5,0,0])", R"("base":[0.5,0,0,0])", more},
            {R"({"output":2,)",
             R"({"output":0,"width":1,"float32":true,"left":[-1],"right":[-1],"feature":[0],"threshold":[0],"leaves":[1]},{"output":2,)",
             more},
            {R"("sets":[)", R"("sets":[{"node":0,"left":[1],"right":[0]},)", more},
            {R"("leaves":[1,2,3,4])", R"("leaves":[1,2,3,4,5])", more},
        };
        CHECK(found_in(untested, untested) == "nothing");
        for (auto const& [from, to, found] : changes) {
            CAPTURE(to);
            auto const wrong = found_in(untested, replaced(untested, from, to));
            CHECK(wrong.find(found) != std::string::npos);
            if (wrong.find(found) == std::string::npos) MESSAGE(wrong);
        }
        CHECK(found_in(untested, untested + "]").find(']') != std::string::npos);
    }

    TEST_CASE("load_sklearn: a file that is cut anywhere is refused") {
        for (std::size_t size = 0; size != small.size(); ++size) REQUIRE(tried(small.substr(0, size)).refused);
    }

    TEST_CASE("load_sklearn: a file with any byte or any number changed is refused or loads, within its budget") {
        constexpr int flips[] = {0x01, 0x80, 0xFF};
        for (std::size_t i = 0; i != untested.size(); ++i) {
            auto damaged = untested;
            damaged[i] = static_cast<char>(damaged[i] ^ flips[i % 3]);
            static_cast<void>(tried(damaged));
        }
        oracle::for_each_number(untested, [](std::size_t begin, std::size_t size) {
            for (auto const* const number : {"0", "-1", "2147483648", "9223372036854775807", "1e308", "NaN"}) {
                auto damaged = untested;
                static_cast<void>(tried(damaged.replace(begin, size, number)));
            }
        });
    }

    TEST_CASE("load_sklearn: rounds of boosting cannot be chosen") {
        CHECK_THROWS_AS(
            static_cast<void>(arenite::load_model(std::as_bytes(std::span{small}), arenite::load_options{.rounds = 1})),
            arenite::model_error);
    }
}

}  // namespace
