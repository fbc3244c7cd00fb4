# SPDX-License-Identifier: MIT
"""The peers of forests.py: each loads a model, and `call_for(rows)` gives a call that scores these rows.

Whatever a peer can prepare outside of that call (its own matrix of the rows, double instead of float), it prepares
outside.
"""
import ctypes
import importlib.metadata
import json

import numpy

from forest_models import columns_of, file_of, trainer_of


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
            self.booster._handle, 1, 0, -1, 0, columns_of(name), self.settings, ctypes.byref(self.fast))

    def call_for(self, rows):
        scores = numpy.zeros(len(rows))
        ends = ctypes.byref(self.length), pointer(scores)
        if len(rows) == 1:
            predict = self.library.LGBM_BoosterPredictForMatSingleRowFast
            arguments = (self.fast, pointer(rows), *ends)
        else:
            predict = self.library.LGBM_BoosterPredictForMat
            arguments = (self.booster._handle, pointer(rows), 0, *rows.shape, 1, 1, 0, -1, self.settings, *ends)
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
        source, shape = file_of(folder, name), [None, columns_of(name)]
        if trainer_of(name) == "catboost":
            import catboost
            return catboost.CatBoost().load_model(source).save_model(str(converted), format="onnx")
        if trainer_of(name) == "sklearn":
            import joblib
            import skl2onnx
            from skl2onnx.common.data_types import FloatTensorType
            types = [("rows", FloatTensorType(shape))]
            model = skl2onnx.convert_sklearn(joblib.load(source), initial_types=types)
        else:
            model = OnnxRuntime.converted_booster(source, trainer_of(name), shape)
        converted.write_bytes(model.SerializeToString())

    @staticmethod
    def converted_booster(source, trainer, shape):
        import onnxmltools
        from onnxmltools.convert.common.data_types import FloatTensorType
        types = [("rows", FloatTensorType(shape))]
        if trainer == "xgb":
            import xgboost
            return onnxmltools.convert_xgboost(xgboost.Booster(model_file=source), initial_types=types)
        import lightgbm
        return onnxmltools.convert_lightgbm(lightgbm.Booster(model_file=source), initial_types=types, zipmap=False)

    def call_for(self, rows):
        return lambda: self.session.run([self.output], {self.input: rows})[0]


class TL2cgen(Peer):
    """C of the model, compiled once by gcc -O3 and kept in the work folder."""
    package = "tl2cgen"

    def __init__(self, folder, name):
        import tl2cgen
        if trainer_of(name) == "catboost":
            raise Refused("no reader")
        if name in ("sklearn-100", "xgb-forest"):
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
        tl2cgen.export_lib(load(source), "gcc", library, {"parallel_comp": 100}, nthread=1, options=["-O3"])

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
        if name in ("lgb-255", "lgb-31-2000columns"):
            raise Refused("not compiled in minutes")  # of processor time: nine, and two
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
