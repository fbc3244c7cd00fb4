# SPDX-License-Identifier: MIT
# cmake -D SCORE=PROGRAM -P demo.cmake, from the checkout
# Scores the shipped rows with a shipped model; shows the first scores and the report of the run.
cmake_minimum_required(VERSION 3.24)

file(RELATIVE_PATH program ${CMAKE_SOURCE_DIR} ${SCORE})
set(command ${program} --model tests/data/xgboost/binary.json --input tests/data/rows/breast_cancer.csv --budget 1MiB)
list(JOIN command " " shown)
message("$ ${shown}")
execute_process(COMMAND ${command} OUTPUT_VARIABLE scores ERROR_VARIABLE report RESULT_VARIABLE ended)
string(REPLACE "\n" ";" lines "${scores}")
list(LENGTH lines count)
math(EXPR count "${count} - 1")
list(SUBLIST lines 0 5 first)
list(JOIN first "\n" first)
math(EXPR others "${count} - 5")
message("${first}\n… and ${others} more\n${report}")
if(NOT ended EQUAL 0)
  message(FATAL_ERROR "score ended with ${ended}")
endif()
