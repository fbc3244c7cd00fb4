# SPDX-License-Identifier: MIT
"""Writes the tables of README.md anew: runs what answers each question, or those that are named, and puts what it
prints between the marks of that name."""
import argparse
import pathlib
import re
import subprocess
import sys

from forests import questions

here = pathlib.Path(__file__).parent
readme = here / "README.md"


def commands(options):
    def script(name, *arguments):
        return [sys.executable, str(here / name), *map(str, arguments), "--rounds", str(options.rounds)]
    build, work = options.build, options.work
    programs = build / "benchmarks"
    program = programs / "arenite.benchmarks.forests"
    forests = {name: script("forests.py", name, "--work", work, "--program", program) for name in questions}
    def loaders(question):
        return script("loaders.py", question, "--work", work, "--program", programs / "arenite.benchmarks.loaders")
    return forests | {"linear": script("linear.py", "--program", programs / "arenite.benchmarks.linear"),
                      "kinds": script("kinds_of_trees.py", "--program", programs / "arenite.benchmarks.kinds_of_trees"),
                      "end-to-end": script("end_to_end.py", "--work", work, "--score", build / "score"),
                      "model-loading": script("model_loading.py", "--work", work,
                                              "--program", programs / "arenite.benchmarks.model_loading"),
                      "loaders": loaders("speed"), "loader-memory": loaders("memory"),
                      "transform": script("transform.py", "--program", programs / "arenite.benchmarks.transform"),
                      "compile-cost": script("compile_cost.py", "--build", build)}


def answer(command):
    print(" ".join(command), file=sys.stderr, flush=True)
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def paste(name, text):
    """Reads the page again each time: runs are long, and it may have been edited."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    page, count = re.subn(re.escape(begin) + ".*?" + re.escape(end), lambda _: f"{begin}\n{text}\n\n{end}",
                          readme.read_text(), flags=re.DOTALL)
    if count != 1:
        sys.exit(f"README.md has not one pair of marks for {name}, but {count}")
    readme.write_text(page)


def parsed_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="of the marks; default: all")
    parser.add_argument("--build", type=pathlib.Path, required=True, help="build folder of the preset benchmarks")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for models, rows and results")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def main():
    options = parsed_options()
    known = commands(options)
    for name in options.names or known:
        paste(name, answer(known[name]))


if __name__ == "__main__":
    main()
