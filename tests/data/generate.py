"""Makes the model oracles: small models of the training libraries, and what those libraries answer for them.

    python3 tests/data/generate.py [--work FOLDER | --only FOLDER]

makes one virtual environment per entry of ENVIRONMENTS (in FOLDER, else in a temporary folder; one of them needs
Python 3.12, another one 3.10), runs itself in each, and writes beside itself:

    rows/<data>.csv                the rows predicted: a header of feature names, then float64 in the shortest text
                                   that reads back to the same value; an empty cell is a missing value
    <folder>/<case>.json .ubj .txt .tl the model, as its library saves it
    <folder>/<case>.margin.csv     before the objective's transformation (output_margin, raw_score)
    <folder>/<case>.prediction.csv what predict returns by default
    <folder>/<case>.leaf.csv       the leaf index in each tree, in the order of the file (not for linear boosters)
    refused/<case>.*               models that a reader must refuse, naming the construct
    <folder>/<case>.<option>.*.csv the same three of predictions with options: first_3 takes the first three rounds of
                                   boosting, coded takes rows in which CODE stands for a missing value
    cases.csv, refused.csv         the lists of all that: model,rows and model,construct
    options.csv                    model,rows,missing,rounds,oracle: the value that counts as missing, or none; how many
                                   rounds, or none; what the names of the oracles begin with

An oracle file has one line per row and no header; its numbers are the shortest text that reads back to the same
float32 (XGBoost), float64 (LightGBM) or integer (leaf). Runs are single-threaded and seeded: the same bytes each time.
"""

import argparse
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

try:  # present only inside the environments
    import numpy as np
    from sklearn import datasets
except ImportError:
    pass

HERE = Path(__file__).resolve().parent

ENVIRONMENTS = {
    "current": "xgboost==3.2.0 lightgbm==4.7.0 catboost==1.2.10 treelite==4.8.1 numpy==2.4.6 scipy==1.17.1 "
               "scikit-learn==1.9.1 pandas==3.1.1",
    "xgboost-3.4.1": "xgboost==3.4.1 numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1 pandas==3.1.1",
    "lightgbm-3.3.5": "lightgbm==3.3.5 numpy==1.26.4 scipy==1.11.4 scikit-learn==1.3.2 pandas==2.0.3",
    "xgboost-2.1.4": "xgboost==2.1.4 numpy==2.2.6 scipy==1.15.3 scikit-learn==1.6.1",
    "xgboost-1.7.6": "xgboost==1.7.6 numpy==1.26.4 scipy==1.11.4 scikit-learn==1.3.2",
    "xgboost-1.0.2": "xgboost==1.0.2 numpy==1.26.4 scipy==1.11.4 scikit-learn==1.3.2",
    "xgboost-1.5.2": "xgboost==1.5.2 numpy==1.26.4 scipy==1.11.4 scikit-learn==1.3.2",
    "catboost-1.0.6": "catboost==1.0.6 numpy==1.23.5 scipy==1.10.1 scikit-learn==1.2.2 pandas==1.5.3",
}

INTERPRETERS = {"xgboost-3.4.1": "python3.12", "catboost-1.0.6": "python3.10"}  # of environments that need another


CODE = -999.1  # no float32: both sides of a comparison must be rounded alike


def case(name, task, rounds=6, data={}, patience=None, suffixes=("json", "ubj"), construct=None, options=(),
         **parameters):
    """A row of the tables below; `data` goes to the training matrix, `construct` says why a reader refuses, `options`
    are those of further predictions."""
    return SimpleNamespace(**locals())


def json_case(name, task, **options):
    return case(name, task, suffixes=("json",), **options)


def text_case(name, task, **options):
    return case(name, task, suffixes=("txt",), **options)


def option(name, rounds=0, missing=float("nan")):
    """Of a prediction: how many rounds, 0 for all, and the value that is missing."""
    return SimpleNamespace(**locals())


def first(rounds):
    return option(f"first_{rounds}", rounds)


PLAIN = option("")
CODED = option("coded", missing=CODE)
CODED_FIRST_2 = option("coded_first_2", 2, CODE)


def squares(prediction, data):
    """A custom objective: LightGBM writes no objective line for it."""
    return prediction - data.get_label(), np.ones_like(prediction)


def plain(y):
    return {"label": y}


def task(data, labels=plain, rows=None):
    """The data set, what its target becomes in the words of both libraries, and the rows predicted."""
    return SimpleNamespace(data=data, labels=labels, rows=rows or data)


TASKS = {
    "iris": task("iris"),
    "wine": task("wine"),
    "digits": task("digits"),
    "categories": task("digits", rows="digits_categories"),
    "cancer": task("breast_cancer"),
    "missing": task("breast_cancer_missing"),
    "diabetes": task("diabetes"),
    "edges": task("diabetes", rows="diabetes_edges"),
    "mixed": task("mixed"),
    "mixed_classes": task("mixed", lambda y: {"label": np.digitize(y, [0.5, 2])}),
    "mixed_binary": task("mixed", lambda y: {"label": y > 1}),
    "codes": task("diabetes", rows="diabetes_codes"),
    "code_classes": task("diabetes", lambda y: {"label": y // 116}, rows="diabetes_codes"),
    "frame": task("diabetes_frame"),
    "frame_halves": task("diabetes_frame", lambda y: {"label": y > 140}),
    "hundredths": task("diabetes", lambda y: {"label": y / 100}),
    "fraction": task("diabetes", lambda y: {"label": y / 400}),
    "constant": task("diabetes", lambda y: {"label": 0 * y + 3.25}),
    "targets": task("diabetes", lambda y: {"label": np.stack([y, np.sqrt(y), -y], axis=1)}),
    "labels": task("wine", lambda y: {"label": np.stack([y == 0, y == 1, y > 0], axis=1)}),
    "ragged": task("wine", lambda y: {"label": np.stack([y, y > 0], axis=1)}),
    "ranking": task("diabetes", lambda y: {"label": y // 80, "group": [26] * 17}),
    "relevance": task("diabetes", lambda y: {"label": y > 140, "group": [26] * 17}),
    "censored": task("diabetes", lambda y: {"label": np.where(y > 200, -200, y)}),
    "interval": task("diabetes", lambda y: {"label_lower_bound": np.minimum(y, 200),
                                            "label_upper_bound": np.where(y > 200, np.inf, y)}),
}

CATEGORIES = dict(feature_types=["c"] * 64, enable_categorical=True)
VECTOR = dict(multi_strategy="multi_output_tree")
DART = dict(booster="dart", rate_drop=0.4, rounds=10)
LINEAR = dict(booster="gblinear", updater="coord_descent", rounds=10)
PRUNED = dict(tree_method="exact", updater="grow_colmaker,prune", max_depth=6)
BINARY = dict(objective="binary:logistic")
SOFTPROB = dict(objective="multi:softprob", num_class=3)

XGBOOST = [
    case("squarederror", "diabetes", options=[first(3)], objective="reg:squarederror"),
    case("squaredlogerror", "hundredths", objective="reg:squaredlogerror"),
    case("pseudohubererror", "hundredths", objective="reg:pseudohubererror"),
    case("absoluteerror", "diabetes", objective="reg:absoluteerror"),
    case("reg_logistic", "fraction", objective="reg:logistic"),
    case("gamma", "diabetes", objective="reg:gamma"),
    case("tweedie", "diabetes", objective="reg:tweedie", tweedie_variance_power=1.3),
    case("quantile", "diabetes", objective="reg:quantileerror", quantile_alpha=0.8),
    case("quantiles", "diabetes", objective="reg:quantileerror", quantile_alpha=[0.1, 0.5, 0.9]),
    case("poisson", "diabetes", objective="count:poisson"),
    case("binary", "cancer", **BINARY),
    case("logitraw", "cancer", objective="binary:logitraw"),
    case("hinge", "cancer", objective="binary:hinge"),
    case("softprob", "iris", options=[first(1), first(3), first(6)], **SOFTPROB),
    case("softmax", "wine", objective="multi:softmax", num_class=3),
    case("digits", "digits", rounds=3, objective="multi:softprob", num_class=10),
    case("rank_ndcg", "ranking", objective="rank:ndcg"),
    case("rank_pairwise", "ranking", objective="rank:pairwise"),
    case("rank_map", "relevance", objective="rank:map"),
    case("cox", "censored", objective="survival:cox"),
    case("aft", "interval", objective="survival:aft", aft_loss_distribution="normal"),
    case("dart", "diabetes", options=[first(4)], objective="reg:squarederror", **DART),
    case("dart_softprob", "wine", options=[first(4)], **SOFTPROB, **DART),
    case("dart_missing", "missing", options=[CODED, CODED_FIRST_2], **BINARY, **DART),
    case("dart_zero", "cancer", base_score=0.5, reg_alpha=1000, **BINARY, **{**DART, "rounds": 2}),
    case("linear", "diabetes", objective="reg:squarederror", **LINEAR),
    case("linear_binary", "cancer", **BINARY, **LINEAR),
    case("linear_softprob", "wine", **SOFTPROB, **LINEAR),
    case("linear_missing", "missing", options=[CODED], **BINARY, **LINEAR),
    case("linear_softprob_missing", "missing", options=[CODED], **SOFTPROB, **LINEAR),
    case("parallel", "wine", options=[first(2)], rounds=3, num_parallel_tree=3, subsample=0.6, colsample_bynode=0.5,
         **SOFTPROB),
    case("targets", "targets", options=[first(2)], objective="reg:squarederror"),
    case("labels", "labels", **BINARY),
    case("missing", "missing", options=[CODED, CODED_FIRST_2], **BINARY),
    case("nameless", "cancer", data=dict(feature_names=None), **BINARY),
    case("base_score", "cancer", base_score=0.3, **BINARY),
    case("base_score_logitraw", "cancer", base_score=0.3, objective="binary:logitraw"),
    case("base_score_poisson", "diabetes", base_score=30.5, objective="count:poisson"),
    case("base_score_softprob", "iris", base_score=0.3, **SOFTPROB),
    case("pruned", "diabetes", gamma=30000, objective="reg:squarederror", **PRUNED),
    case("pruned_missing", "missing", gamma=2, **BINARY, **PRUNED),
    case("edges", "edges", objective="reg:squarederror", tree_method="exact"),
    case("lossguide", "diabetes", objective="reg:squarederror", grow_policy="lossguide", max_leaves=12, max_depth=0),
    case("early_stopping", "cancer", options=[first(6)], rounds=30, patience=3, max_depth=4, eval_metric="error",
         **BINARY),
    case("categories", "categories", options=[first(1)], rounds=3, data=CATEGORIES, objective="reg:squarederror"),
    case("categories_one_hot", "categories", rounds=3, data=CATEGORIES, max_cat_to_onehot=100,
         objective="reg:squarederror"),
    case("categories_dart", "categories", data=CATEGORIES, objective="reg:squarederror", **{**DART, "rounds": 4}),
    case("categories_softprob", "categories", rounds=1, data=CATEGORIES, objective="multi:softprob", num_class=10),
    case("vector_leaf", "targets", options=[first(2)], rounds=3, objective="reg:squarederror", **VECTOR),
    case("vector_leaf_softprob", "wine", rounds=3, **SOFTPROB, **VECTOR),
    case("vector_leaf_labels", "labels", rounds=3, num_parallel_tree=2, subsample=0.6, **BINARY, **VECTOR),
]

XGBOOST_2_1 = [
    case("dart", "diabetes", objective="reg:squarederror", **{**DART, "rounds": 4}),
    case("linear_softprob", "wine", **SOFTPROB, **LINEAR),
    case("categories", "categories", rounds=2, data=CATEGORIES, objective="reg:squarederror"),
    case("vector_leaf", "targets", options=[first(2)], rounds=3, objective="reg:squarederror", **VECTOR),
    case("vector_leaf_softprob", "wine", rounds=3, **SOFTPROB, **VECTOR),
    case("base_score_logitraw", "cancer", rounds=2, base_score=0.3, objective="binary:logitraw"),
]

XGBOOST_1_7 = [
    case("squarederror", "diabetes", options=[first(3)], objective="reg:squarederror"),
    case("binary", "cancer", **BINARY),
    case("missing", "missing", options=[CODED, CODED_FIRST_2], **BINARY),
    case("softprob", "iris", options=[first(3)], **SOFTPROB),
    case("poisson", "hundredths", objective="count:poisson"),
    case("targets", "targets", options=[first(2)], objective="reg:squarederror"),
    case("parallel", "wine", options=[first(2)], rounds=3, num_parallel_tree=3, subsample=0.6, **SOFTPROB),
    case("dart", "cancer", options=[first(4)], **BINARY, **DART),
    case("linear", "diabetes", objective="reg:squarederror", **LINEAR),
    case("linear_softprob", "wine", **SOFTPROB, **LINEAR),
    case("base_score", "cancer", base_score=0.3, **BINARY),
    case("base_score_logitraw", "cancer", base_score=0.3, objective="binary:logitraw"),
    case("categories", "categories", rounds=2, data=CATEGORIES, objective="reg:squarederror"),
    case("pruned", "diabetes", gamma=30000, objective="reg:squarederror", **PRUNED),
    case("xgboost_legacy", "cancer", construct="legacy binary format", suffixes=("bin",), rounds=2, **BINARY),
]

XGBOOST_1_5 = [
    json_case("missing", "missing", rounds=3, **BINARY),
    json_case("parallel", "wine", options=[first(1)], rounds=2, num_parallel_tree=2, subsample=0.6, **SOFTPROB),
    json_case("dart", "diabetes", objective="reg:squarederror", **{**DART, "rounds": 4}),
    json_case("linear", "diabetes", objective="reg:squarederror", **LINEAR),
]

XGBOOST_1_0 = [
    json_case("missing", "missing", rounds=3, **BINARY),
    json_case("softprob", "iris", options=[first(1)], rounds=2, **SOFTPROB),
    json_case("poisson", "hundredths", rounds=2, base_score=0.7, objective="count:poisson"),
    json_case("linear", "diabetes", objective="reg:squarederror", **LINEAR),
]

XGBOOST_3_4 = [
    case("expectiles", "hundredths", options=[first(2)], objective="reg:expectileerror", expectile_alpha=[0.1, 0.5, 0.9]),
    case("quantiles", "diabetes", rounds=3, objective="reg:quantileerror", quantile_alpha=[0.45, 0.5, 0.55]),
    case("dart", "diabetes", objective="reg:squarederror", **{**DART, "rounds": 4}),
    case("linear_softprob", "wine", **SOFTPROB, **LINEAR),
    case("vector_leaf", "targets", options=[first(2)], rounds=3, objective="reg:squarederror", **VECTOR),
    case("categories", "categories", rounds=2, data=CATEGORIES, objective="reg:squarederror"),
]

FRAMES = [
    case("category_names", "iris", rounds=3, **SOFTPROB),
    case("category_names_one_hot", "iris", rounds=3, max_cat_to_onehot=100, **SOFTPROB),
]

FRAMES_3_4 = [
    case("wide_names", "iris", rounds=3, **SOFTPROB),
]

FOREST = dict(boosting="rf", bagging_freq=1, bagging_fraction=0.6, feature_fraction=0.6)

CODES = dict(categorical_feature=[0, 1, 9])  # age, sex and s6, which are whole numbers
GROUPS = dict(min_data_per_group=5, cat_smooth=1)
LINEAR_TREE = dict(linear_tree=True, data=dict(params=dict(linear_tree=True, verbosity=-1)))

LIGHTGBM = [
    text_case("regression", "diabetes", options=[first(3)], objective="regression"),
    text_case("edges", "edges", objective="regression", min_data_in_bin=1, max_bin=1000),
    text_case("regression_l1", "diabetes", objective="regression_l1"),
    text_case("regression_sqrt", "diabetes", objective="regression", reg_sqrt=True),
    text_case("huber", "diabetes", objective="huber", alpha=30),
    text_case("fair", "hundredths", objective="fair"),
    text_case("quantile", "diabetes", objective="quantile", alpha=0.8),
    text_case("mape", "diabetes", objective="mape"),
    text_case("poisson", "diabetes", objective="poisson"),
    text_case("gamma", "diabetes", objective="gamma"),
    text_case("tweedie", "diabetes", objective="tweedie", tweedie_variance_power=1.3),
    text_case("binary", "cancer", objective="binary"),
    text_case("binary_sigmoid", "cancer", objective="binary", sigmoid=1.7),
    text_case("multiclass", "iris", options=[first(3)], objective="multiclass", num_class=3),
    text_case("multiclassova", "wine", objective="multiclassova", num_class=3),
    text_case("multiclassova_sigmoid", "wine", objective="multiclassova", num_class=3, sigmoid=1.7),
    text_case("absent_class", "iris", options=[first(2)], objective="multiclass", num_class=4),
    text_case("digits", "digits", rounds=3, objective="multiclass", num_class=10),
    text_case("cross_entropy", "fraction", objective="cross_entropy"),
    text_case("cross_entropy_lambda", "fraction", objective="cross_entropy_lambda"),
    text_case("lambdarank", "ranking", objective="lambdarank"),
    text_case("rank_xendcg", "ranking", objective="rank_xendcg"),
    text_case("forest_regression", "diabetes", options=[first(3)], objective="regression", **FOREST),
    text_case("forest_binary", "cancer", objective="binary", **FOREST),
    text_case("forest_multiclass", "wine", options=[first(2)], objective="multiclass", num_class=3, **FOREST),
    text_case("forest_missing", "missing", options=[CODED, CODED_FIRST_2], objective="binary", **FOREST),
    text_case("dart", "diabetes", options=[first(4)], objective="regression", boosting="dart", drop_rate=0.4,
              skip_drop=0.1, rounds=10),
    text_case("goss", "missing", options=[CODED_FIRST_2], objective="binary", data_sample_strategy="goss"),
    text_case("missing_nan", "missing", options=[CODED], objective="binary"),
    text_case("missing_zero", "missing", options=[CODED], objective="binary", zero_as_missing=True),
    text_case("missing_none", "missing", options=[CODED], objective="binary", use_missing=False),
    text_case("extra_trees_missing", "missing", objective="binary", extra_trees=True),
    text_case("constant_label", "constant", objective="regression"),
    text_case("constant_tree", "diabetes", options=[first(1)], objective="regression", min_data_in_leaf=10000),
    text_case("constant_tree_binary", "cancer", objective="binary", min_data_in_leaf=10000),
    text_case("custom", "diabetes", objective=squares),
    text_case("categorical", "codes", options=[first(2)], data=CODES, objective="regression", **GROUPS),
    text_case("categorical_zero", "codes", rounds=3, data=CODES, objective="poisson", zero_as_missing=True, **GROUPS),
    text_case("categorical_multiclass", "code_classes", rounds=3, data=CODES, objective="multiclass", num_class=3,
              **GROUPS),
    text_case("categorical_forest", "codes", rounds=3, options=[first(2)], data=CODES, objective="regression", **GROUPS,
              **FOREST),
    text_case("frame", "frame", objective="regression", **GROUPS),
    text_case("frame_binary", "frame_halves", rounds=3, objective="binary", **GROUPS),
    text_case("linear_tree", "diabetes", options=[first(2)], objective="regression", **LINEAR_TREE),
    text_case("linear_tree_missing", "missing", rounds=4, options=[CODED, CODED_FIRST_2], objective="binary",
              **LINEAR_TREE),
    text_case("linear_tree_none", "missing", rounds=3, objective="binary", use_missing=False, **LINEAR_TREE),
    text_case("linear_tree_multiclass", "wine", rounds=3, options=[first(2)], objective="multiclass", num_class=3,
              **LINEAR_TREE),
    text_case("linear_tree_forest", "diabetes", rounds=3, options=[first(2)], objective="regression", **FOREST,
              **LINEAR_TREE),
    text_case("linear_tree_dart", "diabetes", rounds=4, objective="poisson", boosting="dart", drop_rate=0.5,
              skip_drop=0.1, **LINEAR_TREE),
    text_case("linear_tree_constant", "diabetes", rounds=3, objective="regression", min_data_in_leaf=10000,
              **LINEAR_TREE),
    text_case("linear_tree_codes", "codes", rounds=4, objective="regression",
              **{**LINEAR_TREE, "data": {**LINEAR_TREE["data"], **CODES}}, **GROUPS),
    text_case("linear_tree_frame", "frame", rounds=3, objective="regression", **LINEAR_TREE, **GROUPS),
]

LIGHTGBM_3_3 = [
    text_case("regression", "diabetes", objective="regression"),
    text_case("categorical", "codes", rounds=4, data=CODES, objective="regression", **GROUPS),
    text_case("frame", "frame", rounds=4, objective="regression", **GROUPS),
    text_case("missing_zero", "missing", rounds=4, objective="binary", zero_as_missing=True),
    text_case("forest_multiclass", "wine", rounds=3, options=[first(2)], objective="multiclass", num_class=3, **FOREST),
    text_case("linear_tree_missing", "missing", rounds=3, objective="binary", **LINEAR_TREE),
]


def catboost_case(name, task, loss, rounds=4, depth=3, reloaded=False, change=None, **parameters):
    """`reloaded`: the leaf ids are those that CatBoost gives once it has read its own file; `change` makes
    another model of the trained one."""
    options, construct, suffixes, data = parameters.pop("options", ()), None, ("json",), parameters.pop("data", {})
    return SimpleNamespace(**locals())


def rescale(model):
    model.set_scale_and_bias(0.3, 0.1)
    return model


def as_of_gpu(model):
    """CTRs of the types that CatBoost trains on a GPU alone, and evaluates anywhere: those of a CPU under these names."""
    import catboost
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/model.json"
        model.save_model(path, format="json")
        text = Path(path).read_text().replace("BinarizedTargetMeanValue", "FloatTargetMeanValue")
        Path(path).write_text(text.replace("Counter", "FeatureFreq"))
        return catboost.CatBoost().load_model(path, format="json")


NESTED = dict(grow_policy="Lossguide", max_leaves=6, reloaded=True)

CATBOOST = [
    catboost_case("regression", "edges", "RMSE", options=[first(3)]),
    catboost_case("binary", "cancer", "Logloss"),
    catboost_case("rescaled", "cancer", "Logloss", change=rescale),
    catboost_case("multiclass", "iris", "MultiClass"),
    catboost_case("one_vs_all", "wine", "MultiClassOneVsAll"),
    catboost_case("labels", "labels", "MultiLogloss"),
    catboost_case("targets", "targets", "MultiRMSE"),
    catboost_case("poisson", "diabetes", "Poisson"),
    catboost_case("uncertainty", "diabetes", "RMSEWithUncertainty"),
    catboost_case("lossguide", "diabetes", "RMSE", options=[first(2)], **NESTED),
    catboost_case("lossguide_multiclass", "wine", "MultiClass", **NESTED),
    catboost_case("depthwise", "cancer", "Logloss", grow_policy="Depthwise"),
    catboost_case("missing_below", "missing", "Logloss", nan_mode="Min", options=[CODED, CODED_FIRST_2]),
    catboost_case("missing_above", "missing", "Logloss", nan_mode="Max"),
    catboost_case("nameless", "cancer", "Logloss", data=dict(feature_names=None)),
    catboost_case("one_hot", "mixed_binary", "Logloss", rounds=6, one_hot_max_size=60),
    catboost_case("one_hot_nested", "mixed", "RMSE", rounds=6, one_hot_max_size=60, **NESTED),
    catboost_case("ctr", "mixed_binary", "Logloss", rounds=8, one_hot_max_size=3, max_ctr_complexity=3),
    catboost_case("ctr_kinds", "mixed", "RMSE", rounds=8, max_ctr_complexity=1, one_hot_max_size=1,
                  simple_ctr=["Borders:TargetBorderCount=3", "BinarizedTargetMeanValue", "Counter", "Buckets"]),
    catboost_case("ctr_gpu_kinds", "mixed", "RMSE", max_ctr_complexity=2, one_hot_max_size=1, change=as_of_gpu,
                  simple_ctr=["Counter"], combinations_ctr=["BinarizedTargetMeanValue"]),
    catboost_case("ctr_multiclass", "mixed_classes", "MultiClass", rounds=4, max_ctr_complexity=2, one_hot_max_size=1),
    catboost_case("no_splits", "mixed_binary", "Logloss", depth=2, random_seed=10, one_hot_max_size=2, max_ctr_complexity=1,
                  ignored_features=[0, 2, 3, 4]),
    catboost_case("ctr_nested", "mixed_binary", "Logloss", one_hot_max_size=3, max_ctr_complexity=2,
                  grow_policy="Depthwise"),
]


CATBOOST_1_0 = [
    catboost_case("missing_below", "missing", "Logloss", rounds=2, nan_mode="Min"),
    catboost_case("lossguide", "diabetes", "RMSE", rounds=2, **NESTED),
    catboost_case("ctr", "mixed_binary", "Logloss", rounds=3, one_hot_max_size=3, max_ctr_complexity=2),
]


TINY = (0.0, -0.0, 1e-36, -1e-36, 1.0000000180025095e-35, 1.0000000180025098e-35)


def damaged(x):
    """Some cells missing, some exactly zero, some on both sides of what LightGBM takes for zero (1e-35f)."""
    draw = np.random.RandomState(7).randint(0, 100, x.shape)
    return np.select([draw == kind for kind in range(len(TINY))] + [draw >= 90], [*TINY, np.nan], x)


def midpoints(x):
    """Each cell half way to the next greater one of its column and one step on: where LightGBM puts thresholds."""
    columns = [(column, np.unique(column)) for column in x.T]
    above = [u[np.minimum(np.searchsorted(u, column) + 1, len(u) - 1)] for column, u in columns]
    return np.nextafter((x + np.stack(above, axis=1)) / 2, np.inf)


def coded(x):
    """The same with CODE in half of the missing cells."""
    x = damaged(x)
    return np.where(np.isnan(x) & (np.random.RandomState(8).randint(0, 2, x.shape) == 1), CODE, x)


TEXT_COLUMNS = [1, 3, 4]  # of `mixed`
UNSEEN = ["", "?", "NA", "a, \"b\"", " Oslo", "Oslo ", "7.0", "\u00c5lesund", "x" * 70, "\"" * 40]


def mixed(count=400):
    """Numbers and categories, and a target that needs combinations of them."""
    draw = np.random.RandomState(5)
    width, height = draw.randn(count).round(2), draw.randn(count).round(2)
    width[::9] = np.nan
    colour = draw.choice(["red", "green", "blue"], count)
    place = draw.choice(["Oslo", "Bergen", "Troms\u00f8", *(f"{i} \"quoted\", long" for i in range(34))], count)
    code = draw.choice(5, count)
    y = height + (colour == "red") + np.array([len(p) % 3 for p in place]) * (code == 1) + 2 * (code == 2) * (width > 0)
    return ["width", "colour", "height", "place", "code"], [
        [w, c, h, p, str(k)] for w, c, h, p, k in zip(width, colour, height, place, code)], y


NO_CODES = (-1, -0.5, -0.0, 1e-36, 45.7, 1000, 2.0**31 - 1, 2.0**31, 2.0**32 + 45, 1e300, -1e300, np.inf, -np.inf,
            np.nan) if "np" in globals() else ()


def with_no_codes(x):
    """Among the codes of categories numbers that are none: negative, fractional, unseen, too large, missing."""
    draw = np.random.RandomState(9).randint(0, 3 * len(NO_CODES), x.shape)
    changed = np.select([draw == kind for kind in range(len(NO_CODES))], NO_CODES, x)
    return np.where(np.isin(np.arange(x.shape[1]), CODES["categorical_feature"]), changed, x)


def frame(x):
    """A data frame of texts, whole numbers, fractions, truth values and numbers; no category has a missing value."""
    import pandas
    age, sex, bmi, bp, *_, s5, s6 = x.T
    sexes = np.array(['"fe, male"', "m\u00e4nn\\lich = \U0001f9d4"], dtype=object)[sex.astype(int) - 1]
    columns = dict(sex=sexes, decade=age.astype(int) // 10 * 10, pressure=bp // 10 / 2, old=age > 50)
    return pandas.DataFrame({"bmi": bmi, **{name: pandas.Categorical(list(column)) for name, column in columns.items()},
                             "s5": s5, "only": pandas.Categorical(["one"] * len(x)), "s6": s6})


def frame_rows(rows):
    """The same with categories that were not trained on, and missing ones."""
    import pandas
    draw = np.random.RandomState(10).randint(0, 10, rows.shape)
    unseen = dict(sex="other", decade=90, pressure=0.25, old="maybe", only="two")
    for i, name in enumerate(rows):
        column = rows[name].astype(object).to_numpy(copy=True)
        column[draw[:, i] == 0] = unseen.get(name, np.nan)
        column[draw[:, i] == 1] = np.nan
        rows[name] = pandas.Categorical(column) if name in unseen else column.astype(float)
    return rows


def strange(x):
    """The same with values in some cells that no category has, or that are cut off to one."""
    draw = np.random.RandomState(9).randint(0, 55, x.shape)
    values = (np.nan, -1.0, -0.5, -0.0, 3.7, 16.99, 17.0, 40.0, 16777215.0, 16777216.0, 3e9)
    return np.select([draw == kind for kind in range(len(values))], values, x)


VARIANTS = {"diabetes_codes": ("diabetes", with_no_codes), "diabetes_frame": ("diabetes", frame),
            "digits_categories": ("digits", strange), "breast_cancer_missing": ("breast_cancer", damaged),
            "diabetes_edges": ("diabetes", midpoints), "breast_cancer_missing_coded": ("breast_cancer", coded)}


def load(name):
    """Feature names in the words that both libraries keep, feature values, target."""
    if name == "mixed":
        return mixed()
    base, change = VARIANTS.get(name, (name, np.asarray))
    bunch = getattr(datasets, f"load_{base}")(**({"scaled": False} if base == "diabetes" else {}))
    x = change(bunch.data)
    names = [re.sub(r"\W+", "_", feature).strip("_") for feature in getattr(x, "columns", bunch.feature_names)]
    return names, x, bunch.target


def is_coded(option):
    return option.missing == CODE


def rows_path(case, option):
    return f"rows/{TASKS[case.task].rows}{'_coded' if is_coded(option) else ''}.csv"


def read_mixed_rows(path):
    with open(path, newline="") as file:
        _, *rows = csv.reader(file)
    return [[cell if i in TEXT_COLUMNS else float(cell or "nan") for i, cell in enumerate(row)] for row in rows]


def is_mixed(task_name):
    return TASKS[task_name].data == "mixed"


def is_frame(name):
    return name == "diabetes_frame"


def sample_of(name, count=80):
    """Feature names, and some of the rows."""
    names, x, _ = load(name)
    chosen = np.random.RandomState(1).permutation(len(x))[:count]
    return names, frame_rows(x.iloc[chosen].reset_index(drop=True)) if is_frame(name) else x[chosen]


def read_rows(case, option):
    if is_mixed(case.task):
        return read_mixed_rows(HERE / "rows" / "mixed.csv")
    if is_frame(TASKS[case.task].rows):
        return sample_of(TASKS[case.task].rows)[1]
    _, *lines = (HERE / rows_path(case, option)).read_text().splitlines()
    return np.array([[float(cell or "nan") for cell in line.split(",")] for line in lines])


def write_mixed_rows(count=80):
    """Every fifth row has categories that training did not see."""
    names, rows, _ = mixed()
    for i in range(0, count, 5):
        rows[i][1 + 2 * (i % 2)] = rows[i][4] = UNSEEN[i // 5 % len(UNSEEN)]
    cells = [["" if cell != cell else cell for cell in row] for row in rows[:count]]
    with open(HERE / "rows" / "mixed.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([names, *cells])


def write_rows(name):
    if name == "mixed":
        return write_mixed_rows()
    names, sample = sample_of(name)
    if is_frame(name):
        return sample.to_csv(HERE / "rows" / f"{name}.csv", index=False)
    lines = [["" if np.isnan(value) else repr(float(value)) for value in row] for row in sample]
    write(HERE / "rows" / f"{name}.csv", [names, *lines])


def write(path, lines):
    path.write_text("".join(",".join(map(str, line)) + "\n" for line in lines))


def matrix(case, make, names_key):
    """The training matrix of either library."""
    names, x, y = load(TASKS[case.task].data)
    return make(x, **{names_key: names, **TASKS[case.task].labels(y), **case.data})


def is_linear(case):
    return case.parameters.get("booster") == "gblinear"


def train_xgboost(case):
    import xgboost
    train = matrix(case, xgboost.DMatrix, "feature_names")
    fixed = dict(seed=1, nthread=1, verbosity=0, **({} if is_linear(case) else dict(max_depth=3, tree_method="hist")))
    return xgboost.train({**fixed, **case.parameters}, train, case.rounds, evals=[(train, "train")],
                         early_stopping_rounds=case.patience, verbose_eval=False)


def ask_xgboost(case, booster, option):
    import xgboost
    rows = xgboost.DMatrix(read_rows(case, option), missing=option.missing, feature_names=booster.feature_names)
    rounds = dict(iteration_range=(0, option.rounds))
    yield "margin", booster.predict(rows, output_margin=True, **rounds)
    yield "prediction", booster.predict(rows, **rounds)
    if not is_linear(case):
        yield "leaf", booster.predict(rows, pred_leaf=True, **rounds).astype(int)


def ask_later(case, booster, option):
    """Up to 1.2, XGBoost added the base score last; what it has answered since, 1.5.2 is asked."""
    return ()


def load_xgboost(case, folder):
    import xgboost
    return xgboost.Booster(model_file=HERE / f"{stem(case, folder)}.json")


WIDTHS = ["medium", "narrow", "very, very wide", 'the "widest"', "wide"]
WIDE_WIDTHS = ["mittel", "schm\u00e4ler", "\u5e83\u3044", "\U0001f9d4 breit", "gro\u00df"]  # right from XGBoost 3.4 on


def iris_frame(case, categories=slice(None)):
    """Iris as a data frame: a column of texts, one of whole numbers, both categories, and two of numbers."""
    import pandas
    _, x, y = load("iris")
    words, kind = (WIDE_WIDTHS, "uint16") if case.name.startswith("wide") else (WIDTHS, "int64")
    widths = np.array(words, dtype=object)[np.digitize(x[:, 3], [0.4, 1.2, 1.6, 2.0])]
    lengths = (x[:, 2] * 10).astype(kind) - (30 if kind == "int64" else 0)
    texts = pandas.Categorical(widths, categories=words[categories])
    numbers = pandas.Categorical(lengths, categories=pandas.Index(np.unique(lengths)[categories], dtype=kind))
    return pandas.DataFrame({"width": texts, "length": numbers, "sepal_length": x[:, 0], "sepal_width": x[:, 1]}), y


def train_iris_frame(case):
    import xgboost
    x, y = iris_frame(case)
    train = xgboost.DMatrix(x, label=y, enable_categorical=True)
    return xgboost.train(dict(seed=1, nthread=1, verbosity=0, max_depth=3, tree_method="hist", **case.parameters),
                         train, case.rounds)


def iris_frame_rows(case):
    """Every other row; its categories in another order than in training, which XGBoost turns back."""
    x, _ = iris_frame(case, slice(None, None, -1))
    x = x[::2].reset_index(drop=True)
    x.loc[3, "width"] = x.loc[5, "length"] = x.loc[9, "sepal_width"] = np.nan
    return x


def ask_iris_frame(case, booster, option):
    import xgboost
    x = iris_frame_rows(case)
    write_iris_frame_rows(case, x)
    rows = xgboost.DMatrix(x, enable_categorical=True)
    yield "margin", booster.predict(rows, output_margin=True)
    yield "prediction", booster.predict(rows)
    yield "leaf", booster.predict(rows, pred_leaf=True).astype(int)


def iris_frame_path(case):
    return f"rows/iris_{'wide_' if case.name.startswith('wide') else ''}names.csv"


def write_iris_frame_rows(case, x):
    with open(HERE / iris_frame_path(case), "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(x.columns)
        out.writerows([["" if cell != cell else cell for cell in row] for row in x.astype(object).itertuples(index=False)])


def train_lightgbm(case):
    import lightgbm
    train = matrix(case, lightgbm.Dataset, "feature_name")
    fixed = dict(seed=1, num_threads=1, deterministic=True, force_row_wise=True, num_leaves=8, verbosity=-1)
    return lightgbm.train({**fixed, **case.parameters}, train, case.rounds)


def ask_lightgbm(case, booster, option):
    """LightGBM knows NaN alone as missing."""
    rows = read_rows(case, option)
    if option is not PLAIN:
        rows[rows == option.missing] = np.nan
    rounds = dict(num_iteration=option.rounds or None)
    yield "margin", booster.predict(rows, raw_score=True, **rounds)
    yield "prediction", booster.predict(rows, **rounds)
    yield "leaf", booster.predict(rows, pred_leaf=True, **rounds)


def xgboost_model(case):
    import treelite
    return treelite.frontend.from_xgboost(train_xgboost(case))


def lightgbm_model(case):
    import treelite
    return treelite.frontend.from_lightgbm(train_lightgbm(case))


def sklearn_model(case):
    import sklearn.ensemble
    import treelite
    estimator = getattr(sklearn.ensemble, case.parameters["estimator"])
    options = {key: value for key, value in case.parameters.items() if key not in ("make", "estimator")}
    _, x, _ = load(TASKS[case.task].data)
    return treelite.sklearn.import_model(estimator(random_state=1, **options).fit(x, task_labels(case)))


def task_labels(case):
    return TASKS[case.task].labels(load(TASKS[case.task].data)[2])["label"]


def built_model(case):
    """Trees of every operator, thresholds that are special, categories on either side, default children on either side,
    and leaves of the given shape: what no library's model has all of."""
    from treelite import model_builder
    parameters = case.parameters
    names, x, _ = load(TASKS[case.task].data)
    draw = np.random.RandomState(parameters["seed"])
    target_ids, class_ids = parameters.get("target_ids", [0] * case.rounds), parameters.get("class_ids", [0] * case.rounds)
    targets, shape = len(parameters["classes"]), parameters.get("shape", (1, 1))
    builder = model_builder.ModelBuilder(
        threshold_type=parameters["type"], leaf_output_type=parameters["type"],
        metadata=model_builder.Metadata(len(names), "kRegressor", parameters.get("averaged", False), targets,
                                        parameters["classes"], shape),
        tree_annotation=model_builder.TreeAnnotation(case.rounds, target_ids, class_ids),
        postprocessor=model_builder.PostProcessorFunc(parameters["postprocessor"], **parameters.get("with_", {})),
        base_scores=list(draw.normal(size=targets * max(parameters["classes"]))))
    for _ in range(case.rounds):
        build_tree(builder, x, draw, shape, parameters["type"])
    return builder.commit()


def build_tree(builder, x, draw, shape, kind, depth=4):
    splits = 2 ** depth - 1
    number = np.dtype(kind).type
    values = draw.permutation(2 * splits + 1)  # the keys of nodes, in no order
    builder.start_tree()
    for i in range(2 * splits + 1):
        builder.start_node(int(values[i]))
        left, right = (int(values[child]) if i < splits else -1 for child in (2 * i + 1, 2 * i + 2))
        feature, to_the_left = int(draw.randint(x.shape[1])), bool(draw.randint(2))
        if i >= splits:
            leaf = [float(number(value)) for value in draw.normal(size=shape[0] * shape[1])]
            builder.leaf(leaf if len(leaf) > 1 else leaf[0])
        elif draw.randint(4) == 0:
            builder.categorical_test(feature, default_left=to_the_left, left_child_key=left, right_child_key=right,
                                     category_list=sorted(set(draw.randint(0, 80, 24).tolist())),
                                     category_list_right_child=bool(draw.randint(2)))
        else:
            threshold = draw.choice([*draw.choice(x[:, feature], 12), np.nan, np.inf, -np.inf, 0.0, -0.0])
            builder.numerical_test(feature, threshold=float(number(threshold)), default_left=to_the_left,
                                   opname=str(draw.choice(["<", "<=", ">", ">="])), left_child_key=left,
                                   right_child_key=right)
        builder.end_node()
    builder.end_tree()


def checkpoint(name, task, make, **options):
    return case(name, task, suffixes=("tl",), make=make, **{"rounds": 3, **options})


TREELITE = [
    checkpoint("xgboost", "diabetes", xgboost_model, objective="reg:squarederror"),
    checkpoint("xgboost_binary", "missing", xgboost_model, base_score=0.3, **BINARY),
    checkpoint("xgboost_softprob", "iris", xgboost_model, **SOFTPROB),
    checkpoint("xgboost_poisson", "diabetes", xgboost_model, objective="count:poisson"),
    checkpoint("xgboost_hinge", "cancer", xgboost_model, objective="binary:hinge"),
    checkpoint("xgboost_dart", "diabetes", xgboost_model, objective="reg:squarederror", **{**DART, "rounds": 6}),
    checkpoint("xgboost_categorical", "digits", xgboost_model, rounds=2, enable_categorical=True,
               data=dict(feature_types=["c"] * 64, enable_categorical=True), objective="reg:squarederror"),
    checkpoint("xgboost_targets", "targets", xgboost_model, rounds=2, objective="reg:squarederror"),
    checkpoint("xgboost_vector_leaf", "targets", xgboost_model, rounds=2, multi_strategy="multi_output_tree",
               objective="reg:squarederror"),
    checkpoint("lightgbm_binary", "missing", lightgbm_model, objective="binary", sigmoid=1.7),
    checkpoint("lightgbm_categorical", "digits", lightgbm_model, rounds=2,
               data=dict(categorical_feature=list(range(64))), objective="regression"),
    checkpoint("lightgbm_forest", "diabetes", lightgbm_model, objective="regression", **FOREST),
    checkpoint("lightgbm_multiclass", "wine", lightgbm_model, rounds=2, objective="multiclass", num_class=3),
    checkpoint("lightgbm_multiclassova", "iris", lightgbm_model, rounds=2, objective="multiclassova", num_class=3, sigmoid=1.7),
    checkpoint("lightgbm_sqrt", "diabetes", lightgbm_model, objective="regression", reg_sqrt=True),
    checkpoint("lightgbm_cross_entropy_lambda", "fraction", lightgbm_model, objective="cross_entropy_lambda"),
    checkpoint("random_forest", "diabetes", sklearn_model, estimator="RandomForestRegressor", n_estimators=4,
               max_depth=4),
    checkpoint("random_forest_targets", "targets", sklearn_model, estimator="RandomForestRegressor", n_estimators=3,
               max_depth=3),
    checkpoint("random_forest_labels", "ragged", sklearn_model, estimator="RandomForestClassifier", n_estimators=3,
               max_depth=3),
    checkpoint("extra_trees", "wine", sklearn_model, estimator="ExtraTreesClassifier", n_estimators=4, max_depth=4),
    checkpoint("gradient_boosting", "iris", sklearn_model, estimator="GradientBoostingClassifier", n_estimators=3),
    checkpoint("gradient_boosting_binary", "cancer", sklearn_model, estimator="GradientBoostingClassifier",
               n_estimators=3),
    checkpoint("hist_gradient_boosting", "missing", sklearn_model, estimator="HistGradientBoostingClassifier",
               max_iter=3, max_leaf_nodes=8),
    checkpoint("hist_gradient_boosting_categorical", "digits", sklearn_model,
               estimator="HistGradientBoostingRegressor", max_iter=2, max_leaf_nodes=8,
               categorical_features=list(range(20, 40))),
    checkpoint("isolation_forest", "iris", sklearn_model, estimator="IsolationForest", n_estimators=3,
               max_samples=16),
    checkpoint("operators", "missing", built_model, seed=1, type="float32", classes=[1], postprocessor="sigmoid",
               with_=dict(sigmoid_alpha=0.7)),
    checkpoint("operators_float64", "missing", built_model, seed=2, type="float64", classes=[1],
               postprocessor="logarithm_one_plus_exp"),
    checkpoint("averaged", "digits", built_model, seed=3, type="float32", classes=[2, 2], averaged=True, rounds=5,
               target_ids=[0, 1, 1, 0, 1], class_ids=[0, 1, 0, 1, 1], postprocessor="multiclass_ova"),
    checkpoint("class_vectors", "digits", built_model, seed=4, type="float64", classes=[3, 3], shape=(1, 3),
               target_ids=[1, 0, 1], class_ids=[-1, -1, -1], postprocessor="softmax"),
    checkpoint("target_vectors", "digits", built_model, seed=5, type="float32", classes=[2, 2, 2], shape=(3, 1),
               target_ids=[-1, -1, -1], class_ids=[1, 0, 1], postprocessor="identity_multiclass", averaged=True),
    checkpoint("ragged", "digits", built_model, seed=6, type="float64", classes=[3, 1], shape=(2, 3),
               target_ids=[-1, -1, -1], class_ids=[-1, -1, -1], postprocessor="identity", averaged=True),
]


def train_treelite(case):
    model = case.parameters["make"](parameters_without_make(case))
    return SimpleNamespace(model=model, save_model=lambda path: model.serialize(str(path)))


def parameters_without_make(case):
    parameters = {key: value for key, value in case.parameters.items() if key != "make"}
    return SimpleNamespace(**{**vars(case), "parameters": parameters})


def ask_treelite(case, trained, option):
    from treelite import gtil
    rows = read_rows(case, option)
    yield "margin", gtil.predict(trained.model, rows, pred_margin=True, nthread=1)
    yield "prediction", gtil.predict(trained.model, rows, nthread=1)
    yield "leaf", gtil.predict_leaf(trained.model, rows, nthread=1).astype(int)


VOLATILE = re.compile(r'\n *"(train_finish_time|model_guid|output_options)":.*')


class catboost_model:
    """Saved without what differs from run to run; most without line breaks, which take half of a file."""

    def __init__(self, model, indented):
        self.model, self.indented = model, indented

    def save_model(self, path):
        self.model.save_model(path, format="json")
        text = re.sub(r",(\s*})", r"\1", VOLATILE.sub("", Path(path).read_text()))
        Path(path).write_text(text if self.indented else re.sub(r"\n *", "", text) + "\n")


def train_catboost(case):
    import catboost
    names, x, y = load(TASKS[case.task].data)
    train = catboost.Pool(x, TASKS[case.task].labels(y)["label"].astype(float),
                          **{**dict(feature_names=names, cat_features=TEXT_COLUMNS if is_mixed(case.task) else None),
                             **case.data})
    fixed = dict(random_seed=1, thread_count=1, verbose=0, allow_writing_files=False, border_count=24)
    model = catboost.CatBoost({**fixed, "loss_function": case.loss, "iterations": case.rounds, "depth": case.depth,
                               **case.parameters}).fit(train)
    return catboost_model(case.change(model) if case.change else model, indented=case.name == "regression")


CATBOOST_LINKS = {"Logloss": "Probability", "CrossEntropy": "Probability", "MultiClass": "Probability",
                  "MultiClassOneVsAll": "Probability", "MultiLogloss": "Probability", "Poisson": "Exponent",
                  "Tweedie": "Exponent", "RMSEWithUncertainty": "RMSEWithUncertainty"}


def ask_catboost(case, booster, option):
    """CatBoost knows NaN alone as missing. Its margins are the model's in memory: reading its own file moves some."""
    import catboost
    rows = read_rows(case, option)
    if not is_mixed(case.task):
        rows[rows == option.missing] = np.nan
    link = CATBOOST_LINKS.get(case.loss.split(":")[0], "RawFormulaVal")
    model, rounds = booster.model, dict(ntree_end=option.rounds)
    yield "margin", model.predict(rows, prediction_type="RawFormulaVal", thread_count=1, **rounds)
    yield "prediction", model.predict(rows, prediction_type=link, thread_count=1, **rounds)
    if case.reloaded:
        with tempfile.TemporaryDirectory() as folder:
            booster.save_model(f"{folder}/model.json")
            model = catboost.CatBoost().load_model(f"{folder}/model.json", format="json")
    yield "leaf", model.calc_leaf_indexes(rows, thread_count=1, **rounds)


BOOKS = {  # folder: environment, trainer, asker, cases
    "xgboost": ("current", train_xgboost, ask_xgboost, XGBOOST),
    "xgboost_frames": ("current", train_iris_frame, ask_iris_frame, FRAMES),
    "lightgbm": ("current", train_lightgbm, ask_lightgbm, LIGHTGBM),
    "lightgbm_3_3": ("lightgbm-3.3.5", train_lightgbm, ask_lightgbm, LIGHTGBM_3_3),
    "xgboost_3_4": ("xgboost-3.4.1", train_xgboost, ask_xgboost, XGBOOST_3_4),
    "xgboost_frames_3_4": ("xgboost-3.4.1", train_iris_frame, ask_iris_frame, FRAMES_3_4),
    "xgboost_2_1": ("xgboost-2.1.4", train_xgboost, ask_xgboost, XGBOOST_2_1),
    "treelite": ("current", train_treelite, ask_treelite, TREELITE),
    "xgboost_1_7": ("xgboost-1.7.6", train_xgboost, ask_xgboost, XGBOOST_1_7),
    "xgboost_1_5": ("xgboost-1.5.2", train_xgboost, ask_xgboost, XGBOOST_1_5),
    "xgboost_1_0": ("xgboost-1.0.2", train_xgboost, ask_later, XGBOOST_1_0),
    "catboost": ("current", train_catboost, ask_catboost, CATBOOST),
    "catboost_1_0": ("catboost-1.0.6", train_catboost, ask_catboost, CATBOOST_1_0),
}


def stem(case, folder):
    return f"{'refused' if case.construct else folder}/{case.name}"


def oracle(case, folder, option):
    """What the names of the oracles begin with."""
    return f"{stem(case, folder)}{option.name and '.' + option.name}"


def write_case(case, folder, train, ask):
    booster = train(case)
    for suffix in case.suffixes:
        booster.save_model(str(HERE / f"{stem(case, folder)}.{suffix}"))
    write_answers(case, folder, booster, ask)


def write_answers(case, folder, booster, ask):
    for option in (PLAIN, *case.options) if not case.construct else ():
        for kind, result in ask(case, booster, option):
            write(HERE / f"{oracle(case, folder, option)}.{kind}.csv", result.reshape(len(result), -1))


def write_inside(environment):
    if environment == "current":
        for name in sorted({task.rows for task in TASKS.values()} | {"breast_cancer_missing_coded"}):
            write_rows(name)
    for folder, (home, train, ask, cases) in BOOKS.items():
        for case in cases if home == environment else ():
            write_case(case, folder, train, ask)
    for case in XGBOOST_1_0 if environment == "xgboost-1.5.2" else ():
        write_answers(case, "xgboost_1_0", load_xgboost(case, "xgboost_1_0"), ask_xgboost)


def option_fields(case, folder, option):
    missing = option.missing if is_coded(option) else ""
    return rows_path(case, option), missing, option.rounds or "", oracle(case, folder, option)


def write_lists():
    every = [(f"{stem(case, folder)}.{suffix}", folder, case)
             for folder, (*_, cases) in BOOKS.items() for case in cases for suffix in case.suffixes]
    accepted = [(path, iris_frame_path(case) if folder.startswith("xgboost_frames") else rows_path(case, PLAIN))
                for path, folder, case in every if not case.construct]
    refused = [(path, case.construct) for path, _, case in every if case.construct]
    options = [(path, *option_fields(case, folder, option)) for path, folder, case in every for option in case.options]
    write(HERE / "options.csv", [("model", "rows", "missing", "rounds", "oracle"), *options])
    write(HERE / "cases.csv", [("model", "rows"), *accepted])
    write(HERE / "refused.csv", [("model", "construct"), *refused])


def python_of(folder, versions, interpreter=sys.executable):
    """The interpreter of the virtual environment in the folder, made when it is not there."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        subprocess.run([interpreter, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *versions.split()], check=True)
    return python


def write_all(work):
    for folder in ("rows", "refused", *BOOKS):
        shutil.rmtree(HERE / folder, ignore_errors=True)
        (HERE / folder).mkdir()
    for environment in ENVIRONMENTS:
        python = python_of(work / environment, ENVIRONMENTS[environment], INTERPRETERS.get(environment, sys.executable))
        subprocess.run([python, __file__, "--inside", environment], check=True)
    write_lists()


def write_only(folder):
    """Leaves everything else as it is."""
    (HERE / folder).mkdir(exist_ok=True)
    write_mixed_rows()
    _, train, ask, cases = BOOKS[folder]
    for case in cases:
        write_case(case, folder, train, ask)
    write_lists()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, help="folder of the virtual environments, kept for the next run")
    parser.add_argument("--only", choices=BOOKS, help="make this folder alone, here, without environments")
    parser.add_argument("--inside", choices=ENVIRONMENTS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        return write_only(options.only)
    with tempfile.TemporaryDirectory() as temporary:
        write_inside(options.inside) if options.inside else write_all(options.work or Path(temporary))


if __name__ == "__main__":
    main()
