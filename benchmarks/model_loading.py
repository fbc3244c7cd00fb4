# SPDX-License-Identifier: MIT
"""Model files to models: this library beside the trainers' own loaders, one processor, the same files, one run; and the
same models from files of arenite's own. Prints processor time, and what loading holds beside the model; see README.md
beside this file."""
import argparse
import gc
import json
import os
import pathlib
import subprocess
import sys
import time
from importlib.metadata import version

os.environ["OMP_NUM_THREADS"] = "1"

import numpy  # noqa: E402, behind what it reads

from forests import processor  # noqa: E402

mebibyte = 1 << 20


def rows(count=20_000, columns=28):
    draw = numpy.random.RandomState(1)
    x = draw.normal(size=(count, columns)).astype(numpy.float32)
    return x, x[:, 0] * x[:, 1] + numpy.sin(3 * x[:, 2]) + draw.normal(size=count).astype(numpy.float32)


# A few trees are trained; a file has them over and over, until it is large. The trainer has read it and written it.

def xgboost_file(path, depth, size):
    import xgboost
    x, y = rows()
    trained = xgboost.train(dict(max_depth=depth, nthread=1, tree_method="hist"), xgboost.DMatrix(x, y), 16)
    document = json.loads(bytes(trained.save_raw("json")))
    model = document["learner"]["gradient_booster"]["model"]
    times = max(1, size // len(bytes(trained.save_raw("json"))))
    model["trees"] = [{**tree, "id": i} for i, tree in enumerate(model["trees"] * times)]
    model["tree_info"] *= times
    model["iteration_indptr"] = list(range(len(model["trees"]) + 1))
    model["gbtree_model_param"]["num_trees"] = str(len(model["trees"]))
    large = xgboost.Booster()
    large.load_model(bytearray(json.dumps(document).encode()))
    large.save_model(path)


def lightgbm_file(path, leaves, size):
    import lightgbm
    x, y = rows()
    parameters = dict(num_leaves=leaves, num_threads=1, verbosity=-1, min_data_in_leaf=2)
    text = lightgbm.train(parameters, lightgbm.Dataset(x, y), 16).model_to_string()
    head, rest = text.split("Tree=0\n", 1)
    trees, tail = rest.split("end of trees", 1)
    trees = [tree.split("\n", 1)[1] for tree in ("Tree=0\n" + trees).split("Tree=")[1:]]
    head = "".join(line for line in head.splitlines(True) if not line.startswith("tree_sizes="))
    many = trees * max(1, size // len(text))
    whole = head + "".join(f"Tree={i}\n{tree}" for i, tree in enumerate(many)) + "end of trees" + tail
    lightgbm.Booster(model_str=whole).save_model(path)


def catboost_file(path, depth, size):
    import catboost
    x, y = rows()
    trained = catboost.CatBoost(dict(depth=depth, iterations=16, thread_count=1, verbose=0,
                                     allow_writing_files=False)).fit(x, y)
    trained.save_model(path, format="json")
    text = pathlib.Path(path).read_text()
    document = json.loads(text)
    document["oblivious_trees"] *= max(1, size // len(text))
    pathlib.Path(path).write_text(json.dumps(document, indent=2))


def treelite_file(path, depth, size):
    import treelite
    source = path.replace(".tl", ".json")
    xgboost_file(source, depth, size)
    treelite.frontend.load_xgboost_model(source, format_choice="use_suffix").serialize(path)
    os.remove(source)


def load_xgboost(path):
    import xgboost
    return xgboost.Booster(dict(nthread=1), model_file=path)


def load_lightgbm(path):
    import lightgbm
    return lightgbm.Booster(model_file=path)


def load_catboost(path):
    import catboost
    return catboost.CatBoost().load_model(path, format="json")


def load_treelite(path):
    import treelite
    return treelite.Model.deserialize(path)


trainers = {"XGBoost": (xgboost_file, load_xgboost), "LightGBM": (lightgbm_file, load_lightgbm),
            "CatBoost": (catboost_file, load_catboost), "Treelite": (treelite_file, load_treelite)}

files = [(trainer, suffix, size, megabytes) for trainer, suffix, sizes in
         [("XGBoost", "json", (4, 8, 12)), ("XGBoost", "ubj", (4, 8, 12)), ("LightGBM", "txt", (31, 255, 1023)),
          ("CatBoost", "json", (4, 8, 12)), ("Treelite", "tl", (4, 8, 12))]
         for size in sizes for megabytes in [280 if (suffix, size) == ("json", 8) and trainer == "XGBoost" else 100]]


def peer_seconds(trainer, path):
    """Of a process of its own, whose allocator holds nothing from before."""
    load = trainers[trainer][1]
    __import__(trainer.lower())
    gc.disable()
    begin = time.process_time()
    load(path)
    return time.process_time() - begin


def measured(options, trainer, path):
    command = [sys.executable, __file__, "--peer", trainer, path]
    with subprocess.Popen([options.program, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as ours:
        own, peers = [], []
        for _ in range(options.rounds + 1):  # the first finds out the size, and warms up
            print(file=ours.stdin, flush=True)
            own.append(json.loads(ours.stdout.readline()))
            peers.append(float(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout))
        ours.stdin.close()
    best = {way: min(answer[way] for answer in own[1:]) for way in ("seconds", "read", "mapped", "unchecked")}
    return {**own[-1], **best, "trainer": min(peers[1:])}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, help="folder of the files, kept for the next run")
    parser.add_argument("--program", help="arenite.benchmarks.model_loading")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1, help="of the sizes of the files")
    parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        return print(peer_seconds(*options.peer))
    options.work.mkdir(parents=True, exist_ok=True)
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(f"{processor()}, one thread\n")
    print("| file | MB | nodes | trainer, s | arenite, s | times as fast | model, MiB | held beside it, KiB "
          "| own file, MB | read, ms | mapped, ms | unchecked, µs |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |")
    for trainer, suffix, size, megabytes in files:
        path = options.work / f"loading_{trainer.lower()}_{size}.{suffix}"
        if not path.exists():
            trainers[trainer][0](str(path), size, int(megabytes * options.scale * 1e6))
        found = measured(options, trainer, str(path))
        own = pathlib.Path(f"{path}.arenite").stat().st_size
        print(f"| {trainer} {suffix}, {size} | {path.stat().st_size / 1e6:.0f} | {found['nodes']} "
              f"| {found['trainer']:.3f} | {found['seconds']:.3f} | {found['trainer'] / found['seconds']:.2f} "
              f"| {found['bytes'] / mebibyte:.1f} | {found['beside'] / 1024:.0f} | {own / 1e6:.0f} "
              f"| {found['read'] * 1e3:.0f} | {found['mapped'] * 1e3:.0f} | {found['unchecked'] * 1e6:.0f} |", flush=True)
    print("\n" + ", ".join(f"{name.lower()} {version(name.lower())}" for name in sorted(trainers)))


if __name__ == "__main__":
    main()
