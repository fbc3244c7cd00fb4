# SPDX-License-Identifier: MIT
"""Streams of the libraries that people have, read by arrow_batches: the same bits as Python's own values.

    python3 arrow_peers.py LIBRARY

LIBRARY is the shared library of arrow_peers.cpp. Needs pyarrow and NumPy, or the answer is 77: skipped; Polars and DuckDB
are tried where they are installed. Written for pyarrow 26, Polars 2, DuckDB 2; none of their versions matters.
"""

import ctypes
import math
import struct
import sys

try:
    import numpy as np
    import pyarrow as pa
except ImportError as missing:
    print("SKIPPED:", missing)
    sys.exit(77)

library = ctypes.CDLL(sys.argv[1])
library.arenite_rows.restype = ctypes.c_char_p
library.arenite_rows.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]
pointer_of_capsule = ctypes.pythonapi.PyCapsule_GetPointer
pointer_of_capsule.restype = ctypes.c_void_p
pointer_of_capsule.argtypes = [ctypes.py_object, ctypes.c_char_p]

failures = 0
checked = 0


class Stream(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in ("get_schema", "get_next", "get_last_error", "release", "private")]


def rows_of(source, columns, batch_rows, as_float):
    """The answer for what speaks the capsule protocol; a pyarrow reader is exported through a bare pointer."""
    if isinstance(source, pa.RecordBatchReader):
        stream = Stream()
        address = ctypes.addressof(stream)
        source._export_to_c(address)
        answer = library.arenite_rows(address, columns.encode(), batch_rows, as_float)
        assert stream.release is None, "the stream was not taken over"
        return answer.decode()
    capsule = source.__arrow_c_stream__()
    return library.arenite_rows(pointer_of_capsule(capsule, b"arrow_array_stream"), columns.encode(), batch_rows, as_float).decode()


def bits(value, as_float):
    if value is None or math.isnan(value):
        return "nan"
    with np.errstate(over="ignore"):
        number = float(np.float32(value)) if as_float else float(value)
    return struct.pack(">d", number).hex()


def text_of(columns, values, as_float, losses):
    """What is expected: columns are (kind, name, vocabulary), values lists by name."""
    lines = []
    for row in range(len(next(iter(values.values())))):
        texts = [values[name][row] or "" for kind, name, _ in columns if kind == "text"]
        cells = []
        for kind, name, vocabulary in columns:
            value = values[name][row]
            if kind == "category":
                value = vocabulary.index(value) if value in vocabulary else None
            if kind != "text":
                cells.append(bits(value, as_float))
        lines.append("".join(cell + " " for cell in texts + cells))
    return "\n".join(lines + [losses])


def check(what, make_source, columns, values, losses=("0 0 0 ", "0 0 0 ")):
    global failures, checked
    listed = "\n".join(f"{kind} {name}" + (f"={','.join(vocabulary)}" if vocabulary else "") for kind, name, vocabulary in columns)
    for as_float in (0, 1):
        expected = text_of(columns, values, as_float, losses[as_float])
        for batch_rows in (1, 3, 64, 1024):
            checked += 1
            found = rows_of(make_source(), listed, batch_rows, as_float)
            if found != expected:
                failures += 1
                print(f"FAILED: {what}, batches of {batch_rows}, float {as_float}:\n{found[:400]}\nexpected\n{expected[:400]}")


def check_error(what, source, columns, error):
    global failures, checked
    checked += 1
    found = rows_of(source, columns, 16, 0)
    if error not in found:
        failures += 1
        print(f"FAILED: {what}: {found[:300]}")


generator = np.random.default_rng(7)
COUNT = 300
missing = generator.random(COUNT) < 0.2


def with_nulls(values):
    return [None if gone else value for value, gone in zip(values, missing)]


# pyarrow: every type of numbers, with nulls, in record batches of several sizes, whole and sliced.
TYPES = {
    "int8": pa.int8(), "uint8": pa.uint8(), "int16": pa.int16(), "uint16": pa.uint16(), "int32": pa.int32(),
    "uint32": pa.uint32(), "int64": pa.int64(), "uint64": pa.uint64(), "half": pa.float16(), "single": pa.float32(),
    "double": pa.float64(), "flag": pa.bool_(), "nothing": pa.null(),
}  # fmt: skip


def number_values(kind):
    if kind == "nothing":
        return [None] * COUNT
    if kind == "flag":
        return with_nulls([bool(value) for value in generator.integers(0, 2, COUNT)])
    if kind in ("half", "single", "double"):
        dtype = {"half": np.float16, "single": np.float32, "double": np.float64}[kind]
        return with_nulls([float(value) for value in generator.normal(0, 50, COUNT).astype(dtype)])
    most = 24 if "64" in kind or "32" in kind else int(kind[-2:].strip("t"))
    low = 0 if kind.startswith("u") else -(2 ** (most - 1))
    high = 2**most if kind.startswith("u") else 2 ** (most - 1)
    return with_nulls([int(value) for value in generator.integers(low, high, COUNT)])


values = {kind: number_values(kind) for kind in TYPES}
table = pa.table({kind: pa.array(values[kind], TYPES[kind]) for kind in TYPES})
columns = [("number", kind, None) for kind in TYPES]
for size in (1, 7, 100, COUNT):
    check(f"pyarrow, record batches of {size}", lambda: table.to_reader(max_chunksize=size), columns, values)
check("pyarrow, reversed columns", lambda: table.to_reader(), columns[::-1], values)
check("pyarrow, a capsule", lambda: table, columns, values)
for first in (1, 3, 8, 13):
    part = {kind: list_[first:290] for kind, list_ in values.items()}
    check(f"pyarrow, sliced at {first}", lambda: table.slice(first, 290 - first).to_reader(max_chunksize=50), columns, part)

whole = pa.StructArray.from_arrays([table[kind].combine_chunks() for kind in TYPES], names=list(TYPES))
sliced = pa.RecordBatch.from_struct_array(whole[5:77])
check("pyarrow, a sliced structure", lambda: pa.RecordBatchReader.from_batches(sliced.schema, [sliced]), columns,
      {kind: list_[5:77] for kind, list_ in values.items()})  # fmt: skip

large = {"whole": [2**53 + 1, 2**53, -(2**53) - 1, None], "wide": [1e39, 1e-60, 0.1, None]}
check("pyarrow, what is lost", lambda: pa.table({"whole": pa.array(large["whole"], pa.int64()), "wide": large["wide"]}).to_reader(),
      [("number", "wide", None), ("number", "whole", None)], large, ("2 0 0 ", "2 1 1 "))  # fmt: skip

# pyarrow: texts and categories.
CITIES = ["Oslo", "Bern", "Llanfairpwllgwyngyll", "Zürich", "", "Lima"]
cities = with_nulls([CITIES[i] for i in generator.integers(0, len(CITIES), COUNT)])
texts = {"city": cities, "note": with_nulls([f"a note with the number {i}" if i % 3 else str(i) for i in range(COUNT)])}
text_columns = [("category", "city", ["Bern", "Zürich", "Llanfairpwllgwyngyll", "Oslo"]), ("text", "note", None)]
for kind in (pa.string(), pa.large_string(), pa.string_view()):
    made = pa.table({"city": pa.array(cities, kind), "note": pa.array(texts["note"], kind)})
    check(f"pyarrow, {kind}", lambda: made.to_reader(max_chunksize=70), text_columns, texts)
    encoded = pa.table({name: pa.array(list_, pa.string()).cast(pa.dictionary(pa.int32(), pa.string())) for name, list_ in texts.items()})
    check("pyarrow, dictionaries", lambda: encoded.to_reader(max_chunksize=70), text_columns, texts)
for index in (pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.uint32(), pa.int64(), pa.uint64()):
    encoded = pa.table({"city": pa.array(cities, pa.string()).cast(pa.dictionary(index, pa.string())), "note": texts["note"]})
    check(f"pyarrow, dictionaries with {index}", lambda: encoded.to_reader(), text_columns, texts)
batches = [pa.RecordBatch.from_arrays([pa.array(cities[i : i + 60]).dictionary_encode(), pa.array(texts["note"][i : i + 60])],
                                      names=["city", "note"]) for i in range(0, COUNT, 60)]  # fmt: skip
check("pyarrow, a dictionary for each record batch",
      lambda: pa.RecordBatchReader.from_batches(batches[0].schema, iter(batches)), text_columns, texts)  # fmt: skip


def failing():
    yield batches[0]
    raise OSError("the disk is gone")


check_error("pyarrow, an error of the producer", pa.RecordBatchReader.from_batches(batches[0].schema, failing()),
            "text note\nnumber missing", "arrow stream has no column 'missing'")  # fmt: skip
check_error("pyarrow, an error of the producer", pa.RecordBatchReader.from_batches(batches[0].schema, failing()),
            "text note", "the disk is gone")  # fmt: skip
for kind, format in ((pa.date32(), "tdD"), (pa.timestamp("us", "UTC"), "tsu:UTC"), (pa.decimal128(9, 2), "d:9,2"),
                     (pa.list_(pa.int8()), "+l"), (pa.binary(), "z"), (pa.duration("s"), "tDs"),
                     (pa.run_end_encoded(pa.int32(), pa.float64()), "+r")):  # fmt: skip
    check_error(f"pyarrow, {kind}", pa.schema([("day", kind)]).empty_table().to_reader(), "number day",
                f'column 1: found the format "{format}"')  # fmt: skip

try:
    import polars as pl

    frame = pl.DataFrame({"x": values["double"], "n": values["int32"], "f": values["flag"], **texts})
    frame = frame.with_columns(pl.col("city").cast(pl.Categorical), pl.col("n").cast(pl.Int32))
    given = {"x": values["double"], "n": values["int32"], "f": values["flag"], **texts}
    asked = [("number", "n", None), text_columns[0], ("number", "x", None), text_columns[1], ("number", "f", None)]
    check("polars", lambda: frame, asked, given)
    check("polars, sliced", lambda: frame.slice(37, 200), asked, {name: list_[37:237] for name, list_ in given.items()})
    named = frame.with_columns(pl.col("city").cast(pl.Enum(CITIES)))
    check("polars, an enumeration", lambda: named, asked, given)
    check("polars, chunks", lambda: pl.concat([frame[:10], frame[10:11], frame[11:]], rechunk=False), asked, given)
except ImportError as absent:
    print("SKIPPED: polars:", absent)

try:
    import duckdb

    connection = duckdb.connect()
    source = pa.table({"x": values["double"], "n": pa.array(values["int32"], pa.int32()), "f": values["flag"], **texts})
    connection.register("source", source)
    connection.execute("create type town as enum ('Lima', 'Bern', 'Oslo', 'Zürich', 'Llanfairpwllgwyngyll', '')")
    connection.execute("create table kept as select x, n, f, city::town city, note from source")
    given = {"x": values["double"], "n": values["int32"], "f": values["flag"], **texts}
    asked = [("number", "n", None), text_columns[0], ("number", "x", None), text_columns[1], ("number", "f", None)]
    check("duckdb", lambda: connection.sql("select * from kept order by rowid"), asked, given)
    check("duckdb, texts", lambda: connection.sql("select * replace (city::varchar as city) from kept order by rowid"), asked, given)
    check("duckdb, many rows", lambda: connection.sql("select range::double x, (range % 7)::utinyint k from range(10000)"),
          [("number", "x", None), ("number", "k", None)],
          {"x": [float(i) for i in range(10000)], "k": [i % 7 for i in range(10000)]})  # fmt: skip
except ImportError as absent:
    print("SKIPPED: duckdb:", absent)

print(f"{checked} streams, {failures} failures")
sys.exit(1 if failures else 0)
