#!/bin/sh
# SPDX-License-Identifier: MIT
# heap_total.test.sh SCORE DATA
# What `score` asks the heap for does not depend on how many rows there are: valgrind counts the same for N and for 2N.
set -eu
score=$1 data=$2

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

# allocations ROWS BATCH
allocations() {
    valgrind "$score" --model "$data/lightgbm/forest_binary.txt" --input "$1" --output out.csv --batch "$2" \
        --budget 16MiB --quiet 2>&1 | sed -n 's/.*total heap usage: \([0-9,]*\) allocs, .*/\1/p'
}
for batch in 1 64 400; do
    once=$(allocations once.csv $batch) twice=$(allocations twice.csv $batch)
    echo "batches of $batch: $once allocations, twice the rows: $twice"
    [ -n "$once" ] && [ "$once" = "$twice" ] || {
        echo "FAILED: the heap's use grows with the rows"
        exit 1
    }
done
