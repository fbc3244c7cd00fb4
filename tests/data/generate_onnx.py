"""Makes the oracles of ONNX: small models that skl2onnx, onnxmltools and CatBoost wrote, and what ONNX Runtime answers.

    python3 tests/data/generate_onnx.py [--work FOLDER]

makes a virtual environment (in FOLDER, else in a temporary folder), runs itself in it, and writes beside itself:

    onnx/<case>.onnx            the model; of TreeEnsemble, which no converter writes yet, one of random trees
    onnx/<case>.prediction.csv  the outputs of real numbers, of one thread; of a classifier the probabilities
    onnx/<case>.label.csv       of a classifier: the classes that it predicts
    rows/onnx_frame.csv         rows of numbers, missing ones too, and texts, for models with an input for each column
    onnx.csv                    the list: model,rows,margins; these are `exact`: every bit must be the same; or made by
                                `links`, such as exp, from such sums

An oracle file has one line per row and no header; its numbers are the shortest text that reads back to the same
float32, or float64 where the model answers in doubles. Everything is seeded.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

import generate

HERE = Path(__file__).resolve().parent
OUT = HERE / "onnx"
VERSIONS = ("onnx==1.23.2 onnxruntime==1.32.0 onnxmltools==1.16.0 skl2onnx==1.20.0 scikit-learn==1.9.1 "
            "xgboost==3.2.0 lightgbm==4.7.0 catboost==1.2.10 protobuf==6.33.2 pandas==3.1.1 numpy==2.4.6")


def frame(rows):
    """Rows and a target."""
    import numpy
    import pandas
    random = numpy.random.RandomState(8)
    made = pandas.DataFrame({"age": random.randint(18, 80, rows).astype(numpy.float32),
                             "income": numpy.round(random.lognormal(8, 1, rows), 2).astype(numpy.float32),
                             "city": random.choice(["Paris", "London", "S\u00e3o Paulo, SP"], rows),
                             "visits": random.randint(0, 4, rows)})
    target = numpy.where(made.age * 50 + made.income + (made.city == "Paris") * 4000 > 8000, "yes", "no")
    made.loc[::7, "income"] = numpy.nan
    return made, target


def inputs_of(session, rows):
    """What a file of rows is, input by input, as the model takes it."""
    import numpy
    import pandas
    kinds = {"tensor(float)": numpy.float32, "tensor(double)": numpy.float64, "tensor(int64)": numpy.int64}
    table = pandas.read_csv(HERE / "rows" / f"{rows}.csv", keep_default_na=False, na_values=[""])
    if len(session.get_inputs()) == 1:
        only, = session.get_inputs()
        return {only.name: table.to_numpy().astype(kinds[only.type])}
    return {one.name: table[[one.name]].to_numpy().astype(kinds.get(one.type, object)) for one in session.get_inputs()}


def estimators():
    """name, rows, margins, estimator, target; options of the conversion."""
    import numpy
    from sklearn import (calibration, datasets, ensemble, impute, linear_model, multiclass, multioutput, pipeline,
                         preprocessing, svm, tree)
    iris, cancer = (datasets.load_iris(return_X_y=True), datasets.load_breast_cancer(return_X_y=True))
    diabetes = datasets.load_diabetes(return_X_y=True)
    seed = {"random_state": 0}
    named = iris[0], numpy.array(["setosa", "versicolor", "virginica"])[iris[1]]
    holes = numpy.where(numpy.random.RandomState(3).rand(*cancer[0].shape) < .1, numpy.nan, cancer[0]), cancer[1]
    logistic = linear_model.LogisticRegression(max_iter=300)
    few = ensemble.RandomForestClassifier(3, max_depth=3, **seed)
    yield "tree", "diabetes", "exact", tree.DecisionTreeRegressor(max_depth=4, **seed), diabetes
    yield "forest", "diabetes", "exact", ensemble.RandomForestRegressor(4, max_depth=4, **seed), diabetes
    yield "forest_classes", "iris", "exact", ensemble.RandomForestClassifier(4, max_depth=3, **seed), iris
    yield "boosting", "diabetes", "exact", ensemble.GradientBoostingRegressor(n_estimators=5, **seed), diabetes
    yield "boosting_binary", "breast_cancer", "links", ensemble.GradientBoostingClassifier(n_estimators=4, **seed), cancer
    yield "linear", "diabetes", "links", linear_model.Ridge(), diabetes
    yield "logistic", "iris", "links", linear_model.LogisticRegression(max_iter=300), iris
    prepared = pipeline.make_pipeline(impute.SimpleImputer(), preprocessing.StandardScaler(),
                                      ensemble.RandomForestClassifier(3, max_depth=3, **seed))
    yield "imputed_and_scaled", "iris", "exact", prepared, iris
    normed = pipeline.make_pipeline(preprocessing.Normalizer(), linear_model.LogisticRegression(max_iter=300))
    yield "normalized", "iris", "links", normed, iris
    yield "poisson", "iris", "exact", linear_model.PoissonRegressor(), iris
    yield "classes_of_texts", "iris", "exact", few, named
    yield "any_columns", "iris", "exact", few, iris, {"shape": [None, None]}
    yield "old_operators", "iris", "exact", few, iris, {"target_opset": {"": 9, "ai.onnx.ml": 1}}
    yield "columns_of_scores", "iris", "exact", few, iris, {"options": {"zipmap": "columns"}}
    yield "raw_scores", "breast_cancer", "exact", ensemble.GradientBoostingClassifier(n_estimators=3, **seed), cancer, {
        "options": {"zipmap": False, "raw_scores": True}}
    yield "one_against_one", "iris", "links", multiclass.OneVsOneClassifier(svm.LinearSVC(**seed)), iris
    yield "leaf_ids", "iris", "exact", tree.DecisionTreeClassifier(max_depth=3, **seed), iris, {
        "options": {"zipmap": False, "decision_leaf": True}}
    yield "missing", "breast_cancer_missing", "links", ensemble.HistGradientBoostingClassifier(
        max_iter=3, max_leaf_nodes=6, **seed), holes
    yield "doubles", "iris", "links", pipeline.make_pipeline(preprocessing.StandardScaler(), logistic), iris, {
        "type": "double", "options": {"zipmap": False}}
    yield "bins", "iris", "links", pipeline.make_pipeline(preprocessing.KBinsDiscretizer(3, encode="onehot-dense"), logistic), iris, {
        "target_opset": {"": 12, "ai.onnx.ml": 1}}
    scaled = pipeline.make_pipeline(preprocessing.MinMaxScaler(clip=True), preprocessing.PolynomialFeatures(2),
                                    ensemble.ExtraTreesRegressor(3, max_depth=3, **seed))
    yield "polynomials", "iris", "exact", scaled, iris
    votes = [("logistic", logistic), ("forest", few), ("tree", tree.DecisionTreeClassifier(max_depth=3, **seed))]
    yield "votes", "iris", "exact", ensemble.VotingClassifier(votes, flatten_transform=False), named
    yield "weighted_votes", "iris", "links", ensemble.VotingClassifier(votes, voting="soft", weights=numpy.array([1, 2, 3]),
                                                                         flatten_transform=False), iris
    yield "bagging", "iris", "exact", ensemble.BaggingClassifier(
        tree.DecisionTreeClassifier(max_depth=3), n_estimators=3, max_features=.7, **seed), iris
    yield "calibrated", "iris", "links", calibration.CalibratedClassifierCV(svm.LinearSVC(**seed), cv=2), iris
    yield "isotonic", "iris", "links", calibration.CalibratedClassifierCV(few, method="isotonic", cv=2), iris
    yield "isolation", "iris", "links", ensemble.IsolationForest(n_estimators=3, max_samples=30, **seed), iris, {
        "target_opset": {"": 18, "ai.onnx.ml": 3}}
    both = numpy.stack([iris[1], iris[1] > 0], 1).astype(int)
    yield "two_targets", "iris", "exact", ensemble.RandomForestClassifier(2, max_depth=2, **seed), (iris[0], both), {
        "options": {"zipmap": False}}
    yield "target_by_target", "iris", "links", multioutput.MultiOutputClassifier(logistic), (iris[0], both), {
        "options": {"zipmap": False}}


def pipelines():
    """Of a data frame: name, rows, margins, the converted model."""
    from skl2onnx import convert_sklearn
    from skl2onnx.common.data_types import FloatTensorType, Int64TensorType, StringTensorType
    from sklearn import compose, ensemble, impute, linear_model, pipeline, preprocessing
    kinds = [("age", FloatTensorType([None, 1])), ("income", FloatTensorType([None, 1])),
             ("city", StringTensorType([None, 1])), ("visits", Int64TensorType([None, 1]))]
    numbers = pipeline.make_pipeline(impute.SimpleImputer(strategy="median"), preprocessing.StandardScaler())
    frequent = preprocessing.OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=60)
    for name, texts, last in (
            ("frame_one_hot", preprocessing.OneHotEncoder(handle_unknown="ignore"), linear_model.LogisticRegression()),
            ("frame_ordinal", preprocessing.OrdinalEncoder(), ensemble.RandomForestClassifier(3, max_depth=3, random_state=0)),
            ("frame_infrequent", frequent, ensemble.GradientBoostingClassifier(n_estimators=3, random_state=0))):
        columns = compose.ColumnTransformer([("numbers", numbers, ["age", "income"]), ("texts", texts, ["city"]),
                                             ("counts", preprocessing.OneHotEncoder(), ["visits"])])
        trained = pipeline.make_pipeline(columns, last).fit(*frame(200))
        margins = "exact" if name == "frame_ordinal" else "links"
        yield name, "onnx_frame", margins, convert_sklearn(trained, name, initial_types=kinds,
                                                           target_opset={"": 18, "ai.onnx.ml": 3})


def boosters():
    """name, rows, margins, the converted model."""
    import lightgbm
    import xgboost
    from onnxmltools import convert_lightgbm, convert_xgboost
    from onnxmltools.convert.common.data_types import FloatTensorType
    from sklearn import datasets
    x, y = datasets.load_breast_cancer(return_X_y=True)
    kind = [("input", FloatTensorType([None, x.shape[1]]))]
    trained = xgboost.XGBClassifier(n_estimators=4, max_depth=3).fit(x.astype("float32"), y)
    yield "xgboost", "breast_cancer", "links", convert_xgboost(trained, "xgboost", initial_types=kind)
    trained = lightgbm.LGBMClassifier(n_estimators=4, num_leaves=6, verbose=-1).fit(x.astype("float32"), y)
    yield "lightgbm", "breast_cancer", "links", convert_lightgbm(trained, "lightgbm", initial_types=kind, zipmap=False)
    x, y = datasets.load_iris(return_X_y=True)
    kind = [("input", FloatTensorType([None, x.shape[1]]))]
    trained = xgboost.XGBClassifier(n_estimators=2, max_depth=3).fit(x.astype("float32"), y)
    yield "xgboost_classes", "iris", "links", convert_xgboost(trained, "xgboost", initial_types=kind)
    trained = lightgbm.LGBMClassifier(n_estimators=2, num_leaves=4, verbose=-1).fit(x.astype("float32"), y)
    yield "lightgbm_classes", "iris", "links", convert_lightgbm(trained, "lightgbm", initial_types=kind)


def catboosts():
    """name, rows, margins, the model as CatBoost writes it."""
    import catboost
    import onnx
    from sklearn import datasets
    same = {"iterations": 4, "depth": 3, "random_seed": 0, "verbose": 0, "allow_writing_files": False}
    for name, rows, estimator, (x, y) in (
            ("catboost", "diabetes", catboost.CatBoostRegressor(**same), datasets.load_diabetes(return_X_y=True)),
            ("catboost_binary", "breast_cancer", catboost.CatBoostClassifier(**same),
             datasets.load_breast_cancer(return_X_y=True)),
            ("catboost_classes", "iris", catboost.CatBoostClassifier(**same), datasets.load_iris(return_X_y=True))):
        with tempfile.TemporaryDirectory() as folder:
            estimator.fit(x.astype("float32"), y).save_model(f"{folder}/model.onnx", format="onnx")
            model = onnx.load(f"{folder}/model.onnx")
        del model.metadata_props[:]  # when it was trained
        yield name, rows, "exact" if name == "catboost" else "links", model


class TreeLists:
    """Random trees as TreeEnsemble of ai.onnx.ml 5 lists them; values are those of the rows, so that some are equal."""

    def __init__(self, rows, modes, targets):
        import numpy
        self.random, self.rows, self.modes, self.targets = numpy.random.RandomState(4), rows, modes, targets
        self.nodes, self.leaves, self.sets, self.roots = [], [], {}, []

    def leaf(self, target):
        self.leaves.append((target, self.random.randn()))
        return len(self.leaves) - 1, 1

    def node(self, depth, target):
        at = len(self.nodes)
        feature, mode = self.random.randint(self.rows.shape[1]), int(self.random.choice(self.modes))
        column = self.rows[:, feature]
        values = column[abs(column) < 1e6]
        self.nodes.append(None)
        if mode == 6:
            self.sets[at] = list(self.random.choice(values.round(), 9))  # the runtime takes whole numbers only
        children = [self.leaf(target) if depth == 0 or self.random.rand() < .3 else (self.node(depth - 1, target), 0)
                    for _ in range(2)]
        self.nodes[at] = (feature, self.random.choice(values), mode, *children[0], *children[1],
                          int(self.random.rand() < .4))
        return at

    def model(self, trees, of_double, aggregate, transform):
        import numpy
        from onnx import TensorProto, helper, numpy_helper
        self.roots = [self.node(3, tree % self.targets) for tree in range(trees)]
        number, element = (numpy.float64, TensorProto.DOUBLE) if of_double else (numpy.float32, TensorProto.FLOAT)

        def tensor(name, values, kind=number):
            return numpy_helper.from_array(numpy.array(values, kind), name)

        features, splits, modes, yes, yes_leaf, no, no_leaf, tracks = zip(*self.nodes)
        outputs, weights = zip(*self.leaves)
        lists = {"tree_roots": self.roots, "nodes_featureids": features, "nodes_truenodeids": yes,
                 "nodes_trueleafs": yes_leaf, "nodes_falsenodeids": no, "nodes_falseleafs": no_leaf,
                 "nodes_missing_value_tracks_true": tracks, "leaf_targetids": outputs, "n_targets": self.targets,
                 "nodes_splits": tensor("nodes_splits", splits), "leaf_weights": tensor("leaf_weights", weights),
                 "nodes_modes": tensor("nodes_modes", modes, numpy.uint8), "aggregate_function": aggregate,
                 "post_transform": transform}
        if self.sets:
            listed = [value for at in sorted(self.sets) for value in (*self.sets[at], numpy.nan)]
            lists["membership_values"] = tensor("membership_values", listed)
        node = helper.make_node("TreeEnsemble", ["X"], ["Y"], domain="ai.onnx.ml", name="trees", **lists)
        columns = [helper.make_tensor_value_info("X", element, [None, self.rows.shape[1]]),
                   helper.make_tensor_value_info("Y", element, [None, self.targets])]
        versions = [helper.make_opsetid("ai.onnx.ml", 5), helper.make_opsetid("", 21)]
        return helper.make_model(helper.make_graph([node], "trees", columns[:1], columns[1:]), opset_imports=versions,
                                 ir_version=10)


def ensembles():
    """name, rows, margins, a model of TreeEnsemble, which no converter writes yet."""
    import numpy
    rows = "digits_categories"
    numbers = numpy.genfromtxt(HERE / "rows" / f"{rows}.csv", delimiter=",", skip_header=1)
    for name, modes, targets, of_double, aggregate, transform in (
            ("ensemble", [0, 1, 2, 3, 4, 5, 6], 2, False, 1, 0), ("ensemble_doubles", [0, 1, 2, 3, 4, 5, 6], 2, True, 1, 0),
            ("ensemble_average", [0], 1, False, 0, 0), ("ensemble_least", [0, 6], 2, True, 2, 0),
            ("ensemble_largest", [1, 4], 2, False, 3, 0), ("ensemble_logistic", [0, 3], 2, False, 1, 1),
            ("ensemble_softmax", [0, 2], 3, False, 1, 2), ("ensemble_softmax_zero", [0], 3, False, 1, 3)):
        trees = TreeLists(numbers if of_double else numbers.astype("float32"), modes, targets)
        margins = "links" if transform else "exact"
        yield name, rows, margins, trees.model(5, of_double, aggregate, transform)


def converted():
    from skl2onnx import convert_sklearn
    from skl2onnx.common.data_types import DoubleTensorType, FloatTensorType
    for name, rows, margins, estimator, (x, y), *rest in estimators():
        how = dict(*rest)
        of_double = how.pop("type", "float") == "double"
        shape = how.pop("shape", [None, x.shape[1]])
        estimator.fit(x if of_double else x.astype("float32"), y)
        if "options" in how:
            how["options"] = {id(estimator): how["options"]}
        kind = DoubleTensorType(shape) if of_double else FloatTensorType(shape)
        yield name, rows, margins, convert_sklearn(estimator, name, initial_types=[("X", kind)], **how)
    yield from pipelines()
    yield from boosters()
    yield from catboosts()
    yield from ensembles()


def answers(model, rows):
    """Outputs of real numbers; and of labels, or none."""
    import numpy
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    inputs = inputs_of(session, rows)
    count = len(next(iter(inputs.values())))
    scores, labels = [], []
    for answer in session.run(None, inputs):
        if isinstance(answer, list) and isinstance(answer[0], dict):  # of ZipMap: one for each row
            answer = numpy.array([list(row.values()) for row in answer], dtype=numpy.float32)
        for part in answer if isinstance(answer, list) and not isinstance(answer[0], str) else [answer]:
            part = numpy.asarray(part)
            part = numpy.moveaxis(part, 1, 0) if part.ndim == 3 else part  # targets come first
            (scores if part.dtype.kind == "f" else labels).append(part.reshape(count, -1))
    return numpy.concatenate(scores, 1), numpy.concatenate(labels, 1) if labels else None


def number_text(number):
    import numpy
    return numpy.format_float_positional(number, unique=True, trim="-") if abs(number) < 1e16 else repr(float(number))


def write_lines(path, rows, text):
    path.write_text("".join(",".join(text(cell) for cell in row) + "\n" for row in rows))


def make():
    import shutil
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    frame(40)[0].to_csv(HERE / "rows" / "onnx_frame.csv", index=False, float_format="%.9g", lineterminator="\n")
    listed = ["model,rows,margins"]
    for name, rows, margins, model in converted():
        model.opset_import.sort(key=lambda opset: opset.domain)  # onnxmltools keeps them in a set
        (OUT / f"{name}.onnx").write_bytes(model.SerializeToString())
        scores, labels = answers(model, rows)
        write_lines(OUT / f"{name}.prediction.csv", scores, number_text)
        if labels is not None:
            write_lines(OUT / f"{name}.label.csv", labels, str)
        listed.append(f"onnx/{name}.onnx,rows/{rows}.csv,{margins}")
    (HERE / "onnx.csv").write_text("\n".join(listed) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, help="folder for the environment; default: a temporary one")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return make()
    with tempfile.TemporaryDirectory() as temporary:
        python = generate.python_of((options.work or Path(temporary)) / "onnx", VERSIONS)
        subprocess.run([python, __file__, "--inside"], check=True)


if __name__ == "__main__":
    main()
