# SPDX-License-Identifier: MIT
"""A table of what arenite.benchmarks.kinds_of_trees measures: nanoseconds per row and tree, the best of some rounds."""
import argparse
import collections
import json
import os
import subprocess


def measured(program, seconds):
    """Nanoseconds per row and tree, by kind and number of rows."""
    command = [program, "--benchmark_format=json", f"--benchmark_min_time={seconds}"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    for entry in json.loads(done.stdout)["benchmarks"]:
        _, kind, rows = entry["name"].split("/")
        yield kind.replace("_", " "), int(rows), entry["row-tree"] * 1e9


def parsed_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="arenite.benchmarks.kinds_of_trees")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.3, help="for each measurement of a round")
    return parser.parse_args()


def main():
    options = parsed_options()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    best = collections.defaultdict(dict)
    for _ in range(options.rounds):
        for kind, rows, taken in measured(options.program, options.seconds):
            best[kind][rows] = min(taken, best[kind].get(rows, taken))
    counts = sorted({rows for by_rows in best.values() for rows in by_rows})
    print("| trees | " + " | ".join(f"n = {n}" for n in counts) + " |")
    print("| --- |" + " --: |" * len(counts))
    for kind, by_rows in best.items():
        print(f"| {kind} | " + " | ".join(f"{by_rows[n]:.3g}" for n in counts) + " |")


if __name__ == "__main__":
    main()
