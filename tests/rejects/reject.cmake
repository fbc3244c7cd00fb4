# SPDX-License-Identifier: MIT
# cmake -D CASE=FILE.cpp -D CXX=… -D INCLUDE_DIR=… [-D SYSTEM_DIR=…] -P reject.cmake
# FILE.cpp compiles as it is; with ARENITE_REJECTED defined it does not, and the compiler says what its line
# `// expect: REGEX` expects.
cmake_minimum_required(VERSION 3.24)

file(STRINGS ${CASE} expected REGEX "^// expect: ")
string(REGEX REPLACE "^// expect: " "" expected "${expected}")
if(expected STREQUAL "")
  message(FATAL_ERROR "${CASE} does not say what to expect")
endif()

# Without the kernels, which are compiled elsewhere: a third of the time.
set(compile ${CXX} -std=c++20 -fsyntax-only -D ARENITE_COMPILED_KERNELS -I ${INCLUDE_DIR} ${CASE})
if(SYSTEM_DIR AND NOT SYSTEM_DIR STREQUAL "/usr/include")  # that one has its place among the compiler's own
  list(APPEND compile -isystem ${SYSTEM_DIR})
endif()
execute_process(COMMAND ${compile} RESULT_VARIABLE failed ERROR_VARIABLE said)
if(failed)
  message(FATAL_ERROR "does not compile even without what is to be rejected:\n${said}")
endif()

execute_process(COMMAND ${compile} -D ARENITE_REJECTED RESULT_VARIABLE failed ERROR_VARIABLE said)
if(NOT failed)
  message(FATAL_ERROR "compiles, but must not")
endif()
if(NOT said MATCHES "${expected}")
  message(FATAL_ERROR "is rejected, but not for \"${expected}\":\n${said}")
endif()
