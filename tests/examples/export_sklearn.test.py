"""What examples/export_sklearn.py promises beside the answers of what it writes, which tests/format compares.

    python3 export_sklearn.test.py EXPORTER

Says which check failed; ends with 77, which skips the test, where there is no scikit-learn.
"""

import importlib.util
import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

try:
    import joblib
    import numpy as np
    from sklearn import (cluster, datasets, decomposition, ensemble, gaussian_process, linear_model, naive_bayes, neighbors,
                         neural_network, pipeline, preprocessing, svm, tree)
except ImportError:
    print("SKIPPED: scikit-learn is not installed")
    sys.exit(77)

spec = importlib.util.spec_from_file_location("export_sklearn", sys.argv[1])
exporter = importlib.util.module_from_spec(spec)
spec.loader.exec_module(exporter)

failed = 0


def check(name, holds):
    global failed
    failed += not holds
    if not holds:
        print(f"FAILED: {name}")


class MyForest(ensemble.RandomForestClassifier):
    """Who knows what it predicts?"""


def refused_by(model, path):
    """What the exporter says; nothing: it wrote the file."""
    try:
        exporter.export(model, path)
    except exporter.Unsupported as refused:
        return str(refused)
    return None


def check_refusals(folder, x, y):
    halves, several = y > 0, np.stack([y, y > 0], axis=1)
    lines = linear_model.LogisticRegression(max_iter=200)
    scaled = preprocessing.FunctionTransformer(lambda values: values / 2)
    for names, model, target in [
            ("SVC", svm.SVC(), y), ("KNeighborsClassifier", neighbors.KNeighborsClassifier(), y),
            ("MLPClassifier", neural_network.MLPClassifier(max_iter=5), y), ("GaussianNB", naive_bayes.GaussianNB(), y),
            ("GaussianProcessRegressor", gaussian_process.GaussianProcessRegressor(), y),
            ("AdaBoostClassifier", ensemble.AdaBoostClassifier(), y), ("MyForest", MyForest(), y),
            ("StackingClassifier", ensemble.StackingClassifier([("a", lines)], cv=2), y), ("KMeans", cluster.KMeans(2), y),
            ("PCA", pipeline.make_pipeline(decomposition.PCA(2), lines), y),
            ("KNeighborsClassifier", ensemble.BaggingClassifier(neighbors.KNeighborsClassifier()), y),
            ("FunctionTransformer func", pipeline.make_pipeline(scaled, lines), y),
            ("RandomForestClassifier several", ensemble.RandomForestClassifier(), several),
            ("DecisionTreeClassifier several", tree.DecisionTreeClassifier(), several),
            ("RidgeClassifier several", linear_model.RidgeClassifier(), np.eye(3)[y]),
            ("GradientBoostingClassifier init LogisticRegression",
             ensemble.GradientBoostingClassifier(init=linear_model.LogisticRegression(max_iter=200)), halves)]:
        path = folder / "refused.json"
        said = refused_by(model.fit(x, target), path)
        check(f"{names} is refused: {said}", said is not None and all(word in said for word in names.split()))
        check(f"{names}: nothing is written", not path.exists())


def check_numbers(folder, x, y):
    """They read back to the same bits."""
    forest = ensemble.RandomForestRegressor(3, random_state=1).fit(x, y + x[:, 0] / 3)
    exporter.export(forest, folder / "forest.json", sample=x)
    document = json.loads((folder / "forest.json").read_text())
    for written, trained in zip(document["forest"]["trees"], forest.estimators_):
        is_leaf = trained.tree_.children_left < 0
        check("thresholds", np.array_equal(np.array(written["threshold"])[~is_leaf], trained.tree_.threshold[~is_leaf]))
        check("leaves", np.array_equal(written["leaves"], trained.tree_.value[is_leaf, 0, 0]))
    check("five rows are tested", len(document["self_test"]) == 5)
    check("as they are", all(row["row"] in x.tolist() for row in document["self_test"]))
    check("without tolerance", all(row["within"] == 0 for row in document["self_test"]))


def check_command(folder, x, y):
    joblib.dump(tree.DecisionTreeClassifier().fit(x, y), folder / "tree.joblib")
    joblib.dump(svm.SVC().fit(x, y), folder / "svc.joblib")
    np.save(folder / "rows.npy", x)

    def run(*arguments):
        return subprocess.run([sys.executable, sys.argv[1], *map(str, arguments)], capture_output=True, text=True)

    done = run(folder / "tree.joblib", folder / "tree.json", "--sample", folder / "rows.npy")
    check("the command writes the file", done.returncode == 0 and json.loads((folder / "tree.json").read_text()))
    refused = run(folder / "svc.joblib", folder / "svc.json")
    check("the command refuses by name", refused.returncode == 1 and "SVC is not supported" in refused.stderr)
    check("and writes nothing", not (folder / "svc.json").exists())


def main():
    warnings.filterwarnings("ignore")
    x, y = datasets.load_iris(return_X_y=True)
    with tempfile.TemporaryDirectory() as temporary:
        for checks in (check_refusals, check_numbers, check_command):
            checks(Path(temporary), x, y)
    print(f"{failed} failed")
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
