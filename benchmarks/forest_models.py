# SPDX-License-Identifier: MIT
"""The models and rows of forests.py and end_to_end.py: generated from fixed seeds, kept in a work folder.

A model's name says what it is: its trainer, its shape, and what is special about it.
"""
import json
import re
import sys

import numpy

classes = 5
margin_rows = 1_000_000
row_counts = {28: 1_000_000, 200: 100_000, 2000: 20_000}  # by columns
training_rows = {28: 200_000, 200: 100_000, 2000: 20_000}


# Rows and targets.

def make_rows(count, seed, columns=28):
    """Float32 rows: a third normal, a third exponential, a third in steps of a hundredth."""
    draw, third = numpy.random.default_rng(seed), columns // 3
    rows = draw.standard_normal((count, columns), dtype=numpy.float32)
    rows[:, third:2 * third] = numpy.exp(rows[:, third:2 * third] / 2)
    rows[:, 2 * third:] = numpy.round(rows[:, 2 * third:] * 100) / 100
    return rows


def make_target(rows, seed):
    """A sum of waves, products and steps over all columns, with noise."""
    draw, columns = numpy.random.default_rng(seed), rows.shape[1]
    half = columns // 2
    weights = draw.normal(size=(3, columns))
    pairs = draw.permutation(columns)
    waves = numpy.sin(rows * weights[0]) @ weights[1]
    products = (rows[:, pairs[:half]] * rows[:, pairs[half:]]) @ weights[2, :half]
    steps = (rows > 0.5 * weights[2]) @ weights[0]
    return waves + products + steps + draw.normal(size=len(rows))


def with_missing(rows, share=0.05, seed=11):
    holes = numpy.random.default_rng(seed).random(rows.shape, dtype=numpy.float32) < share
    return numpy.where(holes, numpy.float32(numpy.nan), rows)


def training_set(kind, columns):
    rows = make_rows(training_rows[columns], 1, columns)
    target = make_target(rows, 2)
    if kind == "missing":
        rows = with_missing(rows, seed=12)
    if kind == "binary":
        target = (target > numpy.median(target)).astype(int)
    if kind == "classes":
        target = numpy.searchsorted(numpy.quantile(target, numpy.arange(1, classes) / classes), target)
    if kind == "few":  # enough for a deep forest
        rows, target = rows[:20_000], target[:20_000]
    return rows, target


# Models, each with the number of its nodes.

def with_nodes(booster):
    return booster, sum(tree.count("\n") for tree in booster.get_dump())


def train_xgboost(kind, rounds=500, columns=28, **parameters):
    import xgboost
    rows, target = training_set(kind, columns)
    parameters = {"tree_method": "hist", "eta": 0.05, "nthread": 2, "seed": 3} | parameters
    return with_nodes(xgboost.train(parameters, xgboost.DMatrix(rows, target, nthread=2), rounds))


def train_lightgbm(kind, leaves, objective="regression", columns=28):
    import lightgbm
    rows, target = training_set(kind, columns)
    parameters = {"objective": objective, "num_leaves": leaves, "learning_rate": 0.05, "num_threads": 2, "seed": 3,
                  "deterministic": True, "force_row_wise": True, "verbose": -1}
    booster = lightgbm.train(parameters, lightgbm.Dataset(rows, target), 500)
    nodes = sum(2 * tree["num_leaves"] - 1 for tree in booster.dump_model()["tree_info"])
    return booster, nodes


def train_catboost(kind):
    import catboost
    rows, target = training_set(kind, 28)
    model = catboost.CatBoostRegressor(iterations=500, depth=6, random_seed=3, thread_count=2, verbose=False,
                                       allow_writing_files=False)
    model.fit(rows, target)
    return model, model.tree_count_ * 127


def train_random_forest(kind):
    import sklearn.ensemble
    forest = sklearn.ensemble.RandomForestRegressor(100, n_jobs=2, random_state=3, max_features=8)
    forest.fit(*training_set(kind, 28))
    forest.n_jobs = 1
    return forest, sum(tree.tree_.node_count for tree in forest.estimators_)


leaf_wise = {"grow_policy": "lossguide", "max_leaves": 255, "max_depth": 0}
deep_forest = {"tree_method": "exact", "max_depth": 50, "num_parallel_tree": 100, "eta": 1, "lambda": 0,
               "subsample": 0.63, "colsample_bylevel": 8 / 28}
recipes = {
    "xgb-d6": lambda: train_xgboost("plain", max_depth=6),
    "lgb-31": lambda: train_lightgbm("plain", 31),
    "xgb-d8": lambda: train_xgboost("plain", max_depth=8),
    "xgb-255": lambda: train_xgboost("plain", **leaf_wise),
    "lgb-63": lambda: train_lightgbm("plain", 63),
    "lgb-255": lambda: train_lightgbm("plain", 255),
    "xgb-d6-missing": lambda: train_xgboost("missing", max_depth=6),
    "lgb-63-missing": lambda: train_lightgbm("missing", 63),
    "lgb-31-binary": lambda: train_lightgbm("binary", 31, "binary"),
    "xgb-d6-classes": lambda: train_xgboost("classes", 100, max_depth=6, objective="multi:softprob",
                                            num_class=classes),
    "catboost-d6": lambda: train_catboost("plain"),
    "sklearn-100": lambda: train_random_forest("few"),
    "xgb-forest": lambda: train_xgboost("few", 1, **deep_forest),
    "xgb-d6-200columns": lambda: train_xgboost("plain", columns=200, max_depth=6),
    "xgb-d6-2000columns": lambda: train_xgboost("plain", columns=2000, max_depth=6),
    "lgb-31-200columns": lambda: train_lightgbm("plain", 31, columns=200),
    "lgb-31-2000columns": lambda: train_lightgbm("plain", 31, columns=2000),
}
endings = {"xgb": ".ubj", "lgb": ".txt", "catboost": ".cbm", "sklearn": ".joblib"}


# What a name says.

def trainer_of(name):
    return name.split("-")[0]


def number_before_or_after(pattern, name, otherwise):
    found = re.search(pattern, name)
    return int(found[1]) if found else otherwise


def columns_of(name):
    return number_before_or_after(r"-(\d+)columns", name, 28)


def base_of(name):
    """The model that this one has the first rounds of: itself, unless the name ends with -first and a number."""
    return name.partition("-first")[0]


def trees_of(name):
    """As many as rounds, but for forests, and for classes, which are five times a hundred."""
    return number_before_or_after(r"-first(\d+)", name, 100 if name in ("sklearn-100", "xgb-forest") else 500)


def file_of(folder, name):
    return str(folder / (name + endings[trainer_of(name)]))


def readable_file(folder, name):
    """What this library reads."""
    return folder / (name + ".txt") if trainer_of(name) in ("catboost", "sklearn") else file_of(folder, name)


def rows_file(folder, name):
    columns = columns_of(name)
    return folder / ("rows" + "-missing" * ("missing" in name) + f"-{columns}" * (columns != 28) + ".npy")


# Models of trainers that this library has no reader for yet, written down as LightGBM's text, which it reads: the same
# splits, leaves and order of sums.

def as_words(values):
    return " ".join(map(repr, values.tolist()))


def tree_as_text(number, features, thresholds, children, leaves):
    """`children`: those on the left and those on the right of each split; leaves are ~0, ~1, …"""
    lines = [f"Tree={number}", f"num_leaves={len(leaves)}", "num_cat=0"]
    if len(leaves) > 1:
        lines += [f"split_feature={as_words(features)}", f"threshold={as_words(thresholds)}",
                  f"decision_type={as_words(numpy.zeros_like(features))}", f"left_child={as_words(children[0])}",
                  f"right_child={as_words(children[1])}"]
    return "\n".join(lines + [f"leaf_value={as_words(leaves)}", "is_linear=0", "shrinkage=1", "", ""])


def sklearn_tree_as_text(number, tree):
    is_leaf = tree.children_left < 0
    place = numpy.where(is_leaf, ~(numpy.cumsum(is_leaf) - 1), numpy.cumsum(~is_leaf) - 1)
    children = [place[side[~is_leaf]] for side in (tree.children_left, tree.children_right)]
    return tree_as_text(number, tree.feature[~is_leaf], tree.threshold[~is_leaf], children, tree.value[is_leaf, 0, 0])


def oblivious_tree_as_text(number, tree):
    """CatBoost's first split is the lowest bit of a leaf's number, and becomes the lowest level."""
    splits = list(reversed(tree["splits"] or []))
    levels = numpy.repeat(numpy.arange(len(splits)), 2 ** numpy.arange(len(splits)))
    first = numpy.arange(2 ** len(splits) - 1) * 2 + 1
    child = numpy.arange(2 ** (len(splits) + 1))
    child = numpy.where(child < len(levels), child, ~(child - len(levels)))
    features = numpy.array([split["float_feature_index"] for split in splits], int)[levels]
    thresholds = numpy.array([split["border"] for split in splits], float)[levels]
    leaves = numpy.array(tree["leaf_values"])
    return tree_as_text(number, features, thresholds, [child[first], child[first + 1]], leaves)


def trees_as_text(trainer, trained, json_file):
    if trainer == "sklearn":
        return [sklearn_tree_as_text(i, one.tree_) for i, one in enumerate(trained.estimators_)]
    trained.save_model(str(json_file), format="json")
    model = json.loads(json_file.read_text())
    scale, bias = model["scale_and_bias"]
    assert scale == 1
    last = {"splits": [], "leaf_values": bias}  # is added when all trees are
    return [oblivious_tree_as_text(i, tree) for i, tree in enumerate(model["oblivious_trees"] + [last])]


def write_as_text(folder, name, trained):
    trainer = trainer_of(name)
    trees = trees_as_text(trainer, trained, folder / (name + ".json"))
    columns = " ".join(f"Column_{i}" for i in range(columns_of(name)))
    head = ["tree", "version=v4", "num_class=1", "num_tree_per_iteration=1", "label_index=0",
            f"max_feature_idx={columns_of(name) - 1}", "objective=regression"]
    head += ["average_output"] * (trainer == "sklearn") + [f"feature_names={columns}", "", ""]
    readable_file(folder, name).write_text("\n".join(head) + "\n".join(trees) + "end of trees\n")


# Making them.

def margins_of(name, trained, rows):
    if trainer_of(name) == "xgb":
        import xgboost
        return trained.predict(xgboost.DMatrix(rows), output_margin=True)
    return trained.predict(rows, raw_score=True) if trainer_of(name) == "lgb" else trained.predict(rows)


def first_rounds(folder, name):
    import xgboost
    return with_nodes(xgboost.Booster(model_file=file_of(folder, base_of(name)))[:trees_of(name)])


def save(trained, path):
    if not path.endswith(".joblib"):
        return trained.save_model(path)
    import joblib
    joblib.dump(trained, path)


def make_row_file(folder, name):
    path, columns = rows_file(folder, name), columns_of(name)
    if path.exists():
        return
    rows = make_rows(row_counts[columns], 5, columns)
    numpy.save(path, with_missing(rows) if "missing" in name else rows)


def train(folder, name):
    print("training", name, file=sys.stderr, flush=True)
    trained, nodes = recipes[name]() if name in recipes else first_rounds(folder, name)
    save(trained, file_of(folder, name))
    if trainer_of(name) in ("catboost", "sklearn"):
        write_as_text(folder, name, trained)
    rows = numpy.load(rows_file(folder, name), mmap_mode="r")[:margin_rows]
    numpy.save(folder / (name + ".margin.npy"), margins_of(name, trained, rows))
    return nodes


def make_model(folder, name):
    """Makes `name` and its rows, unless the folder has them; the file of nodes is the last one written."""
    if base_of(name) != name:
        make_model(folder, base_of(name))
    make_row_file(folder, name)
    nodes_file = folder / (name + ".nodes.json")
    if not nodes_file.exists():
        nodes_file.write_text(json.dumps({"nodes": train(folder, name)}))
