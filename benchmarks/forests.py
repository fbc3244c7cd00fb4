# SPDX-License-Identifier: MIT
"""Tree models: this library beside its peers, one thread, the same rows, one run. See README.md beside this file."""
import argparse
import ctypes
import itertools
import json
import os
import pathlib
import subprocess
import sys
import time
import typing

import numpy

from forest_models import base_of, make_model, readable_file, rows_file, trainer_of, trees_of
from forest_peers import Refused, peers, version_of


class Question(typing.NamedTuple):
    models: list
    rows: list  # in a call
    ways: dict  # to run this library: options of its program, by what the table calls them
    peers: list = []
    cold: bool = False


by_scratch = {"arenite": ["--door", "scratch"]}
both_doors = by_scratch | {"arenite, no scratch": ["--door", "stack"]}
trained_by_xgboost_or_lightgbm = ["xgb-d6", "xgb-d8", "xgb-255", "lgb-31", "lgb-63", "lgb-255", "xgb-d6-missing",
                                  "lgb-63-missing", "lgb-31-binary", "xgb-d6-classes", "xgb-forest"]
questions = {
    "batches": Question(trained_by_xgboost_or_lightgbm + ["catboost-d6", "sklearn-100"], [1, 64, 512, 4096],
                        both_doors, list(peers)),
    "million-rows": Question(["xgb-d6", "xgb-255", "lgb-31", "xgb-forest", "sklearn-100"], [1_000_000], by_scratch,
                             ["XGBoost", "LightGBM", "scikit-learn", "lleaves", "daal4py"]),
    "few-trees": Question([f"xgb-d6-first{n}" for n in (50, 100, 200)], [1, 64, 4096], both_doors, list(peers)),
    "many-columns": Question([f"{shape}-{n}columns" for n in (200, 2000) for shape in ("xgb-d6", "lgb-31")],
                             [1, 64, 4096], both_doors, list(peers)),
    "cold-caches": Question(["xgb-d6", "lgb-31", "xgb-255"], [1, 64, 4096],
                            {"arenite": ["--door", "scratch", "--cold"]}, list(peers), cold=True),
    "instructions": Question(trained_by_xgboost_or_lightgbm, [1, 64, 512, 4096], {
        called: ["--door", "scratch", "--instructions", name]
        for called, name in (("AVX-512", "avx512"), ("AVX2", "avx2"), ("portable", "portable"))}),
    "layouts": Question(["xgb-d6", "lgb-31"], [64, 512, 4096], {
        called: ["--door", "scratch", *arguments] for called, arguments in (
            ("float, row by row", []), ("float, column by column", ["--column-major"]),
            ("double, row by row", ["--double"]), ("double, column by column", ["--double", "--column-major"]))}),
    "threads": Question(["xgb-d6", "lgb-31", "xgb-255", "xgb-forest"], [65_536, 262_144], {
        called: ["--door", "workers", "--threads", count]
        for called, count in (("one worker, wall time", "1"), ("two workers, wall time", "2"))}),
    "memory": Question(trained_by_xgboost_or_lightgbm + ["catboost-d6", "sklearn-100"], [1], by_scratch,
                       ["XGBoost", "LightGBM", "scikit-learn", "CatBoost", "ONNX Runtime", "daal4py"]),
}


# A peer runs in a process of its own, so that peers that need different packages can stand in one table: it says
# whether it is there, then measures what it is asked for, a line for each.

def softmax(margins):
    powers = numpy.exp(margins - margins.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def difference(scores, margins):
    """The largest difference from the trainer's margins, or from the probabilities that belong to them."""
    scores = numpy.asarray(scores, dtype=float)
    several = margins.ndim == 2
    first = 1 / (1 + numpy.exp(-margins))
    linked = softmax(margins) if several else numpy.column_stack([1 - first, first])
    same_size = [wanted for wanted in (margins, linked) if wanted.size == scores.size]
    return min(float(abs(scores.ravel() - wanted.ravel()).max()) for wanted in same_size)


def start_peer(peer, folder, name):
    """The loaded peer, and what it says of itself."""
    version = version_of(peers[peer].package)
    loaded = peers[peer](folder, name)
    rows = numpy.ascontiguousarray(numpy.load(rows_file(folder, name), mmap_mode="r")[:4096])
    scores = loaded.scores_of(loaded.call_for(rows)())
    margins = numpy.load(folder / (name + ".margin.npy"), mmap_mode="r")[:4096]
    return loaded, {"version": version, "difference": difference(scores, margins)}


def processor_time(calls):
    """Of the whole process, in nanoseconds."""
    begin = time.process_time_ns()
    for call in calls:
        call()
    return time.process_time_ns() - begin


def repeated(seconds, measure):
    """What `measure` gives, again and again: at least once, until the time is over."""
    end = time.monotonic() + seconds
    yield measure()
    while time.monotonic() < end:
        yield measure()


def calls_for(loaded, rows, n):
    """Up to 256 batches of other rows."""
    batches = min(max(4096 // n, 1), 256)
    return [loaded.call_for(rows[i * n:(i + 1) * n]) for i in range(batches)]


def seconds_per_row(loaded, rows, n, seconds):
    """The best of all passes; a pass makes all calls."""
    calls = calls_for(loaded, rows, n)
    return min(repeated(seconds, lambda: processor_time(calls))) * 1e-9 / (n * len(calls))


def seconds_per_row_when_cold(loaded, rows, n, seconds):
    """The median of all calls; before each, more bytes are written than the caches hold."""
    calls, swept = itertools.cycle(calls_for(loaded, rows, n)), numpy.zeros(1 << 23)

    def measure():
        numpy.add(swept, 1, out=swept)
        return processor_time([next(calls)])
    return float(numpy.median(list(repeated(seconds, measure)))) * 1e-9 / n


def answering(answer):
    """`answer` on the real standard output, where peers cannot write: theirs goes to standard error."""
    channel = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in answer():
        print(json.dumps(line), file=channel, flush=True)


def serve(peer, folder, name):
    try:
        loaded, description = start_peer(peer, folder, name)
    except Refused as reason:
        yield {"absent": str(reason)}
        return
    except Exception as error:
        yield {"absent": f"fails: {type(error).__name__}: {str(error)[:80]}"}
        return
    yield description
    rows = numpy.load(rows_file(folder, name))
    for line in sys.stdin:
        n, seconds, cold = json.loads(line)
        measure = seconds_per_row_when_cold if cold else seconds_per_row
        yield {"seconds_per_row": measure(loaded, rows, n, seconds)}


# Memory: what a second load of the model adds to a process of its own; the first one pays what is paid once.

class MallocFigures(ctypes.Structure):
    _fields_ = [(field, ctypes.c_size_t) for field in ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks",
                                                       "fsmblks", "uordblks", "fordblks", "keepcost")]


def held_bytes():
    """Bytes in use of malloc, and resident bytes after malloc gave back what it could."""
    system = ctypes.CDLL(None)
    system.mallinfo2.restype = MallocFigures
    system.malloc_trim(0)
    now = system.mallinfo2()
    resident = int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return numpy.array([now.uordblks + now.hblkhd, resident])


def weigh(peer, folder, name):
    try:
        first, _ = start_peer(peer, folder, name)
        before = held_bytes()
        second, description = start_peer(peer, folder, name)
        malloced, resident = (int(grown) for grown in held_bytes() - before)
        yield {"malloc": malloced, "resident": resident, "version": description["version"]}
    except Refused as reason:
        yield {"absent": str(reason)}
    except Exception as error:
        yield {"absent": f"fails: {type(error).__name__}: {str(error)[:80]}"}


# The run.

def command(python, role, peer, options, name):
    return [python, __file__, "--work", str(options.work), role, peer, name]


class PeerProcess:
    """A peer at work; the first Python that has it runs it."""

    def __init__(self, peer, options, name):
        self.name, self.best, self.cold = peer, {}, options.question.cold
        for python in [sys.executable] + options.other_python:
            self.process = subprocess.Popen(command(python, "--serve", peer, options, name), text=True,
                                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=options.log)
            self.about = json.loads(self.process.stdout.readline() or '{"absent": "fails: its process ended"}')
            if not self.about.get("absent", "").startswith(("not installed", "fails")):
                break

    def measure(self, counts, seconds):
        for n in counts if "absent" not in self.about else []:
            print(json.dumps([n, seconds, self.cold]), file=self.process.stdin, flush=True)
            taken = json.loads(self.process.stdout.readline())["seconds_per_row"]
            self.best[n] = min(taken, self.best.get(n, taken))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class OurProgram:
    """This library, by one of the ways to run it."""

    def __init__(self, called, arguments, options, name):
        self.name, self.best, self.about = called, {}, {}
        files = readable_file(options.work, base_of(name)), rows_file(options.work, name)
        self.start = [options.program, *map(str, files)] + ["--predictions"] * (trainer_of(name) == "sklearn")
        self.margins = [str(options.work / (name + ".margin.npy"))]
        self.arguments = arguments + (["--first-rounds", str(trees_of(name))] if base_of(name) != name else [])

    def measure(self, counts, seconds):
        asked = ["--rows", ",".join(map(str, counts)), "--seconds", str(seconds)]
        margins = [] if "different_rows" in self.about else self.margins
        done = subprocess.run(self.start + margins + self.arguments + asked, capture_output=True, text=True)
        if done.returncode != 0:
            self.about = {"absent": "fails: " + done.stderr.strip()[:80]}
        for line in map(json.loads, done.stdout.splitlines()):
            self.take(line)

    def take(self, line):
        self.about |= {key: line[key] for key in ("different_rows", "model_bytes", "nodes") if key in line}
        if "n" in line:
            taken = line["us_per_row"] * 1e-6
            self.best[line["n"]] = min(taken, self.best.get(line["n"], taken))

    def close(self):
        pass


def chosen_engines(options, name):
    ours = [OurProgram(called, way, options, name) for called, way in options.question.ways.items()]
    return (ours if options.program else []) + [PeerProcess(peer, options, name) for peer in options.peers]


def agreement_of(about):
    rows_that_differ = about.get("different_rows")
    if rows_that_differ is None:
        return f"within {about['difference']:.0e}" if about["difference"] else "equal"
    return f"bits of {rows_that_differ} rows differ" if rows_that_differ else "same bits"


def in_words(engine, trees, counts):
    """The cells of one line of the table."""
    if "absent" in engine.about:
        return [engine.about["absent"]] + [""] * len(counts)
    cells = [f"{engine.best[n] * (1e6 if n == 1 else 1e9 / trees):.3g}" if n in engine.best else "" for n in counts]
    return [agreement_of(engine.about)] + cells


def line_of(cells):
    return "| " + " | ".join(cells) + " |"


def time_model(options, name):
    """One line of the table for each engine; the engines take turns, `options.rounds` times."""
    engines = chosen_engines(options, name)
    for turn in range(options.rounds):
        for engine in engines:
            engine.measure([n for n in options.rows if turn == 0 or n < 1_000_000], options.seconds)
    for engine in engines:
        engine.close()
        if engine.about.get("absent") not in ("not its own model", "no reader"):
            print(line_of([name, engine.name] + in_words(engine, trees_of(name), options.rows)), flush=True)
    return [{"model": name, "engine": engine.name, "seconds_per_row": engine.best} | engine.about
            for engine in engines]


def time_all(options):
    print(line_of(["model", "library", "margins"] + [f"n = {n}" + (", µs" if n == 1 else "") for n in options.rows]))
    print(line_of(["---"] * 3 + ["--:"] * len(options.rows)))
    return [entry for name in options.models for entry in time_model(options, name)]


def weigh_peer(peer, options, name):
    for python in [sys.executable] + options.other_python:
        done = subprocess.run(command(python, "--weigh", peer, options, name), stdout=subprocess.PIPE,
                              stderr=options.log, text=True)
        about = json.loads(done.stdout or '{"absent": "fails: its process ended"}')
        if not about.get("absent", "").startswith(("not installed", "fails")):
            break
    return about


def weigh_ours(options, name):
    ours = OurProgram("arenite", ["--door", "scratch"], options, name)
    ours.measure([1], 0.01)
    return ours.about if "absent" in ours.about else {"malloc": ours.about["model_bytes"]}


def weigh_model(options, name):
    nodes = json.loads((options.work / (name + ".nodes.json")).read_text())["nodes"]
    held = ({"arenite": weigh_ours(options, name)} if options.program else {}) | \
        {peer: weigh_peer(peer, options, name) for peer in options.peers}
    for engine, about in held.items():
        if about.get("absent") not in ("not its own model", "no reader"):
            cells = [f"{about[key] / nodes:.1f}" if key in about else "" for key in ("malloc", "resident")]
            print(line_of([name, str(nodes), engine] + cells + [about.get("absent", "")]), flush=True)
    return [{"model": name, "nodes": nodes, "engine": engine} | about for engine, about in held.items()]


def weigh_all(options):
    print(line_of(["model", "nodes", "library", "allocated, bytes per node", "resident, bytes per node", ""]))
    print(line_of(["---", "--:", "---", "--:", "--:", "---"]))
    return [entry for name in options.models for entry in weigh_model(options, name)]


def processor():
    names = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    return names[0] if names else "unknown processor"


def listed(of):
    return lambda text: [of(word) for word in text.split(",") if word]


def parsed_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("question", nargs="?", choices=list(questions), default="batches")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for models, rows and results")
    parser.add_argument("--program", help="arenite.benchmarks.forests; without it only the peers run")
    parser.add_argument("--models", type=listed(str), help="instead of those of the question")
    parser.add_argument("--peers", type=listed(str), help="instead of those of the question")
    parser.add_argument("--rows", type=listed(int), help="in a call, instead of those of the question")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.3, help="for each measurement of a round")
    parser.add_argument("--quick", action="store_true", help="64 and 4096 rows, one round")
    parser.add_argument("--other-python", type=listed(str), default=[],
                        help="interpreters for the peers that this one has not, or not in working order")
    parser.add_argument("--cpu", type=int, help="the one processor to run on; default: the last one")
    parser.add_argument("--serve", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--weigh", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


def use_one_thread(options):
    os.environ["OMP_NUM_THREADS"] = "1"
    if options.question is questions["threads"]:
        if len(os.sched_getaffinity(0)) < 2:
            sys.exit("two threads need two processors")
    else:
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0)) if options.cpu is None else options.cpu})


def fill_from_question(options):
    name, options.question = options.question, questions[options.question]
    if options.quick:
        options.rows, options.rounds = [64, 4096], 1
    for field in ("models", "rows", "peers"):
        if getattr(options, field) is None:
            setattr(options, field, getattr(options.question, field))
    return name


def run(options):
    asked = fill_from_question(options)
    options.work.mkdir(parents=True, exist_ok=True)
    for name in options.models:
        make_model(options.work, name)
    use_one_thread(options)
    print(f"{processor()}, {'two threads' if asked == 'threads' else 'one thread'}\n", flush=True)
    with open(options.work / "forests.log", "w") as options.log:
        results = weigh_all(options) if asked == "memory" else time_all(options)
    print("\n" + ", ".join(sorted({entry["version"] for entry in results if "version" in entry})))
    (options.work / f"forests-{asked}.json").write_text(json.dumps(results, indent=1))


def main():
    options = parsed_options()
    if options.serve:
        answering(lambda: serve(options.serve[0], options.work, options.serve[1]))
    elif options.weigh:
        answering(lambda: weigh(options.weigh[0], options.work, options.weigh[1]))
    else:
        run(options)


if __name__ == "__main__":
    main()
