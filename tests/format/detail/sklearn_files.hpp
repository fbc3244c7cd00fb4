// SPDX-License-Identifier: MIT
#pragma once

// A model of scikit-learn that has all that a file can hold, and what it answers.

#include "format/damaged_models.hpp"

#include <arenite/format/load_model.hpp>

#include <span>
#include <string>

namespace sklearn_files {

/// Three columns, of which four are prepared: a number without gaps, whether the city is Oslo, its code, a product.
inline std::string const columns =
    R"("columns":[{"name":"a"},{"name":"city","categories":["Oslo","Bern"],"unseen":"coded"},{"name":"c"}])";
inline std::string const preparation =
    R"("prepare":{"outputs":4,"steps":[{"op":"fill","from":0,"by":2},{"op":"equals","from":1,"by":0},)"
    R"({"op":"copy","from":1},{"op":"product","from":3,"second":2}]})";

/// Sums 0 and 1 are of a tree with two values in its leaves, 2 is of one that splits on codes, 3 is a line.
inline std::string const forest =
    R"("forest":{"base":[0.5,0,0],"trees":[{"output":0,"width":2,"float32":true,"left":[1,-1,-1],"right":[2,-1,-1],)"
    R"("feature":[0,0,0],"threshold":[1.5,0,0],"leaves":[1,2,3,4]},)"
    R"({"output":2,"width":1,"float32":false,"left":[1,-1,-1],"right":[2,-1,-1],"feature":[2,0,0],)"
    R"("threshold":[0,0,0],"missing_left":[0],"sets":[{"node":0,"left":[1],"right":[0]}],"leaves":[100,200]}]})";
inline std::string const lines = R"("lines":{"coef":[[1,10,0,0.5]],"intercept":[0.25]})";
inline std::string const formulas =
    R"("margin":{"at":0,"count":4},"prediction":{"at":0,"count":2,"steps":[{"op":"add","at":0,"count":1,"from":3},)"
    R"({"op":"multiply","at":1,"count":1,"by":2}]},)"
    R"("label":{"at":4,"count":1,"steps":[{"op":"largest","at":0,"count":2,"to":4}]})";
inline std::string const self_test =
    R"("self_test":[{"row":[1,"Oslo",4],"margin":[1.5,2,200,13.25],"prediction":[14.75,4],"label":[1],"leaf":[1,2],)"
    R"("within":0},{"within":0,"leaf":[2,1],"margin":[3.5,4,100,0.25],"prediction":[3.75,8],"row":[null,"Lima",-2]}])";

[[nodiscard]] inline std::string document(std::initializer_list<std::string> parts) {
    std::string text = R"x({"format":"skl-json","version":1,"sklearn_version":"1.9.1","estimator":"Test(Forest)")x";
    for (auto const& part : parts) text += "," + part;
    return text + "}";
}

inline std::string const small = document(
    {columns, self_test, R"("classes":["no","yes"])", formulas, R"("leaf_ids":true)", preparation, lines, forest});

/// Without a self-test, whose answers a change would spoil.
inline std::string const untested =
    document({columns, R"("classes":["no","yes"])", formulas, R"("leaf_ids":true)", preparation, lines, forest});

[[nodiscard]] inline arenite::model load(std::string const& text, arenite::budget& memory = arenite::system_memory()) {
    return arenite::load_model(std::as_bytes(std::span{text}), memory);
}

}  // namespace sklearn_files
