# SPDX-License-Identifier: MIT
# cmake -D SOURCE_DIR=… -D WORK_DIR=… -D CXX=… -P same_bits_with_fma.cmake
# A host built for any processor and one built for this one, told to fuse, print the same bits of linear models; plain
# sums, built both ways, show whether fusing would be seen.
cmake_minimum_required(VERSION 3.24)

file(MAKE_DIRECTORY ${WORK_DIR})
set(ways plain native)
set(plain_flags -O2 -ffp-contract=off)
set(native_flags -O3 -march=native -ffp-contract=fast)
foreach(way IN LISTS ways)
  execute_process(
    COMMAND ${CXX} -std=c++20 ${${way}_flags} -I ${SOURCE_DIR}/include ${SOURCE_DIR}/tests/model/same_bits_with_fma.cpp
      -o ${WORK_DIR}/${way}
    RESULT_VARIABLE failed ERROR_VARIABLE said)
  if(failed AND way STREQUAL native AND said MATCHES "march=native|unsupported|unknown target CPU")
    message(STATUS "SKIPPED: this compiler has no -march=native")
    return()
  elseif(failed)
    message(FATAL_ERROR "does not compile with ${${way}_flags}:\n${said}")
  endif()
  execute_process(COMMAND ${WORK_DIR}/${way} OUTPUT_VARIABLE ${way}_bits COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${WORK_DIR}/${way} fused OUTPUT_VARIABLE ${way}_fused COMMAND_ERROR_IS_FATAL ANY)
endforeach()

string(REGEX MATCHALL "[0-9a-f]+\n" scores "${plain_bits}")
list(LENGTH scores count)
if(count LESS 1000)
  message(FATAL_ERROR "only ${count} scores were printed")
endif()
if(NOT plain_bits STREQUAL native_bits)
  message(FATAL_ERROR "the bits of ${count} scores depend on the flags of the host")
endif()
if(plain_fused STREQUAL native_fused)
  message(STATUS "this processor, or this compiler, fuses nothing")
endif()
message(STATUS "${count} scores")
