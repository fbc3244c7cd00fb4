"""Makes the oracles of ONNX: small models that skl2onnx and onnxmltools converted, and what ONNX Runtime answers.

    python3 tests/data/generate_onnx.py [--work FOLDER]

makes a virtual environment (in FOLDER, else in a temporary folder), runs itself in it, and writes beside itself:

    onnx/<case>.onnx            the model
    onnx/<case>.prediction.csv  the output of scores, of one thread; of a classifier the probabilities
    onnx.csv                    the list: model,rows,margins; these are `exact`: every bit must be the same; or made by
                                `links`, such as exp, from such sums

An oracle file has one line per row and no header; its numbers are the shortest text that reads back to the same
float32. Everything is seeded.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

import generate

HERE = Path(__file__).resolve().parent
OUT = HERE / "onnx"
VERSIONS = ("onnx==1.23.2 onnxruntime==1.32.0 onnxmltools==1.16.0 skl2onnx==1.20.0 scikit-learn==1.9.1 "
            "xgboost==3.2.0 lightgbm==4.7.0 numpy==2.4.6")


def rows_of(name):
    import numpy
    return numpy.genfromtxt(HERE / "rows" / f"{name}.csv", delimiter=",", skip_header=1, dtype=numpy.float32)


def estimators():
    """name, rows, margins, estimator, target."""
    from sklearn import datasets, ensemble, impute, linear_model, pipeline, preprocessing, tree
    iris, cancer = (datasets.load_iris(return_X_y=True), datasets.load_breast_cancer(return_X_y=True))
    diabetes = datasets.load_diabetes(return_X_y=True)
    seed = {"random_state": 0}
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


def converted():
    from skl2onnx import to_onnx
    for name, rows, margins, estimator, (x, y) in estimators():
        estimator.fit(x.astype("float32"), y)
        yield name, rows, margins, to_onnx(estimator, x[:1].astype("float32"))
    yield from boosters()


def scores(model, x):
    import numpy
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    answer = session.run(None, {session.get_inputs()[0].name: x})[-1]
    if isinstance(answer, list):  # of ZipMap: a dictionary for each row
        answer = [[row[key] for key in sorted(row)] for row in answer]
    return numpy.asarray(answer, dtype=numpy.float32).reshape(len(x), -1)


def make():
    import numpy
    OUT.mkdir(exist_ok=True)
    listed = ["model,rows,margins"]
    for name, rows, margins, model in converted():
        model.opset_import.sort(key=lambda opset: opset.domain)  # onnxmltools keeps them in a set
        (OUT / f"{name}.onnx").write_bytes(model.SerializeToString())
        lines = (",".join(numpy.format_float_positional(v, unique=True, trim="-") if abs(v) < 1e16 else repr(float(v))
                          for v in row) for row in scores(model, rows_of(rows)))
        (OUT / f"{name}.prediction.csv").write_text("\n".join(lines) + "\n")
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
