# SPDX-License-Identifier: MIT
"""The CSV files of loaders.py, each of its kind and size, from fixed seeds: the same bytes every time."""
import argparse
import pathlib
import typing

import numpy

piece_rows = 5_000


class Kind(typing.NamedTuple):
    megabytes: int  # where the file `big` has 552
    columns: int
    wanted: list  # of the columns, those that are read
    precision: str = "float32"
    texts: list = []  # of the columns, those that hold text


every_fifth = list(range(0, 20, 5))
kinds = {
    "big": Kind(552, 28, list(range(28))),
    "wide": Kind(329, 40, list(range(2, 40, 5))),
    "low": Kind(237, 24, list(range(24))),
    "quoted": Kind(188, 20, [i for i in range(20) if i not in every_fifth], texts=every_fifth),
    "crlf": Kind(552, 28, list(range(28))),
    "f64": Kind(202, 20, list(range(20)), "float64"),
    "sci": Kind(102, 28, list(range(28))),
}


# The values of a piece, column by column.

def decimals(draw, rows, columns, precision="float32"):
    """In turns within [0, 1), normal, and within [0, 100)."""
    makers = (lambda: draw.random(rows), lambda: draw.standard_normal(rows), lambda: 100 * draw.random(rows))
    return [makers[i % 3]().astype(precision) for i in range(columns)]


def with_holes(draw, values):
    import polars
    return polars.Series(values).scatter(numpy.flatnonzero(draw.random(len(values)) < 0.01), None)


def low(draw, rows, columns):
    """Two columns with two digits behind the point, then one of integers below 1000."""
    return [draw.integers(0, 1000, rows) if i % 3 == 2 else draw.integers(0, 10_000, rows) / 100
            for i in range(columns)]


def texts(draw, rows):
    """Words, in quotes where CSV needs them: for a comma, a quote, or the end of a line."""
    words = ["north", "south", "lake", "hill", "old town", "harbour", "x", "bridge"]
    shapes = ["{}", '"{}, {}"', '"the ""{}"" of {}"', '"{}\n{}"']
    known = [shape.format(first, second) for shape in shapes for first in words for second in words]
    return numpy.array(known)[draw.integers(0, len(known), rows)]


def with_quotes(draw, values):
    """Numbers as text, one in four of them in quotes."""
    import polars
    plain = polars.Series(values).cast(polars.String)
    chosen = polars.Series(draw.random(len(values)) < 0.25)
    return ('"' + plain + '"').zip_with(chosen, plain)


def values_of(kind, draw, rows):
    shape = kinds[kind]
    if kind == "low":
        return low(draw, rows, shape.columns)
    if kind == "f64":
        return [draw.random(rows) for _ in range(shape.columns)]
    values = decimals(draw, rows, shape.columns)
    if kind == "wide":
        return [with_holes(draw, column) for column in values]
    if kind == "quoted":
        return [texts(draw, rows) if i in shape.texts else with_quotes(draw, column) for i, column in enumerate(values)]
    return values


def piece_of(kind, seed):
    """The lines of a piece, as bytes."""
    import polars
    values = values_of(kind, numpy.random.default_rng(seed), piece_rows)
    if kind == "sci":
        line = ",".join(["%.18e"] * len(values)) + "\n"
        return (line * piece_rows % tuple(numpy.column_stack(values).ravel())).encode()
    table = polars.DataFrame({name: column for name, column in zip(names_of(kind), values)})
    return table.write_csv(include_header=False, quote_style="never").encode()


# Files.

def names_of(kind):
    return [f"c{i}" for i in range(kinds[kind].columns)]


def write_file(kind, path, size):
    """Whole pieces, until there are `size` bytes with ends of lines of one byte."""
    end = b"\r\n" if kind == "crlf" else b"\n"
    with open(path, "wb") as file:
        file.write(",".join(names_of(kind)).encode() + end)
        written, seed = 0, 1
        while written < size:
            piece = piece_of(kind, seed)
            file.write(piece.replace(b"\n", end) if kind == "crlf" else piece)
            written, seed = written + len(piece), seed + 1


def make_file(folder, kind, megabytes):
    """The path of the file of that kind, which is made if it is not there; `megabytes`: those of `big`."""
    size = max(kinds[kind].megabytes * megabytes * 1_000_000 // kinds["big"].megabytes, 1)
    path = folder / f"{kind}-{megabytes}.csv"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        write_file(kind, unfinished, size)
        unfinished.rename(path)
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for the files")
    parser.add_argument("--megabytes", type=int, default=kinds["big"].megabytes,
                        help="of the file big; the others' are in proportion")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    for kind in kinds:
        print(make_file(options.work, kind, options.megabytes), flush=True)


if __name__ == "__main__":
    main()
