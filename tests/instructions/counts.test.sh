#!/bin/sh
# SPDX-License-Identifier: MIT
# counts.test.sh PROGRAM TABLE [--write]
# Predictions take, per row and tree, at most 5 % more instructions than TABLE says, where callgrind counts those of
# PROGRAM. With --write the table is written anew instead. Callgrind shows every program the same processor, one with
# AVX2 and 256 KB of cache: what is counted does not depend on the machine.
set -eu
program=$1 table=$2 write=${3-}
worst=1.05 better=0.90

skip() {
    echo "SKIPPED: $1"
    exit 77
}
fail() {
    echo "FAILED: $1"
    exit 1
}
command -v valgrind >/dev/null || skip "valgrind is not installed"
valgrind true >/dev/null 2>&1 || skip "valgrind does not run here"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# run INSTRUCTIONS: leaves a list of what was predicted, and a file of what was counted for each line of it.
run() {
    code=0
    valgrind --tool=callgrind --callgrind-out-file="$folder/$1" --toggle-collect=arenite_counted \
        --dump-after=arenite_counted "$program" "$1" >"$folder/$1.list" 2>"$folder/$1.log" || code=$?
    [ $code != 77 ] || skip "under valgrind this processor has no $1"
    [ $code = 0 ] || fail "$(cat "$folder/$1.log")"
}

# counts INSTRUCTIONS: a number for each line of the list.
counts() {
    part=0
    while IFS=, read -r _ _ row_trees; do
        part=$((part + 1))
        total=$(sed -n 's/^totals: //p' "$folder/$1.$part")
        awk "BEGIN { printf \"%.2f\\n\", ${total:?callgrind counted nothing} / $row_trees }"
    done <"$folder/$1.list"
}

for instructions in portable avx2; do
    run $instructions
    counts $instructions >"$folder/$instructions"
done
{
    echo "ensemble,rows,portable,avx2"
    cut -d , -f 1,2 "$folder/portable.list" | paste -d , - "$folder/portable" "$folder/avx2"
} >"$folder/counted"

if [ "$write" = --write ]; then
    cp "$folder/counted" "$table"
    cat "$table"
    exit
fi

cut -d , -f 1,2 "$folder/counted" >"$folder/names"
cut -d , -f 1,2 "$table" | cmp - "$folder/names" || fail "the table has other lines: write it anew"
echo "instructions per row and tree, and those of the table"
cut -d , -f 3,4 "$table" | paste -d , "$folder/counted" - | awk -F , -v worst=$worst -v better=$better '
    function verdict(counted, expected) {
        if (counted > expected * worst) { failed = 1; return "TOO MANY" }
        return counted < expected * better ? "better: write the table anew" : ""
    }
    NR > 1 { printf "%-16s %3d rows, portable: %7.2f %7.2f %s\n", $1, $2, $3, $5, verdict($3, $5)
             printf "%-16s %3d rows, avx2:     %7.2f %7.2f %s\n", $1, $2, $4, $6, verdict($4, $6) }
    END { exit failed }' || fail "more than $worst times the table"
