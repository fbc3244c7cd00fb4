# SPDX-License-Identifier: MIT
"""Makes sklearn_linear/: small linear models of scikit-learn, and what it answers for rows of its own data sets.

    python3 tests/data/generate_linear.py        (scikit-learn 1.9.1, NumPy 2.4.6)

A file has the weights and then the intercept in its first line; each line below has a row, then what predict answers,
or decision_function and predict_proba of the positive class. Numbers are the shortest text that reads back the same.
"""

from pathlib import Path

import numpy as np
from sklearn import datasets, linear_model

FOLDER = Path(__file__).resolve().parent / "sklearn_linear"
ROWS = 20


def write(name, model, rows, *answers):
    lines = [np.append(model.coef_.ravel(), model.intercept_), *np.column_stack([rows, *answers])]
    text = "".join(",".join(repr(float(number)) for number in line) + "\n" for line in lines)
    (FOLDER / name).write_text(text)


def main():
    FOLDER.mkdir(exist_ok=True)
    x, y = datasets.load_diabetes(return_X_y=True, scaled=False)
    model = linear_model.LinearRegression().fit(x, y)
    write("linear_regression.csv", model, x[:ROWS], model.predict(x[:ROWS]))

    x, y = datasets.load_breast_cancer(return_X_y=True)
    model = linear_model.LogisticRegression(max_iter=10_000).fit(x, y)
    rows = x[:ROWS]
    write("logistic_regression.csv", model, rows, model.decision_function(rows), model.predict_proba(rows)[:, 1])


main()
