# SPDX-License-Identifier: MIT
"""Makes transform/: what scikit-learn's transformers, fitted to most rows of a data set of its own, make of the others.

    python3 tests/data/generate_transform.py
        (scikit-learn 1.9.1, SciPy 1.17.1, NumPy 2.4.6, pandas 3.1.1)

The data set is diabetes, unscaled: nine numbers of patients, a column that is always the same, and two of categories,
their sex and the decade of their age. Some cells are missing, and some decades are in no row that was fitted to.

    rows.csv, complete.csv   the rows that are transformed, the second one without missing numbers; a header, and empty
                             cells where something is missing
    vocabulary.csv           the categories that were fitted to: a column's name, and its categories
    <case>.fitted.csv        what was fitted: a name, then numbers, one for each column or category
    <case>.csv               what was made of the rows: a header of names, then numbers; empty: missing

Numbers are the shortest text that reads back to the same double.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn import datasets, preprocessing
from sklearn.feature_extraction import FeatureHasher
from sklearn.impute import SimpleImputer

FOLDER = Path(__file__).resolve().parent / "transform"
NUMBERS = ["age", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6", "ward"]
CATEGORIES = ["sex", "decade"]
HELD_OUT = 40


def text(value):
    if isinstance(value, str):
        return value
    return "" if value is None or value != value else repr(float(value))


def write(name, lines):
    (FOLDER / f"{name}.csv").write_text("".join(",".join(text(value) for value in line) + "\n" for line in lines))


def write_case(name, names, made, **fitted):
    write(name, [list(names), *np.asarray(made, dtype=float)])
    if fitted:
        write(f"{name}.fitted", [[key, *np.ravel(values)] for key, values in fitted.items()])


def data():
    """Rows to fit to, then those that are held out, both with missing cells and as they were."""
    frame = datasets.load_diabetes(as_frame=True, scaled=False).data
    complete = frame[NUMBERS[:-1]].copy()
    complete["ward"] = 3.5
    complete["sex"] = frame["sex"].map({1.0: "one", 2.0: "two"})
    complete["decade"] = (frame["age"] // 10).astype(int).map(lambda decade: f"{decade}0s")
    order = np.random.default_rng(8).permutation(len(complete))
    fit, held = complete.iloc[order[HELD_OUT:]], complete.iloc[order[:HELD_OUT]]
    fit = fit[~fit["decade"].isin(["10s", "70s"])]
    return fit, held


def with_gaps(frame, seed):
    generator = np.random.default_rng(seed)
    frame = frame.copy()
    for column in frame.columns:
        if column != "ward":
            frame.loc[generator.random(len(frame)) < 0.1, column] = None
    return frame


def numeric(fit, held, fit_complete, held_complete):
    rows, complete = held[NUMBERS], held_complete[NUMBERS]
    for strategy in "mean", "median", "most_frequent":
        imputer = SimpleImputer(strategy=strategy).fit(fit[NUMBERS])
        write_case(f"impute_{strategy}", NUMBERS, imputer.transform(rows), values=imputer.statistics_)
    imputer = SimpleImputer(strategy="mean", add_indicator=True).fit(fit[NUMBERS])
    write_case("impute_indicators", imputer.get_feature_names_out(), imputer.transform(rows), values=imputer.statistics_,
               missing=imputer.indicator_.features_)

    scaler = preprocessing.StandardScaler().fit(fit[NUMBERS])
    write_case("standardize", NUMBERS, scaler.transform(rows), means=scaler.mean_, deviations=np.sqrt(scaler.var_))
    scaler = preprocessing.RobustScaler().fit(fit[NUMBERS])
    write_case("robust_scale", NUMBERS, scaler.transform(rows), centers=scaler.center_, scales=scaler.scale_)
    scaler = preprocessing.MaxAbsScaler().fit(fit[NUMBERS])
    write_case("normalize_columns", NUMBERS, scaler.transform(rows), norms=scaler.max_abs_)
    for name, options in ("min_max_scale", {}), ("min_max_scale_clip", {"feature_range": (-1, 2), "clip": True}):
        scaler = preprocessing.MinMaxScaler(**options).fit(fit[NUMBERS])
        write_case(name, NUMBERS, scaler.transform(rows), least=scaler.data_min_, most=scaler.data_max_)

    least, most = fit[NUMBERS].quantile(0.2).to_numpy(), fit[NUMBERS].quantile(0.8).to_numpy()
    write_case("clip", NUMBERS, np.clip(rows.to_numpy(), least, most), least=least, most=most)
    write_case("log1p", NUMBERS, np.log1p(rows.to_numpy()))
    write_case("sqrt", NUMBERS, np.sqrt(rows.to_numpy()))

    for norm in "l1", "l2", "max":
        write_case(f"normalize_rows_{norm}", NUMBERS, preprocessing.Normalizer(norm=norm).transform(complete))

    varying = NUMBERS[:-1]
    for family in "yeo-johnson", "box-cox":
        power = preprocessing.PowerTransformer(method=family, standardize=False).fit(fit[varying])
        name = "power_transform_" + family.replace("-", "_")
        write_case(name, varying, power.transform(rows[varying]), lambdas=power.lambdas_)
    centered = preprocessing.StandardScaler().fit(fit[varying])
    power = preprocessing.PowerTransformer(standardize=False).fit(centered.transform(fit[varying]))
    write_case("power_transform_of_both_signs", varying, power.transform(centered.transform(rows[varying])),
               means=centered.mean_, deviations=np.sqrt(centered.var_), lambdas=power.lambdas_)

    for strategy in "quantile", "uniform":
        options = {"quantile_method": "averaged_inverted_cdf"} if strategy == "quantile" else {}
        bins = preprocessing.KBinsDiscretizer(4, encode="ordinal", strategy=strategy, **options)
        bins.fit(fit_complete[["bmi"]])
        write_case(f"bucketize_{strategy}", ["bmi"], bins.transform(complete[["bmi"]]), edges=bins.bin_edges_[0])

    few = ["age", "bmi", "bp", "s1"]
    for name, options in ("2", {}), ("3", {"degree": 3, "include_bias": False}), \
            ("4_interactions", {"degree": 4, "interaction_only": True}):
        terms = preprocessing.PolynomialFeatures(**options).fit(fit_complete[few])
        write_case(f"polynomial_features_{name}", terms.get_feature_names_out(), terms.transform(complete[few]))


def categorical(fit, held, target):
    rows = held[CATEGORIES]
    known = [sorted(fit[column].dropna().unique()) for column in CATEGORIES]
    write("vocabulary", [[name, *values] for name, values in zip(CATEGORIES, known)])
    for name, options in ("one_hot", {}), ("one_hot_drop_first", {"drop": "first"}):
        encoder = preprocessing.OneHotEncoder(categories=known, handle_unknown="ignore", sparse_output=False, **options)
        encoder.fit(fit[CATEGORIES].dropna())
        write_case(name, encoder.get_feature_names_out(), encoder.transform(rows))
    encoder = preprocessing.OrdinalEncoder(categories=known, handle_unknown="use_encoded_value", unknown_value=-1)
    encoder.fit(fit[CATEGORIES].dropna())
    write_case("ordinal_encode", CATEGORIES, encoder.transform(rows))
    encoder = preprocessing.TargetEncoder(categories=known, target_type="continuous")
    complete = fit[CATEGORIES].dropna()
    encoder.fit(complete, target[complete.index])
    write_case("target_encode", CATEGORIES, encoder.transform(rows), sex=encoder.encodings_[0],
               decade=encoder.encodings_[1], otherwise=encoder.target_mean_)
    hasher = FeatureHasher(8, input_type="dict")
    texts = [{name: row[name] for name in CATEGORIES if row[name] == row[name] and row[name] in values}
             for _, row in rows.iterrows() for values in [sum(known, [])]]
    write_case("hash_encode", [f"sex+decade#{i}" for i in range(8)], hasher.transform(texts).toarray())


def main():
    FOLDER.mkdir(exist_ok=True)
    fit_complete, held_complete = data()
    fit, held = with_gaps(fit_complete, 1), with_gaps(held_complete, 2)
    names = NUMBERS + CATEGORIES
    write("rows", [names, *held[names].to_numpy(dtype=object)])
    write("complete", [names, *held_complete[names].to_numpy(dtype=object)])
    numeric(fit, held, fit_complete, held_complete)
    categorical(fit, held, datasets.load_diabetes(as_frame=True, scaled=False).target)


main()
