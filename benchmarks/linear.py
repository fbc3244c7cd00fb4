# SPDX-License-Identifier: MIT
"""Linear models of one and of ten outputs: this library beside scikit-learn, ONNX Runtime and NumPy's product alone,
one thread, the same float rows, one run. Prints processor time per row; see README.md beside this file."""
import argparse
import json
import os
import subprocess
import sys
import time

for name in [name for name in os.environ if name.startswith("OPENBLAS_")]:
    del os.environ[name]  # the peers' BLAS chooses for this processor, whatever the environment holds it to
os.environ["OMP_NUM_THREADS"] = "1"

import numpy  # noqa: E402, behind what it reads

shapes = [(28, 1), (28, 4096), (1000, 1), (1000, 4096), (100_000, 1), (100_000, 512)]  # features and rows


def numbers(count, block=1 << 20):
    """Those of linear.cpp: a linear congruential generator from 1, a block at a time."""
    steps = min(count, block)
    factors = numpy.multiply.accumulate(numpy.full(steps, 6364136223846793005, numpy.uint64))
    before = numpy.concatenate([[numpy.uint64(1)], factors[:-1]])
    addends = numpy.add.accumulate(before) * numpy.uint64(1442695040888963407)
    made, state = numpy.empty(count, numpy.float32), numpy.uint64(1)
    for first in range(0, count, steps):
        states = factors * state + addends
        made[first:first + steps] = ((states.view(numpy.int64) >> 40) / (1 << 23))[:count - first]
        state = states[-1]
    return made


class Task:
    def __init__(self, features, rows, outputs):
        self.name = f"features:{features}/rows:{rows}/outputs:{outputs}"
        self.features, self.count, self.outputs = features, rows, outputs
        self.weights = numbers(features * outputs).reshape(outputs, features)
        self.intercepts = numbers(outputs)
        self.rows = numbers(features * rows).reshape(rows, features)

    def check(self, who, last):
        """The last score against a sum in double: no order of addition is off by more."""
        products = numpy.append(self.rows[-1].astype(float) * self.weights[-1], self.intercepts[-1])
        bound = products.size * numpy.finfo(numpy.float32).eps * abs(products).sum()
        if abs(products.sum() - last) > bound:
            sys.exit(f"{who} answers {last} for the last row of {self.name}")


# Engines: each gives nanoseconds per row of a task.

class Called:
    """A peer, called from Python; `call_for(task)` gives the call that scores the rows."""
    def __init__(self, name, call_for):
        self.name, self.call_for, self.task = name, call_for, None

    def measure(self, task, seconds):
        if self.task is not task:
            self.task, self.call = task, self.call_for(task)
            task.check(self.name, numpy.ravel(self.call())[-1])
        calls = 1 if task.count > 1 else 64
        best, end = float("inf"), time.monotonic() + seconds
        while best == float("inf") or time.monotonic() < end:
            begin = time.process_time_ns()
            for _ in range(calls):
                self.call()
            best = min(best, time.process_time_ns() - begin)
        return best / calls / task.count


class OurProgram:
    name = "arenite"

    def __init__(self, program):
        self.program = program

    def measure(self, task, seconds):
        command = [self.program, f"--benchmark_filter=^arenite_outputs/{task.name}$", "--benchmark_format=json",
                   "--benchmark_repetitions=5", f"--benchmark_min_time={seconds / 5}"]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=True)
        runs = [run for run in json.loads(done.stdout)["benchmarks"] if run["run_type"] == "iteration"]
        task.check(self.name, runs[0]["last"])
        return min(run["cpu_time"] for run in runs) / task.count


def scikit_learn(task):
    import sklearn.linear_model
    model = sklearn.linear_model.LinearRegression()
    terms = (task.weights, task.intercepts)
    model.coef_, model.intercept_ = terms if task.outputs > 1 else (of_one[0] for of_one in terms)
    return lambda: model.predict(task.rows)


def onnx_runtime(task):
    import onnx.helper
    import onnxruntime
    scoring = onnx.helper.make_node("LinearRegressor", ["x"], ["y"], domain="ai.onnx.ml", targets=task.outputs,
                                    coefficients=task.weights.ravel(), intercepts=task.intercepts)
    ends = [onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [None, size])
            for name, size in (("x", task.features), ("y", task.outputs))]
    graph = onnx.helper.make_graph([scoring], "linear", ends[:1], ends[1:])
    versions = [onnx.helper.make_opsetid("", 17), onnx.helper.make_opsetid("ai.onnx.ml", 3)]
    model = onnx.helper.make_model(graph, opset_imports=versions, ir_version=8)
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), settings, providers=["CPUExecutionProvider"])
    return lambda: session.run(None, {"x": task.rows})[0]


def numpy_product(task):
    weights = task.weights.T if task.outputs > 1 else task.weights[0]
    return lambda: task.rows @ weights + task.intercepts


def readable(nanoseconds):
    return f"{nanoseconds:.3g} ns" if nanoseconds < 1000 else f"{nanoseconds / 1000:.3g} µs"


def line_of(cells):
    return "| " + " | ".join(map(str, cells)) + " |"


def time_task(task, engines, options):
    """A line of the table; the engines take turns, `options.rounds` times."""
    best = {}
    for _ in range(options.rounds):
        for engine in engines:
            taken = engine.measure(task, options.seconds)
            best[engine.name] = min(taken, best.get(engine.name, taken))
    print(line_of([task.features, task.outputs, task.count] + [readable(best[e.name]) for e in engines]), flush=True)


def parsed_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", help="arenite.benchmarks.linear; without it only the peers run")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.3, help="for each measurement of a round")
    parser.add_argument("--cpu", type=int, help="the one processor to run on; default: the last one")
    return parser.parse_args()


def main():
    options = parsed_options()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0)) if options.cpu is None else options.cpu})
    engines = [OurProgram(options.program)] if options.program else []
    engines += [Called("scikit-learn", scikit_learn), Called("ONNX Runtime", onnx_runtime),
                Called("NumPy", numpy_product)]
    print(line_of(["features", "outputs", "rows"] + [f"{engine.name}, per row" for engine in engines]))
    print(line_of(["--:"] * (3 + len(engines))))
    for features, rows in shapes:
        for outputs in (1, 10):
            time_task(Task(features, rows, outputs), engines, options)


if __name__ == "__main__":
    main()
