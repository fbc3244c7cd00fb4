# SPDX-License-Identifier: MIT
"""Makes libsvm/ and npy/: small files in these formats, and what the libraries that own them read in them.

    python3 tests/data/generate_formats.py        (NumPy 2.4.6, scikit-learn 1.9.1, XGBoost 3.2.0, LightGBM 4.7.0)

    libsvm/<case>.svm        a text
    libsvm/<case>.csv        what scikit-learn's load_svmlight_file reads in it: labels (with + between several), then
                             all features, zero where a row has none
    libsvm/<model>.svm       rows for a model of this folder, sparse
    libsvm/<model>.margin.csv what the model's library says of them, reading the file with its own loader
    npy/<case>.npy           an array, by NumPy; by hand where NumPy no longer writes such a file
    npy/oracle.txt           a line for each: name, type f4 or f8, the numbers that astype makes of it, row by row
    npy/saved_<type>.npy     numpy.save of halves from 0 on, 5 rows of 3
    npy/rows_<case>.npy      numpy.save of rows that are text in rows/

Numbers are the shortest text that reads back to the same value. The texts are of the kinds that scikit-learn's own
tests have: classification, multilabel, qid, comments, an order that it refuses.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"

from pathlib import Path

import lightgbm
import numpy as np
import xgboost
from sklearn.datasets import load_svmlight_file

HERE = Path(__file__).resolve().parent
LIBSVM, NPY = HERE / "libsvm", HERE / "npy"

TEXTS = {
    "classification": "1 1:2.5 9:-5.2 14:1.5 # first\n2\t4:1.0 \t11:-3\n# a line of its own\n\n3 19:27\n4\n",
    "one_based": "+1.5 1:2.5 10:-5.2 15:1.5\r\n-2 5:1e-3 12:-3E+2\r\n3 20:27 \r\n",
    "qid": "3 qid:1 0:0.53 2:0.12\n2 qid:1 0:0.13 1:0.1\n7 qid:2 0:0.87 1:.12#c\n9 qid:-3 2:5.\n",
    "comments": "# 1:1 2:2\n #x\n1 0:1 # 2:3\n2 0:2# qid:3\n3# 0:3\n",
    "multilabel": "0,1 2:2.5 10:-5.2\n2 5:1.0\n0:1 12:-3\n1,2 20:27\n",
    "numbers": "1e2 0:1e-310 1:0.1 2:123456789012345678901234567890 3:1.7976931348623157e308\n"
               "-0 0:+1 1:-1e-5 2:4.9e-324 3:0.30000000000000004\n"
               "nan 0:nan 1:-NaN 2:inf 3:-Infinity\n",
}


def write_text(name, text):
    path = LIBSVM / f"{name}.svm"
    path.write_bytes(text.encode())
    several = name == "multilabel"
    rows, labels = load_svmlight_file(str(path), zero_based=name != "one_based", multilabel=several)[:2]
    with open(LIBSVM / f"{name}.csv", "w") as file:
        for label, row in zip(labels, rows.toarray()):
            first = "+".join(repr(float(one)) for one in label) if several else repr(float(label))
            file.write(",".join([first, *(repr(float(cell)) for cell in row)]) + "\n")


def write_rows(name, rows, absent):
    path = LIBSVM / f"{name}.svm"
    with open(path, "w") as file:
        for number, row in enumerate(rows):
            pairs = [f"{i}:{cell:.6g}" for i, cell in enumerate(row) if not absent(cell)]
            file.write(" ".join([str(number % 2), *pairs]) + "\n")
    return path


def write_margins(name, margins):
    (LIBSVM / f"{name}.margin.csv").write_text("".join(str(margin) + "\n" for margin in margins))


def sparse_rows():
    """Twenty rows with missing cells, of which some more become zero."""
    rows = np.genfromtxt(HERE / "rows" / "breast_cancer_missing.csv", delimiter=",", skip_header=1)[:20]
    rows[np.random.default_rng(5).random(rows.shape) < 0.2] = 0
    return rows


def write_models():
    path = write_rows("xgboost", sparse_rows(), np.isnan)
    model = xgboost.Booster(model_file=HERE / "xgboost" / "missing.json")
    rows = xgboost.DMatrix(f"{path}?format=libsvm")  # its features have no names
    write_margins("xgboost", model.predict(rows, output_margin=True, validate_features=False))
    path = write_rows("lightgbm", sparse_rows(), lambda cell: np.isnan(cell) or cell == 0)
    model = lightgbm.Booster(model_file=HERE / "lightgbm" / "missing_nan.txt")
    write_margins("lightgbm", model.predict(str(path), raw_score=True, num_threads=1))


EDGES = {
    "f2": [0, -0.0, 1 / 3, 65504, 6e-8, -6.1e-5, np.inf, np.nan],
    "f4": [0, -0.0, 0.1, 3.4028235e38, 1e-45, -1.2e-38, -np.inf, np.nan],
    "f8": [0, -0.0, 0.1, 1.7e308, 5e-324, 3.5e38, np.inf, np.nan],
    "b1": [False, True, True, False, True, True, False, True],
}


def edges(kind):
    if kind in EDGES:
        return EDGES[kind]
    limits = np.iinfo(kind)
    near = [limits.min, limits.max, limits.max - 1, limits.min // 2 + 1, limits.max // 3]
    return near + [min(limits.max, one) for one in (2**24 + 1, 2**53 + 1, 2**53 + 2)]


def write_array(name, array, version=(1, 0)):
    with open(NPY / f"{name}.npy", "wb") as file:
        np.lib.format.write_array(file, array, version=version)


def write_with_header(name, array, header, size_bytes=2):
    """The header is as it is given; NumPy must read it."""
    front = b"\x93NUMPY" + bytes([1 if size_bytes == 2 else 2, 0]) + len(header).to_bytes(size_bytes, "little")
    (NPY / f"{name}.npy").write_bytes(front + header.encode() + array.tobytes())


def write_arrays():
    for kind in ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"):
        write_array(kind, np.array(edges(kind), dtype=kind).reshape(4, 2))
    small = np.arange(12).reshape(4, 3) / 2
    for version in (1, 2, 3):
        write_array(f"version_{version}", small.astype("f4"), (version, 0))
    write_array("fortran_f4", np.asfortranarray(small.astype("f4")))
    write_array("fortran_f8", np.asfortranarray(small))
    write_array("fortran_i8", np.asfortranarray((small * 2).astype("i8") + 2**53))
    write_array("one_dimension", small.ravel())
    write_array("no_rows", np.zeros((0, 3)))
    write_with_header("python_2", small, "{'descr': '<f8', 'fortran_order': False, 'shape': (4L, 3L), }   \n")
    write_with_header("other_order", small, '{"shape":(4,3,),\n\t"fortran_order":False,"descr":"f8"}')
    write_with_header("long_size", small.astype("i1"), "{'descr': '>i1', 'shape': (4, 3), 'fortran_order': False}", 4)


def write_oracle():
    with open(NPY / "oracle.txt", "w") as file, np.errstate(over="ignore"):
        for path in sorted(NPY.glob("*.npy")):
            array = np.load(path)
            for kind in ("f4", "f8"):
                numbers = (str(number) for number in array.astype(kind).ravel(order="C"))
                file.write(" ".join([path.stem, kind, *numbers]) + "\n")


def write_rows_as_arrays():
    def rows(name):
        return np.genfromtxt(HERE / "rows" / f"{name}.csv", delimiter=",", skip_header=1)

    np.save(NPY / "rows_iris.npy", rows("iris"))
    np.save(NPY / "rows_iris_f4.npy", rows("iris").astype("f4"))
    np.save(NPY / "rows_iris_fortran.npy", np.asfortranarray(rows("iris")))
    np.save(NPY / "rows_digits.npy", rows("digits").astype("u1"))
    missing = rows("breast_cancer_missing").astype("f4")
    np.save(NPY / "rows_breast_cancer_missing_fortran.npy", np.asfortranarray(missing))


def main():
    for folder in (LIBSVM, NPY):
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
    for name, text in TEXTS.items():
        write_text(name, text)
    write_models()
    write_arrays()
    write_oracle()
    for kind in ("f4", "f8", "i4"):
        np.save(NPY / f"saved_{kind}.npy", (np.arange(15).reshape(5, 3) / 2).astype(kind))
    write_rows_as_arrays()


if __name__ == "__main__":
    main()
