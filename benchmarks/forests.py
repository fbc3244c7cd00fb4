# SPDX-License-Identifier: MIT
"""Tree models: this library beside its peers, one thread, the same rows, one run. See README.md beside this file."""
import argparse
import ctypes
import importlib.metadata
import json
import os
import pathlib
import subprocess
import sys
import time

import numpy

features = 28
training_rows = 200_000
margin_rows = 100_000
row_counts = [1, 64, 512, 4096, 1_000_000]
classes = 5


# Data and models: generated from fixed seeds, and kept in the work folder.

def make_rows(count, seed):
    """Float32 rows: a third normal, a third exponential, a third in steps of a hundredth."""
    draw = numpy.random.default_rng(seed)
    rows = draw.standard_normal((count, features), dtype=numpy.float32)
    rows[:, 9:18] = numpy.exp(rows[:, 9:18] / 2)
    rows[:, 18:] = numpy.round(rows[:, 18:] * 100) / 100
    return rows


def make_target(rows, seed):
    """A sum of waves, products and steps over all columns, with noise."""
    draw = numpy.random.default_rng(seed)
    weights = draw.normal(size=(3, features))
    pairs = draw.permutation(features)
    waves = numpy.sin(rows * weights[0]) @ weights[1]
    products = (rows[:, pairs[:14]] * rows[:, pairs[14:]]) @ weights[2, :14]
    steps = (rows > 0.5 * weights[2]) @ weights[0]
    return waves + products + steps + draw.normal(size=len(rows))


def with_missing(rows, share=0.05, seed=11):
    holes = numpy.random.default_rng(seed).random(rows.shape, dtype=numpy.float32) < share
    return numpy.where(holes, numpy.float32(numpy.nan), rows)


def training_set(kind):
    rows = make_rows(training_rows, 1)
    target = make_target(rows, 2)
    if kind == "missing":
        rows = with_missing(rows, seed=12)
    if kind == "binary":
        target = (target > numpy.median(target)).astype(int)
    if kind == "classes":
        target = numpy.searchsorted(numpy.quantile(target, numpy.arange(1, classes) / classes), target)
    return rows, target


def train_xgboost(kind, rounds=500, **parameters):
    import xgboost
    rows, target = training_set(kind)
    parameters = {"tree_method": "hist", "eta": 0.05, "nthread": 2, "seed": 3} | parameters
    booster = xgboost.train(parameters, xgboost.DMatrix(rows, target, nthread=2), rounds)
    nodes = sum(tree.count("\n") for tree in booster.get_dump())
    return booster, nodes


def train_lightgbm(kind, leaves, objective="regression"):
    import lightgbm
    rows, target = training_set(kind)
    parameters = {"objective": objective, "num_leaves": leaves, "learning_rate": 0.05, "num_threads": 2, "seed": 3,
                  "deterministic": True, "force_row_wise": True, "verbose": -1}
    booster = lightgbm.train(parameters, lightgbm.Dataset(rows, target), 500)
    nodes = sum(2 * tree["num_leaves"] - 1 for tree in booster.dump_model()["tree_info"])
    return booster, nodes


def train_catboost(kind):
    import catboost
    rows, target = training_set(kind)
    model = catboost.CatBoostRegressor(iterations=500, depth=6, random_seed=3, thread_count=2, verbose=False,
                                       allow_writing_files=False)
    model.fit(rows, target)
    return model, model.tree_count_ * 127


def train_random_forest(kind):
    import sklearn.ensemble
    rows, target = training_set(kind)
    forest = sklearn.ensemble.RandomForestRegressor(100, n_jobs=2, random_state=3, max_features=8)
    forest.fit(rows[:20_000], target[:20_000])
    forest.n_jobs = 1
    return forest, sum(tree.tree_.node_count for tree in forest.estimators_)


leaf_wise = {"grow_policy": "lossguide", "max_leaves": 255, "max_depth": 0}
recipes = {
    "xgb-d6": lambda: train_xgboost("plain", max_depth=6),
    "lgb-31": lambda: train_lightgbm("plain", 31),
    "xgb-d8": lambda: train_xgboost("plain", max_depth=8),
    "xgb-255": lambda: train_xgboost("plain", **leaf_wise),
    "lgb-63": lambda: train_lightgbm("plain", 63),
    "lgb-255": lambda: train_lightgbm("plain", 255),
    "xgb-d6-missing": lambda: train_xgboost("missing", max_depth=6),
    "lgb-63-missing": lambda: train_lightgbm("missing", 63),
    "lgb-31-binary": lambda: train_lightgbm("binary", 31, "binary"),
    "xgb-d6-classes": lambda: train_xgboost("classes", 100, max_depth=6, objective="multi:softprob",
                                            num_class=classes),
    "catboost-d6": lambda: train_catboost("plain"),
    "sklearn-100": lambda: train_random_forest("plain"),
}
endings = {"xgb": ".ubj", "lgb": ".txt", "catboost": ".cbm", "sklearn": ".joblib"}


def trainer_of(name):
    return name.split("-")[0]


def trees_of(name):
    return 100 if trainer_of(name) == "sklearn" else 500


def file_of(folder, name):
    return str(folder / (name + endings[trainer_of(name)]))


def rows_file(folder, name):
    return folder / ("rows-missing.npy" if "missing" in name else "rows.npy")


def margins_of(name, trained, rows):
    if trainer_of(name) == "xgb":
        import xgboost
        return trained.predict(xgboost.DMatrix(rows), output_margin=True)
    return trained.predict(rows, raw_score=True) if trainer_of(name) == "lgb" else trained.predict(rows)


def save(trained, path):
    if not path.endswith(".joblib"):
        return trained.save_model(path)
    import joblib
    joblib.dump(trained, path)


def make_row_files(folder):
    if not (folder / "rows-missing.npy").exists():
        rows = make_rows(max(row_counts), 5)
        numpy.save(folder / "rows.npy", rows)
        numpy.save(folder / "rows-missing.npy", with_missing(rows))


def make_model(folder, name):
    """Trains `name` unless the folder has it; the file of nodes is the last one written."""
    nodes_file = folder / (name + ".nodes.json")
    if nodes_file.exists():
        return
    print("training", name, file=sys.stderr, flush=True)
    trained, nodes = recipes[name]()
    save(trained, file_of(folder, name))
    rows = numpy.load(rows_file(folder, name), mmap_mode="r")[:margin_rows]
    numpy.save(folder / (name + ".margin.npy"), margins_of(name, trained, rows))
    nodes_file.write_text(json.dumps({"nodes": nodes}))


# Peers: each loads a model, and `call_for(rows)` gives a call that scores these rows. Whatever a peer can prepare
# outside of that call (its own matrix of the rows, double instead of float), it prepares outside.

class Refused(Exception):
    """This peer does not take this model; the text says why."""


def pointer(array):
    return ctypes.c_void_p(array.ctypes.data)


class Peer:
    def scores_of(self, given):
        """The scores in what the last call gave."""
        return given


class XGBoost(Peer):
    """The C function XGBoosterPredictFromDense, called from Python."""
    package = "xgboost"
    settings = json.dumps({"type": 1, "iteration_begin": 0, "iteration_end": 0, "training": False,
                           "strict_shape": False, "missing": float("nan"), "cache_id": 0}).encode()

    def __init__(self, folder, name):
        import xgboost
        if trainer_of(name) != "xgb":
            raise Refused("not its own model")
        self.booster = xgboost.Booster({"nthread": 1}, model_file=file_of(folder, name))
        self.predict = xgboost.core._LIB.XGBoosterPredictFromDense
        self.shape, self.scores = ctypes.POINTER(ctypes.c_uint64)(), ctypes.POINTER(ctypes.c_float)()
        self.dimensions = ctypes.c_uint64()

    def call_for(self, rows):
        values = json.dumps({"data": [rows.ctypes.data, True], "shape": rows.shape, "typestr": "<f4", "version": 3})
        arguments = (self.booster.handle, values.encode(), self.settings, None, ctypes.byref(self.shape),
                     ctypes.byref(self.dimensions), ctypes.byref(self.scores))
        return lambda: self.predict(*arguments)

    def scores_of(self, _):
        return numpy.ctypeslib.as_array(self.scores, (numpy.prod(self.shape[:self.dimensions.value]),))


class LightGBM(Peer):
    """The C functions LGBM_BoosterPredictForMat and, for one row, …SingleRowFast, called from Python."""
    package = "lightgbm"
    settings = b"num_threads=1"

    def __init__(self, folder, name):
        import lightgbm
        if trainer_of(name) != "lgb":
            raise Refused("not its own model")
        self.booster = lightgbm.Booster(model_file=file_of(folder, name))
        self.library = lightgbm.basic._LIB
        self.length, self.fast = ctypes.c_int64(), ctypes.c_void_p()
        self.library.LGBM_BoosterPredictForMatSingleRowFastInit(
            self.booster._handle, 1, 0, -1, 0, features, self.settings, ctypes.byref(self.fast))

    def call_for(self, rows):
        scores = numpy.zeros(len(rows))
        ends = ctypes.byref(self.length), pointer(scores)
        if len(rows) == 1:
            predict = self.library.LGBM_BoosterPredictForMatSingleRowFast
            arguments = (self.fast, pointer(rows), *ends)
        else:
            predict = self.library.LGBM_BoosterPredictForMat
            arguments = (self.booster._handle, pointer(rows), 0, len(rows), features, 1, 1, 0, -1, self.settings, *ends)
        return lambda: (predict(*arguments), scores)[1]  # the call keeps what its pointers point to


class ScikitLearn(Peer):
    package = "scikit-learn"

    def __init__(self, folder, name):
        import joblib
        if trainer_of(name) != "sklearn":
            raise Refused("not its own model")
        self.forest = joblib.load(file_of(folder, name))

    def call_for(self, rows):
        return lambda: self.forest.predict(rows)


class CatBoost(Peer):
    package = "catboost"

    def __init__(self, folder, name):
        import catboost
        if trainer_of(name) != "catboost":
            raise Refused("not its own model")
        self.model = catboost.CatBoost().load_model(file_of(folder, name))

    def call_for(self, rows):
        import catboost
        pool = catboost.Pool(catboost.FeaturesData(num_feature_data=rows))
        return lambda: self.model.predict(pool, thread_count=1)


class OnnxRuntime(Peer):
    package = "onnxruntime"

    def __init__(self, folder, name):
        import onnxruntime
        converted = folder / (name + ".onnx")
        if not converted.exists():
            self.convert(folder, name, converted)
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = settings.inter_op_num_threads = 1
        settings.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(str(converted), settings, providers=["CPUExecutionProvider"])
        self.input, self.output = self.session.get_inputs()[0].name, self.session.get_outputs()[-1].name

    @staticmethod
    def convert(folder, name, converted):
        from skl2onnx.common.data_types import FloatTensorType
        source, types = file_of(folder, name), [("rows", FloatTensorType([None, features]))]
        if trainer_of(name) == "catboost":
            import catboost
            return catboost.CatBoost().load_model(source).save_model(str(converted), format="onnx")
        if trainer_of(name) == "sklearn":
            import joblib
            import skl2onnx
            model = skl2onnx.convert_sklearn(joblib.load(source), initial_types=types)
        elif trainer_of(name) == "xgb":
            import onnxmltools
            import xgboost
            model = onnxmltools.convert_xgboost(xgboost.Booster(model_file=source), initial_types=types)
        else:
            import lightgbm
            import onnxmltools
            model = onnxmltools.convert_lightgbm(lightgbm.Booster(model_file=source), initial_types=types, zipmap=False)
        converted.write_bytes(model.SerializeToString())

    def call_for(self, rows):
        return lambda: self.session.run([self.output], {self.input: rows})[0]


class TL2cgen(Peer):
    """C of the model, compiled once by gcc -O3 and kept in the work folder."""
    package = "tl2cgen"

    def __init__(self, folder, name):
        import tl2cgen
        if trainer_of(name) == "catboost":
            raise Refused("no reader")
        if trainer_of(name) == "sklearn":
            raise Refused("too large to compile")
        self.type = "float32" if trainer_of(name) == "xgb" else "float64"
        library = folder / (name + ".tl2cgen.so")
        if not library.exists():
            self.compile(folder, name, str(library))
        self.predictor = tl2cgen.Predictor(str(library), nthread=1)

    @staticmethod
    def compile(folder, name, library):
        import tl2cgen
        import treelite
        source = file_of(folder, name)
        load = treelite.frontend.load_xgboost_model if trainer_of(name) == "xgb" else \
            treelite.frontend.load_lightgbm_model
        tl2cgen.export_lib(load(source), "gcc", library, {"parallel_comp": 16}, nthread=1, options=["-O3"])

    def call_for(self, rows):
        import tl2cgen
        matrix = tl2cgen.DMatrix(rows.astype(self.type))
        return lambda: self.predictor.predict(matrix, pred_margin=True)


class Lleaves(Peer):
    """Machine code of the model; its C entry, called from Python."""
    package = "lleaves"

    def __init__(self, folder, name):
        import lleaves
        if trainer_of(name) != "lgb":
            raise Refused("no reader")
        self.model = lleaves.Model(model_file=file_of(folder, name))
        self.model.compile(cache=str(folder / (name + ".lleaves.o")), raw_score=True)

    def call_for(self, rows):
        doubles, scores = rows.astype(float), numpy.zeros(len(rows))
        start, result = (array.ctypes.data_as(ctypes.POINTER(ctypes.c_double)) for array in (doubles, scores))
        entry, count = self.model._c_entry_func, len(rows)
        return lambda: (entry(start, result, 0, count), doubles, scores)[2]  # the call keeps what it points to


class OneDAL(Peer):
    package = "daal4py"

    def __init__(self, folder, name):
        import daal4py
        daal4py.daalinit(1)
        self.model = daal4py.mb.convert_model(self.trained(file_of(folder, name), trainer_of(name)))
        self.predict = self.model.predict if self.model._is_regression else self.model.predict_proba

    @staticmethod
    def trained(source, trainer):
        if trainer == "xgb":
            import xgboost
            return xgboost.Booster(model_file=source)
        if trainer == "lgb":
            import lightgbm
            return lightgbm.Booster(model_file=source)
        if trainer == "catboost":
            import catboost
            return catboost.CatBoost().load_model(source)
        raise Refused("no reader")

    def call_for(self, rows):
        return lambda: self.predict(rows)


peers = {"XGBoost": XGBoost, "LightGBM": LightGBM, "scikit-learn": ScikitLearn, "CatBoost": CatBoost,
         "ONNX Runtime": OnnxRuntime, "TL2cgen": TL2cgen, "lleaves": Lleaves, "daal4py": OneDAL}


def version_of(package):
    """The version; of daal4py also where it comes with scikit-learn-intelex."""
    for candidate in [package] + (["scikit-learn-intelex"] if package == "daal4py" else []):
        try:
            return candidate + " " + importlib.metadata.version(candidate)
        except importlib.metadata.PackageNotFoundError:
            pass
    raise Refused("not installed")


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


def seconds_per_row(loaded, rows, n, seconds):
    """Processor time of the whole process, the best of all passes; a pass is up to 256 batches of other rows."""
    batches = min(max(4096 // n, 1), 256)
    calls = [loaded.call_for(rows[i * n:(i + 1) * n]) for i in range(batches)]
    best, end = float("inf"), time.monotonic() + seconds
    while best == float("inf") or time.monotonic() < end:
        begin = time.process_time_ns()
        for call in calls:
            call()
        best = min(best, time.process_time_ns() - begin)
    return best * 1e-9 / (n * batches)


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
        n, seconds = json.loads(line)
        yield {"seconds_per_row": seconds_per_row(loaded, rows, n, seconds)}


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
        self.name, self.best = peer, {}
        for python in [sys.executable] + options.other_python:
            self.process = subprocess.Popen(command(python, "--serve", peer, options, name), text=True,
                                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=options.log)
            self.about = json.loads(self.process.stdout.readline() or '{"absent": "fails: its process ended"}')
            if not self.about.get("absent", "").startswith(("not installed", "fails")):
                break

    def measure(self, counts, seconds):
        for n in counts if "absent" not in self.about else []:
            print(json.dumps([n, seconds]), file=self.process.stdin, flush=True)
            taken = json.loads(self.process.stdout.readline())["seconds_per_row"]
            self.best[n] = min(taken, self.best.get(n, taken))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class OurProgram:
    """This library, by one of its doors."""

    def __init__(self, door, options, name):
        self.name, self.best, self.door = "arenite" if door == "scratch" else "arenite, " + door, {}, door
        self.about = {}
        self.start = [options.program, file_of(options.work, name), str(rows_file(options.work, name))]
        self.margins = [str(options.work / (name + ".margin.npy"))]
        if trainer_of(name) not in ("xgb", "lgb"):
            self.about = {"absent": "no reader yet"}

    def measure(self, counts, seconds):
        if "absent" in self.about:
            return
        arguments = ["--rows", ",".join(map(str, counts)), "--seconds", str(seconds), "--door", self.door]
        margins = [] if "different_rows" in self.about else self.margins
        done = subprocess.run(self.start + margins + arguments, capture_output=True, text=True)
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
    ours = [OurProgram(door, options, name) for door in ("scratch", "stack")] if options.program else []
    return ours + [PeerProcess(peer, options, name) for peer in options.peers]


def in_words(engine, trees, counts):
    """The cells of one line of the table."""
    if "absent" in engine.about:
        return [engine.about["absent"]] + [""] * len(counts)
    rows_that_differ = engine.about.get("different_rows")
    if rows_that_differ is None:
        largest = engine.about["difference"]
        agreement = f"within {largest:.0e}" if largest else "equal"
    else:
        agreement = f"bits of {rows_that_differ} rows differ" if rows_that_differ else "same bits"
    cells = [f"{engine.best[n] * (1e6 if n == 1 else 1e9 / trees):.3g}" if n in engine.best else "" for n in counts]
    return [agreement] + cells


def line_of(cells):
    return "| " + " | ".join(cells) + " |"


def time_model(options, name):
    """One line of the table for each engine; the engines take turns, `options.rounds` times."""
    engines = chosen_engines(options, name)
    for turn in range(options.rounds):
        for engine in engines:
            engine.measure([n for n in options.rows if turn == 0 or n <= 4096], options.seconds)
    for engine in engines:
        engine.close()
        if engine.about.get("absent") != "not its own model":
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
    ours = OurProgram("scratch", options, name)
    ours.measure([1], 0.01)
    return ours.about if "absent" in ours.about else {"malloc": ours.about["model_bytes"]}


def weigh_model(options, name):
    nodes = json.loads((options.work / (name + ".nodes.json")).read_text())["nodes"]
    held = ({"arenite": weigh_ours(options, name)} if options.program else {}) | \
        {peer: weigh_peer(peer, options, name) for peer in options.peers}
    for engine, about in held.items():
        if about.get("absent") != "not its own model":
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


def parsed_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for models, rows and results")
    parser.add_argument("--program", help="arenite.benchmarks.forests; without it only the peers run")
    parser.add_argument("--models", type=lambda text: text.split(","), default=list(recipes))
    parser.add_argument("--peers", type=lambda text: [peer for peer in text.split(",") if peer], default=list(peers))
    parser.add_argument("--rows", type=lambda text: [int(n) for n in text.split(",")], default=row_counts)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.3, help="for each measurement of a round")
    parser.add_argument("--quick", action="store_true", help="64 and 4096 rows, one round")
    parser.add_argument("--memory", action="store_true", help="bytes of the loaded models instead of times")
    parser.add_argument("--other-python", type=lambda text: text.split(","), default=[],
                        help="interpreters for the peers that this one has not, or not in working order")
    parser.add_argument("--cpu", type=int, help="the one processor to run on; default: the last one")
    parser.add_argument("--serve", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--weigh", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


def use_one_thread(cpu):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0)) if cpu is None else cpu})
    os.environ["OMP_NUM_THREADS"] = "1"


def run(options):
    if options.quick:
        options.rows, options.rounds = [64, 4096], 1
    options.work.mkdir(parents=True, exist_ok=True)
    make_row_files(options.work)
    for name in options.models:
        make_model(options.work, name)
    use_one_thread(options.cpu)
    print(f"{processor()}, one thread\n", flush=True)
    with open(options.work / "forests.log", "w") as options.log:
        results = weigh_all(options) if options.memory else time_all(options)
    print("\n" + ", ".join(sorted({entry["version"] for entry in results if "version" in entry})))
    kind = "memory" if options.memory else "times"
    (options.work / f"forests-{kind}.json").write_text(json.dumps(results, indent=1))


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
