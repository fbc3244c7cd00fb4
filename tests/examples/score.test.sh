#!/bin/sh
# SPDX-License-Identifier: MIT
# score.test.sh SCORE DATA PLAIN COMPRESSION…: what the program score promises, seen from outside. SCORE is the program,
# DATA tests/data, PLAIN the program as it is without zlib and libzstd; the rest is what SCORE decompresses, gzip or zstd.
# Says which check failed; last `N passed, N failed`.
set -u

score=$(realpath "$1")
data=$(realpath "$2")
plain=$(realpath "$3")
shift 3
compressions=
for packed in "$@"; do
    [ -n "$packed" ] || continue
    if command -v "$packed" >/dev/null; then compressions="$compressions $packed"
    else echo "SKIPPED: $packed is not installed"; fi
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

passed=0
failed=0

# check NAME COMMAND…: the command must succeed.
check() {
    name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $name"
        [ ! -s err ] || sed 's/^/    /' err | cut -c 1-300
    fi
}

# --- what every run must keep to -----------------------------------------------------------------------------------

model_json='\{"format":"(xgboost|lightgbm|sklearn|onnx|catboost|treelite)","trees":[0-9]+,"features":[0-9]+,"outputs":[0-9]+,"bytes":[0-9]+\}'
run_json='"rows":[0-9]+,"bad":[0-9]+,"seconds":[0-9.e+-]+,"budget":(null|[0-9]+),"peak_bytes":[0-9]+,"peak_rss":[0-9]+'
run_json="$run_json,\"input_bytes\":[0-9]+,\"model\":(null|$model_json)"

ends_in_json() { tail -n 1 err | grep -qE "^\{$run_json\}\$"; }
ends_in_json_of_failure() { tail -n 1 err | grep -qE "^\{$run_json,\"exit\":$1,\"error\":\"([^\"\\\\]|\\\\.)+\"\}\$"; }
is_whole_lines() { [ ! -s "$1" ] || [ "$(tail -c 1 "$1" | od -An -tx1 | tr -d ' ')" = 0a ]; }
nothing_unfinished() { [ -z "$(find . -name '*unfinished*')" ]; }
exits() { [ "$2" = "$1" ] || { echo "    exit $2 instead of $1"; false; }; }

# run CODE NAME ARGUMENT…: a scoring run that must end with this code; leaves `out` and `err`.
run() {
    code=$1
    what=$2
    shift 2
    "$score" "$@" >out 2>err
    check "$what" exits "$code" $?
    if [ "$code" = 0 ]; then check "$what: JSON" ends_in_json
    else check "$what: JSON" ends_in_json_of_failure "$code"; fi
    check "$what: whole lines" is_whole_lines out
    check "$what: nothing unfinished" nothing_unfinished
}

# says TEXT: in the human lines and in the JSON line.
says() { check "$what: says '$1'" grep -qF -- "$1" err; }
# place LINE COLUMN BYTE: where the data is bad; COLUMN 0: the whole record.
place() {
    column=": column $2"
    [ "$2" != 0 ] || column=
    says ":$1$column (byte $3): found"
}
prints() { check "$what: prints $1 lines" [ "$(wc -l <out)" = "$1" ]; }
same_as() { check "$what: same bytes as $1" cmp -s "$1" out; }
json_number() { tail -n 1 err | sed "s/.*\"$1\":\([0-9]*\).*/\1/"; }

# --- the training libraries' own answers ---------------------------------------------------------------------------

# Whole numbers are written `1`, not `1.0`.
oracle() { sed -E 's/(^|,)(-?[0-9]+)\.0(,|$)/\1\2\3/g; s/(^|,)(-?[0-9]+)\.0(,|$)/\1\2\3/g' "$1"; }

scores_as_trained() {
    "$score" --model "$data/$1" --input "$data/$2" --out "$3" 2>err | cmp -s - expected
}

while IFS=, read -r model rows; do
    [ "$model" != model ] || continue
    for kind in prediction margin leaf; do
        [ -f "$data/${model%.*}.$kind.csv" ] || continue
        # CatBoost has an exponential of its own: the tests of formats allow a few units in the last place.
        case $kind:$model in prediction:catboost/*multiclass* | prediction:catboost/poisson* | prediction:catboost/uncertainty*) continue ;; esac
        oracle "$data/${model%.*}.$kind.csv" >expected
        check "$kind of $model" scores_as_trained "$model" "$rows" "$kind"
    done
done <"$data/cases.csv"

# scikit-learn: raw rows, texts too; what has all bits.
while read -r case rows; do
    for kind in margin leaf label; do
        [ -f "$data/sklearn/$case.$kind.csv" ] || continue
        oracle "$data/sklearn/$case.$kind.csv" >expected
        check "$kind of sklearn/$case" scores_as_trained "sklearn/$case.json" "$rows" "$kind"
    done
done <<END
forest_regressor rows/diabetes.csv
histogram_texts sklearn/rows/people.csv
mixed_boosted sklearn/rows/people.csv
mixed_infrequent sklearn/rows/people.csv
boosting_classes rows/iris.csv
columns_by_place rows/wine.csv
END

# --- usage: 64 -----------------------------------------------------------------------------------------------------

cancer_rows=$data/rows/breast_cancer.csv
cancer_model="--model $data/xgboost/binary.json"
cancer="$cancer_model --input $cancer_rows"
iris="--model $data/xgboost/softprob.json"
iris_rows=$data/rows/iris.csv
iris_array=$data/npy/rows_iris.npy

# usage TEXT ARGUMENT…: exit 64, with this in the sentence.
usage() {
    sentence=$1
    shift
    run 64 "usage: $*" "$@"
    prints 0
    says "$sentence"
    says "score --help"
}
usage "--model is required"
usage "--bogus" $cancer --bogus
usage "rows.csv" $cancer rows.csv
usage "expected a name that ends in .json, .html or .txt" $cancer --report report.pdf
usage "--threads" $cancer --threads 0
usage "expected one of 0 1" $cancer --libsvm-base 2
usage "--libsvm-base: rows of csv have no use for it" $cancer --libsvm-base 1
usage "--libsvm-base: rows of tsv have no use for it" $cancer --libsvm-base 0 --input-format tsv
usage "--libsvm-base: rows of npy have no use for it" $iris --libsvm-base 0 --input "$iris_array"
for format in libsvm npy; do
    options="delimiter=; missing=NA id=0 header=yes"
    [ $format = libsvm ] || options="$options max-record=1MiB"
    for option in $options; do
        option="--${option%=*} ${option#*=}"
        usage "${option% *}" $iris --input "$iris_rows" --input-format $format $option
        says ": rows of $format have no use for it"
        "$score" $iris --input nothing --input-format $format $option --plan >out 2>err
        check "usage of a plan: $format $option" exits 64 $?
    done
done
usage "--input-format arrow: this program reads no Arrow IPC" $iris --input-format arrow
says "pyarrow"
says "arrow_batches"
usage "--input-format arrow" $iris --input-format arrow --describe
usage "expected one of label leaf margin prediction" $cancer --out probability
usage "expected one of" $cancer --format pickle
usage "expected one of" $cancer --header maybe
usage "expected one of" $cancer --on-bad skip
usage "expected one of" $cancer --final-newline maybe
usage "xlsx" $cancer --input-format xlsx
usage "does not say its classes" $cancer --out label
usage "numbers no leaves" --model "$data/sklearn/histogram_texts.json" --input "$data/sklearn/rows/people.csv" --out leaf
usage "the model has no trees" --model "$data/xgboost/linear.json" --input "$data/rows/diabetes.csv" --out leaf
for size in "" 1MB -1 1.5MiB KiB 18446744073709551616 17179869184GiB; do usage "--budget" $cancer --budget "$size"; done
for size in "" 1MB -1 18446744073709551616; do usage "--max-record" $cancer --max-record "$size"; done
usage "--max-record 3: expected at least 4 bytes" $cancer --max-record 3
for number in 0 -1 many 99999999999999999999; do usage "--batch" $cancer --batch "$number"; done
for delimiter in "" '""' '"' ab .; do usage "--delimiter" $cancer --delimiter "$delimiter"; done
for option in --input --output --id; do usage "$option: it is empty" --model "$data/xgboost/binary.json" $option ""; done
printf '\377\377\377\377\000\000\000\000' >rows.arrow
usage "looks like arrow" $iris --input rows.arrow
printf 'ARROW1\000\000' >rows.arrow
usage "looks like arrow" $iris --input rows.arrow
gzip -c "$iris_rows" >iris.csv.gz
cp "$data/compressed/iris.csv.zst" iris.csv.zst
for packed in "gz gzip zlib1g-dev" "zst zstd libzstd-dev"; do
    set -- $packed
    for way in --quiet --plan; do
        what="without the library of $2, $way"
        "$plain" $iris --input iris.csv.$1 $way >out 2>err
        check "$what" exits 64 $?
        says "compressed by $2, and this program was built without"
        says "$3"
    done
done
"$plain" $cancer >out 2>err
check "without libraries: text is read" exits 0 $?

# --- bad data: 65 --------------------------------------------------------------------------------------------------

head -n 1 "$iris_rows" >header.csv
head -n 3 "$iris_rows" >good.csv
start=$(wc -c <good.csv)
"$score" $iris --input good.csv >good.out 2>err

# bad TEXT LINE COLUMN BYTE NAME: good.csv and then this text (as printf has it) is bad, and where.
bad() {
    { cat good.csv; printf '%b' "$1"; } >bad.csv
    run 65 "bad data: $5" $iris --input bad.csv
    place "$2" "$3" "$4"
    same_as good.out
    run 65 "bad data to a file: $5" $iris --input bad.csv --output scores.csv
    check "$what: no file" [ ! -e scores.csv ]
}
bad '1,2,x3,4\n' 4 3 $((start + 4)) "no number"
says "found \"x3\""
says "a number or a missing token in column 'petal_length_cm'"
bad '1,2\n' 4 0 "$start" "too few fields"
says "found 2 fields, expected 4"
bad '1,2,3,4,5\n' 4 0 "$start" "too many fields"
bad '\n\r\n1,2,3,nine\n' 6 4 $((start + 9)) "behind blank lines"
bad '1,"2"2,3,4\n' 4 2 $((start + 2)) "text behind a closing quote"
bad '1,"2\n,3,4\n' 4 2 $((start + 2)) "a quote that is not closed"
bad '1,2,"3\n3",4\n' 4 3 $((start + 4)) "an embedded newline in a number"
bad '1,"a\nb",3,x\n' 5 4 $((start + 10)) "behind an embedded newline"
bad '1,2,\00003,4\n' 4 3 $((start + 4)) "a NUL byte"
says 'found "\x003"'
bad '1,2,0x10,4\n' 4 3 $((start + 4)) "a hexadecimal number"
bad '1,2,\033[31m3,4\n' 4 3 $((start + 4)) "an escape sequence"
check "escape sequences do not reach the terminal" [ "$(grep -c "$(printf '\033')" err)" = 0 ]
bad '1,2,\0377,4\n' 4 3 $((start + 4)) "no UTF-8"
check "the JSON line is UTF-8" [ "$(tail -n 1 err | iconv -f UTF-8 -t UTF-8 2>/dev/null | tail -c 2 | head -c 1)" = "}" ]

run 65 "an empty input" $iris --input /dev/null
says "an empty input"
run 65 "an empty input, with a header" $iris --input /dev/null --header yes
run 0 "an empty input without a header" $iris --input /dev/null --header no
prints 0
run 0 "only a header" $iris --input header.csv
prints 0
printf '%s' "$(cat good.csv)" >cut.csv
run 0 "a last record without a newline" $iris --input cut.csv
same_as good.out
run 65 "a last record without a newline, required" $iris --input cut.csv --final-newline require
says ":3 (byte "
says "truncated"
run 0 "a last newline, required" $iris --input good.csv --final-newline require
printf '\377\3761\000,\0002\000\n\000' >utf16.csv
run 65 "UTF-16" $iris --input utf16.csv
says "UTF-16"
{ printf '\n'; printf '\r\n'; } >blank.csv
run 65 "nothing but blank lines" $iris --input blank.csv
says "found no record, expected a record"
printf '1\000,\0002\000,\0003\000,\0004\000\n\000' >utf16.csv
run 65 "UTF-16 without a mark" $iris --input utf16.csv
says "found UTF-16 text, expected UTF-8 text"

# A record of 400 000 bytes, in a column that nobody reads: more than the buffer holds unless it is asked for.
widened() { awk -F, -v OFS=, 'NR == 1 { print $0, "note"; next } { print $0, "\"a\nb\"" }' good.csv; }
digits=$(head -c 400000 /dev/zero | tr '\0' 1)
{ widened; echo "1,2,3,4,\"$digits\""; widened | tail -n +2; } >long.csv
start_of_long=$(widened | wc -c)
lines_of_long=$(($(widened | wc -l) + 1))
for threads in 1 2; do
    run 65 "a record longer than the buffer, $threads threads" $iris --input long.csv --threads $threads
    place "$lines_of_long" 0 "$start_of_long"
    says "expected at most 262144 bytes in a record (raise --max-record)"
    same_as good.out
    run 0 "a record longer than the buffer, on bad null, $threads threads" $iris --input long.csv --on-bad null \
        --threads $threads
    check "$what: counted" [ "$(json_number bad)" = 1 ]
    { cat good.out; echo; cat good.out; } >expected
    same_as expected
    run 0 "a long record that is asked for, $threads threads" $iris --input long.csv --max-record 1MiB --threads $threads
    check "$what: rows" [ "$(json_number rows)" = 5 ]
    check "$what: no bad one" [ "$(json_number bad)" = 0 ]
done
longest=$(sed -n "${lines_of_long}p" long.csv | wc -c)
run 0 "a record of as many bytes as may be" $iris --input long.csv --max-record "$longest"
run 65 "a record of one byte more" $iris --input long.csv --max-record $((longest - 1))
run 0 "a long id" $iris --input long.csv --id note --max-record 1MiB
check "a long id is copied" [ "$(tail -n +3 out | wc -c)" -gt 400000 ]
{ widened; echo "1,2,3,4,$(echo "$digits" | head -c 100000)"; } >long_id.csv
run 65 "an id that is too long" $iris --input long_id.csv --id note
says "found more text in a row, expected at most 65536 bytes of text in a row (raise --max-record)"
run 0 "a longer id that is asked for" $iris --input long_id.csv --id note --max-record 256KiB
"$score" $iris --input long.csv --max-record 1MiB --plan >plan 2>err
check "the plan counts the longest record" grep -q "^csv buffer  *$((1048576 + 192)) bytes" plan

{ cat good.csv; printf '1,2,x,4\n1\n'; tail -n +2 good.csv; printf '1,"2"2,3,4\n'; } >some_bad.csv
run 0 "bad rows as empty lines" $iris --input some_bad.csv --on-bad null
{ cat good.out; printf '\n\n'; cat good.out; echo; } >expected
same_as expected
check "bad rows are counted" [ "$(json_number bad)" = 3 ]
check "bad rows are rows" [ "$(json_number rows)" = 7 ]

awk -F, 'NR > 1 { print NR % 2 " 0:" $1 " 1:" $2 " 2:" $3 " 3:" $4 }' good.csv >good.svm
start=$(wc -c <good.svm)
# bad_pairs TEXT COLUMN BYTE FOUND EXPECTED: the same of good.svm; the place is in this text.
bad_pairs() {
    { cat good.svm; printf '%b' "$1"; } >bad.svm
    run 65 "bad pairs: $1" $iris --input bad.svm
    place 3 "$2" $((start + $3))
    says "found $4, expected $5"
    same_as good.out
    run 0 "bad pairs as an empty line: $1" $iris --input bad.svm --on-bad null
    check "$what: counted" [ "$(json_number bad)" = 1 ]
    { cat good.out; echo; } >expected
    same_as expected
}
bad_pairs 'x 0:1\n' 0 0 '"x"' "a number as label"
bad_pairs '1:x 0:1\n' 0 2 '"x"' "a number as weight"
bad_pairs '1 qid:x 0:1\n' 0 2 '"qid:x"' "qid: and a whole number"
bad_pairs '1 0:1 1=2\n' 2 6 '"1=2"' "index:value"
bad_pairs '1 0:1 2:x\n' 2 8 '"x"' "a number"
bad_pairs '1 0:1 4:1\n' 2 6 "index 4" "an index from 0 to 3"
bad_pairs '1 0:1 2:1 0:1\n' 3 10 "index 0 again" "each index once in a row"
run 65 "an index in front of the base" $iris --input good.svm --libsvm-base 1
says "found index 0, expected an index from 1 to 4"
printf '%s' "$(cat good.svm)" >cut.svm
run 0 "a last pair without a newline" $iris --input cut.svm
same_as good.out
run 65 "a last pair without a newline, required" $iris --input cut.svm --final-newline require
says "truncated"
{ cat good.svm; echo "1 0:1 # $digits"; } >long.svm
run 65 "a line longer than the buffer" $iris --input long.svm
place 3 0 "$start"
says "expected at most 262144 bytes in a line (raise --max-record)"
{ cat good.svm; echo "# $digits"; } >long_comment.svm
run 0 "a long comment" $iris --input long_comment.svm
same_as good.out
run 0 "a line longer than the buffer, on bad null" $iris --input long.svm --on-bad null
check "$what: counted" [ "$(json_number bad)" = 1 ]
{ cat good.out; echo; } >expected
same_as expected
run 0 "a long line that is asked for" $iris --input long.svm --max-record 1MiB
prints 3

run 65 "an empty input of pairs" $iris --input /dev/null --input-format libsvm
says "an empty input"
run 0 "an empty input of pairs without a header" $iris --input /dev/null --input-format libsvm --header no
prints 0
: >empty.svm
run 65 "an empty input of pairs, by name" $iris --input empty.svm
for header in auto no; do
    run 65 "an empty input as an array, header $header" $iris --input /dev/null --input-format npy --header $header
    says "(byte 0): found an empty input, expected a .npy"
done

head -c 2000 "$iris_array" >cut.npy
run 65 "a cut array" $iris --input cut.npy
says "cut.npy (byte 2000): found the end of the input"
prints 58
run 65 "a cut array, from a pipe, on bad null" $iris --on-bad null --final-newline require <cut.npy
says "(byte 2000): found the end of the input"
prints 58
head -c 50 "$iris_array" >cut.npy
run 65 "a cut header" $iris --input cut.npy
says "(byte 50): found the end of the input"
head -c 2000 "$data/npy/rows_iris_fortran.npy" >cut.npy
run 65 "a cut array of Fortran order" $iris --input cut.npy
says "(byte 2000): found the end of the input"
prints 0
run 65 "Fortran order from a pipe" $iris --input - <"$data/npy/rows_iris_fortran.npy"
says "found Fortran order in what can only be read front to back, expected a file"
{ cat "$iris_array"; echo; } >longer.npy
run 65 "bytes behind an array" $iris --input longer.npy
says "(byte 2688): found more bytes"
prints 80
sed 's/<f8/>f8/' "$iris_array" >other.npy
run 65 "a type that is not read" $iris --input other.npy
says ">f8"
run 65 "text as an array" $iris --input good.csv --input-format npy
says "x93NUMPY"

# packed_bad NAME TEXT: bad.packed is bad, named and piped, and named so.
packed_bad() {
    run 65 "$1" $iris --input bad.packed
    says "bad.packed (byte $2): found "
    says "$3"
    cat bad.packed | "$score" $iris >out 2>err
    check "$1, from a pipe" exits 65 $?
    says "standard input (byte $2): found "
}
for packed in $compressions; do
    case $packed in gzip) file=$data/compressed/iris.csv.gz ;; zstd) file=$data/compressed/iris.csv.zst ;; esac
    size=$(wc -c <"$file")
    for part in 5 $((size / 2)) $((size - 1)); do
        head -c $part "$file" >bad.packed
        packed_bad "$packed, $part bytes of $size" $part "the end of the input"
    done
    head -c $((size - 4)) "$file" >bad.packed
    run 65 "$packed without its last bytes" $iris --input bad.packed --batch 1
    prints 80
    head -c 5 "$file" >bad.packed
    run 65 "$packed, 5 bytes, said to be pairs" $iris --input bad.packed --input-format libsvm
    says "(byte 5): found the end of the input"
    { cat "$file"; echo more; } >bad.packed
    packed_bad "$packed, and more" "$size" "expected the end"
    { head -c $((size - 60)) "$file"; printf 'not at all what was here'; tail -c 36 "$file"; } >bad.packed
    run 65 "$packed, damaged" $iris --input bad.packed
    run 65 "$packed, damaged, quiet" $iris --input bad.packed --on-bad null
    : | $packed -c >nothing.packed
    run 65 "nothing in $packed" $iris --input nothing.packed
    says "an empty input"
    run 65 "nothing in $packed, pairs" $iris --input nothing.packed --input-format libsvm
    says "an empty input"
    run 0 "nothing in $packed, no header" $iris --input nothing.packed --header no
    { cat good.svm; echo '1 0:x'; } | $packed -c >bad.svm.packed
    run 65 "a bad pair in $packed" $iris --input bad.svm.packed
    place 3 1 $((start + 4))
    same_as good.out
done

# --- no such file: 66 ----------------------------------------------------------------------------------------------

run 66 "no such model" --model nothing.json --input "$iris_rows"
says "nothing.json: No such file or directory"
run 66 "no such input" $iris --input nothing.csv
says "nothing.csv: No such file or directory"
run 66 "a folder as input" $iris --input .
says "Is a directory"

# --- read or write failed: 74 --------------------------------------------------------------------------------------

"$score" $cancer >/dev/full 2>err
check "a full disk" exits 74 $?
check "a full disk: JSON" ends_in_json_of_failure 74
for option in --plan --describe; do
    "$score" --model "$data/xgboost/binary.json" $option >/dev/full 2>err
    check "a full disk, $option" exits 74 $?
done
run 74 "a full device as named output" $cancer --output /dev/full
run 74 "output into no folder" $cancer --output nowhere/scores.csv
run 74 "output into a folder's name" $cancer --output .
{ sleep 0.3; "$score" $cancer 2>err; echo $? >code; } | true
check "a closed pipe" exits 74 "$(cat code)"
check "a closed pipe: JSON" ends_in_json_of_failure 74
"$score" $iris <&- >out 2>err
check "a closed standard input" exits 74 $?
"$score" $cancer >&- 2>err
check "a closed standard output" exits 74 $?

# --- model and data do not fit, or no model: 78 --------------------------------------------------------------------

cut -d, -f 1-3 good.csv >narrow.csv
run 78 "a missing column" $iris --input narrow.csv
says "has no column 'petal_width_cm'"
prints 0
paste -d, good.csv narrow.csv >twice.csv
run 78 "an ambiguous column" $iris --input twice.csv
says "more than one column 'sepal_length_cm'"
tail -n +2 narrow.csv >too_few.csv
run 78 "too few columns by position" $iris --input too_few.csv
says "has 3 columns, expected 4"
paste -d, good.csv narrow.csv | tail -n +2 >too_many.csv
run 78 "too many columns by position" $iris --input too_many.csv
says "has 7 columns, expected 4"
run 78 "no such id column" $iris --input good.csv --id nobody
says "has no column 'nobody'"
run 78 "no such id number" $iris --input good.csv --id 4
run 78 "an ambiguous id column" $iris --input twice.csv --id petal_length_cm
run 78 "an array of other columns" $iris --input "$data/npy/rows_digits.npy"
says "has 64 columns, expected 4"
run 78 "an id column among the model's, by position" $iris --input good.csv --header no --id 0
while IFS=, read -r model construct; do
    [ "$model" != model ] || continue
    run 78 "$model" --model "$data/$model" --input /dev/null
    says "$construct"
done <"$data/refused.csv"
run 78 "a folder as model" --model . --input "$iris_rows"
run 78 "an empty file as model" --model /dev/null --input "$iris_rows"
: >empty
run 78 "an empty file as model" --model empty --input "$iris_rows"
run 78 "rows as a model" --model "$iris_rows" --input "$iris_rows"
run 78 "another format than the stated" $iris --format lightgbm --input "$iris_rows"
mkfifo pipe
run 78 "a pipe as model" --model pipe --input "$iris_rows"
says "a pipe"
sed '/^end of trees/,$d' "$data/lightgbm/multiclass.txt" >multiclass.txt  # what follows does not count
for model in "$data/xgboost_1_7/softprob.json" "$data/xgboost_1_7/softprob.ubj" multiclass.txt; do
    size=$(wc -c <"$model")
    for part in 1 2 3 5 8 13 21 34 55 89 97 100; do
        head -c $((size * part / 100 - part / 100)) "$model" >part.model
        run 78 "$part percent of $model" --model part.model --input "$iris_rows"
        says "(byte "
    done
done

# --- the budget: 80 ------------------------------------------------------------------------------------------------

run 80 "no budget at all" $cancer --budget 0
says "'model loading': 393216 bytes asked for, 0 bytes left"
run 80 "a small budget" $cancer --budget 1KiB
run 80 "a batch too large for the budget" $cancer --budget 720KiB --batch 4000
says "'csv batch'"
says "bytes asked for"
largest=$(sed -n 's/.*the largest batch that fits is --batch \([0-9]*\)$/\1/p' err | head -n 1)
run 0 "the largest batch that fits" $cancer --budget 720KiB --batch "$largest"
run 80 "one row more than the largest batch" $cancer --budget 720KiB --batch $((largest + 1))
"$score" $cancer --plan --budget 720KiB --batch 4000 >out 2>err
check "a plan over the budget" exits 80 $?
check "a plan over the budget names the largest batch" grep -qF -- "--batch $largest" err

# exact ARGUMENT…: the plan's total suffices, is all used, and one byte less is refused.
exact() {
    "$score" "$@" --plan >plan 2>err
    check "plan: $*" exits 0 $?
    total=$(sed -n '$s/^total \([0-9]*\) bytes$/\1/p' plan)
    sum=$(sed '$d; s/.* \([0-9]*\) bytes$/\1 +/' plan | tr '\n' ' ')
    check "plan: $*: its lines make the total" [ "$((${sum% + }))" = "$total" ]
    run 0 "exactly the plan: $*" "$@" --budget "$total"
    check "exactly the plan: $*: all used" [ "$(json_number peak_bytes)" = "$total" ]
    check "exactly the plan: $*: budget" [ "$(json_number budget)" = "$total" ]
    run 80 "one byte less: $*" "$@" --budget $((total - 1))
    prints 0
}
for batch in 1 2 7 64 100 1000 4096 10000; do exact $cancer --batch $batch; done
for kind in margin leaf; do exact $cancer --batch 500 --out $kind; done
exact $cancer --batch 77 --id mean_radius
exact $cancer --batch 77 --on-bad null
exact $cancer --batch 77 --max-record 1MiB --threads 2
exact $cancer --batch 77 --max-record 1000000 --id mean_radius
exact --model "$data/lightgbm/digits.txt" --input "$data/rows/digits.csv" --batch 333 --out leaf
exact --model "$data/xgboost/linear_softprob.ubj" --input "$data/rows/wine.csv" --batch 33
for threads in 1 3; do
    exact $iris --input "$iris_array" --batch 77 --threads $threads
    exact $iris --input "$data/npy/rows_iris_fortran.npy" --batch 7 --threads $threads
    exact $iris --input good.svm --batch 500 --threads $threads
done
exact $iris --input bad.svm --batch 77 --on-bad null
for packed in $compressions; do
    for rows in "$iris_array" good.svm good.csv; do
        $packed -c "$rows" >rows.packed
        exact $iris --input rows.packed --batch 500
    done
    check "$packed is in the plan" grep -q "^$packed  *[0-9]* bytes\$" plan
    run 80 "a batch too large beside $packed" $iris --input rows.packed --batch 600 --budget "$total"
    largest=$(sed -n 's/.*the largest batch that fits is --batch \([0-9]*\)$/\1/p' err | head -n 1)
    run 0 "the largest batch beside $packed" $iris --input rows.packed --batch "$largest" --budget "$total"
    run 80 "one row more beside $packed" $iris --input rows.packed --batch $((largest + 1)) --budget "$total"
    "$score" $iris --input rows.packed --budget "$total" --plan >plan 2>err
    planned=$(sed -n '$s/^total \([0-9]*\) bytes$/\1/p' plan)
    run 0 "a budget, $packed and no batch" $iris --input rows.packed --budget "$total"
    check "a budget, $packed and no batch: as planned" [ "$(json_number peak_bytes)" = "$planned" ]
    [ $packed = gzip ] || run 80 "no budget for $packed" $iris --input rows.packed --budget 8MiB
    [ $packed = gzip ] || says "'$packed': "
done
for rows in rows.csv.gz rows.svm.gz rows.npy.gz rows.tsv.zst; do
    case "$compressions" in *gzip*zstd*) ;; *) continue ;; esac
    "$score" $iris --input $rows --plan >plan 2>err
    check "a plan by name: $rows" exits 0 $?
    check "a plan by name: $rows: compression" grep -qE '^(gzip|zstd) ' plan
    case $rows in *.svm.gz) format=libsvm ;; *.npy.gz) format=npy ;; *) format=csv ;; esac
    check "a plan by name: $rows: format" grep -q "^$format batch " plan
done
run 80 "a batch of pairs too large for the budget" $iris --input good.svm --budget 480KiB --batch 9999
says "'libsvm batch'"
run 80 "a batch of an array too large for the budget" $iris --input "$iris_array" --budget 480KiB --batch 99999
says "'npy batch'"
largest=$(sed -n 's/.*the largest batch that fits is --batch \([0-9]*\)$/\1/p' err | head -n 1)
run 0 "the largest batch of an array that fits" $iris --input "$iris_array" --budget 480KiB --batch "$largest"
run 80 "one row more of an array" $iris --input "$iris_array" --budget 480KiB --batch $((largest + 1))
run 0 "a budget and no batch" $cancer --budget 512KiB
check "a budget and no batch: within it" [ "$(json_number peak_bytes)" -le 524288 ]

# --- threads: the same bytes, and a scratch for each in the plan ---------------------------------------------------

for threads in 1 2 3 8; do
    for batch in 1 7 80 4096; do
        "$score" $cancer --batch $batch >out.expected 2>err
        run 0 "$threads threads, batches of $batch" $cancer --batch $batch --threads $threads
        same_as out.expected
    done
done
for threads in 2 5; do exact_on="$cancer --batch 1000 --threads $threads"; exact $exact_on; done

# Numbers that are too large are infinite, and counted.
sed '2s/[0-9.][0-9.]*/1e400/g' "$cancer_rows" >large.csv
run 0 "a number that is too large" $cancer_model --input large.csv
says " numbers were too large: infinite"

# A long file is read on the threads, too, and an error is where it is.
head -1 "$cancer_rows" >long.csv
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do tail -n +2 "$cancer_rows" >>long.csv; done
"$score" $cancer_model --input long.csv >long.out 2>err
cp long.csv long_bad.csv
echo "1,2,3" >>long_bad.csv
tail -n +2 "$cancer_rows" >>long_bad.csv
for threads in 2 3 5; do
    for batch in 100 300; do
        run 0 "a long file on $threads threads, batches of $batch" $cancer_model --input long.csv --batch $batch \
            --threads $threads
        same_as long.out
        run 65 "a bad row behind a long file on $threads threads" $cancer_model --input long_bad.csv --batch $batch \
            --threads $threads
        same_as long.out
        says "long_bad.csv:1602 "
    done
    check "a plan of $threads threads names their buffers" grep -q "^csv workers' buffers  *$((262336 * (threads - 1))) bytes" <<EOF
$("$score" $cancer_model --input long.csv --threads $threads --plan)
EOF
done

# --- the report ----------------------------------------------------------------------------------------------------

for form in txt json html; do
    run 0 "a report as $form" $cancer --budget 2MiB --report report.$form
    prints 80
    check "a report as $form is there" [ -s report.$form ]
    for word in "csv batch" model "output buffer" scoring loading; do
        check "a report as $form: $word" grep -q "$word" report.$form
    done
done
check "a report as text: the budget" grep -q '^budget 2 MiB ' report.txt
check "a report as JSON: the budget" grep -q '"limit":2097152,' report.json
check "a report as JSON: the peak" grep -q "\"peak\":$(json_number peak_bytes)," report.json
check "a report as HTML: no script, nothing from elsewhere" [ "$(grep -cE '<script|src=|href=|url\(' report.html)" = 0 ]
rm report.txt
run 80 "a report of a refusal" $cancer --budget 720KiB --batch 4000 --report report.txt
check "a report of a refusal names it" grep -q '^ csv batch .* 1 [0-9]\{3\} [0-9]\{3\} .* 1 [0-9]\{3\}$' report.txt
run 74 "a report that cannot be written" $cancer --report nowhere/report.txt
{ cat "$data/rows/breast_cancer.csv"; echo bad; } >worse.csv
run 65 "bad data" --model "$data/xgboost/binary.json" --input worse.csv --report none.txt
check "bad data: no report" [ ! -e none.txt ]

# --- what goes where -----------------------------------------------------------------------------------------------

"$score" $cancer >scores.expected 2>err
run 0 "a named output" $cancer --output scores.csv
prints 0
check "a named output is complete" cmp -s scores.expected scores.csv
run 0 "a named output again" $cancer --output scores.csv
check "a named output is replaced" cmp -s scores.expected scores.csv
{ cat "$data/rows/breast_cancer.csv"; echo bad; } >bad.csv
run 65 "a failure behind a named output" --model "$data/xgboost/binary.json" --input bad.csv --output scores.csv
check "a named output survives a failure" cmp -s scores.expected scores.csv
ln -s scores.csv link.csv
: >scores.csv
run 0 "a link as output" $cancer --output link.csv
check "a link stays one" [ -L link.csv ]
check "a link is followed" cmp -s scores.expected scores.csv
mkfifo reader
cat reader >out.piped &
run 0 "a named pipe as output" $cancer --output reader
wait $!
check "a named pipe as output: same bytes" cmp -s scores.expected out.piped

run 0 "quiet" $cancer --quiet
check "quiet: one line" [ "$(wc -l <err)" = 1 ]
run 0 "not a terminal" $cancer
check "not a terminal: no progress" [ "$(grep -c 'rows/s' err)" = 0 ]
run 0 "progress" $cancer --progress
check "progress: a line" grep -q 'rows/s' err
check "rows are counted" [ "$(json_number rows)" = 80 ]
check "input bytes are counted" [ "$(json_number input_bytes)" = "$(wc -c <"$data/rows/breast_cancer.csv")" ]
run 0 "an array" $iris --input "$iris_array"
check "input bytes of an array are counted" [ "$(json_number input_bytes)" = "$(wc -c <"$iris_array")" ]
for packed in $compressions; do
    $packed -c "$iris_rows" >rows.packed
    run 0 "$packed" $iris --input rows.packed --progress
    check "input bytes of $packed are the file's" [ "$(json_number input_bytes)" = "$(wc -c <rows.packed)" ]
    check "progress is of the file: $packed" grep -q 'MB of 0.0, ' err
done

"$score" --model "$data/xgboost/binary.json" --input nothing.csv --plan >out 2>err
check "a plan reads no input" exits 0 $?
cp "$iris_array" ./-
"$score" $iris --plan <"$iris_array" >out 2>err
check "a plan does not read standard input" grep -q '^csv batch ' out
"$score" $iris --plan --input-format npy <"$iris_array" >out 2>err
check "a plan of standard input is of what is said of it" grep -q '^npy batch ' out
check "a plan ends in its total" grep -qE '^total [0-9]+ bytes$' out
check "a plan says nothing else" [ ! -s err ]
"$score" --model "$data/xgboost/binary.json" --describe >out 2>err
check "describe" exits 0 $?
for word in xgboost 3.2.0 binary:logistic features outputs trees nodes bytes; do check "describe: $word" grep -q "$word" out; done
check "describe says nothing else" [ ! -s err ]
"$score" --model "$data/xgboost/binary.json" --describe --report model.txt >out 2>err
check "describe: a report in text" cmp -s out model.txt
"$score" --model "$data/xgboost/binary.json" --describe --report model.json >out 2>err
check "describe: a report in JSON" grep -q '"objective":"binary:logistic"' model.json
usage "expected a name that ends in .json or .txt" --model "$data/xgboost/binary.json" --describe --report model.html
"$score" --model nothing.json --describe >out 2>err
check "describe no model" exits 66 $?
# --- a model in arenite's own format -------------------------------------------------------------------------------

"$score" $cancer >trainers.csv 2>err
"$score" --model "$data/xgboost/binary.json" --save saved.arenite >out 2>err
check "save" exits 0 $?
check "save says nothing" [ ! -s out ] && [ ! -s err ]
"$score" --model saved.arenite --input $cancer_rows >own.csv 2>err
check "save: scores" cmp -s trainers.csv own.csv
"$score" --model saved.arenite --save again.arenite >out 2>err
check "save: again" cmp -s saved.arenite again.arenite
"$score" --model saved.arenite --format arenite --describe >out 2>err
for word in "^format *arenite" "^origin *xgboost" "^trainer *3.2.0"; do check "save: $word" grep -q "$word" out; done
"$score" --model saved.arenite --save nowhere/model.arenite >out 2>err
check "save into no folder" exits 74 $?
"$score" --model saved.arenite --save /dev/full >out 2>err
check "save onto a full device" exits 74 $?
head -c 1000 saved.arenite >cut.arenite
run 78 "a model that is cut off" --model cut.arenite --input "$iris_rows"
says "another length"

"$score" --version >out 2>err
check "version" exits 0 $?
check "version: one line" [ "$(wc -l <out)" = 1 ]
"$score" --help >out 2>err
check "help" exits 0 $?
for option in model format input input-format output out id batch budget threads header delimiter missing libsvm-base \
    final-newline on-bad plan report progress describe save quiet version help; do
    check "help: --$option" grep -q -- "--$option" out
done

# --- interrupts ----------------------------------------------------------------------------------------------------

found_unfinished() { [ -n "$(find . -name '*unfinished*')" ]; }
# interrupted SIGNAL COMMAND…: the command, fed slowly, gets the signal; its code is in $?.
interrupted() {
    signal=$1
    shift
    rm -f slow interrupted.csv
    mkfifo slow
    "$@" --input slow --output interrupted.csv >out 2>err &
    exec 3>slow
    head -n 20 "$data/rows/breast_cancer.csv" >&3
    for _ in 1 2 3 4 5 6 7 8 9 10; do found_unfinished && break || sleep 0.2; done
    check "SIG$signal: comes in the middle" found_unfinished
    kill -s "$signal" $!
    sleep 0.2
    exec 3>&-
    wait $!
}
for signal in TERM INT HUP; do
    interrupted $signal env --default-signal=INT,HUP "$score" --model "$data/xgboost/binary.json" --batch 1
    check "SIG$signal ends it" [ $? -gt 128 ]
    check "SIG$signal: no file" [ ! -e interrupted.csv ]
    check "SIG$signal: nothing unfinished" nothing_unfinished
done
interrupted HUP env --ignore-signal=HUP "$score" --model "$data/xgboost/binary.json" --batch 1
check "an ignored signal stays so" exits 0 $?
check "an ignored signal: a file" [ -e interrupted.csv ]

# --- the same rows in other clothes --------------------------------------------------------------------------------

"$score" $iris --input "$iris_rows" >iris.out 2>err
tail -n +2 "$iris_rows" >iris.data
# same NAME ARGUMENT…: the scores of iris.
same() {
    name=$1
    shift
    run 0 "$name" $iris "$@"
    same_as iris.out
}
same "CRLF" --input - <<EOF
$(sed 's/$/\r/' "$iris_rows")
EOF
{ printf '\357\273\277'; cat "$iris_rows"; } >bom.csv
same "a byte order mark" --input bom.csv
{ printf '\357\273\277'; cat iris.data; } >bom.data
same "a byte order mark without a header" --input bom.data
sed 's/,/","/g; s/^/"/; s/$/"/' "$iris_rows" >quoted.csv
same "quotes" --input quoted.csv
sed 's/,/ , /g' "$iris_rows" >blanks.csv
same "blanks" --input blanks.csv
sed 's/^/\n/' "$iris_rows" >gaps.csv
same "blank lines" --input gaps.csv
awk -F, '{ print $3 "," $1 ",\"say \"\"hi\"\",\nthere\"," $4 "," $2 }' "$iris_rows" >mixed.csv
sed -i '1s/say/said/' mixed.csv
same "columns in another order, and a text that nobody reads" --input mixed.csv
same "no header" --input iris.data
same "no header, said" --input iris.data --header no
same "a header, said" --input "$iris_rows" --header yes
run 0 "a first record that is said to be a header" --model "$data/xgboost/nameless.json" --header yes \
    --input "$data/rows/breast_cancer.csv"
prints 80
tr , '\t' <"$iris_rows" >iris.tsv
same "tabs, by name" --input iris.tsv
same "tabs, by content" --input - <iris.tsv
same "tabs, by format" --input-format tsv --input - <iris.tsv
same "tabs, by delimiter" --delimiter '\t' --input - <iris.tsv
tr , ';' <"$iris_rows" >iris.txt
same "semicolons" --delimiter ';' --input iris.txt
sed '1s/^/note, or text\t/; 2,$s/^/a, b\t/' iris.tsv >commas.tsv
same "tabs, and commas in a text" --input commas.tsv

missing="--model $data/xgboost/missing.json"
"$score" $missing --input "$data/rows/breast_cancer_missing.csv" >missing.out 2>err
for token in NA N/A NaN nan null NULL None '?' -999; do
    sed -e ":more; s|,,|,$token,|; t more" -e "s|^,|$token,|" -e "s|,\$|,$token|" \
        "$data/rows/breast_cancer_missing.csv" >token.csv
    own=
    [ "$token" != -999 ] || own="--missing x,-999"
    run 0 "missing is $token" $missing --input token.csv $own
    same_as missing.out
done
run 65 "a token that is not among the stated ones" $missing --input "$data/rows/breast_cancer_missing.csv" --missing NA
run 0 "only the empty token" $missing --input "$data/rows/breast_cancer_missing.csv" --missing ""
same_as missing.out

awk -F, 'NR == 1 { print "who," $0 } NR > 1 { print "r" NR "," $0 }' "$iris_rows" >named.csv
awk 'NR == FNR { score[FNR] = $0 } NR != FNR && FNR > 1 { print "r" FNR "," score[FNR - 1] }' iris.out "$iris_rows" >named.out
for column in who 0; do
    run 0 "an id column, $column" $iris --input named.csv --id $column
    same_as named.out
done
tail -n +2 named.csv >named.data
run 0 "an id column without a header" $iris --input named.data --id 0
same_as named.out
run 78 "an id column by name without a header" $iris --input named.data --id who --header no
printf '%s,who\n1,2,3,4,"a ""b"",\nc"\n' "$(cat header.csv)" >text_id.csv
run 0 "an id column that needs quotes" $iris --input text_id.csv --id who
check "an id column that needs quotes: has them" [ "$(head -n 1 out)" = '"a ""b"",' ]
run 0 "an id column that the model reads too" $iris --input "$iris_rows" --id petal_width_cm
check "an id column that the model reads too: as it is written" \
    [ "$(cut -d, -f 1 out | md5sum)" = "$(cut -d, -f 4 iris.data | md5sum)" ]

# --- the same bytes, however the rows arrive -----------------------------------------------------------------------

# always_same MODEL ROWS KIND
always_same() {
    rows=$data/$2
    "$score" --model "$data/$1" --input "$rows" --out "$3" >expected 2>err
    for batch in 1 7 4096; do
        run 0 "$3 of $1 in batches of $batch" --model "$data/$1" --input "$rows" --out "$3" --batch $batch
        same_as expected
    done
    for chunk in 1 7 1000; do
        what="$3 of $1 from a pipe, $chunk bytes at a time"
        dd if="$rows" bs=$chunk status=none | "$score" --model "$data/$1" --out "$3" >out 2>err
        check "$what" exits 0 $?
        same_as expected
    done
    rm -f shard.*
    tail -n +2 "$rows" | split -l 13 - shard.
    for shard in shard.*; do
        { head -n 1 "$rows"; cat "$shard"; } | "$score" --model "$data/$1" --out "$3" --final-newline require 2>err
    done >out
    what="$3 of $1 in shards"
    same_as expected
    cat shard.* | "$score" --model "$data/$1" --out "$3" --header no >out 2>err
    what="$3 of $1 without a header"
    same_as expected
}
always_same xgboost/binary.json rows/breast_cancer.csv prediction
always_same xgboost/dart_missing.ubj rows/breast_cancer_missing.csv margin
always_same xgboost/digits.json rows/digits.csv leaf
always_same lightgbm/multiclass.txt rows/iris.csv prediction
always_same lightgbm/missing_zero.txt rows/breast_cancer_missing.csv prediction
always_same xgboost/linear_softprob_missing.ubj rows/breast_cancer_missing.csv margin

# --- the same scores, whatever the format --------------------------------------------------------------------------

# as_pairs BASE EMPTY <ROWS: as LibSVM; an empty cell is this text, or left out.
as_pairs() {
    awk -F, -v base="$1" -v empty="$2" 'NR == 1 { columns = NF }
        NR > 1 {
            printf "%d", NR % 3
            for (i = 1; i <= columns; ++i) if ($i != "" || empty != "") printf " %d:%s", i - 1 + base, $i == "" ? empty : $i
            print ""
        }'
}

# format_agrees FILE ARGUMENT…: named, in batches, on threads, and dripping from a pipe.
format_agrees() {
    file=$1
    shift
    for batch in 1 7 ""; do
        for threads in 1 2 4; do
            run 0 "$file, batch '$batch', $threads threads: $*" "$@" --input "$file" ${batch:+--batch $batch} \
                --threads $threads
            same_as expected
        done
    done
    case $file in *fortran*) return ;; esac
    for chunk in 1 1000; do
        what="$file from a pipe, $chunk bytes at a time: $*"
        dd if="$file" bs=$chunk status=none | "$score" "$@" >out 2>err
        check "$what" exits 0 $?
        same_as expected
    done
}

# formats_agree MODEL ROWS KIND EMPTY ARRAY…
formats_agree() {
    model="--model $data/$1 --out $3"
    rows=$data/rows/$2.csv
    "$score" $model --input "$rows" >expected 2>err
    tr , '\t' <"$rows" >rows.tsv
    as_pairs 0 "$4" <"$rows" >rows.svm
    as_pairs 1 "$4" <"$rows" >based.svm
    shift 4
    for file in rows.tsv rows.svm "$@"; do format_agrees "$file" $model; done
    format_agrees based.svm $model --libsvm-base 1
    for packed in $compressions; do
        for file in "$rows" rows.tsv rows.svm ${1:+"$1"}; do
            case $file in *fortran*) continue ;; esac
            $packed -c "$file" >rows.packed  # a name that says nothing
            format_agrees rows.packed $model
        done
    done
}
arrays=$data/npy/rows_
formats_agree xgboost/softprob.json iris prediction "" ${arrays}iris.npy ${arrays}iris_f4.npy ${arrays}iris_fortran.npy
formats_agree lightgbm/multiclass.txt iris margin "" ${arrays}iris.npy ${arrays}iris_fortran.npy
formats_agree xgboost/digits.json digits leaf "" ${arrays}digits.npy
formats_agree xgboost/missing.json breast_cancer_missing margin "" ${arrays}breast_cancer_missing_fortran.npy
formats_agree lightgbm/missing_nan.txt breast_cancer_missing prediction nan

# What is absent is what the library that trained the model makes of it: it answered for these files itself.
for model in xgboost/missing.json lightgbm/missing_nan.txt; do
    oracle "$data/libsvm/${model%/*}.margin.csv" >expected
    run 0 "absent features of $model" --model "$data/$model" --input "$data/libsvm/${model%/*}.svm" --out margin
    same_as expected
done

# --- what the rows are, by content, then by name -------------------------------------------------------------------

"$score" $iris --input good.svm --input-format libsvm >expected 2>err
# is NAME TEXT: rows of this name and text are good.svm.
is() {
    printf '%b' "$2" >"$1"
    run 0 "$1 is $(printf %s "$2" | tr -s ' ')" $iris --input "$1"
    same_as expected
}
pairs=$(sed 's/$/\\n/' good.svm | tr -d '\n')
is rows.csv "$pairs"
is rows.npy "$(printf %s "$pairs" | sed 's/^\([01]\) /\1:0.5 qid:7 /')"
is rows.txt "# made, by hand\n\n  # 1,2\n$pairs"
is rows.txt "$(printf %s "$pairs" | sed 's/ /\\t /g')"
is rows.txt "$(printf %s "$pairs" | sed 's/\\n/ # a, b\\r\\n/g')"
for blanks in 4083 4084 4085 4086 4087 4088 4089 5000; do  # what is looked at ends in each byte of a pair
    is rows.txt "$(printf %s "$pairs" | sed "s/ 1:/$(printf "%${blanks}s" '') 1:/g")"
done
printf '0\n1\n' >labels.svm
run 0 "labels alone, by name" $iris --input labels.svm
prints 2
for packed in $compressions; do
    case $packed in gzip) name=labels.svm.gz ;; zstd) name=labels.libsvm.zst ;; esac
    $packed -c labels.svm >$name
    run 0 "labels alone, by name: $name" $iris --input $name
    prints 2
done
run 78 "labels alone, by no name" $iris --input - <labels.svm
cp iris.data rows.svm
same "commas, whatever the name" --input rows.svm
cp "$iris_array" rows.csv
same "an array, whatever the name" --input rows.csv
same "an array, said" --input-format npy --input - <rows.csv
for packed in $compressions; do
    { head -n 1 "$iris_rows" | $packed -c; $packed -c iris.data; } >rows.csv
    same "two pieces of $packed, whatever the name" --input rows.csv
    same "two pieces of $packed, said to be csv" --input rows.csv --input-format csv
    cp iris.data "rows.csv.$packed"
    same "what only its name calls $packed" --input "rows.csv.$packed"
done
case " $compressions " in
    *" zstd "*)
        { printf '\135\052\115\030\002\000\000\000ab'; cat iris.csv.zst; } >rows.csv
        same "a skippable frame in front" --input rows.csv
        ;;
esac

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
