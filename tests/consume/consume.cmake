# SPDX-License-Identifier: MIT
# cmake -D WAY=… -D WORK_DIR=… -D CXX=… -D GENERATOR=… [-D MORE=-D…] -P consume.cmake
# Configures, builds and runs the consumer from nothing; what it prints is known.
cmake_minimum_required(VERSION 3.24)

file(REMOVE_RECURSE ${WORK_DIR})
execute_process(COMMAND_ERROR_IS_FATAL ANY
  COMMAND ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${WORK_DIR} -G ${GENERATOR} -D CMAKE_CXX_COMPILER=${CXX}
          -D CMAKE_FIND_USE_PACKAGE_REGISTRY=OFF -D WAY=${WAY} ${MORE})
execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND ${CMAKE_COMMAND} --build ${WORK_DIR})
execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND ${WORK_DIR}/consumer OUTPUT_VARIABLE printed)
if(NOT printed STREQUAL "994 1351\n")
  message(FATAL_ERROR "the consumer printed ${printed}")
endif()
