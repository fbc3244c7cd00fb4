"""Makes the oracles of scikit-learn: small models that examples/export_sklearn.py wrote, and what they answer.

    python3 tests/data/generate_sklearn.py [--work FOLDER]

makes one virtual environment per entry of ENVIRONMENTS (in FOLDER, else in a temporary folder), runs itself in each,
and writes beside itself:

    sklearn/<case>.json            the model; with a version in the name, of that older scikit-learn
    sklearn/<case>.margin.csv      decision_function, or what is predicted where there is none
    sklearn/<case>.prediction.csv  predict_proba, or predict; of classifiers without probabilities the label
    sklearn/<case>.label.csv       predict of classifiers: the class, or its position where classes are no numbers
    sklearn/<case>.leaf.csv        apply, of trees, forests and gradient boosting
    sklearn/<case>.terms.csv       of models with weighted sums: the largest sum of the absolute values of its terms,
                                   which says how far another order of addition may lead
    sklearn/rows/<data>.csv        rows that are not those of ../rows
    sklearn.csv                    the list: model,rows,margins; these are `exact`: every bit must be the same; or made
                                   by `links`, such as exp, from such sums; or of `terms`

An oracle file has one line per row and no header; its numbers are the shortest text that reads back to the same
float64. Everything is seeded and runs in one thread.
"""

import argparse
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from types import SimpleNamespace

import generate

HERE = Path(__file__).resolve().parent
OUT = HERE / "sklearn"

try:  # present only inside the environments
    import numpy as np
    import sklearn
    import pandas
    from sklearn import calibration, compose, dummy, ensemble, impute, linear_model, preprocessing, svm, tree
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.feature_selection import SelectKBest
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import FeatureUnion, make_pipeline
    sys.path.append(str(HERE.parent.parent / "examples"))
    import export_sklearn
    VERSION = tuple(int(part) for part in sklearn.__version__.split(".")[:2])
except ImportError:
    VERSION = (0, 0)

ENVIRONMENTS = {  # folder: the Python that has wheels of them, and the versions
    "sklearn-1.9": ("python3", "scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1"),
    "sklearn-1.5": ("python3", "scikit-learn==1.5.2 numpy==1.26.4 scipy==1.13.1 pandas==2.2.3"),
    "sklearn-1.3": ("python3.10", "scikit-learn==1.3.2 numpy==1.26.4 scipy==1.11.4 pandas==2.0.3"),
    "sklearn-1.2": ("python3.10", "scikit-learn==1.2.2 numpy==1.26.4 scipy==1.11.4 pandas==2.0.3"),
}


def case(name, data, make, target=lambda y: y, since=(1, 2), old=False, frame=False, trained=None, asked=None):
    """`make()` gives the estimator; `old`: the older versions make one, too; `frame`: it is trained on a data frame;
    `trained`, `asked`: the type of the numbers that it is trained on and asked about, where it is not float64."""
    return SimpleNamespace(**locals())


def texts(y):
    return np.array(["setosa", "versicolor", "virginica, the last"], dtype=object)[y]


def odd(y):
    """Classes that are numbers, but not their positions."""
    return np.array([5, -3, 11])[y]


def several(y):
    return np.stack([y, np.sqrt(y), -y], axis=1)


TREE = dict(max_depth=4, random_state=1)
FOREST = dict(n_estimators=5, max_depth=4, random_state=1)
BOOSTED = dict(n_estimators=6, max_depth=3, random_state=1)
HISTOGRAM = dict(max_iter=6, max_leaf_nodes=8, random_state=1, early_stopping=False)


def scaled(y):
    return (y - 25) / 100


def mixed_members(of_classes):
    if of_classes:
        return [("lines", linear_model.LogisticRegression(max_iter=5000)),
                ("forest", ensemble.RandomForestClassifier(**FOREST)),
                ("boosted", ensemble.GradientBoostingClassifier(**BOOSTED)),
                ("histogram", ensemble.HistGradientBoostingClassifier(**HISTOGRAM))]
    return [("lines", linear_model.Ridge()), ("forest", ensemble.RandomForestRegressor(**FOREST)),
            ("boosted", ensemble.GradientBoostingRegressor(**BOOSTED)),
            ("histogram", ensemble.HistGradientBoostingRegressor(**HISTOGRAM))]


def mixed_columns():
    """What most pipelines begin with."""
    numbers = make_pipeline(impute.SimpleImputer(strategy="median"), preprocessing.StandardScaler())
    texts = make_pipeline(impute.SimpleImputer(strategy="most_frequent"),
                          preprocessing.OneHotEncoder(handle_unknown="ignore"))
    return compose.ColumnTransformer([("numbers", numbers, ["age", "income"]), ("texts", texts, ["city", "member"]),
                                      ("grades", preprocessing.OneHotEncoder(handle_unknown="ignore"), ["grade"])])


def calibrated(estimator, **options):
    return calibration.CalibratedClassifierCV(estimator, cv=2, **options)


def bagging(estimator, kind, **options):
    key = "estimator" if VERSION >= (1, 2) else "base_estimator"
    return kind(**{key: estimator}, n_estimators=4, random_state=1, **options)


CASES = [
    case("linear_regression", "diabetes", lambda: linear_model.LinearRegression(), old=True),
    case("linear_targets", "diabetes", lambda: linear_model.LinearRegression(fit_intercept=False), several),
    case("ridge", "diabetes", lambda: linear_model.Ridge(alpha=2.0), frame=True),
    case("lasso", "diabetes", lambda: linear_model.Lasso(alpha=0.5)),
    case("elastic_net_cv", "diabetes", lambda: linear_model.ElasticNetCV(cv=3)),
    case("huber", "diabetes", lambda: linear_model.HuberRegressor(max_iter=1000)),
    case("bayesian_ridge", "diabetes", lambda: linear_model.BayesianRidge()),
    case("ransac", "diabetes", lambda: linear_model.RANSACRegressor(random_state=1)),
    case("multi_task_lasso", "diabetes", lambda: linear_model.MultiTaskLasso(), several),
    case("sgd_regressor", "scaled_diabetes", lambda: linear_model.SGDRegressor(random_state=1)),
    case("linear_svr", "diabetes", lambda: svm.LinearSVR(random_state=1, max_iter=100)),
    case("poisson", "scaled_diabetes", lambda: linear_model.PoissonRegressor(), old=True),
    case("gamma", "scaled_diabetes", lambda: linear_model.GammaRegressor()),
    case("tweedie_identity", "scaled_diabetes", lambda: linear_model.TweedieRegressor(power=0, link="identity")),
    case("tweedie_log", "scaled_diabetes", lambda: linear_model.TweedieRegressor(power=1.5)),
    case("logistic_binary", "breast_cancer", lambda: linear_model.LogisticRegression(max_iter=5000), old=True),
    case("logistic_classes", "wine", lambda: linear_model.LogisticRegression(max_iter=5000), old=True),
    case("logistic_texts", "iris", lambda: linear_model.LogisticRegression(max_iter=5000), texts, frame=True),
    case("logistic_cv", "iris", lambda: linear_model.LogisticRegressionCV(cv=2, Cs=3, max_iter=5000), odd),
    case("discriminant", "wine", lambda: LinearDiscriminantAnalysis(), old=True),
    case("discriminant_binary", "breast_cancer", lambda: LinearDiscriminantAnalysis()),
    case("logistic_newton", "iris", lambda: linear_model.LogisticRegression(solver="newton-cholesky"), old=True),
    case("sgd_hinge", "iris", lambda: linear_model.SGDClassifier(random_state=1), texts),
    case("sgd_log_loss", "iris", lambda: linear_model.SGDClassifier(loss="log_loss", random_state=1), old=True),
    case("sgd_huber", "iris", lambda: linear_model.SGDClassifier(loss="modified_huber", random_state=1)),
    case("sgd_huber_binary", "breast_cancer",
         lambda: linear_model.SGDClassifier(loss="modified_huber", random_state=1), lambda y: y == 1),
    case("sgd_one_class", "iris", lambda: linear_model.SGDOneClassSVM(nu=0.2, random_state=1)),
    case("perceptron", "breast_cancer", lambda: linear_model.Perceptron(random_state=1), lambda y: 3 * y - 1),
    case("ridge_classifier", "wine", lambda: linear_model.RidgeClassifier()),
    case("linear_svc", "iris", lambda: svm.LinearSVC(random_state=1)),
    case("linear_svc_binary", "breast_cancer", lambda: svm.LinearSVC(random_state=1, max_iter=200), old=True),
    case("dummy_regressor", "diabetes", lambda: dummy.DummyRegressor(strategy="median")),
    case("dummy_classifier", "iris", lambda: dummy.DummyClassifier(), lambda y: y > 0),
    case("dummy_constant", "iris", lambda: dummy.DummyClassifier(strategy="constant", constant=2)),
    case("tree_regressor", "diabetes", lambda: tree.DecisionTreeRegressor(**TREE), old=True),
    case("tree_targets", "diabetes", lambda: tree.DecisionTreeRegressor(**TREE), several),
    case("tree_classifier", "wine", lambda: tree.DecisionTreeClassifier(**TREE), old=True),
    case("tree_weighted", "iris", lambda: tree.DecisionTreeClassifier(class_weight={0: 0.1, 1: 0.7, 2: 0.3}, **TREE),
         old=True),
    case("tree_missing", "breast_cancer_missing", lambda: tree.DecisionTreeClassifier(**TREE), since=(1, 3)),
    case("tree_edges", "edges", lambda: tree.DecisionTreeRegressor(max_depth=7, random_state=1)),
    case("extra_tree", "iris", lambda: tree.ExtraTreeClassifier(**TREE), texts),
    case("stump", "iris", lambda: tree.DecisionTreeClassifier(max_depth=1), lambda y: 0 * y),
    case("forest_regressor", "diabetes", lambda: ensemble.RandomForestRegressor(**FOREST), old=True, frame=True),
    case("forest_targets", "diabetes", lambda: ensemble.RandomForestRegressor(**FOREST), several),
    case("forest_binary", "breast_cancer", lambda: ensemble.RandomForestClassifier(**FOREST), old=True),
    case("forest_digits", "digits", lambda: ensemble.RandomForestClassifier(**FOREST)),
    case("forest_missing", "breast_cancer_missing", lambda: ensemble.RandomForestClassifier(**FOREST), since=(1, 4)),
    case("extra_trees", "wine", lambda: ensemble.ExtraTreesClassifier(**FOREST)),
    case("extra_trees_regressor", "diabetes", lambda: ensemble.ExtraTreesRegressor(**FOREST)),
    case("boosting_regressor", "edges", lambda: ensemble.GradientBoostingRegressor(**BOOSTED), old=True),
    case("boosting_quantile", "diabetes",
         lambda: ensemble.GradientBoostingRegressor(loss="quantile", alpha=0.8, **BOOSTED)),
    case("boosting_zero", "diabetes", lambda: ensemble.GradientBoostingRegressor(init="zero", **BOOSTED)),
    case("boosting_binary", "breast_cancer", lambda: ensemble.GradientBoostingClassifier(**BOOSTED), old=True),
    case("boosting_exponential", "breast_cancer",
         lambda: ensemble.GradientBoostingClassifier(loss="exponential", **BOOSTED), old=True),
    case("boosting_classes", "iris", lambda: ensemble.GradientBoostingClassifier(**BOOSTED), odd, old=True),
    case("histogram_regressor", "diabetes", lambda: ensemble.HistGradientBoostingRegressor(**HISTOGRAM), old=True),
    case("histogram_poisson", "diabetes", lambda: ensemble.HistGradientBoostingRegressor(loss="poisson", **HISTOGRAM)),
    case("histogram_gamma", "diabetes", lambda: ensemble.HistGradientBoostingRegressor(loss="gamma", **HISTOGRAM),
         since=(1, 3)),
    case("histogram_quantile", "diabetes",
         lambda: ensemble.HistGradientBoostingRegressor(loss="quantile", quantile=0.3, **HISTOGRAM)),
    case("histogram_binary", "breast_cancer", lambda: ensemble.HistGradientBoostingClassifier(**HISTOGRAM), old=True),
    case("histogram_classes", "wine", lambda: ensemble.HistGradientBoostingClassifier(**HISTOGRAM), texts, old=True),
    case("histogram_digits", "digits", lambda: ensemble.HistGradientBoostingClassifier(
        max_iter=2, max_leaf_nodes=4, random_state=1, early_stopping=False)),
    case("histogram_missing", "breast_cancer_missing", lambda: ensemble.HistGradientBoostingClassifier(**HISTOGRAM),
         old=True),
    case("isolation_forest", "breast_cancer", lambda: ensemble.IsolationForest(n_estimators=8, max_samples=32,
                                                                              random_state=1), old=True),
    case("isolation_limit", "iris", lambda: ensemble.IsolationForest(n_estimators=10, max_samples=8, contamination=0.1,
                                                                    random_state=67)),
    case("isolation_features", "wine", lambda: ensemble.IsolationForest(n_estimators=6, max_samples=16, max_features=5,
                                                                       contamination=0.1, random_state=1)),
    case("bagging_trees", "iris", lambda: bagging(tree.DecisionTreeClassifier(**TREE), ensemble.BaggingClassifier,
                                                 max_features=0.7), texts, old=True),
    case("bagging_regressor", "diabetes", lambda: bagging(tree.DecisionTreeRegressor(**TREE), ensemble.BaggingRegressor,
                                                         max_features=0.5)),
    case("bagging_few", "wine", lambda: bagging(tree.DecisionTreeClassifier(max_depth=2), ensemble.BaggingClassifier,
                                               max_samples=4)),
    case("bagging_logistic", "iris", lambda: bagging(linear_model.LogisticRegression(max_iter=5000),
                                                    ensemble.BaggingClassifier, max_features=3)),
    case("bagging_perceptron", "breast_cancer", lambda: bagging(linear_model.Perceptron(random_state=1),
                                                               ensemble.BaggingClassifier)),
    case("bagging_boosted", "diabetes", lambda: bagging(ensemble.GradientBoostingRegressor(n_estimators=3, max_depth=2),
                                                       ensemble.BaggingRegressor)),
    case("voting_soft", "iris", lambda: ensemble.VotingClassifier(mixed_members(True), voting="soft"), texts, old=True),
    case("voting_weighted", "breast_cancer", lambda: ensemble.VotingClassifier(
        mixed_members(True)[1:], voting="soft", weights=[2, 0.5, 1])),
    case("voting_hard", "iris", lambda: ensemble.VotingClassifier(
        mixed_members(True) + [("svc", svm.LinearSVC(random_state=1))], voting="hard", weights=[1, 2, 1, 1, 2]), odd),
    case("voting_regressor", "diabetes", lambda: ensemble.VotingRegressor(mixed_members(False), weights=[1, 2, 3, 4]),
         old=True),
    case("voting_trees", "diabetes", lambda: ensemble.VotingRegressor(mixed_members(False)[1:])),
    case("calibrated_svc", "iris", lambda: calibrated(svm.LinearSVC(random_state=1)), texts, old=True),
    case("calibrated_isotonic", "breast_cancer", lambda: calibrated(ensemble.RandomForestClassifier(**FOREST),
                                                                   method="isotonic"), old=True),
    case("calibrated_isotonic_classes", "wine", lambda: calibrated(ensemble.HistGradientBoostingClassifier(**HISTOGRAM),
                                                                  method="isotonic")),
    case("calibrated_boosted", "breast_cancer", lambda: calibrated(ensemble.GradientBoostingClassifier(**BOOSTED))),
    case("calibrated_one", "wine", lambda: calibrated(ensemble.ExtraTreesClassifier(**FOREST), ensemble=False)),
    case("calibrated_temperature", "breast_cancer", lambda: calibrated(ensemble.RandomForestClassifier(**FOREST),
                                                                      method="temperature"), since=(1, 8)),
    case("calibrated_temperature_classes", "wine", lambda: calibrated(
        ensemble.GradientBoostingClassifier(**BOOSTED), method="temperature"), since=(1, 8)),
    case("scaled_logistic", "wine", lambda: make_pipeline(preprocessing.StandardScaler(),
                                                         linear_model.LogisticRegression()), old=True),
    case("scaled_without_mean", "breast_cancer", lambda: make_pipeline(
        preprocessing.StandardScaler(with_mean=False), linear_model.LogisticRegression()), frame=True),
    case("robust_forest", "diabetes", lambda: make_pipeline(preprocessing.RobustScaler(),
                                                           ensemble.RandomForestRegressor(**FOREST)), old=True),
    case("min_max_boosted", "wine", lambda: make_pipeline(
        preprocessing.MinMaxScaler(feature_range=(-1, 2), clip=True), ensemble.GradientBoostingClassifier(**BOOSTED)),
         old=True),
    case("max_abs_svc", "iris", lambda: make_pipeline(preprocessing.MaxAbsScaler(), svm.LinearSVC(random_state=1))),
    case("imputed_forest", "breast_cancer_missing", lambda: make_pipeline(
        impute.SimpleImputer(strategy="median", add_indicator=True), ensemble.RandomForestClassifier(**FOREST)),
         old=True),
    case("imputed_zero", "breast_cancer_missing", lambda: make_pipeline(
        impute.SimpleImputer(strategy="constant", fill_value=0),
        impute.SimpleImputer(missing_values=0, strategy="mean"), linear_model.LogisticRegression(max_iter=5000))),
    case("polynomial_ridge", "iris", lambda: make_pipeline(preprocessing.StandardScaler(),
                                                          preprocessing.PolynomialFeatures(3), linear_model.Ridge()),
         old=True),
    case("interactions_tree", "iris", lambda: make_pipeline(
        preprocessing.PolynomialFeatures(2, interaction_only=True, include_bias=False),
        tree.DecisionTreeClassifier(**TREE))),
    case("bins_logistic", "wine", lambda: make_pipeline(
        preprocessing.KBinsDiscretizer(n_bins=4, strategy="uniform"), linear_model.LogisticRegression()), old=True),
    case("bins_single", "iris", lambda: make_pipeline(
        preprocessing.KBinsDiscretizer(n_bins=6, encode="ordinal"), tree.DecisionTreeClassifier(**TREE)),
         trained="float32", asked="float32"),
    case("imputed_single", "breast_cancer_missing", lambda: make_pipeline(
        impute.SimpleImputer(), linear_model.Ridge(alpha=100)), trained="float32"),
    case("bins_tree", "iris", lambda: make_pipeline(
        preprocessing.KBinsDiscretizer(n_bins=5, encode="ordinal", strategy="kmeans"),
        tree.DecisionTreeClassifier(**TREE))),
    case("log1p_ridge", "iris", lambda: make_pipeline(preprocessing.FunctionTransformer(np.log1p),
                                                     linear_model.Ridge()), old=True),
    case("functions_tree", "iris", lambda: make_pipeline(FeatureUnion([
        ("root", preprocessing.FunctionTransformer(np.sqrt)), ("square", preprocessing.FunctionTransformer(np.square)),
        ("as they are", "passthrough"), ("dropped", "drop")]), tree.DecisionTreeRegressor(**TREE))),
    case("selected", "breast_cancer", lambda: make_pipeline(SelectKBest(k=5), preprocessing.StandardScaler(),
                                                           linear_model.LogisticRegression())),
    case("columns_by_place", "wine", lambda: make_pipeline(compose.ColumnTransformer([
        ("scaled", preprocessing.StandardScaler(), [3, 1]), ("dropped", "drop", [0, 12]),
        ("kept", "passthrough", slice(4, 7))], remainder=preprocessing.MinMaxScaler()),
        ensemble.ExtraTreesClassifier(**FOREST)), old=True),
    case("mixed_logistic", "people", lambda: make_pipeline(mixed_columns(), linear_model.LogisticRegression()),
         old=True, frame=True),
    case("mixed_boosted", "people", lambda: make_pipeline(
        mixed_columns(), ensemble.GradientBoostingClassifier(**BOOSTED)), old=True, frame=True),
    case("mixed_infrequent", "people", lambda: make_pipeline(compose.make_column_transformer(
        (preprocessing.OneHotEncoder(min_frequency=20, drop="first", handle_unknown="infrequent_if_exist",
                                     sparse_output=False), ["city", "grade"]),
        (impute.SimpleImputer(), ["age"])), ensemble.RandomForestClassifier(**FOREST)), frame=True),
    case("mixed_single", "people", lambda: make_pipeline(compose.make_column_transformer(
        (make_pipeline(preprocessing.OneHotEncoder(handle_unknown="ignore", dtype=np.float32),
                       preprocessing.StandardScaler(with_mean=False)), ["city"]),
        (make_pipeline(preprocessing.OrdinalEncoder(dtype=np.float32), preprocessing.StandardScaler()), ["member"]),
        (impute.SimpleImputer(), ["income"])), linear_model.LogisticRegression()), old=True, frame=True),
    case("mixed_missing_category", "people", lambda: make_pipeline(compose.make_column_transformer(
        (preprocessing.OneHotEncoder(handle_unknown="ignore"), ["city", "member", "grade"]), remainder="drop"),
        linear_model.LogisticRegression(C=0.5)), frame=True),
    case("mixed_ordinal", "people", lambda: make_pipeline(compose.make_column_transformer(
        (preprocessing.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2),
         ["city", "grade"]), (preprocessing.OrdinalEncoder(categories=[["no", "yes"]]), ["member"]),
        remainder="passthrough"), ensemble.HistGradientBoostingClassifier(**HISTOGRAM)), frame=True),
    case("histogram_texts", "people", lambda: ensemble.HistGradientBoostingClassifier(
        categorical_features=["city", "member", "grade"], min_samples_leaf=5, **HISTOGRAM), since=(1, 4), frame=True),
    case("histogram_codes", "codes", lambda: ensemble.HistGradientBoostingRegressor(
        categorical_features=[0, 2], min_samples_leaf=5, **HISTOGRAM), old=True),
    case("voting_pipelines", "people", lambda: ensemble.VotingClassifier([
        ("first", make_pipeline(mixed_columns(), linear_model.LogisticRegression())),
        ("second", make_pipeline(compose.make_column_transformer((impute.SimpleImputer(), ["age", "income"])),
                                 tree.DecisionTreeClassifier(**TREE)))], voting="soft"), frame=True),
    case("voting_missing", "people", lambda: ensemble.VotingClassifier([
        ("lines", make_pipeline(mixed_columns(), linear_model.LogisticRegression())),
        ("forest", make_pipeline(compose.make_column_transformer(("passthrough", ["age", "income"])),
                                 ensemble.HistGradientBoostingClassifier(**HISTOGRAM)))], voting="soft"), frame=True),
    case("imputed_texts", "people", lambda: make_pipeline(compose.make_column_transformer(
        (make_pipeline(impute.SimpleImputer(missing_values="no", strategy="most_frequent", add_indicator=True),
                       preprocessing.OneHotEncoder(handle_unknown="ignore")), ["member"]),
        (impute.SimpleImputer(strategy="most_frequent", add_indicator=True), ["grade", "age"])),
        tree.DecisionTreeClassifier(**TREE)), frame=True),
    case("booleans", "flags", lambda: make_pipeline(compose.ColumnTransformer([
        ("flags", "passthrough", ["member", "income"]), ("waves", preprocessing.FunctionTransformer(np.sin), ["age"]),
        ("adult", preprocessing.Binarizer(threshold=40), ["age"])], transformer_weights={"waves": 2.5}),
        ensemble.RandomForestRegressor(**FOREST)), frame=True),
    case("objects", "objects", lambda: make_pipeline(compose.make_column_transformer(
        (make_pipeline(impute.SimpleImputer(strategy="most_frequent"),
                       preprocessing.OneHotEncoder(handle_unknown="ignore")), ["city"]),
        (make_pipeline(impute.SimpleImputer(strategy="constant", fill_value=-5),
                       preprocessing.OrdinalEncoder()), ["member"]),
        (impute.SimpleImputer(strategy="constant", fill_value=0.0), ["grade"])),
        tree.DecisionTreeRegressor(max_depth=6, random_state=1)), frame=True),
    case("calibrated_pipeline", "people", lambda: calibrated(make_pipeline(
        mixed_columns(), svm.LinearSVC(random_state=1))), frame=True),
    case("grid_search", "wine", lambda: GridSearchCV(tree.DecisionTreeClassifier(random_state=1), {"max_depth": [2, 3]},
                                                    cv=2)),
]


def edges(x):
    """Each cell half way to the next greater one of its column, where trees split, and a few floats from there."""
    columns = [np.unique(column) for column in x.T]
    above = np.stack([u[np.minimum(np.searchsorted(u, column, side="right"), len(u) - 1)]
                      for u, column in zip(columns, x.T)], axis=1)
    steps = np.random.RandomState(3).randint(-3, 4, x.shape)
    middle = (x + above) / 2
    return middle * (1 + steps * 2.0 ** -25)


def people(count=400):
    """Numbers, texts, and whole numbers that are categories; some missing. The target needs them all."""
    draw = np.random.RandomState(5)
    age, income = draw.randint(18, 80, count).astype(float), (draw.gamma(2, 20, count) + 5).round(2)
    city = draw.choice(["Oslo", "Bergen", "Troms\u00f8", "Bod\u00f8, \"the\" north"], count, p=[0.5, 0.3, 0.16, 0.04])
    member, grade = draw.choice(["yes", "no"], count), draw.choice([1.0, 2.0, 4.0, 7.0], count)
    score = age / 40 + np.log(income) / 3 + (city == "Oslo") + (member == "yes") * (grade > 2) + draw.randn(count) / 3
    table = pandas.DataFrame(dict(age=age, city=city.astype(object), income=income, member=member.astype(object),
                                  grade=grade))
    for column, every in (("age", 11), ("city", 13), ("income", 17)):
        table.loc[::every, column] = np.nan
    return table, (score > 3.2).astype(int)


def people_rows():
    """Cities, grades that training did not see, and missing ones."""
    table, _ = people(480)
    rows = table.iloc[400:].reset_index(drop=True)
    rows.loc[::7, "city"] = "Lima"
    rows.loc[::9, "grade"] = 3.0
    return rows


def flags():
    """Booleans, and texts that nobody reads."""
    table, _ = people(480)
    table = table.assign(member=table["member"] == "yes", age=table["age"].fillna(30), income=table["income"].fillna(9))
    return table.iloc[:400], (table["member"] * table["income"] - table["age"])[:400], table.iloc[400:]


def objects():
    """What is missing is None among texts, NaN among booleans; and numbers that are categories."""
    x, _, rows = flags()
    for table in (x, rows):
        table["city"] = table["city"].astype(object).where(table["city"].notna(), None)
        table["member"] = table["member"].astype(object).where(table["age"] > 25, np.nan)
        table["grade"] = table["grade"].where(table["age"] > 22, np.nan).astype("category")
    return x, x["city"].isna() * 3 + x["member"].isna() * 1 + x["grade"].isna() * 2 + (x["city"] == "Oslo"), rows


def codes(count=400):
    """Codes of categories among numbers; some of them missing."""
    draw = np.random.RandomState(6)
    x = np.stack([draw.choice([0, 1, 3, 4, 9, 40, 200], count), draw.randn(count), draw.randint(0, 6, count)], axis=1)
    y = np.isin(x[:, 0], [1, 9, 200]) * 3 + x[:, 1] * (x[:, 2] > 2) + x[:, 2] % 2
    x[::10, 0], x[5::12, 2] = np.nan, np.nan
    return x, y


def codes_rows():
    x = codes(480)[0][400:]
    x[::9, 0], x[1::9, 2], x[2::9, 0] = 2, 250, -1
    return x


def sample_of(x, count=80):
    return x[np.random.RandomState(1).permutation(len(x))[:count]]


def made_rows(name):
    """Column names, training rows, targets, and the rows that are predicted, of data that is not in ../rows."""
    if name == "people":
        x, y = people()
        return list(x), x, y, people_rows()
    if name == "flags":
        x, y, rows = flags()
        return list(x), x, y, rows
    if name == "objects":
        x, y, rows = objects()
        return list(x), x, y, rows
    if name == "codes":
        x, y = codes()
        return ["first", "number", "second"], x, y, codes_rows()
    names, x, y = generate.load("diabetes")
    x = x if name == "edges" else scaled(x)
    return names, x, y, edges(sample_of(x)) if name == "edges" else sample_of(x)


def data_of(name):
    """The same of any data, and the file of the rows."""
    if name not in ("edges", "scaled_diabetes", "people", "flags", "objects", "codes"):
        path = HERE / "rows" / f"{name}.csv"
        return *generate.load(name), read_rows(path), path
    names, x, y, rows = made_rows(name)
    path = OUT / "rows" / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    pandas.DataFrame(rows, columns=names).to_csv(path, index=False)
    return names, x, y, rows, path


def read_rows(path):
    _, *lines = path.read_text().splitlines()
    return np.array([[float(cell or "nan") for cell in line.split(",")] for line in lines])


def write(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(",".join(map(str, line)) + "\n" for line in lines))


def write_case(of, suffix):
    names, x, y, rows, path = data_of(of.data)
    if of.frame:
        x, rows = (pandas.DataFrame(values, columns=names) for values in (x, rows))
    else:
        x, rows = np.asarray(x, of.trained), np.asarray(rows, of.asked)
    model = of.make().fit(x, of.target(y))
    stem = OUT / f"{of.name}{suffix}"
    export_sklearn.export(model, f"{stem}.json", sample=rows)
    document, exported = export_sklearn.collected(model)
    for kind, answer in export_sklearn.answers_of(model, rows, exported):
        write(Path(f"{stem}.{kind}.csv"), answer.tolist())
    if document.lines:
        write(Path(f"{stem}.terms.csv"), [[terms] for terms in terms_of(document, columns_of(document, rows)).tolist()])
    return f"sklearn/{stem.name}.json", path.relative_to(HERE), kind_of(document, exported)


def kind_of(document, exported):
    if document.lines:
        return "terms"
    return "exact" if export_sklearn.are_exact(exported.margin.steps) else "links"


def terms_of(document, columns):
    terms = [sum(np.abs(columns[c] * weight) for c, weight in zip(frame, weights)) + abs(constant)
             for frame, weights, constant in document.lines]
    return np.max(terms, axis=0)


def columns_of(document, rows):
    """Those of the rows, with codes for texts, and those that are made of them."""
    columns = []
    for i, column in enumerate(document.columns):
        cells = rows.iloc[:, i].tolist() if hasattr(rows, "iloc") else rows[:, i].tolist()
        columns.append(np.array([number_of(export_sklearn.cell(cell, column), column.get("categories"))
                                 for cell in cells]))
    for op, (source, *_), of in document.made:
        columns.append(made_column(op, columns[source], of, columns))
    return columns


def number_of(cell, texts):
    if cell is None or texts is None:
        return float("nan") if cell is None else cell
    return float(texts.index(cell) if cell in texts else len(texts))


def made_column(op, x, of, columns):
    if op == "lookup":
        keys, values = np.split(np.array(of["values"]), 2)
        return np.array([of["by"] if cell != cell else values[list(keys).index(cell)] if cell in keys else of["other"]
                         for cell in x])
    return {"constant": lambda: x * 0 + 1, "fill": lambda: np.where(np.isnan(x), of["by"], x),
            "replace": lambda: np.where(x == of["other"], of["by"], x), "is_missing": lambda: np.isnan(x) * 1.0,
            "equals": lambda: (x == of["by"]) * 1.0, "standardize": lambda: (x - of["by"]) / of["other"],
            "affine": lambda: x * of["by"] + of["other"], "clip": lambda: np.clip(x, of["by"], of["other"]),
            "to_float": lambda: x.astype(np.float32).astype(np.float64),
            "bucket": lambda: np.searchsorted(of["values"], x, side="right") * 1.0,
            "product": lambda: x * columns[of["second"]],
            **{name: lambda of_x=of_x: of_x(x) for of_x, name in export_sklearn.FUNCTIONS.items()}}[op]()


def write_inside():
    """Of this environment; the newest has all cases."""
    warnings.filterwarnings("ignore")
    is_newest = VERSION >= (1, 9)
    suffix = "" if is_newest else f"_{VERSION[0]}_{VERSION[1]}"
    few = ["tree_weighted", "forest_binary"] if VERSION == (1, 3) else []  # the last whose trees hold counts
    return [write_case(of, suffix) for of in CASES
            if of.since <= VERSION and (is_newest or (of.name in few if few else of.old))]


def write_all(work):
    pythons = [generate.python_of(work / environment, versions, interpreter)
               for environment, (interpreter, versions) in ENVIRONMENTS.items()]
    lists = [subprocess.run([python, __file__, "--inside"], check=True, text=True, stdout=subprocess.PIPE).stdout
             for python in pythons]
    (HERE / "sklearn.csv").write_text("model,rows,margins\n" + "".join(lists))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, help="folder of the virtual environments, kept for the next run")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return [print(*line, sep=",") for line in write_inside()]
    with tempfile.TemporaryDirectory() as temporary:
        write_all(options.work or Path(temporary))


if __name__ == "__main__":
    main()
