# SPDX-License-Identifier: MIT
# cmake -D PROGRAM=… -D ARGUMENTS=… -D EXPECTED=FILE -P expect_output.cmake
# The program ends with 0 and writes to standard output what stands in FILE, where `…` stands for any text of a line: a
# model's kernels, and so its bytes, depend on the processor.
cmake_minimum_required(VERSION 3.24)

execute_process(COMMAND ${PROGRAM} ${ARGUMENTS} OUTPUT_VARIABLE printed RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${PROGRAM} ended with ${failed}")
endif()
file(READ ${EXPECTED} expected)
string(REGEX REPLACE "([][+.*()^$?|\\\\])" "\\\\\\1" pattern "${expected}")
string(REPLACE "…" "[^\n]*" pattern "${pattern}")
if(NOT printed MATCHES "^${pattern}$")
  message(FATAL_ERROR "expected\n${expected}\nfound\n${printed}")
endif()
