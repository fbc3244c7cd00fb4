"""Writes a fitted scikit-learn estimator as JSON, which arenite loads: one file, NumPy and scikit-learn 1.2 or newer.

    python export_sklearn.py model.joblib model.json [--sample rows.csv|rows.npy]

    from export_sklearn import export
    export(model, "model.json", sample=X)

What is not supported raises Unsupported, which names it, and nothing is written. The file holds a few rows, those of
`sample` or made up, with the estimator's own answers to them; whoever loads it replays them and refuses it if one
differs. Run the exporter with the scikit-learn that the estimator was trained with.

Columns of which `sample` has float32 are rounded to it before all else, as they were when the estimator was trained.
Scales and weighted sums are float64, though, also where scikit-learn takes float32 for rows of float32: the answers are
as near to its own as float32 is.

The file, version 1. Numbers are Python's shortest text that reads back to the same float64; the words NaN, Infinity and
-Infinity may stand for numbers; keys come in any order, and a reader refuses those that it does not know.

    format            "skl-json"
    version           1
    sklearn_version   such as "1.9.1"
    estimator         what was exported, in words
    columns           of the rows: [{"name": text}, {"name": text, "categories": [text, …], "unseen": what}, …]. A
                      column with categories holds texts, whose code is their position; missing is NaN; a text that
                      is not listed is NaN where it is said to be "missing", has the code behind the last where it is
                      "coded", and is bad input where it is "refused". Columns need not have names; in those of
                      numbers that have, the texts False and True are 0 and 1, too.
    self_test         [{"row": [a number, a text or null, which is missing, for each column], "margin": [number, …],
                      "prediction", "label", "leaf": likewise, where there are such, "within": number}, …]: rows, and
                      what the estimator answers; `within` is how much a margin or a prediction may differ, relative to
                      the largest of 1, itself and the sum of the absolute terms of a line; 0: not a bit
    classes           of a classifier: [texts or numbers], as in classes_
    prepare           {"steps": [step, …], "outputs": how many of the last steps make the columns that lines and forest
                      read}; without it they read the columns of the rows
    lines             {"coef": [[a weight for each of the first columns], …], "intercept": [number, …]}
    forest            {"base": [number, …], what each sum begins with; "trees": [tree, …], added in this order}
      tree            {"output": the first of the sums that it adds to, "width": how many those are,
                       "float32": whether the values of a row are rounded to float32 first,
                       "left": [a child, or -1 in a leaf, for each node], "right": […],
                       "feature": [a column], "threshold": [value <= threshold goes left],
                       "missing_left": [nodes whose NaN goes left, not right],
                       "sets": [{"node": node, "left": [codes], "right": [codes]}], of splits on codes of categories
                       below 256: any other code goes where NaN goes,
                       "leaves": [width numbers for each leaf, in the order of the nodes]}
    margin            what decision_function gives, or else prediction; a formula, as the next two
    prediction        what predict_proba gives, or else predict
    label             what predict gives: the class where classes are numbers, else its position among them
    leaf_ids          whether the estimator, or the last of a pipeline, has an apply(): of each tree the leaf's node

A step of prepare is {"op": name, "from": column, …} and makes a column of that one, x. Columns are numbered: first
those of the rows, then one for each step.

    copy                        x                            product {second}        x * the column `second`
    constant {by}               by                           absolute                |x|
    fill {by}                   x, by where it is NaN        exponential             exp(x)
    replace {by, other}         x, by where it is other      exponential_minus_1     exp(x) - 1
    is_missing                  1 where x is NaN, else 0     logarithm               log(x)
    equals {by}                 1 where x is by, else 0      logarithm_of_1_plus     log(1 + x)
    standardize {by, other}     (x - by) / other             logarithm_2             log2(x)
    affine {by, other}          x * by + other               logarithm_10            log10(x)
    clip {by, other}            by <= x <= other             square, square_root, cube_root, reciprocal
    bucket {values}             how many values are <= x     sine, cosine, hyperbolic_tangent
    to_float                    x, rounded to float32        inverse_hyperbolic_sine
    whole                       x, rounded; halves to even   floor, ceiling, sign
    lookup {values, by, other}  values: all keys, ascending, then a value for each; by where x is NaN, other where it is
                                none of the keys

A formula is {"at": first, "count": how many, "steps": [step, …]}: numbers of a row, which are, one behind the other,
the sums of the forest, those of the lines, and as many zeros as the steps need; after the steps, in order, these are
the answer. A step is {"op": name, "at": first, "count": how many, …} and changes v[at] … v[at + count - 1]:

    set {values}             v = values                       sigmoid            v = 1 / (1 + exp(-v))
    add {from}               v += v[from …]                   complement         v = 1 - v[at + 1], of count 1
    shift {by}               v += by                          exponential        v = exp(v)
    multiply {by}            v *= by                          logarithm          v = log(v)
    divide {by}              v /= by                          power_of_two {by}  v = 2 ** (-v / by)
    clip {least, most}       least <= v <= most               softmax            exp(v - largest) / their sum
    normalise {by}           v / their sum; by if that is 0   above {limit}      v = v > limit ? 1 : 0
    pick {values}            v = values[v]                    from {limit}       v = v >= limit ? 1 : 0
    plain_softmax            softmax, whose sum has NumPy's order for a row; this one's is the numbers' own
    log_softmax              exp(v - (log(sum of exp(v - largest)) + largest))
    largest {to}             v[to] = position of the first largest
    vote {to, choices, by}   v[to + v] += by, of count 1; choices: there are so many
    interpolate {values}     values: all x, ascending, then a y for each; v = y at v, linear between neighbours,
                             constant beyond the ends
"""

import argparse
import json
import warnings
from itertools import chain
from types import SimpleNamespace

import numpy as np
import sklearn

VERSION = tuple(int(part) for part in sklearn.__version__.split(".")[:2])


class Unsupported(TypeError):
    """Names the estimator, or the option of one, that cannot be exported."""


class Range:
    """Numbers of a row: of the forest's sums, of those of lines, or of the room for temporary ones."""

    def __init__(self, space, first, count):
        self.space, self.first, self.count = space, first, count

    def __getitem__(self, i):
        return Range(self.space, self.first + i, 1)


class Answer:
    """A formula: steps, and the numbers that are the answer after them."""

    def __init__(self, at, *steps):
        self.at, self.steps = at, list(steps)

    def then(self, *steps, at=None):
        return Answer(at or self.at, *self.steps, *steps)


def step(op, at, **parameters):
    return SimpleNamespace(op=op, at=at, parameters=parameters)


class Document:
    """What is collected on the way through an estimator."""

    def __init__(self):
        self.columns, self.base, self.trees, self.lines, self.room = [], [], [], [], 0
        self.made = []  # of the columns of rows: op, the columns that it reads, its parameters
        self.hints, self.keys = {}, {}  # of columns of rows, to make up rows of: numbers; categories that are known
        self.narrow = set()  # columns of rows that a sample holds in fewer than 4 bytes
        self.singles, self.sparse = set(), set()  # columns that scikit-learn holds as float32; as a sparse matrix

    def sums(self, base):
        self.base += [float(value) for value in base]
        return Range("forest", len(self.base) - len(base), len(base))

    def add_tree(self, frame, output, arrays, leaves, sets=(), float32=True):
        """`leaves`: a row of values for each node, those of splits unused."""
        left, right, feature, threshold, missing = arrays
        is_split = np.asarray(left) >= 0
        values = np.asarray(leaves, dtype=np.float64).reshape(len(left), -1)
        if float32:
            frame = [self.before(column, "to_float") for column in frame]
        tree = dict(output=output.first, width=values.shape[1], float32=float32, left=left, right=right,
                    feature=np.where(is_split, np.asarray(frame)[np.where(is_split, feature, 0)], 0),
                    threshold=np.where(is_split, threshold, 0.0), missing_left=np.flatnonzero(is_split & missing),
                    sets=list(sets), leaves=values[~is_split].ravel())
        for column in np.unique(tree["feature"][is_split]).tolist():
            self.hint(column, *tree["threshold"][is_split & (tree["feature"] == column)])
        self.trees.append({key: value.tolist() if isinstance(value, np.ndarray) else value
                           for key, value in tree.items()})

    def make(self, op, *sources, **parameters):
        """The number of a new column."""
        self.made.append((op, sources, parameters))
        return len(self.columns) + len(self.made) - 1

    def before(self, column, of_op):
        """The column that this one is made of by such an operation, or this one."""
        op, sources, _ = self.made[column - len(self.columns)] if column >= len(self.columns) else ("", [], {})
        return sources[0] if op == of_op else column

    def root(self, column):
        """The column of the rows that a column is made of, and whether it is that one but for what was missing."""
        alike = True
        while column >= len(self.columns):
            op, sources, _ = self.made[column - len(self.columns)]
            alike = alike and op in ("copy", "fill", "replace", "to_float")
            column = sources[0]
        return column, alike

    def hint(self, column, *values):
        root, alike = self.root(column)
        if alike:
            self.hints.setdefault(root, []).extend(float(value) for value in values)

    def code(self, column, value):
        """Of a category: the column of the rows holds texts."""
        root, alike = self.root(column)
        if not alike:
            raise Unsupported(f"the category {value!r} of a column that is computed is not supported")
        texts, text = self.columns[root].setdefault("categories", []), str(value)
        if text not in texts:
            texts.append(text)
        return float(texts.index(text))

    def add_lines(self, frame, coef, intercept):
        coef = np.asarray(coef.toarray() if hasattr(coef, "toarray") else coef, dtype=np.float64)
        coef = coef.reshape(-1, len(frame))
        for weights, constant in zip(coef, np.broadcast_to(np.asarray(intercept, dtype=np.float64), len(coef))):
            self.lines.append((list(frame), weights, float(constant)))
        return Range("lines", len(self.lines) - len(coef), len(coef))

    def temporary(self, count):
        self.room += count
        return Range("room", self.room - count, count)


class Exported:
    """An estimator's answers: `label` is a position among `classes`, and None without classes."""

    def __init__(self, margin, prediction, label=None, classes=None, leaf_ids=False, is_decision=False):
        self.margin, self.prediction, self.label, self.classes = margin, prediction, label, classes
        self.leaf_ids, self.is_decision = leaf_ids, is_decision


def name_of(estimator):
    return type(estimator).__name__


def refuse(estimator, why="is not supported"):
    raise Unsupported(f"{name_of(estimator)} {why}")


def refuse_option(estimator, option):
    refuse(estimator, f"with {option}={getattr(estimator, option)!r} is not supported")


def require_one_output(estimator):
    if getattr(estimator, "n_outputs_", 1) != 1:
        refuse(estimator, "with several targets is not supported")
    if not isinstance(estimator.classes_, np.ndarray) or estimator.classes_.ndim != 1:
        refuse(estimator, "with several targets is not supported")


def largest(answer, document):
    to = document.temporary(1)
    return answer.then(step("largest", answer.at, to=to), at=to)


def both(document, margin, *steps):
    """[1 - p, p], where p is the sigmoid of the margin, once the steps made it ready."""
    pair = document.temporary(2)
    return margin.then(step("add", pair[1], **{"from": margin.at}), *(make(pair[1]) for make in steps),
                       step("sigmoid", pair[1]), step("complement", pair[0]), at=pair)


# Linear models


def lines_of(document, estimator, frame):
    return Answer(document.add_lines(frame, estimator.coef_, estimator.intercept_))


def linear_regressor(document, estimator, frame):
    lines = lines_of(document, estimator, frame)
    return Exported(lines, lines)


def glm_regressor(document, estimator, frame):
    lines = lines_of(document, estimator, frame)
    return Exported(lines, inverse_of(estimator, estimator._base_loss.link, lines))


def inverse_of(estimator, link, margin):
    """The answer of a regressor whose margins have this link."""
    if type(link).__name__ == "IdentityLink":
        return margin
    if type(link).__name__ == "LogLink":
        return margin.then(step("exponential", margin.at))
    refuse(estimator, f"with {type(link).__name__} is not supported")


def linear_classifier(document, estimator, frame):
    """Without probabilities: what is predicted is the class."""
    margin, label = linear_decision(document, estimator, frame)
    return Exported(margin, None, label, estimator.classes_, is_decision=True)


def linear_decision(document, estimator, frame):
    if np.ndim(estimator.classes_) != 1 or getattr(estimator, "_label_binarizer", None) is not None and \
            estimator._label_binarizer.y_type_.startswith("multilabel"):
        refuse(estimator, "with several labels is not supported")
    margin = lines_of(document, estimator, frame)
    if margin.at.count > 1:
        return margin, largest(margin, document)
    chosen = document.temporary(1)
    return margin, margin.then(step("add", chosen, **{"from": margin.at}), step("above", chosen, limit=0.0), at=chosen)


def one_against_rest(document, margin):
    if margin.at.count == 1:
        return both(document, margin)
    return margin.then(step("sigmoid", margin.at), step("normalise", margin.at, by=float("nan")))


def normalised(at):
    """All alike where their sum is 0."""
    return step("normalise", at, by=1.0 / at.count)


def softmax_of(document, margin):
    """Of two classes scikit-learn takes [-margin, margin]."""
    if margin.at.count > 1:
        return margin.then(step("softmax", margin.at))
    pair = document.temporary(2)
    return margin.then(*both_signs(pair, margin.at), step("softmax", pair), at=pair)


def both_signs(pair, margin):
    return (step("add", pair[0], **{"from": margin}), step("multiply", pair[0], by=-1.0),
            step("add", pair[1], **{"from": margin}))


def logistic_classifier(document, estimator, frame):
    margin, label = linear_decision(document, estimator, frame)
    how = getattr(estimator, "multi_class", "deprecated")
    binary_solvers = ("liblinear", "newton-cholesky") if VERSION < (1, 6) else ("liblinear",)
    is_one_against_rest = how in ("ovr", "warn") or (
        how in ("auto", "deprecated") and (len(estimator.classes_) <= 2 or estimator.solver in binary_solvers))
    proba = (one_against_rest if is_one_against_rest else softmax_of)(document, margin)
    return Exported(margin, proba, label, estimator.classes_, is_decision=True)


def discriminant_classifier(document, estimator, frame):
    margin, label = linear_decision(document, estimator, frame)
    proba = (both if margin.at.count == 1 else softmax_of)(document, margin)
    return Exported(margin, proba, label, estimator.classes_, is_decision=True)


def sgd_classifier(document, estimator, frame):
    margin, label = linear_decision(document, estimator, frame)
    proba = None
    if estimator.loss in ("log_loss", "log"):
        proba = one_against_rest(document, margin)
    elif estimator.loss == "modified_huber":
        proba = clipped_probabilities(document, margin)
    return Exported(margin, proba, label, estimator.classes_, is_decision=True)


def clipped_probabilities(document, margin):
    def clipped(at):
        return step("clip", at, least=-1.0, most=1.0), step("shift", at, by=1.0), step("divide", at, by=2.0)

    if margin.at.count > 1:
        return margin.then(*clipped(margin.at), normalised(margin.at))
    pair = document.temporary(2)
    return margin.then(step("add", pair[1], **{"from": margin.at}), *clipped(pair[1]), step("complement", pair[0]),
                       at=pair)


def one_class(margin, document, limit=0.0):
    """1, and -1 below the limit."""
    chosen = document.temporary(1)
    return margin.then(step("add", chosen, **{"from": margin.at}), step("from", chosen, limit=limit),
                       step("pick", chosen, values=[-1.0, 1.0]), at=chosen)


def one_class_lines(document, estimator, frame):
    margin = Answer(document.add_lines(frame, estimator.coef_, -np.asarray(estimator.offset_)))
    return Exported(margin, one_class(margin, document), is_decision=True)


# Trees


def arrays_of(estimator):
    tree = estimator.tree_
    missing = getattr(tree, "missing_go_to_left", np.zeros(tree.node_count, dtype=bool))
    return tree.children_left, tree.children_right, tree.feature, tree.threshold, np.asarray(missing, dtype=bool)


def probabilities_of(estimator):
    """Of each node, as predict_proba gives them: up to scikit-learn 1.3 a tree holds counts, which it divides."""
    require_one_output(estimator)
    values = estimator.tree_.value[:, 0, :]
    if VERSION >= (1, 4):
        return values
    total = values.sum(axis=1)[:, np.newaxis]
    total[total == 0.0] = 1.0
    return values / total


def values_of(estimator):
    return estimator.tree_.value[:, :, 0]


def tree_classifier(document, estimator, frame):
    return forest(document, estimator, [estimator], probabilities_of, frame)


def tree_regressor(document, estimator, frame):
    return forest(document, estimator, [estimator], values_of, frame)


def forest_classifier(document, estimator, frame):
    require_one_output(estimator)
    return forest(document, estimator, estimator.estimators_, probabilities_of, frame)


def forest_regressor(document, estimator, frame):
    return forest(document, estimator, estimator.estimators_, values_of, frame)


def forest(document, estimator, trees, leaves_of, frame):
    at = document.sums(np.zeros(leaves_of(trees[0]).shape[1]))
    for tree in trees:
        document.add_tree(frame, at, arrays_of(tree), leaves_of(tree))
    mean = Answer(at, step("divide", at, by=float(len(trees)))) if trees[0] is not estimator else Answer(at)
    if not hasattr(estimator, "classes_"):
        return Exported(mean, mean, leaf_ids=True)
    return Exported(mean, mean, largest(mean, document), estimator.classes_, leaf_ids=True)


def boosted(document, estimator, frame):
    if not isinstance(estimator.init_, str) and name_of(estimator.init_) not in ("DummyClassifier", "DummyRegressor"):
        refuse_option(estimator, "init")
    if getattr(estimator.init_, "strategy", None) == "stratified":
        refuse_option(estimator, "init")
    base = estimator._raw_predict_init(np.zeros((1, len(frame)), dtype=np.float32))
    at = document.sums(np.ravel(base))
    for stage in estimator.estimators_:
        for k, tree in enumerate(stage):
            document.add_tree(frame, at[k], arrays_of(tree), estimator.learning_rate * values_of(tree))
    return Answer(at)


def gradient_boosting_regressor(document, estimator, frame):
    raw = boosted(document, estimator, frame)
    return Exported(raw, raw, leaf_ids=True)


def gradient_boosting_classifier(document, estimator, frame):
    raw = boosted(document, estimator, frame)
    if raw.at.count > 1:
        proba = raw.then(step("softmax" if VERSION >= (1, 4) else "log_softmax", raw.at))
        return Exported(raw, proba, largest(raw, document), estimator.classes_, leaf_ids=True, is_decision=True)
    twice = [lambda at: step("multiply", at, by=2.0)] if estimator.loss == "exponential" else []
    chosen = document.temporary(1)
    label = raw.then(step("add", chosen, **{"from": raw.at}),
                     step("from" if VERSION >= (1, 4) else "above", chosen, limit=0.0), at=chosen)
    return Exported(raw, both(document, raw, *twice), label, estimator.classes_, leaf_ids=True, is_decision=True)


def histogram_boosted(document, estimator, frame):
    at = document.sums(np.ravel(estimator._baseline_prediction))
    frame = histogram_frame(document, estimator, frame)
    known, row_of = estimator._bin_mapper.make_known_categories_bitsets()
    for stage in estimator._predictors:
        for k, predictor in enumerate(stage):
            nodes = predictor.nodes
            is_leaf = nodes["is_leaf"].astype(bool)
            arrays = (np.where(is_leaf, -1, nodes["left"].astype(np.int64)),
                      np.where(is_leaf, -1, nodes["right"].astype(np.int64)), nodes["feature_idx"].astype(np.int64),
                      np.where(nodes["is_categorical"].astype(bool), 0.0, nodes["num_threshold"]),
                      nodes["missing_go_to_left"].astype(bool))
            sets = [category_set(int(i), predictor.raw_left_cat_bitsets[nodes["bitset_idx"][i]],
                                 known[row_of[nodes["feature_idx"][i]]])
                    for i in np.flatnonzero(nodes["is_categorical"].astype(bool) & ~is_leaf)]
            document.add_tree(frame, at[k], arrays, nodes["value"], sets, float32=False)
    return Answer(at)


def category_set(node, left_bits, known_bits):
    left, known = (set(np.flatnonzero(np.unpackbits(np.asarray(bits, dtype="<u4").view(np.uint8),
                                                    bitorder="little")).tolist()) for bits in (left_bits, known_bits))
    return dict(node=node, left=sorted(left), right=sorted(known - left))


def histogram_frame(document, estimator, frame):
    """From scikit-learn 1.4 on, columns of categories are encoded and come first."""
    if getattr(estimator, "_preprocessor", None) is None:
        return frame
    return transformed(document, estimator._preprocessor, frame)


def histogram_regressor(document, estimator, frame):
    raw = histogram_boosted(document, estimator, frame)
    return Exported(raw, inverse_of(estimator, estimator._loss.link, raw))


def histogram_classifier(document, estimator, frame):
    """The margins of many rows lie class by class, which is the order in which NumPy adds them."""
    raw = histogram_boosted(document, estimator, frame)
    if raw.at.count > 1:
        proba, label = raw.then(step("plain_softmax", raw.at)), largest(raw, document)
    else:
        chosen = document.temporary(1)
        proba = both(document, raw)
        label = raw.then(step("add", chosen, **{"from": raw.at}), step("above", chosen, limit=0.0), at=chosen)
    return Exported(raw, proba, label, estimator.classes_, is_decision=True)


def isolation_forest(document, estimator, frame):
    from sklearn.ensemble._iforest import _average_path_length
    at = document.sums([0.0])
    samples = getattr(estimator, "_max_samples", None) or estimator.max_samples_
    some = estimator._max_features != len(frame)
    for tree, features in zip(estimator.estimators_, estimator.estimators_features_):
        lengths = depths_of(tree.tree_) + _average_path_length(tree.tree_.n_node_samples) - 1.0
        document.add_tree(np.asarray(frame)[features] if some else frame, at, arrays_of(tree), lengths)
    scale = float(len(estimator.estimators_) * _average_path_length([samples])[0])
    score = step("power_of_two", at, by=scale) if scale != 0 else step("set", at, values=[0.5])
    margin = Answer(at, score, step("multiply", at, by=-1.0), step("shift", at, by=-float(estimator.offset_)))
    prediction = one_class(Answer(at), document, least_ordinary(estimator, scale) if scale != 0 else 0.0)
    return Exported(margin, prediction, is_decision=True)


def least_ordinary(estimator, scale):
    """The least sum whose row is no outlier: as near to the limit as NumPy's power, not as anybody else's."""
    outlier, ordinary = 0, int(np.float64(np.inf).view(np.int64))  # bits of floats, which ascend as these do
    while ordinary - outlier > 1:
        middle = (outlier + ordinary) // 2
        sums = np.full(8, middle).view(np.float64)
        is_ordinary = (-2 ** -(sums / scale))[0] - estimator.offset_ >= 0
        outlier, ordinary = (outlier, middle) if is_ordinary else (middle, ordinary)
    return float(np.int64(ordinary).view(np.float64))


def depths_of(tree):
    """Nodes on the way to each node, itself included."""
    depths = np.ones(tree.node_count)
    for i in range(tree.node_count):  # a parent comes before its children
        if tree.children_left[i] >= 0:
            depths[[tree.children_left[i], tree.children_right[i]]] = depths[i] + 1
    return depths


# Constants


def constant(document, values):
    at = document.temporary(len(values))
    return Answer(at, step("set", at, values=[float(value) for value in values]))


def dummy_regressor(document, estimator, frame):
    answer = constant(document, np.ravel(estimator.constant_))
    return Exported(answer, answer)


def dummy_classifier(document, estimator, frame):
    require_one_output(estimator)
    if estimator.strategy in ("stratified", "uniform"):
        refuse_option(estimator, "strategy")
    proba = constant(document, estimator.predict_proba(np.zeros((1, len(frame))))[0])
    return Exported(proba, proba, largest(proba, document), estimator.classes_)


# Ensembles of ensembles


def summed(document, answers, weights=None, divisor=None):
    """weight * answer, added up in order, over the divisor."""
    total = document.temporary(answers[0].at.count)
    result = Answer(total)
    for i, answer in enumerate(answers):
        weigh = [step("multiply", answer.at, by=float(weights[i]))] if weights is not None else []
        result = result.then(*answer.steps, *weigh, step("add", total, **{"from": answer.at}))
    return result.then(step("divide", total, by=float(divisor)))


def expanded(document, answer, classes, count):
    """Of a member that knows some of the classes, numbered by `classes`."""
    if len(classes) == count:
        return answer
    wide = document.temporary(count)
    return answer.then(*(step("add", wide[int(k)], **{"from": answer.at[i]}) for i, k in enumerate(classes)), at=wide)


def votes(document, member, count, weight=1.0):
    """The member's label, by the number that the ensemble gives it, as so many numbers of which one is the weight."""
    ballot = document.temporary(count)
    chosen = member.label
    if len(member.classes) != count:
        chosen = chosen.then(step("pick", chosen.at, values=[float(k) for k in member.classes]))
    return chosen.then(step("vote", chosen.at, to=ballot, choices=count, by=float(weight)), at=ballot)


PLAIN_TREES = ("DecisionTreeClassifier", "DecisionTreeRegressor", "ExtraTreeClassifier", "ExtraTreeRegressor")


def bagging_members(document, estimator, frame):
    for member, features in zip(estimator.estimators_, estimator.estimators_features_):
        yield member, [frame[i] for i in features]


def bagged_trees(document, estimator, frame, count, leaves_of):
    """One forest."""
    at = document.sums(np.zeros(count))
    for member, part in bagging_members(document, estimator, frame):
        document.add_tree(part, at, arrays_of(member), leaves_of(member))
    return Answer(at, step("divide", at, by=float(len(estimator.estimators_))))


def all_plain_trees(estimator):
    return all(name_of(member) in PLAIN_TREES for member in estimator.estimators_)


def bagging_regressor(document, estimator, frame):
    if all_plain_trees(estimator):
        mean = bagged_trees(document, estimator, frame, values_of(estimator.estimators_[0]).shape[1], values_of)
        return Exported(mean, mean)
    members = [described(document, *member).prediction for member in bagging_members(document, estimator, frame)]
    mean = summed(document, members, divisor=len(members))
    return Exported(mean, mean)


def bagging_classifier(document, estimator, frame):
    count = len(estimator.classes_)
    if all_plain_trees(estimator):
        def leaves_of(member):
            wide = np.zeros((member.tree_.node_count, count))
            wide[:, member.classes_.astype(int)] = probabilities_of(member)
            return wide

        mean = bagged_trees(document, estimator, frame, count, leaves_of)
        return Exported(mean, mean, largest(mean, document), estimator.classes_)
    members = [described(document, *member) for member in bagging_members(document, estimator, frame)]
    proba = [votes(document, member, count) if member.prediction is None else
             expanded(document, member.prediction, member.classes, count) for member in members]
    mean = summed(document, proba, divisor=len(members))
    margin = mean
    if is_decision := hasattr(estimator, "decision_function"):
        if len({member.margin.at.count for member in members}) != 1:
            refuse(estimator, "whose members know different classes is not supported")
        margin = summed(document, [member.margin for member in members], divisor=len(members))
    return Exported(margin, mean, largest(mean, document), estimator.classes_, is_decision=is_decision)


def voting_members(document, estimator, frame):
    return [described(document, member, frame) for member in estimator.estimators_]


def voting_regressor(document, estimator, frame):
    weights = estimator._weights_not_none
    members = [member.prediction for member in voting_members(document, estimator, frame)]
    mean = summed(document, members, weights, len(members) if weights is None else np.sum(weights))
    return Exported(mean, mean)


def voting_classifier(document, estimator, frame):
    if not isinstance(estimator.classes_, np.ndarray):
        refuse(estimator, "with several targets is not supported")
    weights, count = estimator._weights_not_none, len(estimator.classes_)
    members = voting_members(document, estimator, frame)
    if estimator.voting == "hard":
        ballots = [votes(document, member, count, 1.0 if weights is None else weights[i])
                   for i, member in enumerate(members)]
        total = summed(document, ballots, divisor=1)
        return Exported(total, None, largest(total, document), estimator.classes_)
    mean = summed(document, [member.prediction for member in members], weights,
                  len(members) if weights is None else np.sum(weights))
    return Exported(mean, mean, largest(mean, document), estimator.classes_)


def calibrated_classifier(document, estimator, frame):
    members = [calibrated(document, member, frame) for member in estimator.calibrated_classifiers_]
    mean = summed(document, members, divisor=len(members))
    return Exported(mean, mean, largest(mean, document), estimator.classes_)


def calibrated(document, calibrator, frame):
    member, count = described(document, calibrator.estimator, frame), len(calibrator.classes)
    response = member.margin if member.is_decision else member.prediction
    if response is None:
        refuse(calibrator.estimator, "inside of CalibratedClassifierCV is not supported")
    if calibrator.method == "temperature":
        return tempered(document, calibrator.calibrators[0], member, response, count)
    if calibrator.method not in ("sigmoid", "isotonic"):
        refuse_option(calibrator, "method")
    if count == 2:
        response = response.then(at=response.at if member.is_decision else response.at[1])
    places = [1] if count == 2 else np.searchsorted(calibrator.classes, member.classes)
    at = document.temporary(count)
    for i, (place, curve) in enumerate(zip(places, calibrator.calibrators)):
        to = at[int(place)]
        response = response.then(step("add", to, **{"from": response.at[i]}), *curve_of(curve, to))
    finish = step("complement", at[0]) if count == 2 else normalised(at)
    return response.then(finish, step("clip", at, least=float("-inf"), most=1.0), at=at)


def curve_of(curve, at):
    if name_of(curve) == "_SigmoidCalibration":
        return (step("multiply", at, by=float(curve.a_)), step("shift", at, by=float(curve.b_)),
                step("multiply", at, by=-1.0), step("sigmoid", at))
    if name_of(curve) == "IsotonicRegression":
        points = np.concatenate([curve.X_thresholds_, curve.y_thresholds_]).astype(np.float64)
        return (step("interpolate", at, values=points.tolist()),)
    refuse(curve)


def tempered(document, scaling, member, response, count):
    if not member.is_decision:
        first = [step("complement", response.at[0])] if count == 2 else []
        logits = response.then(*first, step("shift", response.at, by=1e-12), step("logarithm", response.at))
    elif response.at.count == 1:
        pair = document.temporary(2)
        logits = response.then(*both_signs(pair, response.at), at=pair)
    else:
        logits = response
    return logits.then(step("multiply", logits.at, by=float(scaling.beta_)), step("softmax", logits.at),
                       step("clip", logits.at, least=float("-inf"), most=1.0))


# Wrappers, and the way through


def pipeline(document, estimator, frame):
    for _, transformer in estimator.steps[:-1]:
        frame = transformed(document, transformer, frame)
    return described(document, estimator.steps[-1][1], frame)


def best_estimator(document, estimator, frame):
    if not hasattr(estimator, "best_estimator_"):
        refuse_option(estimator, "refit")
    return described(document, estimator.best_estimator_, frame)


def frozen_estimator(document, estimator, frame):
    return described(document, estimator.estimator, frame)


def ransac_regressor(document, estimator, frame):
    return described(document, estimator.estimator_, frame)


LINEAR_REGRESSORS = """ARDRegression BayesianRidge ElasticNet ElasticNetCV HuberRegressor Lars LarsCV Lasso LassoCV
    LassoLars LassoLarsCV LassoLarsIC LinearRegression LinearSVR MultiTaskElasticNet MultiTaskElasticNetCV
    MultiTaskLasso MultiTaskLassoCV OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV PassiveAggressiveRegressor
    QuantileRegressor Ridge RidgeCV SGDRegressor TheilSenRegressor""".split()
LINEAR_CLASSIFIERS = "LinearSVC PassiveAggressiveClassifier Perceptron RidgeClassifier RidgeClassifierCV".split()

WAYS = {
    **dict.fromkeys(LINEAR_REGRESSORS, linear_regressor),
    **dict.fromkeys(LINEAR_CLASSIFIERS, linear_classifier),
    **dict.fromkeys(["GammaRegressor", "PoissonRegressor", "TweedieRegressor"], glm_regressor),
    **dict.fromkeys(["LogisticRegression", "LogisticRegressionCV"], logistic_classifier),
    "LinearDiscriminantAnalysis": discriminant_classifier,
    "SGDClassifier": sgd_classifier,
    "SGDOneClassSVM": one_class_lines,
    **dict.fromkeys(["DecisionTreeClassifier", "ExtraTreeClassifier"], tree_classifier),
    **dict.fromkeys(["DecisionTreeRegressor", "ExtraTreeRegressor"], tree_regressor),
    **dict.fromkeys(["RandomForestClassifier", "ExtraTreesClassifier"], forest_classifier),
    **dict.fromkeys(["RandomForestRegressor", "ExtraTreesRegressor"], forest_regressor),
    "GradientBoostingClassifier": gradient_boosting_classifier,
    "GradientBoostingRegressor": gradient_boosting_regressor,
    "HistGradientBoostingClassifier": histogram_classifier,
    "HistGradientBoostingRegressor": histogram_regressor,
    "IsolationForest": isolation_forest,
    "DummyClassifier": dummy_classifier,
    "DummyRegressor": dummy_regressor,
    "BaggingClassifier": bagging_classifier,
    "BaggingRegressor": bagging_regressor,
    "VotingClassifier": voting_classifier,
    "VotingRegressor": voting_regressor,
    "CalibratedClassifierCV": calibrated_classifier,
    "Pipeline": pipeline,
    **dict.fromkeys(["GridSearchCV", "RandomizedSearchCV", "HalvingGridSearchCV", "HalvingRandomSearchCV"],
                    best_estimator),
    "FrozenEstimator": frozen_estimator,
    "RANSACRegressor": ransac_regressor,
}


def is_of_sklearn(estimator):
    return type(estimator).__module__.split(".")[0] == "sklearn"


def described(document, estimator, frame):
    """Collects what the estimator is made of; `frame` are the columns that it reads."""
    way = WAYS.get(name_of(estimator)) if is_of_sklearn(estimator) else None
    if way is None:
        refuse(estimator)
    return way(document, estimator, frame)


# Preprocessing: each takes the columns that it reads and gives those that it makes


def scaled(document, frame, centers, scales):
    """(x - center) / scale"""
    centers = np.zeros(len(frame)) if centers is None else centers
    scales = np.ones(len(frame)) if scales is None else scales
    for column, center, scale in zip(frame, centers, scales):
        document.hint(column, center, center + scale, center - scale)
    if document.singles.issuperset(frame):  # rounded after each step
        frame = rounded(document, [document.make("standardize", column, by=float(center), other=1.0)
                                   for column, center in zip(frame, centers)])
        return rounded(document, [document.make("standardize", column, by=0.0, other=float(scale))
                                  for column, scale in zip(frame, scales)])
    return [document.make("standardize", column, by=float(center), other=float(scale))
            for column, center, scale in zip(frame, centers, scales)]


def rounded(document, frame):
    made = [document.make("to_float", column) for column in frame]
    document.singles.update(made)
    return made


def standard_scaler(document, transformer, frame):
    are_rounded = VERSION >= (1, 8) and document.singles.difference(document.sparse).issuperset(frame)
    centers, scales = (values if values is None or not are_rounded else values.astype(np.float32)
                       for values in (transformer.mean_, transformer.scale_))
    return scaled(document, frame, centers if transformer.with_mean else None, scales if transformer.with_std else None)


def robust_scaler(document, transformer, frame):
    return scaled(document, frame, transformer.center_ if transformer.with_centering else None,
                  transformer.scale_ if transformer.with_scaling else None)


def max_abs_scaler(document, transformer, frame):
    made = scaled(document, frame, None, transformer.scale_)
    return clipped(document, made, -1.0, 1.0) if getattr(transformer, "clip", False) else made


def min_max_scaler(document, transformer, frame):
    for column, least, most in zip(frame, transformer.data_min_, transformer.data_max_):
        document.hint(column, least, most)
    made = [document.make("affine", column, by=float(scale), other=float(offset))
            for column, scale, offset in zip(frame, transformer.scale_, transformer.min_)]
    return clipped(document, made, *transformer.feature_range) if transformer.clip else made


def clipped(document, frame, least, most):
    return [document.make("clip", column, by=float(least), other=float(most)) for column in frame]


def is_nan(value):
    return value is None or type(value).__name__ == "NAType" or value != value


def simple_imputer(document, transformer, frame):
    missing, values, made = transformer.missing_values, transformer.statistics_, []
    for column, value in zip(frame, values):
        if is_nan(value) and getattr(transformer, "keep_empty_features", False):
            value = 0.0 if transformer.strategy != "constant" else transformer.fill_value
        if is_nan(value):
            continue
        number = number_of(document, column, value)
        if VERSION >= (1, 8) and transformer._fill_dtype == np.float32:
            number = float(np.float32(number))
        document.hint(column, number)
        made.append(document.make("fill", column, by=number) if is_nan(missing) else
                    document.make("replace", column, by=number, other=number_of(document, column, missing)))
    if transformer.add_indicator:
        made += missing_indicator(document, transformer.indicator_, frame)
    return made


def missing_indicator(document, transformer, frame):
    missing = transformer.missing_values
    return [document.make("is_missing", frame[i]) if is_nan(missing) else
            document.make("equals", frame[i], by=number_of(document, frame[i], missing))
            for i in transformer.features_]


def number_of(document, column, value):
    """A text's code, or the number that the value is."""
    return document.code(column, value) if isinstance(value, str) else float(value)


def keys_of(document, column, categories):
    """The numbers of a column that stand for the categories; what is missing is not among them."""
    known = [value for value in categories if not is_nan(value)]
    root, alike = document.root(column)
    if not alike:  # computed, so True is 1
        return [number_of(document, column, value) for value in known]
    document.keys.setdefault(root, [value for value in known if is_text(value)] or known)
    return [document.code(column, value) if is_text(value) else float(value) for value in known]


def is_text(value):
    """Whether a file of rows holds it as a text."""
    return isinstance(value, (str, bool, np.bool_))


def unseen(document, column, option):
    """What becomes of a text that an encoder does not know, if the column holds texts."""
    root, alike = document.root(column)
    column = document.columns[root]
    if alike and "categories" in column and column.get("unseen") != "coded":
        column["unseen"] = option


def lookup(document, column, keys, values, missing, other):
    order = np.argsort(keys)
    points = [*np.asarray(keys, dtype=float)[order].tolist(), *np.asarray(values, dtype=float)[order].tolist()]
    return document.make("lookup", column, values=points, by=float(missing), other=float(other))


def encoded(transformer, i, values):
    """What the encoder makes of rows whose feature i has these values, and whose others have their first ones."""
    rows = np.array([[categories[0] for categories in transformer.categories_]] * len(values), dtype=object)
    rows[:, i] = values
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = transformer.transform(rows_for(transformer, rows))
    return np.asarray(made.toarray() if hasattr(made, "toarray") else made, dtype=np.float64)


def rows_for(transformer, rows):
    """In the types that the transformer was fitted with."""
    are_numbers = [categories.dtype.kind in "biuf" for categories in transformer.categories_]
    if hasattr(transformer, "feature_names_in_"):
        import pandas
        return pandas.DataFrame({name: rows[:, i].astype(float) if are_numbers[i] else rows[:, i]
                                 for i, name in enumerate(transformer.feature_names_in_)})
    return rows.astype(np.float64) if all(are_numbers) else rows


def unknown_value(categories):
    """One that is not among them, of their type."""
    if categories.dtype.kind in "biuf":
        return float(np.nanmax(np.append(categories.astype(float), 0.0))) + 1.0
    return "".join(str(value) for value in categories) + "?"


def one_hot_encoder(document, transformer, frame):
    """The column of ones that the encoder itself finds for each category."""
    made, first = [], 0
    for i, (column, categories) in enumerate(zip(frame, transformer.categories_)):
        width = one_hot_widths(transformer)[i]
        none = float(width)

        def places(values):
            blocks = encoded(transformer, i, values)[:, first:first + width]
            return [float(np.argmax(block)) if block.any() else none for block in blocks]

        codes = codes_of(document, transformer, column, categories, places, none)
        made += [document.make("equals", codes, by=float(k)) for k in range(width)]
        first += width
    return held(document, transformer, made, transformer.sparse_output)


def held(document, transformer, made, is_sparse=False):
    """What an encoder made, and how scikit-learn holds it."""
    if np.dtype(transformer.dtype) == np.float32:
        document.singles.update(made)
        document.sparse.update(made if is_sparse else [])
    return made


def codes_of(document, transformer, column, categories, answers, when_unknown):
    """A column of what the encoder answers to the categories, to missing ones and to unknown ones."""
    column = document.make("to_float", column) if categories.dtype == np.float32 else column
    if any(value is None for value in categories):  # an imputer of NaN has left it
        column = document.before(column, "fill")
    keys = keys_of(document, column, categories)
    known, is_error = [value for value in categories if not is_nan(value)], transformer.handle_unknown == "error"
    missing = [value for value in categories if is_nan(value)]
    other = when_unknown if is_error else answers([unknown_value(categories)])[0]
    unseen(document, column, "refused" if is_error else "coded")
    when_missing = answers(missing[:1])[0] if missing else other
    return lookup(document, column, keys, answers(known) if known else [], when_missing, other)


def one_hot_widths(transformer):
    """Columns of each feature: `_n_features_outs` from 1.3 on."""
    if hasattr(transformer, "_n_features_outs"):
        return list(transformer._n_features_outs)
    return [len(categories) - (transformer.drop_idx_ is not None and transformer.drop_idx_[i] is not None)
            for i, categories in enumerate(transformer.categories_)]


def ordinal_encoder(document, transformer, frame):
    made = [codes_of(document, transformer, column, categories,
                     lambda values, i=i: encoded(transformer, i, values)[:, i].tolist(), np.nan)
            for i, (column, categories) in enumerate(zip(frame, transformer.categories_))]
    return held(document, transformer, made)


def bins_discretizer(document, transformer, frame):
    made = []
    for column, edges in zip(frame, transformer.bin_edges_):
        document.hint(column, *edges)
        column = document.make("to_float", column) if np.float32 in (transformer.dtype, edges.dtype) else column
        bins = document.make("bucket", column, values=np.unique(edges[1:-1]).tolist())
        if len(np.unique(edges[1:-1])) != len(edges) - 2:
            refuse(transformer, "with empty bins is not supported")
        made += [bins] if transformer.encode == "ordinal" else [
            document.make("equals", bins, by=float(k)) for k in range(len(edges) - 1)]
    return held(document, transformer, made, transformer.encode == "onehot")


def binarizer(document, transformer, frame):
    """1 above the threshold, else 0: how many of one edge, the next number, are at most x."""
    above = np.nextafter(np.float64(transformer.threshold), np.inf)
    for column in frame:
        document.hint(column, transformer.threshold, above)
    return [document.make("bucket", column, values=[float(above)]) for column in frame]


FUNCTIONS = {np.log1p: "logarithm_of_1_plus", np.log: "logarithm", np.log2: "logarithm_2", np.log10: "logarithm_10",
             np.exp: "exponential", np.expm1: "exponential_minus_1", np.sqrt: "square_root", np.square: "square",
             np.abs: "absolute", np.absolute: "absolute", np.fabs: "absolute", np.cbrt: "cube_root",
             np.reciprocal: "reciprocal", np.sin: "sine", np.cos: "cosine", np.tanh: "hyperbolic_tangent",
             np.arcsinh: "inverse_hyperbolic_sine", np.floor: "floor", np.ceil: "ceiling", np.rint: "whole",
             np.round: "whole", np.around: "whole", np.sign: "sign", np.isnan: "is_missing", np.positive: "copy"}


def function_transformer(document, transformer, frame):
    function, options = transformer.func, transformer.kw_args or {}
    if function is None or getattr(getattr(function, "func", None), "__name__", "") == "check_array":
        return frame  # the latter in front of histograms
    for column in frame:
        root, alike = document.root(column)
        if alike and root in document.narrow:
            refuse(transformer, "of columns of fewer than 4 bytes, which NumPy computes in as few, is not supported")
        document.hint(column, 0.5, 1.0, 3.0)
    if function is np.clip and set(options) == {"a_min", "a_max"} and np.ndim(list(options.values())) == 1:
        return clipped(document, frame, options["a_min"], options["a_max"])
    if function is np.nan_to_num and not options:
        largest = float(np.finfo(np.float64).max)
        return clipped(document, [document.make("fill", column, by=0.0) for column in frame], -largest, largest)
    if function is np.negative and not options:
        return multiplied(document, frame, -1.0)
    if options or getattr(function, "__hash__", None) is None or function not in FUNCTIONS:
        refuse_option(transformer, "func")
    return [document.make(FUNCTIONS[function], column) for column in frame]


def multiplied(document, frame, weight):
    return [document.make("affine", column, by=float(weight), other=-0.0) for column in frame]


def polynomial_features(document, transformer, frame):
    """Each product from the last factor to the first, as scikit-learn multiplies."""
    made = []
    for powers in transformer.powers_:
        factors = [column for column, power in zip(frame, powers) for _ in range(int(power))]
        product = factors[-1] if factors else document.make("constant", frame[0], by=1.0)
        for column in reversed(factors[:-1]):
            product = document.make("product", product, second=column)
        made.append(product)
    return made


def selected(document, transformer, frame):
    return [column for column, is_kept in zip(frame, transformer.get_support()) if is_kept]


def transformer_pipeline(document, transformer, frame):
    for _, part in transformer.steps:
        frame = transformed(document, part, frame)
    return frame


def feature_union(document, transformer, frame):
    return [column for name, part in transformer.transformer_list
            for column in weighted(document, transformer, name, part, frame)]


def column_transformer(document, transformer, frame):
    made = []
    for name, part, _ in transformer.transformers_:
        if not is_word(part, "drop"):
            chosen = [frame[i] for i in transformer._transformer_to_input_indices[name]]
            made += weighted(document, transformer, name, part, chosen) if chosen else []
    return made


def weighted(document, transformer, name, part, frame):
    """What a part of a transformer makes, times its weight."""
    made = [] if is_word(part, "drop") else transformed(document, part, frame)
    weights = transformer.transformer_weights or {}
    return multiplied(document, made, weights[name]) if name in weights else made


TRANSFORMERS = {
    "Binarizer": binarizer,
    "ColumnTransformer": column_transformer,
    "FeatureUnion": feature_union,
    "FunctionTransformer": function_transformer,
    "KBinsDiscretizer": bins_discretizer,
    "MaxAbsScaler": max_abs_scaler,
    "MinMaxScaler": min_max_scaler,
    "MissingIndicator": missing_indicator,
    "OneHotEncoder": one_hot_encoder,
    "OrdinalEncoder": ordinal_encoder,
    "Pipeline": transformer_pipeline,
    "PolynomialFeatures": polynomial_features,
    "RobustScaler": robust_scaler,
    "SimpleImputer": simple_imputer,
    "StandardScaler": standard_scaler,
    **dict.fromkeys(["GenericUnivariateSelect", "SelectFdr", "SelectFpr", "SelectFromModel", "SelectFwe", "SelectKBest",
                     "SelectPercentile", "RFE", "RFECV", "VarianceThreshold"], selected),
}


def is_word(part, word):
    return isinstance(part, str) and part == word


def transformed(document, transformer, frame):
    """The columns that the transformer makes of those."""
    if transformer is None or is_word(transformer, "passthrough"):
        return frame
    way = TRANSFORMERS.get(name_of(transformer)) if is_of_sklearn(transformer) else None
    if way is None:
        refuse(transformer)
    return way(document, transformer, frame)


def words_of(estimator, depth=2):
    """Such as Pipeline(StandardScaler, LogisticRegression): as deep as readers keep, which is 64 characters."""
    inner = []
    if name_of(estimator) == "Pipeline":
        inner = [part for _, part in estimator.steps if part is not None and not isinstance(part, str)]
    elif hasattr(estimator, "estimators_") and name_of(estimator).startswith(("Voting", "Bagging")):
        inner = estimator.estimators_
    elif name_of(estimator) == "CalibratedClassifierCV":
        inner = [part.estimator for part in estimator.calibrated_classifiers_]
    names = list(dict.fromkeys(words_of(part, depth - 1) for part in inner)) if depth > 0 else []
    words = f"{name_of(estimator)}({', '.join(names)})" if names else name_of(estimator)
    return words if len(words) <= 64 or depth == 0 else words_of(estimator, depth - 1)


# The file


def label_formula(document, exported):
    """Classes that are numbers are given as they are, others by their positions."""
    if exported.label is None:
        return None
    classes = np.asarray(exported.classes)
    if classes.dtype.kind not in "biuf" or np.array_equal(classes, np.arange(len(classes))):
        return exported.label
    return exported.label.then(step("pick", exported.label.at, values=[float(value) for value in classes]))


def place_of(document, at):
    begins = dict(forest=0, lines=len(document.base), room=len(document.base) + len(document.lines))
    return begins[at.space] + at.first


def step_fields(document, taken):
    parameters = {key: place_of(document, value) if isinstance(value, Range) else value
                  for key, value in taken.parameters.items()}
    return dict(op=taken.op, at=place_of(document, taken.at), count=taken.at.count, **parameters)


def formula_fields(document, answer):
    return dict(at=place_of(document, answer.at), count=answer.at.count,
                steps=[step_fields(document, taken) for taken in answer.steps])


def class_fields(classes):
    return [value.item() if isinstance(value, np.generic) else value for value in classes]


def fields_of(document, model, exported, self_test):
    """The file's keys and values, in order; trees come last, as they are long."""
    yield "format", "skl-json"
    yield "version", 1
    yield "sklearn_version", sklearn.__version__
    yield "estimator", words_of(model)
    yield "columns", document.columns
    if self_test:
        yield "self_test", self_test
    if exported.classes is not None:
        yield "classes", class_fields(exported.classes)
    label = label_formula(document, exported)
    formulas = dict(margin=exported.margin, prediction=exported.prediction or label, label=label)
    yield from ((kind, formula_fields(document, answer)) for kind, answer in formulas.items() if answer)
    yield "leaf_ids", exported.leaf_ids
    steps, place = preparation(document)
    if steps:
        yield "prepare", dict(outputs=len(place), steps=steps)
    if document.lines:
        yield "lines", lines_fields(document, place)
    if document.base:
        yield "forest", dict(base=document.base, trees=[placed_tree(tree, place) for tree in document.trees])


def preparation(document):
    """The steps that make the columns which lines and trees read, and the place of each of these columns: first those
    of the lines, which read no others, as what is missing is for trees alone."""
    count = len(document.columns)
    of_lines = dict.fromkeys(chain.from_iterable(frame for frame, *_ in document.lines))
    of_trees = dict.fromkeys(chain.from_iterable(split_columns(tree) for tree in document.trees))
    read = {**of_lines, **of_trees}
    if all(column < count for column in read) and len(of_lines) in (0, count):
        return [], {column: column for column in read}
    numbers, steps = {i: i for i in range(count)}, []

    def add(op, sources, parameters):
        more = {key: numbers[value] if key == "second" else value for key, value in parameters.items()}
        steps.append({"op": op, "from": numbers[sources[0]], **more})

    needed = needed_columns(document, read)
    inner = {source for i in needed for source in sources_of(document, i)}
    for i in sorted(needed):
        if i in inner or i not in read:
            add(*document.made[i - count])
            numbers[i] = count + len(steps) - 1
    for column in read:  # those that nothing else is made of need no copy
        add(*(("copy", [column], {}) if column < count or column in inner else document.made[column - count]))
    return steps, {column: i for i, column in enumerate(read)}


def split_columns(tree):
    return [column for column, child in zip(tree["feature"], tree["left"]) if child >= 0]


def sources_of(document, column):
    _, sources, parameters = document.made[column - len(document.columns)]
    return [*sources, *([parameters["second"]] if "second" in parameters else [])]


def needed_columns(document, read):
    """Made columns that those which are read are made of, these too."""
    needed, waiting = set(), list(read)
    while waiting:
        column = waiting.pop()
        if column >= len(document.columns) and column not in needed:
            needed.add(column)
            waiting += sources_of(document, column)
    return needed


def placed_tree(tree, place):
    return {**tree, "feature": [place[column] if child >= 0 else 0
                                for column, child in zip(tree["feature"], tree["left"])]}


def lines_fields(document, place):
    count = len({column for frame, *_ in document.lines for column in frame})
    coef = []
    for frame, weights, _ in document.lines:
        row = np.zeros(count)
        np.add.at(row, [place[column] for column in frame], weights)
        coef.append(row.tolist())
    return dict(coef=coef, intercept=[constant for *_, constant in document.lines])


def pieces(fields):
    """The text, a tree at a time."""
    def text(value):
        return json.dumps(value, separators=(",", ":"))

    for i, (key, value) in enumerate(fields):
        yield f"{',' if i else '{'}{text(key)}:"
        if key == "forest":
            yield f'{{"base":{text(value["base"])},"trees":['
            yield from chain.from_iterable((",\n" if n else "\n", text(tree)) for n, tree in enumerate(value["trees"]))
            yield "]}"
        else:
            yield text(value)
        yield "\n"
    yield "}\n"


# The rows that the loader replays


def made_up_rows(document, model, count=10):
    """Around the numbers that the estimator knows, and exactly those; some of its categories."""
    draw = np.random.RandomState(0)
    cells = draw.normal(size=(count, len(document.columns)))
    for column, hints in document.hints.items():
        chosen = draw.choice(hints, count)
        cells[:, column] = np.where(np.arange(count) % 2 == 0, chosen, chosen + 0.1 * np.abs(chosen) * cells[:, column])
    cells = np.where(np.isfinite(cells), cells, 0.0)
    if any("categories" in column for column in document.columns):
        cells = cells.astype(object)
    for column, keys in document.keys.items():
        cells[:, column] = [keys[k] for k in draw.randint(0, len(keys), count)]
    return frame_of(document, model, cells)


def frame_of(document, model, cells):
    names = known_of(model, "feature_names_in_")
    if names is None:
        return cells
    import pandas
    frame = pandas.DataFrame(cells, columns=names)
    for i, column in enumerate(document.columns):
        if "categories" not in column:
            frame.isetitem(i, frame.iloc[:, i].astype(float))
    return frame


def sample_rows(model, sample):
    """Some, in double precision."""
    chosen = np.linspace(0, len(sample) - 1, min(len(sample), 1000)).astype(int)
    if not hasattr(sample, "iloc"):
        rows = np.asarray(sample)[chosen]
        return rows.astype(np.float64) if rows.dtype.kind == "f" else rows
    names = known_of(model, "feature_names_in_")
    rows = sample.iloc[chosen][list(sample.columns if names is None else names)]
    return rows.astype({name: np.float64 for name, kind in rows.dtypes.items() if kind == np.float32})


def answers_of(model, rows, exported):
    """What scikit-learn says of the rows."""
    def table(values):
        return np.asarray(values, dtype=np.float64).reshape(len(rows), -1)

    has_proba = exported.classes is not None and exported.prediction is not None
    prediction = table(model.predict_proba(rows)) if has_proba else None
    label = None
    if exported.classes is not None:
        label = table(class_numbers(exported.classes, model.predict(rows)))
    if prediction is None:
        prediction = table(model.predict(rows)) if label is None else label
    yield "prediction", prediction
    margin = prediction if exported.margin is exported.prediction else raw_margin(model, rows)
    if margin is not None:
        yield "margin", table(margin)
    if label is not None:
        yield "label", label
    if exported.leaf_ids:
        yield "leaf", np.asarray(leaf_ids(model, rows)).reshape(len(rows), -1).astype(int)


def raw_margin(model, rows):
    for name in ("decision_function", "_linear_predictor", "_raw_predict"):
        if hasattr(model, name):
            return getattr(model, name)(rows)
    return None


def leaf_ids(model, rows):
    """What the estimator inside answers, where its wrapper has no apply()."""
    if hasattr(model, "best_estimator_"):
        return leaf_ids(model.best_estimator_, rows)
    if name_of(model) == "Pipeline":
        return leaf_ids(model[-1], model[:-1].transform(rows) if len(model) > 1 else rows)
    return model.apply(rows)


def class_numbers(classes, labels):
    classes = np.asarray(classes)
    if classes.dtype.kind in "biuf":
        return labels
    return [int(np.flatnonzero(classes == label)[0]) for label in labels]


def cell(value, column):
    if "categories" in column and not is_nan(value):
        return str(value)
    is_number = not isinstance(value, str) and not is_nan(value)  # a text that nobody reads is as good as none
    return float(value) if is_number else None


def are_exact(steps):
    """Whether none of them depends on a library of mathematics."""
    exact = "set add shift multiply divide clip complement above from largest pick vote".split()
    return all(taken.op in exact for taken in steps)


def answered_rows(document, model, exported, sample):
    """Rows and the answers to them."""
    rows = sample_rows(model, sample) if sample is not None else acceptable_rows(document, model)
    return rows, {kind: values.tolist() for kind, values in answers_of(model, rows, exported)}


def acceptable_rows(document, model):
    """Made up as numbers, some may have to be objects, as booleans were; a logarithm may be NaN, which few take."""
    made = made_up_rows(document, model)
    for rows in (made, made.astype(object)):
        chosen = [i for i in range(len(rows)) if takes(model, rows[i:i + 1])]
        if chosen:
            return rows.take(chosen, axis=0)
    refuse(model, "takes none of the rows that were made up: give a sample")


def takes(model, rows):
    try:
        return len(model.predict(rows)) == 1
    except (TypeError, ValueError):
        return False


def self_test_fields(document, model, exported, sample):
    rows, answers = answered_rows(document, model, exported, sample)
    steps = exported.margin.steps + (exported.prediction or exported.label).steps
    within = 0.0 if not document.lines and are_exact(steps) else 1e-5 if document.singles else 1e-9
    cells = list(rows.itertuples(index=False) if hasattr(rows, "itertuples") else rows)
    return [dict(row=[cell(value, column) for value, column in zip(cells[i], document.columns)], within=within,
                 **{kind: values[i] for kind, values in answers.items()})
            for i in np.linspace(0, len(cells) - 1, min(len(cells), 5)).astype(int)]


def known_of(model, attribute):
    """What the estimator says of the columns of its rows; a pipeline, what the first of its steps does."""
    if name_of(model) == "Pipeline":
        first = [part for _, part in model.steps if part is not None and not is_word(part, "passthrough")][:1]
        return known_of(first[0], attribute) if first else None
    return getattr(model, attribute, None)


def collected(model, sample=None):
    """The document and what the estimator answers in it."""
    document = Document()
    names = known_of(model, "feature_names_in_")
    count = known_of(model, "n_features_in_") or (np.shape(sample) + (0, 0))[1]
    if not count:
        refuse(model, "does not say how many columns there are: give a sample")
    document.columns = [{} if names is None else {"name": str(names[i])} for i in range(count)]
    kinds = kinds_of(sample, names, count)
    document.narrow = {i for i, kind in enumerate(kinds) if isinstance(kind, np.dtype) and kind.itemsize < 4}
    frame = [document.make("to_float", i) if kind == np.float32 else i for i, kind in enumerate(kinds)]
    return document, described(document, model, frame)


def kinds_of(sample, names, count):
    """The types of the columns that the estimator was trained with, as far as a sample says."""
    if hasattr(sample, "iloc"):
        return list((sample if names is None else sample[list(names)]).dtypes)
    return [getattr(sample, "dtype", None)] * count


def export(model, path, sample=None):
    """Writes the fitted estimator to `path`. `sample`: rows such as it was trained on, of which a few become the file's
    self-test; without them, rows are made up. Raises Unsupported."""
    document, exported = collected(model, sample)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="X does not have valid feature names")
        self_test = self_test_fields(document, model, exported, sample)
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(pieces(fields_of(document, model, exported, self_test)))


def read_sample(path):
    if path.endswith(".npy"):
        return np.load(path)
    import pandas
    return pandas.read_csv(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("model", help="written by joblib.dump, or by pickle.dump")
    parser.add_argument("json", help="the file to write")
    parser.add_argument("--sample", help="rows, .csv with a header or .npy, of which a few become the self-test")
    options = parser.parse_args()
    try:
        export(loaded(options.model), options.json, read_sample(options.sample) if options.sample else None)
    except Unsupported as refused:
        parser.exit(1, f"export_sklearn.py: {refused}\n")


def loaded(path):
    import joblib
    try:
        return joblib.load(path)
    except (AttributeError, ImportError, KeyError, TypeError, ValueError) as failed:
        raise Unsupported(f"{path} cannot be read by scikit-learn {sklearn.__version__}: {failed}") from failed


if __name__ == "__main__":
    main()
