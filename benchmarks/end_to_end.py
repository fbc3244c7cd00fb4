# SPDX-License-Identifier: MIT
"""From a CSV file of 28 columns to a text of scores, 500 trees: rows per processor second of the program score and of
Python pipelines, each a process of its own with one thread, in turns."""
import argparse
import os
import pathlib
import subprocess
import sys

import numpy

from forest_models import file_of, make_model, make_rows
from forests import line_of, processor

model_name, batch_rows = "xgb-d6", 65_536


# Pipelines: each reads batches, has XGBoost score them, and writes the scores as text.

def predictor(folder):
    import xgboost
    booster = xgboost.Booster({"nthread": 1}, model_file=file_of(folder, model_name))
    return booster.inplace_predict


def with_polars(folder, rows, output):
    import polars
    predict = predictor(folder)
    columns = {f"f{i}": polars.Float32 for i in range(28)}
    for batch in polars.scan_csv(rows, schema=columns).collect_batches(chunk_size=batch_rows):
        scores = polars.DataFrame({"score": predict(batch.to_numpy())})
        output.write(scores.write_csv(include_header=False).encode())


def write_scores(scores, output):
    import pyarrow
    import pyarrow.csv
    table = pyarrow.table({"score": scores})
    pyarrow.csv.write_csv(table, output, pyarrow.csv.WriteOptions(include_header=False))


def in_one_array(batch):
    return numpy.column_stack([column.to_numpy(zero_copy_only=False) for column in batch.columns])


def with_duckdb(folder, rows, output):
    import duckdb
    predict = predictor(folder)
    duckdb.sql("SET threads = 1")
    columns = {f"f{i}": "FLOAT" for i in range(28)}
    read = duckdb.sql(f"SELECT * FROM read_csv('{rows}', header = true, columns = {columns})")
    for batch in read.to_arrow_reader(batch_rows):
        write_scores(predict(in_one_array(batch)), output)


def with_pyarrow(folder, rows, output):
    import pyarrow
    import pyarrow.csv
    predict = predictor(folder)
    convert = pyarrow.csv.ConvertOptions(column_types={f"f{i}": pyarrow.float32() for i in range(28)})
    read = pyarrow.csv.ReadOptions(use_threads=False, block_size=batch_rows * 280)
    for batch in pyarrow.csv.open_csv(rows, read_options=read, convert_options=convert):
        write_scores(predict(in_one_array(batch)), output)


def with_pandas(folder, rows, output):
    import pandas
    predict = predictor(folder)
    for batch in pandas.read_csv(rows, dtype=numpy.float32, chunksize=batch_rows):
        pandas.Series(predict(batch.to_numpy())).to_csv(output, index=False, header=False)


pipelines = {"Polars → XGBoost": with_polars, "DuckDB → XGBoost": with_duckdb, "pyarrow → XGBoost": with_pyarrow,
             "pandas → XGBoost": with_pandas}


def run_pipeline(options):
    with open(options.output, "wb") as output:
        pipelines[options.pipeline](options.work, str(options.input), output)


# The run.

def make_table(path, rows):
    """A CSV file of so many rows; in pieces, so that it may be larger than memory."""
    import polars
    if path.exists():
        return
    with open(path, "wb") as file:
        for first in range(0, rows, 100_000):
            values = make_rows(min(100_000, rows - first), 1000 + first)
            piece = polars.DataFrame(values, schema=[f"f{i}" for i in range(28)])
            file.write(piece.write_csv(include_header=first == 0).encode())


def commands(options, rows, output):
    """The command of each competitor that scores the file `rows`."""
    score = [options.score, "--model", file_of(options.work, model_name), "--input", str(rows), "--header", "yes",
             "--output", str(output), "--quiet"]
    python = [sys.executable, __file__, "--work", str(options.work), "--input", str(rows), "--output", str(output)]
    return {"score": score} | {called: python + ["--pipeline", called] for called in options.pipelines}


def processor_seconds(command, log):
    started = subprocess.Popen(command, stdout=log, stderr=log)
    _, status, used = os.wait4(started.pid, 0)
    return used.ru_utime + used.ru_stime if status == 0 else None


def numbers_in(path):
    return numpy.array(path.read_bytes().split(), dtype=numpy.float32)


def measure(options, called, table, log, best, scores):
    output = options.work / "end_to_end.out"
    seconds = processor_seconds(commands(options, table, output)[called], log)
    if seconds is None:
        return best.setdefault(called, None)
    best[called] = min(seconds, best.get(called) or seconds)
    scores.setdefault(called, numbers_in(output))


def measure_all(options, table, log):
    best, scores = {}, {}
    for _ in range(options.rounds):
        for called in commands(options, table, ""):
            measure(options, called, table, log, best, scores)
    return best, scores


def agreement(scores, others):
    if len(scores) != len(others):
        return f"{len(scores)} rows"
    different = int((scores != others).sum())
    return f"{different} rows differ" if different else "same scores"


def run(options):
    make_model(options.work, model_name)
    tables = {rows: options.work / f"table-{rows}.csv" for rows in (1000, options.rows)}
    for rows, table in tables.items():
        make_table(table, rows)
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0)) if options.cpu is None else options.cpu})
    os.environ |= {"OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
    print(f"{processor()}, one thread, {options.rows} rows, {tables[options.rows].stat().st_size / 1e6:.0f} MB\n")
    with open(options.work / "end_to_end.log", "w") as log:
        starts, _ = measure_all(options, tables[1000], log)
        taken, scores = measure_all(options, tables[options.rows], log)
    print_table(options, starts, taken, scores)


def print_table(options, starts, taken, scores):
    print(line_of(["pipeline", "processor seconds", "with 1000 rows", "rows per second", "scores"]))
    print(line_of(["---", "--:", "--:", "--:", "---"]))
    for called, seconds in taken.items():
        if seconds is None:
            print(line_of([called, "fails", "", "", ""]))
            continue
        cells = [f"{seconds:.2f}", f"{starts[called]:.2f}", f"{options.rows / seconds:,.0f}"]
        print(line_of([called] + cells + [agreement(scores[called], scores["score"])]))


def parsed_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for models, rows and results")
    parser.add_argument("--score", help="the program score")
    parser.add_argument("--rows", type=int, default=1_900_000)
    parser.add_argument("--rounds", type=int, default=2, help="the best of so many")
    parser.add_argument("--pipelines", type=lambda text: text.split(","), default=list(pipelines))
    parser.add_argument("--cpu", type=int, help="the one processor to run on; default: the last one")
    parser.add_argument("--pipeline", help=argparse.SUPPRESS)
    parser.add_argument("--input", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--output", type=pathlib.Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    options = parsed_options()
    if options.pipeline:
        run_pipeline(options)
    else:
        run(options)


if __name__ == "__main__":
    main()
