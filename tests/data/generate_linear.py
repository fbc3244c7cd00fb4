# SPDX-License-Identifier: MIT
"""Makes linear/: small linear models of scikit-learn, and what it and ONNX Runtime answer for rows of its data sets.

    python3 tests/data/generate_linear.py
        (scikit-learn 1.9.1, NumPy 2.4.6, skl2onnx 1.20.0, onnx 1.23.2, ONNX Runtime 1.32.0, one thread)

The first line of a file is the number of outputs; a line for each has its weights and then its intercept; each line
below has a row, then what was answered for it: by scikit-learn in double, the margins and, of a classifier, the
probabilities (of two classes that of the second); by ONNX Runtime in float, the margins of a regression or the
probabilities. Numbers are the shortest text that reads back to the same value. Another processor may change last bits.
"""

from pathlib import Path

import numpy as np
import onnxruntime
import skl2onnx
from sklearn import datasets, linear_model

FOLDER = Path(__file__).resolve().parent / "linear"
ROWS = 15


def write(name, model, rows, *answers):
    weights = np.column_stack([np.atleast_2d(model.coef_), np.atleast_1d(model.intercept_)]).astype(rows.dtype)
    lines = [[len(weights)], *weights, *np.column_stack([rows, *answers])]
    text = "".join(",".join(str(number) for number in line) + "\n" for line in lines)
    (FOLDER / name).write_text(text)


def second_of_two(probabilities):
    return probabilities[:, 1] if probabilities.shape[1] == 2 else probabilities


def onnx_answers(model, rows):
    """The last output of the converted model: values, or probabilities."""
    options = {} if isinstance(model, linear_model.LinearRegression) else {id(model): {"zipmap": False}}
    converted = skl2onnx.to_onnx(model, rows[:1], options=options)
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(converted.SerializeToString(), settings, providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: rows})[-1]


def write_both(name, model, rows):
    narrow = rows.astype(np.float32)
    if isinstance(model, linear_model.LinearRegression):
        write(f"{name}.sklearn.csv", model, rows, model.predict(rows))
        write(f"{name}.onnx.csv", model, narrow, onnx_answers(model, narrow))
    else:
        probabilities = second_of_two(model.predict_proba(rows))
        write(f"{name}.sklearn.csv", model, rows, model.decision_function(rows), probabilities)
        write(f"{name}.onnx.csv", model, narrow, second_of_two(onnx_answers(model, narrow)))


def main():
    FOLDER.mkdir(exist_ok=True)
    x, y = datasets.load_diabetes(return_X_y=True, scaled=False)
    write_both("regression", linear_model.LinearRegression().fit(x, y), x[:ROWS])
    x, y = datasets.load_linnerud(return_X_y=True)
    write_both("regression_of_3", linear_model.LinearRegression().fit(x, y), x[:ROWS])
    x, y = datasets.load_breast_cancer(return_X_y=True)
    write_both("classes_2", linear_model.LogisticRegression(max_iter=10_000).fit(x, y), x[:ROWS])
    x, y = datasets.load_digits(return_X_y=True)
    write_both("classes_10", linear_model.LogisticRegression(max_iter=10_000).fit(x, y), x[:ROWS])


main()
