# SPDX-License-Identifier: MIT
# cmake -D SOURCE_DIR=… -D LISTED=FILE -P mirror.cmake
# Every tests/<room>/…/<name>.test.cpp on disk is built (LISTED holds those that are); one that mirrors a header includes it
# first; every public header has one.
cmake_minimum_required(VERSION 3.24)

# But for these, which tests/headers looks after:
set(without_test
  include/arenite/arenite.hpp
  include/arenite/version.hpp
)

file(GLOB_RECURSE on_disk RELATIVE ${SOURCE_DIR} ${SOURCE_DIR}/tests/*.test.cpp)
file(STRINGS ${LISTED} listed)
if(NOT on_disk)
  message(SEND_ERROR "there is no test below ${SOURCE_DIR}/tests")
endif()
foreach(test IN LISTS on_disk)
  if(NOT test IN_LIST listed)
    message(SEND_ERROR "${test} is on disk, but tests/CMakeLists.txt does not list it")
  endif()
  file(STRINGS ${SOURCE_DIR}/${test} includes REGEX "^#include" LIMIT_COUNT 1)
  string(REGEX REPLACE "^tests/(.*)\\.test\\.cpp$" "arenite/\\1.hpp" mirrored ${test})
  if(EXISTS ${SOURCE_DIR}/include/${mirrored} AND NOT includes STREQUAL "#include <${mirrored}>")
    message(SEND_ERROR "${test}: its first include is not <${mirrored}>")
  endif()
endforeach()

file(GLOB_RECURSE headers RELATIVE ${SOURCE_DIR} ${SOURCE_DIR}/include/*.hpp)
foreach(header IN LISTS headers)
  string(REGEX REPLACE "^include/arenite/(.*)\\.hpp$" "tests/\\1.test.cpp" test ${header})
  if(test IN_LIST on_disk)
    if(header IN_LIST without_test)
      message(SEND_ERROR "${header} has a test: take it off the list in mirror.cmake")
    endif()
  elseif(header MATCHES "/detail/")
    message(STATUS "${header} is tested through the headers that use it")
  elseif(NOT header IN_LIST without_test)
    message(SEND_ERROR "${header} has no ${test}")
  endif()
endforeach()
