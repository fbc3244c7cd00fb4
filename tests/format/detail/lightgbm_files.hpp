// SPDX-License-Identifier: MIT
#pragma once

// Small models of LightGBM, written by hand.

#include "format/damaged_models.hpp"

#include <arenite/format/load_model.hpp>

#include <span>
#include <string>
#include <string_view>

namespace lightgbm_files {

using oracle::replaced;

/// A tree of three leaves, 1, 2 and 4: category 1, 33 or 35 of feature b, else whether a <= 0.5.
inline std::string const categorical =
    "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=1\nobjective=regression\n"
    "feature_names=a b\nfeature_infos=[0:1] -1:1:33:35\n\nTree=0\nnum_leaves=3\nnum_cat=1\nsplit_feature=1 0\n"
    "threshold=0 0.5\ndecision_type=1 2\nleft_child=-1 -2\nright_child=1 -3\nleaf_value=1 2 4\ncat_boundaries=0 2\n"
    "cat_threshold=2 10\nis_linear=0\n\nend of trees\n";

/// Two trees: leaves 1 and 2 of functions 10 + 2 a - b and 20, by a <= 0.5; and a constant one of 100.
inline std::string const linear =
    "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=1\nobjective=regression\n"
    "feature_names=a b\nfeature_infos=[0:1] [0:1]\n\nTree=0\nnum_leaves=2\nnum_cat=0\nsplit_feature=0\n"
    "threshold=0.5\ndecision_type=2\nleft_child=-1\nright_child=-2\nleaf_value=1 2\nis_linear=1\nleaf_const=10 20\n"
    "num_features=2 0\nleaf_features=0 1  \nleaf_coeff=2 -1  \n\nTree=1\nnum_leaves=1\nnum_cat=0\nsplit_feature=\n"
    "threshold=\nleft_child=\nright_child=\nleaf_value=100\nis_linear=0\n\nend of trees\n";

/// What Python writes behind the trees of a model that was trained on a data frame.
inline std::string const parameters =
    "\nfeature_importances:\nb=1\na=1\n\nparameters:\n[boosting: gbdt]\n[categorical_feature: 1]\n\nend of "
    "parameters\n";

/// Names for categories 0 to 35.
[[nodiscard]] inline std::string names() {
    std::string list = "[[\"zero\", \"o\\u006ee\"";
    for (int i = 2; i != 36; ++i) list += ", " + std::to_string(i);
    return "\npandas_categorical:" + list + "]]\n";
}

[[nodiscard]] inline std::string framed() { return categorical + parameters + names(); }

[[nodiscard]] inline arenite::model load(std::string const& text, arenite::budget& memory = arenite::system_memory()) {
    return arenite::load_model(std::as_bytes(std::span{text}), memory);
}

}  // namespace lightgbm_files
