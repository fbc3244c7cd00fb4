#!/bin/sh
# SPDX-License-Identifier: MIT
# only_reads_and_writes.test.sh SCORE DATA
# From the second batch on, `score` makes no system call but read and write: strace is the witness.
set -eu
score=$1 data=$2

skip() {
    echo "SKIPPED: $1"
    exit 77
}
command -v strace >/dev/null || skip "strace is not installed"
strace -o /dev/null true 2>/dev/null || skip "this process may not trace another"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
head -n 1 "$data/rows/breast_cancer.csv" >rows.csv
tail -n +2 "$data/rows/breast_cancer.csv" >some
for _ in 1 2 3 4 5 6 7; do
    cat some some some >more
    mv more some
done
cat some >>rows.csv  # 174 960 rows, 38 MB

# check MODEL BATCH: every call between the first read behind the first batch and the end of the input.
check() {
    strace -o trace "$score" --model "$data/$1" --input rows.csv --output out.csv --batch "$2" --budget 16MiB 2>/dev/null
    rows=$(wc -l <out.csv)
    [ "$rows" = 174960 ] || { echo "FAILED: $1: $rows rows were written"; exit 1; }
    input=$(sed -n 's/^openat(.*"rows.csv".*= \([0-9]*\)$/\1/p' trace)
    sed -n "/^read($input, /,\$p" trace | sed '1,/^write(/d' | sed "/^read($input, \"\", .*= 0\$/,\$d" >steady
    reads=$(grep -c "^read($input, " steady)
    others=$(grep -cvE '^(read|write)\(' steady || true)
    echo "$1, batches of $2: $reads reads, $(grep -c '^write(' steady) writes, $others others"
    if [ "$reads" -lt 50 ] || [ "$others" != 0 ]; then
        echo "FAILED: more than reads and writes:"
        grep -vE '^(read|write)\(' steady | sort | uniq -c | sort -rn | head
        exit 1
    fi
}
for batch in 1 256 4096; do check lightgbm/forest_binary.txt $batch; done
check xgboost/binary.json 1000
