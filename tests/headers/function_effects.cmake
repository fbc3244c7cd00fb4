# SPDX-License-Identifier: MIT
# cmake -D SOURCE_DIR=… -P function_effects.cmake
# Clang 20 and newer know whether a function can allocate: those of the hot path must not, however deep they call.
cmake_minimum_required(VERSION 3.24)

find_program(clang NAMES clang++-22 clang++-21 clang++-20)
if(NOT clang)
  message(STATUS "SKIPPED: there is no Clang 20 or newer, which brings -Wfunction-effects")
  return()
endif()
execute_process(
  COMMAND ${clang} -std=c++20 -fsyntax-only -Werror=function-effects -I ${SOURCE_DIR}/include
    ${SOURCE_DIR}/tests/headers/function_effects.cpp
  COMMAND_ERROR_IS_FATAL ANY)
