#!/bin/sh
# SPDX-License-Identifier: MIT
# kernel_limit.test.sh SCORE DATA
# `score` reads more than 100 MB of rows while the kernel allows its process no more than the plan and a stated constant
# for the C++ runtime: in a cgroup (v1 or v2) where one can be made, and under RLIMIT_AS and RLIMIT_DATA.
set -eu
score=$1 data=$2

# What a process has besides its budget: stack, heap and the C++ library's own buffers, and the kernel's page tables.
runtime_bytes=$((3 * 1024 * 1024))
# Address space also counts the code of the libraries, and what the loader maps.
code_bytes=$((16 * 1024 * 1024))

folder=$(mktemp -d)
group=
clean() {
    rm -rf "$folder"
    [ -z "$group" ] || rmdir "$group" 2>/dev/null || true
}
trap clean EXIT
cd "$folder"
fail() {
    echo "FAILED: $1"
    exit 1
}

head -n 1 "$data/rows/breast_cancer.csv" >rows.csv
tail -n +2 "$data/rows/breast_cancer.csv" >some
for _ in 1 2 3 4 5 6 7 8; do
    cat some some some >more
    mv more some
done
cat some >>rows.csv
rm some
rows=$(($(wc -l <rows.csv) - 1))
[ "$(wc -c <rows.csv)" -ge 100000000 ] || fail "the rows are less than 100 MB"

set -- --model "$data/xgboost/binary.json"
plan=$("$score" "$@" --plan | sed -n 's/^total \([0-9]*\) bytes$/\1/p')
set -- "$@" --input rows.csv --budget "$plan" --quiet
complete() { [ "$(cat count)" = "$rows" ] || fail "$1: $(cat count) of $rows rows"; }

# counted COMMAND...: counts the lines that it writes, outside of its limits: pages of a file that wait for a busy disk
# would count as memory of the process. Its exit code is the command's.
counted() {
    { "$@" || echo "$?" >code; } | wc -l >count
    [ ! -e code ] || { code=$(cat code) && rm code && return "$code"; }
}

# in_group LIMIT: runs the rest of the arguments in the group.
in_group() {
    echo "$1" >"$limit_file"
    shift
    sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$group" "$@"
}

# Makes a group below the one of this process, if the system allows that; sets group and limit_file.
make_group() {
    v1=$(sed -n 's/^[0-9]*:[^:]*\bmemory\b[^:]*:\(.*\)$/\1/p' /proc/self/cgroup)
    v2=$(sed -n 's/^0::\(.*\)$/\1/p' /proc/self/cgroup)
    for parent in "/sys/fs/cgroup/memory$v1" /sys/fs/cgroup/memory "/sys/fs/cgroup$v2" /sys/fs/cgroup; do
        mkdir "$parent/arenite_test_$$" 2>/dev/null || continue
        group=$parent/arenite_test_$$
        for limit_file in "$group/memory.limit_in_bytes" "$group/memory.max"; do
            if [ -w "$limit_file" ] && in_group 1000000000 true 2>/dev/null; then return 0; fi
        done
        rmdir "$group"
        group=
    done
    return 1
}

if make_group; then
    limit=$((plan + runtime_bytes))
    counted in_group $limit "$score" "$@" || fail "killed or refused in a cgroup of $limit bytes"
    complete cgroup
    echo "cgroup: survived in $limit bytes: the plan of $plan and $runtime_bytes"
    if [ "$(wc -l </proc/swaps)" -gt 1 ]; then echo "SKIPPED: where there is swap, a smaller cgroup swaps"
    elif counted in_group $((runtime_bytes / 4)) "$score" "$@" 2>/dev/null; then fail "the cgroup does not limit"; fi
else
    echo "SKIPPED: no memory cgroup can be made here; the limits of the process remain"
fi

# limited OPTION KIB: runs the rest of the arguments under a limit of the shell.
limited() (
    ulimit "$1" "$2"
    shift 2
    exec "$@"
)

limit=$(((plan + runtime_bytes + code_bytes) / 1024))
counted limited -v $limit "$score" "$@" || fail "RLIMIT_AS of $limit KiB"
complete RLIMIT_AS
echo "RLIMIT_AS: survived in $limit KiB"
limit=$(((plan + runtime_bytes) / 1024))
counted limited -d $limit "$score" "$@" || fail "RLIMIT_DATA of $limit KiB"
complete RLIMIT_DATA
echo "RLIMIT_DATA: survived in $limit KiB"
if counted limited -d $((plan / 4096)) "$score" "$@" 2>/dev/null; then fail "RLIMIT_DATA does not limit"; fi

# Where not all threads can be started, those that were end, and the program says so.
code=0
counted limited -v 400000 timeout 60 "$score" "$@" --threads 1000 2>err || code=$?
[ "$code" = 75 ] || fail "a thousand threads in 400 MB: exit $code instead of 75: $(cat err)"
echo "threads: exit 75 where they do not fit"
