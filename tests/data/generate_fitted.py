# SPDX-License-Identifier: MIT
"""Makes fitted/: what scikit-learn, NumPy and pandas find in the columns of rows with missing values and categories.

    python3 tests/data/generate_fitted.py
        (scikit-learn 1.9.1, NumPy 2.4.6, pandas 3.1.1)

Of each of FILES, which are in rows/: NAME.numbers.csv has a line for each column of numbers, NAME.categories.csv one
for each different text of each column of texts, without the blanks around it, in the order of OneHotEncoder's
categories. diabetes_holes.csv is load_diabetes, all 442 rows of it, with every 11th cell missing.

Of a column of numbers: count, missing; StandardScaler's mean and variance, and its scale; pandas' std (ddof=1);
MinMaxScaler's data_min and data_max; SimpleImputer's mean, median and most_frequent; RobustScaler's center and scale;
np.quantile at PARTS; edges of KBinsDiscretizer's 5 bins: uniform, quantile by default, and quantile with
quantile_method="linear". A category's line: column, text, count, missing, whether it is SimpleImputer's most_frequent;
TargetEncoder's encoding for TARGET, with smooth="auto" and smooth=10, and the target's mean.

Numbers are the shortest text that reads back to the same value.
"""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn import datasets
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import (KBinsDiscretizer, MinMaxScaler, OneHotEncoder, RobustScaler, StandardScaler,
                                   TargetEncoder)

FOLDER = Path(__file__).resolve().parent / "fitted"
ROWS = FOLDER.parent / "rows"
MISSING = ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?"]
PARTS = [0, 0.01, 0.1, 0.25, 0.3333, 0.5, 0.6, 0.75, 0.9, 0.999, 1]
# The columns of texts, and the column that stands for a target.
FILES = {
    "breast_cancer_missing": (ROWS, [], None),
    "diabetes_frame": (ROWS, ["sex", "old", "only"], "bmi"),
    "mixed": (ROWS, ["colour", "place", "code"], "height"),
    "diabetes_holes": (FOLDER, [], None),
}


def make_holes():
    bunch = datasets.load_diabetes(scaled=False)
    cells = np.array(bunch.data)
    cells.flat[::11] = np.nan
    pd.DataFrame(cells, columns=bunch.feature_names).to_csv(FOLDER / "diabetes_holes.csv", index=False)


def text_of(value):
    return value if isinstance(value, str) else repr(value.item() if isinstance(value, np.generic) else value)


def numbers_line(name, cells):
    column = cells.reshape(-1, 1)
    there = cells[~np.isnan(cells)]
    standard, extremes, robust = StandardScaler().fit(column), MinMaxScaler().fit(column), RobustScaler().fit(column)
    imputed = [SimpleImputer(strategy=strategy).fit(column).statistics_[0]
               for strategy in ("mean", "median", "most_frequent")]
    bins = [KBinsDiscretizer(5, **how).fit(there.reshape(-1, 1)).bin_edges_[0]
            for how in ({"strategy": "uniform"}, {}, {"quantile_method": "linear"})]
    return [name, len(there), len(cells) - len(there), standard.mean_[0], standard.var_[0], standard.scale_[0],
            pd.Series(there).std(), extremes.data_min_[0], extremes.data_max_[0], *imputed, robust.center_[0],
            robust.scale_[0], *np.quantile(there, PARTS),
            *(" ".join(text_of(edge) for edge in edges) for edges in bins)]


def categories_lines(name, texts, target):
    there = texts[texts.notna()].to_numpy(dtype=object).reshape(-1, 1)
    categories = OneHotEncoder().fit(there).categories_[0]
    most_frequent = SimpleImputer(strategy="most_frequent").fit(there).statistics_[0]
    known = target.notna().to_numpy()
    pairs = texts[known].to_numpy(dtype=object).reshape(-1, 1), target[known].to_numpy()
    encoders = [TargetEncoder(target_type="continuous", smooth=smooth).fit(*pairs) for smooth in ("auto", 10.0)]
    for category in categories:
        encodings = [dict(zip(one.categories_[0], one.encodings_[0])).get(category, "") for one in encoders]
        yield [name, category, int((there == category).sum()), int(texts.isna().sum()), int(category == most_frequent),
               *encodings, encoders[0].target_mean_]


def write(path, lines):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([text_of(value) for value in line] for line in lines)


def main():
    FOLDER.mkdir(exist_ok=True)
    make_holes()
    for stem, (folder, texts, target) in FILES.items():
        frame = pd.read_csv(folder / f"{stem}.csv", na_values=MISSING, keep_default_na=False,
                            dtype={name: object for name in texts})
        for name in texts:
            frame[name] = frame[name].str.strip()
        numbers = [name for name in frame if name not in texts]
        write(FOLDER / f"{stem}.numbers.csv",
              (numbers_line(name, frame[name].to_numpy(dtype=float)) for name in numbers))
        if texts:
            write(FOLDER / f"{stem}.categories.csv",
                  (line for name in texts for line in categories_lines(name, frame[name], frame[target])))


main()
