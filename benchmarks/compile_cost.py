# SPDX-License-Identifier: MIT
"""What a translation unit costs that uses the library: processor seconds and peak memory of the compiler, at -O2."""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

include = pathlib.Path(__file__).parent.parent / "include"

standard = """
#include <algorithm>
#include <memory>
#include <ranges>
#include <span>
#include <string>
#include <vector>
"""
fixed_shapes = """
#include <arenite/model/decision_tree.hpp>
#include <arenite/model/linear_regression.hpp>
#include <arenite/predict/predict.hpp>
void score(arenite::linear_regression<float, 3> const& model, std::span<float const> x, std::span<float> y) {
    arenite::predict(model, x, y);
}
"""
erased = """
#include <arenite/model/model.hpp>
#include <arenite/predict/predict.hpp>
void score(arenite::model const& model, std::span<float const> x, std::span<float> y) { arenite::predict(model, x, y); }
"""
loading = """
#include <arenite/format/load_model.hpp>
#include <arenite/predict/predict.hpp>
void score(char const* path, std::span<float const> x, std::span<float> y) {
    arenite::predict(arenite::load_model(path), x, y);
}
"""


def units(kernels):
    """By name: the text, and the most seconds and megabytes that are allowed."""
    return {"standard headers": (standard, None),
            "predict/ and models of fixed shape": (fixed_shapes, (1.5, 160)),
            "predict/ and the erased model": (erased, (1.5, 160)),
            "load_model, header-only: with all kernels": (loading, (30, 1000)),
            "load_model, with arenite::kernels": ("#define ARENITE_COMPILED_KERNELS\n" + loading, None),
            "arenite::kernels itself": (kernels, (30, 1000))}


def cost(compiler, text, folder):
    """Seconds and megabytes of the compiler with all that it starts."""
    source = folder / "unit.cpp"
    source.write_text(text)
    started = subprocess.Popen([compiler, "-std=c++20", "-O2", "-I", str(include), "-c", str(source), "-o", os.devnull])
    _, status, used = os.wait4(started.pid, 0)
    if status != 0:
        sys.exit(f"{compiler} refuses:\n{text}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


def best_cost(compiler, text, rounds):
    with tempfile.TemporaryDirectory() as folder:
        costs = [cost(compiler, text, pathlib.Path(folder)) for _ in range(rounds)]
    return tuple(min(column) for column in zip(*costs))


def version_of(compiler):
    return subprocess.run([compiler, "--version"], capture_output=True, text=True).stdout.splitlines()[0]


def parsed_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True, help="a build folder, for its kernels.cpp")
    parser.add_argument("--compilers", type=lambda text: text.split(","), default=["g++", "clang++-16"])
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many")
    return parser.parse_args()


def main():
    options = parsed_options()
    found = [compiler for compiler in options.compilers if shutil.which(compiler)]
    print("| translation unit | at most | " + " | ".join(found) + " |")
    print("| --- | --: |" + " --: |" * len(found))
    for name, (text, limit) in units((options.build / "kernels.cpp").read_text()).items():
        costs = [best_cost(compiler, text, options.rounds) for compiler in found]
        cells = [f"{seconds:.2f} s, {megabytes:.0f} MB" for seconds, megabytes in costs]
        print("| " + " | ".join([name, "{} s, {} MB".format(*limit) if limit else ""] + cells) + " |", flush=True)
    print()
    for compiler in options.compilers:
        print(version_of(compiler) if compiler in found else f"SKIPPED: {compiler} is not installed", end="  \n")


if __name__ == "__main__":
    main()
