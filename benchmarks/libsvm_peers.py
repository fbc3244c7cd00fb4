# SPDX-License-Identifier: MIT
"""How many bytes of LibSVM text do scikit-learn and XGBoost load in a second, of the texts of libsvm_batches.cpp?

    arenite.benchmarks.libsvm_batches --write FOLDER
    python3 benchmarks/libsvm_peers.py FOLDER        (scikit-learn 1.9.1, XGBoost 3.2.0)

Processor time of the whole process, best of five; the files are in the page cache.
"""

import os
import sys

os.environ["OMP_NUM_THREADS"] = "1"

import time
from pathlib import Path

import xgboost
from sklearn.datasets import load_svmlight_file


def best_seconds(load):
    def once():
        start = time.process_time()
        load()
        return time.process_time() - start

    return min(once() for _ in range(5))


def main():
    loaders = {"scikit-learn": lambda path: load_svmlight_file(path, zero_based=True),
               "XGBoost": lambda path: xgboost.DMatrix(f"{path}?format=libsvm", nthread=1)}
    for path in sorted(Path(sys.argv[1]).glob("*.svm")):
        for library, load in loaders.items():
            rate = path.stat().st_size / best_seconds(lambda: load(str(path)))
            print(f"{path.stem:8} {library:14} {rate / 1e6:8.0f} MB/s")


if __name__ == "__main__":
    main()
