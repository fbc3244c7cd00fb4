# SPDX-License-Identifier: MIT
# cmake -D SOURCE_DIR=… -P no_literal_throw.cmake
# Hosts without exceptions can include everything: only raise() throws, and only attempt() catches.
cmake_minimum_required(VERSION 3.24)

set(allowed include/arenite/core/raise.hpp include/arenite/core/attempt.hpp)
file(GLOB_RECURSE headers RELATIVE ${SOURCE_DIR} ${SOURCE_DIR}/include/*.hpp)
foreach(header IN LISTS allowed)
  if(NOT header IN_LIST headers)
    message(SEND_ERROR "${header} is not there")
  endif()
endforeach()
foreach(header IN LISTS headers)
  file(READ ${SOURCE_DIR}/${header} text)
  string(REGEX REPLACE "//[^\n]*" "" text "${text}")
  string(REGEX REPLACE "\"([^\"\\\n]|\\\\.)*\"" "\"\"" text "${text}")
  if(text MATCHES "[^a-z_](throw|try|catch)[^a-z_0-9]" AND NOT header IN_LIST allowed)
    message(SEND_ERROR "${header} has a literal ${CMAKE_MATCH_1}: use raise() or attempt()")
  endif()
endforeach()
