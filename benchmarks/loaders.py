# SPDX-License-Identifier: MIT
"""CSV files to numbers: this library beside its peers, one processor, the same columns, one run. See README.md beside
this file."""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

import numpy

from forests import answering, line_of, processor
from loader_files import kinds, make_file, names_of
from loader_peers import Work, peers, version_of

mebibyte = 1 << 20


def work_of(kind, path):
    shape, names = kinds[kind], names_of(kind)
    return Work(str(path), names, [names[i] for i in shape.wanted], [names[i] for i in shape.texts], shape.precision,
                kind == "crlf")


# A peer runs in a process of its own: it says its version, and does a pass, or checks one, for each line that it reads.

def memory(which):
    """Bytes of this process: `VmRSS` now, `VmHWM` at most since `forget_peak`."""
    return int(re.search(rf"{which}:\s*(\d+)", open("/proc/self/status").read())[1]) * 1024


def forget_peak():
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


def timed(read):
    forget_peak()
    begin = time.process_time()
    rows = read()
    return {"seconds": time.process_time() - begin, "rows": rows, "peak": memory("VmHWM")}


def serve(peer, kind, path):
    try:
        reader = peers[peer](work_of(kind, path))
        start = memory("VmRSS")
        yield {"version": version_of(peer)}
        for line in sys.stdin:
            if line.strip() == "check":
                yield reader.check()._asdict()
            else:
                answer = timed(reader.read)
                yield answer | {"memory": answer["peak"] - start}
    except Exception as error:
        yield {"absent": f"fails: {type(error).__name__}: {str(error)[:80]}"}


class PeerProcess:
    def __init__(self, called, options, kind, path):
        self.called = called
        command = [sys.executable, __file__, "--work", str(options.work), "--serve", called, kind, str(path)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=options.log,
                                        text=True)
        self.about = self.answer()

    def answer(self):
        return json.loads(self.process.stdout.readline() or '{"absent": "fails: its process ended"}')

    def ask(self, what):
        if "absent" in self.about:
            return self.about
        try:
            print(what, file=self.process.stdin, flush=True)
        except BrokenPipeError:
            pass
        return self.answer()

    def check(self):
        return self.ask("check")

    def measure(self):
        return self.ask("pass")

    def close(self):
        self.process.communicate()


# This library's program does what it is asked, and ends.

class OurProgram:
    def __init__(self, called, arguments, options, kind, path):
        shape = kinds[kind]
        columns = ",".join(map(str, shape.wanted))
        self.called, self.about, self.log = called, {}, options.log
        self.command = [options.program, str(path), "--columns", columns, "--repeat", str(options.repeat),
                        "--double" if shape.precision == "float64" else "--float", *arguments]

    def ask(self, *more):
        done = subprocess.run(self.command + list(more), capture_output=True, text=True)
        if done.returncode != 0:
            self.about = {"absent": done.stderr.strip()[:80]}
            return self.about
        return json.loads(done.stdout)

    def check(self):
        return self.ask("--sums", "--repeat", "1")

    def measure(self):
        found = self.ask()
        return found if "absent" in found else {"seconds": found["median_seconds"], "rows": found["rows"],
                                                "memory": found["peak_bytes_above_start"], "bytes": found["bytes"]}

    def close(self):
        pass


class NumbersAlone(OurProgram):
    """A loop over fields that are in memory, with nothing around it: what one parser of numbers leaves to be had."""
    def check(self):
        return {}

    def measure(self):
        found = super().measure()
        found.pop("memory", None)
        return found


def contenders(options, kind, path):
    """All that run over a file, the peers last."""
    ours = [("arenite", [])] + [(f"arenite, {name}", ["--instructions", name]) for name in options.instructions]
    loops = [(f"{shown}, fields in memory", ["--numbers", name])
             for shown, name in (("fast_float", "fast_float"), ("std::from_chars", "from_chars"))]
    return [OurProgram(called, arguments + options.arguments, options, kind, path) for called, arguments in ours] + \
        [NumbersAlone(called, arguments, options, kind, path) for called, arguments in loops] + \
        [PeerProcess(peer, options, kind, path) for peer in options.peers]


# The table.

def agreement(found, expected):
    """Of sums and counts with those of this library; empty: there are none to compare."""
    if "sums" not in found:
        return ""
    if (found["rows"], found["missing"]) != (expected["rows"], expected["missing"]):
        return f"{found['rows']} rows, {found['missing']} missing"
    same = numpy.allclose(found["sums"], expected["sums"], rtol=1e-6, atol=1e-9 * expected["rows"])
    return "agree" if same else "other sums"


def measure_all(runners, options):
    """By the runner's name, what it measured: of each round one."""
    measured = {runner.called: [] for runner in runners}
    for _ in range(options.rounds):
        for runner in runners:
            found = runner.measure()
            if "absent" in found:
                runner.about = found
            else:
                measured[runner.called].append(found)
    return measured


def summary(runner, checked, expected, passes, size, fields):
    """What the table says of a runner, or why it is absent."""
    absent = checked.get("absent") or runner.about.get("absent")
    if absent or not passes:
        return {"loader": runner.called, "absent": absent or "fails"}
    median = statistics.median(one["seconds"] * size / one.get("bytes", size) for one in passes)
    return {"loader": runner.called, "version": runner.about.get("version", ""), "seconds": median,
            "gb_per_s": size * 1e-9 / median, "ns_per_field": median * 1e9 / fields,
            "memory": max((one["memory"] for one in passes if "memory" in one), default=None),
            "agreement": agreement(checked, expected)}


def warm(path):
    with open(path, "rb") as file:
        while file.read(mebibyte):
            pass


def time_kind(options, kind):
    path = make_file(options.work, kind, options.megabytes)
    warm(path)
    runners = contenders(options, kind, path)
    checked = {runner.called: runner.check() for runner in runners}
    expected = checked["arenite"]
    measured = measure_all(runners, options)
    for runner in runners:
        runner.close()
    if "absent" in expected:
        sys.exit(f"{kind}: {expected['absent']}")
    fields = expected["rows"] * len(kinds[kind].wanted)
    entries = [summary(runner, checked[runner.called], expected, measured[runner.called], path.stat().st_size, fields)
               for runner in runners]
    print_kind(options, kind, entries)
    return [entry | {"file": kind} for entry in entries]


def print_kind(options, kind, entries):
    of_peers = [entry["gb_per_s"] for entry in entries if entry["loader"] in options.peers and "absent" not in entry]
    fastest = max(of_peers, default=None)
    for entry in entries:
        if "absent" in entry:
            cells = [entry["absent"], "", "", "", ""]
        else:
            held = entry["memory"]
            cells = [f"{entry['gb_per_s']:.3f}", "" if fastest is None else f"{entry['gb_per_s'] / fastest:.2f}",
                     f"{entry['ns_per_field']:.1f}", "" if held is None else f"{held / mebibyte:.1f}",
                     entry["agreement"]]
        print(line_of([kind, entry["loader"]] + cells), flush=True)


def time_all(options):
    print(line_of(["file", "loader", "GB/s", "× the fastest peer", "ns per field", "memory, MiB", "sums"]))
    print(line_of(["---"] * 2 + ["--:"] * 4 + ["---"]))
    return [entry for kind in options.kinds for entry in time_kind(options, kind)]


# Memory: a process that reads a whole file beside one that reads nothing.

def weigh(options):
    path = make_file(options.work, "big", options.megabytes)
    idle = statistics.median(json.loads(subprocess.check_output([options.program, "--idle"]))["peak_bytes"]
                             for _ in range(9))
    print(f"{path.stat().st_size / 1e6:.0f} MB; an idle process has {idle / mebibyte:.2f} MiB\n")
    print(line_of(["buffer, KiB", "rows in a batch", "peak, MiB", "above the idle process, MiB"]))
    print(line_of(["--:"] * 4))
    return [weigh_one(options, path, idle, buffer, rows) for buffer in (64, 256, 1024) for rows in (256, 1024, 4096)]


def weigh_one(options, path, idle, buffer, rows):
    command = [options.program, str(path), "--buffer", str(buffer * 1024), "--batch", str(rows)]
    peak = max(json.loads(subprocess.check_output(command))["peak_bytes"] for _ in range(options.rounds))
    print(line_of([str(buffer), str(rows), f"{peak / mebibyte:.2f}", f"{(peak - idle) / mebibyte:.2f}"]), flush=True)
    return {"buffer": buffer * 1024, "rows": rows, "peak": peak, "idle": idle}


# Threads: the same file by more and more workers, which take turns.

def share(options):
    available = sorted(os.sched_getaffinity(0))
    print(line_of(["file", "workers", "GB/s, wall time", "× one worker"]))
    print(line_of(["---"] + ["--:"] * 3))
    return [entry for kind in options.kinds for entry in share_kind(options, kind, len(available))]


def share_kind(options, kind, most):
    path = make_file(options.work, kind, options.megabytes)
    warm(path)
    runners = {count: OurProgram(str(count), ["--threads", str(count)] + options.arguments, options, kind, path)
               for count in range(1, most + 1)}
    passes = {count: [] for count in runners}
    for _ in range(options.rounds):
        for count, runner in runners.items():
            passes[count].append(runner.measure()["seconds"])
    speeds = {count: path.stat().st_size * 1e-9 / statistics.median(seconds) for count, seconds in passes.items()}
    for count, speed in speeds.items():
        print(line_of([kind, str(count), f"{speed:.2f}", f"{speed / speeds[1]:.2f}"]), flush=True)
    return [{"file": kind, "workers": count, "gb_per_s": speed} for count, speed in speeds.items()]


# The run.

def listed(text):
    return [word for word in text.split(",") if word]


def parsed_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("question", nargs="?", choices=["speed", "memory", "threads"], default="speed")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for files and results")
    parser.add_argument("--program", help="arenite.benchmarks.loaders")
    parser.add_argument("--kinds", type=listed, default=list(kinds), help="of files; default: all")
    parser.add_argument("--megabytes", type=int, default=552, help="of the file big; the others' are in proportion")
    parser.add_argument("--peers", type=listed, default=list(peers))
    parser.add_argument("--instructions", type=listed, default=[], help="that this library is limited to, in turns")
    parser.add_argument("--arguments", type=str.split, default=[], help="more for this library's program")
    parser.add_argument("--rounds", type=int, default=5, help="the median of so many")
    parser.add_argument("--repeat", type=int, default=1, help="passes of this library's program in a round")
    parser.add_argument("--cpu", type=int, help="the one processor to run on; default: the last one")
    parser.add_argument("--serve", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


def run(options):
    options.work.mkdir(parents=True, exist_ok=True)
    if options.question != "threads":
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0)) if options.cpu is None else options.cpu})
    os.environ |= {"OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
    print(f"{processor()}\n" if options.question == "threads" else f"{processor()}, one thread\n", flush=True)
    with open(options.work / "loaders.log", "w") as options.log:
        results = {"speed": time_all, "memory": weigh, "threads": share}[options.question](options)
    print("\n" + ", ".join(sorted({entry["version"] for entry in results if entry.get("version")})))
    (options.work / f"loaders-{options.question}.json").write_text(json.dumps(results, indent=1))


def main():
    options = parsed_options()
    if options.serve:
        answering(lambda: serve(*options.serve))
    else:
        run(options)


if __name__ == "__main__":
    main()
