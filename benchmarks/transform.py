# SPDX-License-Identifier: MIT
"""impute, standardize and one_hot over 28 numbers and 4 categories in memory: this library beside scikit-learn, pandas
and Polars, one processor, the same rows, one run. Prints processor time per row; see README.md beside this file."""
import argparse
import importlib.metadata
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}

import numpy  # noqa: E402, behind what it reads

from forests import answering, line_of, processor  # noqa: E402

numbers, counts = 28, [3, 5, 8, 12]
means, deviation = [8.0 - c for c in range(numbers)], 4.6
cols, made_cols = numbers + len(counts), numbers + sum(counts)
row_count = 200_000
batches = [1024, 16384, row_count]


# Peers: each makes, of rows, what it reads them from, and then the columns of it that are timed.

class ScikitLearn:
    package = "scikit-learn"

    def __init__(self, rows):
        from sklearn import compose, impute, pipeline, preprocessing
        imputer, scaler = impute.SimpleImputer(), preprocessing.StandardScaler()
        encoder = preprocessing.OneHotEncoder(categories=[numpy.arange(float(count)) for count in counts],
                                              handle_unknown="ignore", sparse_output=False)
        self.stages = compose.ColumnTransformer([
            ("numbers", pipeline.make_pipeline(imputer, scaler), slice(0, numbers)),
            ("categories", encoder, slice(numbers, cols))])
        self.stages.fit(rows)
        imputer, scaler = self.stages.named_transformers_["numbers"]
        imputer.statistics_, scaler.mean_ = numpy.array(means), numpy.array(means)
        scaler.scale_ = numpy.full(numbers, deviation)

    def held(self, rows):
        return rows

    def made(self, rows):
        return self.stages.transform(rows)


class Pandas:
    package = "pandas"

    def __init__(self, _rows):
        import pandas
        self.pandas = pandas
        self.names = [f"c{c}" for c in range(cols)]
        self.means = pandas.Series(means, self.names[:numbers])

    def held(self, rows):
        frame = self.pandas.DataFrame(rows, columns=self.names)
        for name, count in zip(self.names[numbers:], counts):
            frame[name] = self.pandas.Categorical(frame[name], range(count))
        return frame

    def made(self, frame):
        scaled = (frame[self.names[:numbers]].fillna(self.means) - self.means) / deviation
        return self.pandas.concat([scaled, self.pandas.get_dummies(frame[self.names[numbers:]], dtype=float)], axis=1)


class Polars:
    package = "polars"

    def __init__(self, _rows):
        import polars
        self.polars = polars
        self.names = [f"c{c}" for c in range(cols)]
        named = {name: polars.col(name) for name in self.names}
        self.columns = [(named[name].fill_null(mean) - mean) / deviation for name, mean in zip(self.names, means)]
        self.columns += [(named[name] == code).fill_null(False).cast(polars.Float64).alias(f"{name}={code}")
                         for name, count in zip(self.names[numbers:], counts) for code in range(count)]

    def held(self, rows):
        return self.polars.DataFrame(rows, schema=self.names, orient="row", nan_to_null=True)

    def made(self, frame):
        return frame.select(self.columns)


peers = {peer.package: peer for peer in (ScikitLearn, Pandas, Polars)}


# A peer runs in a process of its own, and does a pass over the rows for each line that it reads.

def timed(peer, pieces):
    begin = time.process_time_ns()
    for piece in pieces:
        peer.made(piece)
    return (time.process_time_ns() - begin) / row_count


def serve(name, folder):
    rows = numpy.fromfile(folder / "rows").reshape(-1, cols)
    peer = peers[name](rows)
    expected = numpy.fromfile(folder / "made").reshape(-1, made_cols)
    found = numpy.asarray(peer.made(peer.held(rows)))
    yield {"version": importlib.metadata.version(name), "same": bool((found == expected).all()),
           "off": float(abs(found - expected).max())}
    pieces = {size: [peer.held(rows[first:first + size]) for first in range(0, row_count, size)] for size in batches}
    for line in sys.stdin:
        yield timed(peer, pieces[int(line)])


class PeerProcess:
    def __init__(self, name, folder, log):
        self.name = name
        self.process = subprocess.Popen([sys.executable, __file__, "--serve", name, str(folder)], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        self.about = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        return json.loads(line) if line else sys.exit(f"{self.name} ended; its log is in the work folder")

    def measure(self, size):
        print(size, file=self.process.stdin, flush=True)
        return self.answer()


class OurProgram:
    name = "arenite"

    def __init__(self, program, folder):
        self.program = program
        subprocess.run([program, str(row_count), "--write", folder / "rows", folder / "made"], check=True)

    def measure(self, size):
        """By the stage's name, but not of all rows at once: the first batch is not timed."""
        if size == row_count:
            return {}
        done = subprocess.run([self.program, str(row_count), str(size)], stdout=subprocess.PIPE, text=True, check=True)
        return {line.split(",")[0]: float(line.split(",")[1]) for line in done.stdout.splitlines()}


# The table.

def measure_all(ours, others, rounds):
    """By (what, batch), the best of all rounds, in which they take turns."""
    best = {}
    for _ in range(rounds):
        for size in batches:
            found = {("arenite", stage): time for stage, time in ours.measure(size).items()}
            found |= {(peer.name, ""): peer.measure(size) for peer in others}
            for who, time_taken in found.items():
                best[who, size] = min(best.get((who, size), float("inf")), time_taken)
    return best


def agreement(peer):
    return "same bits" if peer.about["same"] else f"within {peer.about['off']:.0e}"


def print_table(best, others):
    print(line_of(["library", "its numbers"] + [f"batches of {size}" for size in batches[:-1]] + ["all at once"]))
    print(line_of(["---"] * 2 + ["--:"] * 3))
    says = {peer.name: agreement(peer) for peer in others}
    for name, stage in dict.fromkeys(who for who, _ in best):
        cells = [f"{best[(name, stage), size]:.1f}" if ((name, stage), size) in best else "" for size in batches]
        print(line_of([f"{name}: {stage}".replace("|", "\\|") if stage else name, says.get(name, "")] + cells))


def measure_in(folder, options):
    folder.mkdir(parents=True, exist_ok=True)
    ours = OurProgram(options.program, folder)
    with open(folder / "transform.log", "w") as log:
        others = [PeerProcess(name, folder, log) for name in options.peers]
        print(f"{processor()}, one thread; nanoseconds per row\n", flush=True)
        print_table(measure_all(ours, others, options.rounds), others)
        print("\n" + ", ".join(f"{peer.name} {peer.about['version']}" for peer in others))
        for peer in others:
            peer.process.communicate()


def parsed_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", help="arenite.benchmarks.transform")
    parser.add_argument("--peers", type=lambda text: [word for word in text.split(",") if word], default=list(peers))
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many")
    parser.add_argument("--cpu", type=int, help="the one processor to run on; default: the last one")
    parser.add_argument("--serve", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    options = parsed_options()
    if options.serve:
        return answering(lambda: serve(options.serve[0], pathlib.Path(options.serve[1])))
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0)) if options.cpu is None else options.cpu})
    with tempfile.TemporaryDirectory() as folder:
        measure_in(pathlib.Path(folder), options)


if __name__ == "__main__":
    main()
