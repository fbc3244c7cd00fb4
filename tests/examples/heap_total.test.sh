#!/bin/sh
# SPDX-License-Identifier: MIT
# heap_total.test.sh SCORE DATA PLAIN COMPRESSION…
# What `score` asks the heap for does not depend on how many rows there are: valgrind counts the same for N and for 2N.
set -eu
score=$1 data=$2
shift 3

skip() {
    echo "SKIPPED: $1"
    exit 77
}
command -v valgrind >/dev/null || skip "valgrind is not installed"
valgrind --error-exitcode=9 "$score" --version >/dev/null 2>&1 || skip "valgrind does not run this program here"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
head -n 1 "$data/rows/breast_cancer.csv" >header
tail -n +2 "$data/rows/breast_cancer.csv" >some
cat some some some some some >more
cat header more more >once.csv
cat header more more more more >twice.csv

# array ROWS: of zeros, one byte each.
array() {
    printf '\223NUMPY\001\000\166\000%-117s\n' "{'descr': '|u1', 'fortran_order': False, 'shape': ($1, 30), }"
    head -c $(($1 * 30)) /dev/zero
}
array 800 >once.npy
array 1600 >twice.npy
for much in once twice; do
    awk -F, 'NR > 1 { printf 1; for (i = 1; i <= NF; ++i) printf " %d:%s", i - 1, $i; print "" }' $much.csv >$much.svm
    for packed in "$@"; do ! command -v "${packed:-none}" >/dev/null || $packed -c $much.csv >"$much.csv.$packed"; done
done

# allocations ROWS BATCH
allocations() {
    valgrind "$score" --model "$data/lightgbm/forest_binary.txt" --input "$1" --output out.csv --batch "$2" \
        --budget 16MiB --quiet 2>&1 | sed -n 's/.*total heap usage: \([0-9,]*\) allocs, .*/\1/p'
}
for format in csv svm npy "$@"; do
    [ ! -e "once.csv.$format" ] || format=csv.$format
    [ -e "once.$format" ] || continue
    for batch in 1 64 400; do
        once=$(allocations once.$format $batch)
        [ "$(wc -l <out.csv)" = 800 ] || { echo "FAILED: not all rows of once.$format were scored"; exit 1; }
        twice=$(allocations twice.$format $batch)
        echo "$format, batches of $batch: $once allocations, twice the rows: $twice"
        [ -n "$once" ] && [ "$once" = "$twice" ] || {
            echo "FAILED: the heap's use grows with the rows"
            exit 1
        }
    done
done
