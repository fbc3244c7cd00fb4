# SPDX-License-Identifier: MIT
"""The peers of loaders.py. Each reads a CSV file's wanted columns as numbers of a precision that it is told up front,
in one thread and in pieces: `read` gives the number of rows, `check` that, the column sums in double, and the number
of missing values. Nothing is kept; DuckDB and Polars, which drop what nobody asks for, are asked for the sums."""
import importlib.metadata
import typing

import numpy


class Work(typing.NamedTuple):
    path: str
    names: list  # of all columns
    wanted: list  # names
    texts: list  # names
    precision: str  # float32 or float64
    crlf: bool


class Found(typing.NamedTuple):
    rows: int
    sums: list
    missing: int


class Pyarrow:
    """Arrow's streaming reader, in its blocks of 1 MiB."""
    package = "pyarrow"

    def __init__(self, work):
        import pyarrow
        import pyarrow.csv
        pyarrow.set_cpu_count(1)
        pyarrow.set_io_thread_count(1)
        self.work, self.reader = work, pyarrow.csv
        self.types = {name: getattr(pyarrow, work.precision)() for name in work.wanted}

    def batches(self):
        work, reader = self.work, self.reader
        return reader.open_csv(
            work.path, read_options=reader.ReadOptions(use_threads=False),
            parse_options=reader.ParseOptions(newlines_in_values=bool(work.texts)),
            convert_options=reader.ConvertOptions(column_types=self.types, include_columns=work.wanted))

    def read(self):
        return sum(batch.num_rows for batch in self.batches())

    def check(self):
        import pyarrow.compute
        rows, missing, sums = 0, 0, numpy.zeros(len(self.work.wanted))
        for batch in self.batches():
            rows += batch.num_rows
            missing += sum(column.null_count for column in batch.columns)
            sums += [pyarrow.compute.sum(column).as_py() or 0 for column in batch.columns]
        return Found(rows, list(sums), missing)


class Polars:
    """scan_csv on the streaming engine, which reads the selected columns alone."""
    package = "polars"

    def __init__(self, work):
        import polars
        number = {"float32": polars.Float32, "float64": polars.Float64}[work.precision]
        schema = {name: polars.String if name in work.texts else number for name in work.names}
        wanted = polars.scan_csv(work.path, schema=schema).select(work.wanted)
        every = polars.all()
        self.sums = wanted.select(polars.len().alias("rows"), every.cast(polars.Float64).sum())
        self.missing = wanted.select(every.null_count())

    def totals(self):
        return self.sums.collect(engine="streaming").row(0)

    def read(self):
        return self.totals()[0]

    def check(self):
        rows, *sums = self.totals()
        return Found(rows, sums, sum(self.missing.collect(engine="streaming").row(0)))


class Duckdb:
    """read_csv with nothing left to detect."""
    package = "duckdb"

    def __init__(self, work):
        import duckdb
        number = {"float32": "FLOAT", "float64": "DOUBLE"}[work.precision]
        columns = {name: "VARCHAR" if name in work.texts else number for name in work.names}
        end = "\\r\\n" if work.crlf else "\\n"
        self.source = (f"FROM read_csv('{work.path}', auto_detect = false, header = true, delim = ',', quote = '\"', "
                       f"escape = '\"', new_line = '{end}', columns = {columns})")
        self.wanted = work.wanted
        self.connection = duckdb.connect(config={"threads": 1})

    def totals(self, *of_columns):
        terms = ["count(*)"] + [term.format(name) for term in of_columns for name in self.wanted]
        return self.connection.execute(f"SELECT {', '.join(terms)} {self.source}").fetchone()

    def read(self):
        return self.totals("sum({})")[0]

    def check(self):
        rows, *found = self.totals("sum({})", "count({})")
        columns = len(self.wanted)
        return Found(rows, found[:columns], rows * columns - sum(found[columns:]))


class Pandas:
    """The C engine, in pieces of 65 536 rows."""
    package = "pandas"

    def __init__(self, work):
        import pandas
        self.work, self.pandas = work, pandas

    def batches(self):
        types = dict.fromkeys(self.work.wanted, self.work.precision)
        return self.pandas.read_csv(self.work.path, engine="c", dtype=types, usecols=self.work.wanted, chunksize=65_536)

    def read(self):
        return sum(len(batch) for batch in self.batches())

    def check(self):
        rows, missing, sums = 0, 0, numpy.zeros(len(self.work.wanted))
        for batch in self.batches():
            rows += len(batch)
            values = batch.to_numpy(dtype="float64")
            missing += int(numpy.isnan(values).sum())
            sums += numpy.nansum(values, axis=0)
        return Found(rows, list(sums), missing)


peers = {"Polars": Polars, "DuckDB": Duckdb, "pyarrow": Pyarrow, "pandas": Pandas}


def version_of(peer):
    package = peers[peer].package
    return f"{package} {importlib.metadata.version(package)}"
