# SPDX-License-Identifier: MIT
# cmake -D README=FILE -D WORK_DIR=… -D CXX=… -D INCLUDE_DIR=… -P readme_code.cmake
# Every ```cpp block compiles without a warning, in a host without exceptions (then it does in any): as it is if it has a
# main, else inside of one. Without the kernels, which are compiled elsewhere: a quarter of the time.
cmake_minimum_required(VERSION 3.24)

set(fence "```")
set(flags -std=c++20 -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror -fno-exceptions
  -D ARENITE_COMPILED_KERNELS)

file(REMOVE_RECURSE ${WORK_DIR})
file(READ ${README} rest)
set(count 0)
while(TRUE)
  string(FIND "${rest}" "\n${fence}cpp\n" begin)
  if(begin EQUAL -1)
    break()
  endif()
  math(EXPR begin "${begin} + 8")
  string(SUBSTRING "${rest}" ${begin} -1 rest)
  string(FIND "${rest}" "\n${fence}" end)
  if(end EQUAL -1)
    message(FATAL_ERROR "${README}: a cpp block does not end")
  endif()
  string(SUBSTRING "${rest}" 0 ${end} block)
  string(SUBSTRING "${rest}" ${end} -1 rest)

  math(EXPR count "${count} + 1")
  if(NOT block MATCHES "int main\\(")
    set(block "#include <arenite/arenite.hpp>\nint main() {\n${block}\n}")
  endif()
  file(WRITE ${WORK_DIR}/block_${count}.cpp "${block}\n")
  execute_process(COMMAND ${CXX} ${flags} -fsyntax-only -I ${INCLUDE_DIR} ${WORK_DIR}/block_${count}.cpp
    RESULT_VARIABLE failed ERROR_VARIABLE said)
  if(failed)
    message(SEND_ERROR "${README}: cpp block ${count} does not compile:\n${said}")
  endif()
endwhile()

if(count EQUAL 0)
  message(FATAL_ERROR "${README} has no cpp block")
endif()
message(STATUS "${count} cpp blocks")
