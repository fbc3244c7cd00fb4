#!/bin/sh
# SPDX-License-Identifier: MIT
# only_reads_and_writes.test.sh SCORE DATA PLAIN COMPRESSION…
# From the second batch on, `score` makes no system call but read and write: strace is the witness.
set -eu
score=$1 data=$2
shift 3

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
awk -F, 'NR > 1 { printf 1; for (i = 1; i <= NF; ++i) printf " %d:%s", i - 1, $i; print "" }' rows.csv >rows.svm
{
    printf '\223NUMPY\001\000\166\000%-117s\n' "{'descr': '<f8', 'fortran_order': False, 'shape': (174960, 30), }"
    head -c $((174960 * 30 * 8)) /dev/zero
} >rows.npy

# check MODEL ROWS BATCH [READS]: every call between the first and the last write of scores; at least so many reads.
check() {
    strace -o trace "$score" --model "$data/$1" --input "$2" --output out.csv --batch "$3" --budget 24MiB 2>/dev/null
    written=$(wc -l <out.csv)
    [ "$written" = 174960 ] || { echo "FAILED: $1: $written rows of $2 were written"; exit 1; }
    awk '/^write\([^12],/ { printf "%s", held; held = ""; seen = 1 } seen { held = held $0 "\n" }' trace >steady
    reads=$(grep -c '^read(' steady || true)
    others=$(grep -cvE '^(read|write)\(' steady || true)
    echo "$1, $2, batches of $3: $reads reads, $(grep -c '^write(' steady) writes, $others others"
    if [ "$reads" -lt "${4:-50}" ] || [ "$others" != 0 ]; then
        echo "FAILED: more than reads and writes, or few reads:"
        grep -vE '^(read|write)\(' steady | sort | uniq -c | sort -rn | head
        exit 1
    fi
}
for batch in 1 256 4096; do check lightgbm/forest_binary.txt rows.csv $batch; done
check xgboost/binary.json rows.csv 1000
for rows in rows.svm rows.npy; do
    check lightgbm/forest_binary.txt $rows 256
    check xgboost/binary.json $rows 4096 30
done
for packed in "$@"; do
    command -v "${packed:-none}" >/dev/null || continue
    $packed -1 -c rows.csv >rows.packed
    check xgboost/binary.json rows.packed 1000 0
done
