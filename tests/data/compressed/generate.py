# SPDX-License-Identifier: MIT
"""Makes the compressed files: gzip(1) 1.12, Python 3.11's zlib 1.2.13 and zstd(1) 1.5.4 of Debian 12.

    python3 tests/data/compressed/generate.py
"""
import pathlib
import struct
import subprocess
import zlib

folder = pathlib.Path(__file__).parent
rows = folder.parent / "rows" / "iris.csv"
text = rows.read_bytes()


def run(*command, into):
    (folder / into).write_bytes(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


run("gzip", "-9", "-N", "-c", rows, into="iris.csv.gz")
run("zstd", "-19", "-q", "-c", rows, into="iris.csv.zst")
run("zstd", "-q", "--no-check", "-c", rows, into="iris_no_checksum.csv.zst")

# A gzip header with all its fields (RFC 1952, 2.3): extra, name, comment, checksum of the header.
flags = 2 | 4 | 8 | 16
header = struct.pack("<4BI2B", 0x1F, 0x8B, 8, flags, 0, 0, 255)
header += struct.pack("<H", 6) + b"AB\2\0xy" + b"iris.csv\0" + b"a comment\0"
header += struct.pack("<H", zlib.crc32(header) & 0xFFFF)
deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
body = deflate.compress(text) + deflate.flush()
(folder / "iris_header_fields.csv.gz").write_bytes(header + body + struct.pack("<2I", zlib.crc32(text), len(text)))
