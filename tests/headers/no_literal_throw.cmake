# SPDX-License-Identifier: MIT
# cmake -D SOURCE_DIR=… -P no_literal_throw.cmake
# Hosts without exceptions can include everything: only raise() throws, and nothing is caught.
cmake_minimum_required(VERSION 3.24)

set(allowed include/arenite/core/raise.hpp)
file(GLOB_RECURSE headers RELATIVE ${SOURCE_DIR} ${SOURCE_DIR}/include/*.hpp)
if(NOT allowed IN_LIST headers)
  message(SEND_ERROR "${allowed} is not there")
endif()
foreach(header IN LISTS headers)
  file(READ ${SOURCE_DIR}/${header} text)
  string(REGEX REPLACE "//[^\n]*" "" text "${text}")
  string(REGEX REPLACE "\"([^\"\\\n]|\\\\.)*\"" "\"\"" text "${text}")
  if(text MATCHES "[^a-z_](throw|try|catch)[^a-z_0-9]" AND NOT header STREQUAL allowed)
    message(SEND_ERROR "${header} has a literal ${CMAKE_MATCH_1}: use raise()")
  endif()
endforeach()
