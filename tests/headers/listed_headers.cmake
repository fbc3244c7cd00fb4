# SPDX-License-Identifier: MIT
# cmake -D SOURCE_DIR=… -D LISTED=FILE -P listed_headers.cmake
# The headers that CMakeLists.txt lists (LISTED holds them, OPTIONAL those that need another library) are those on disk, and
# the umbrella includes every public one that needs none.
cmake_minimum_required(VERSION 3.24)

file(GLOB_RECURSE on_disk RELATIVE ${SOURCE_DIR} ${SOURCE_DIR}/include/*)
file(STRINGS ${LISTED} listed)
file(STRINGS ${OPTIONAL} optional)
list(APPEND listed ${optional})
if(NOT on_disk)
  message(SEND_ERROR "there is no header below ${SOURCE_DIR}/include")
endif()

foreach(header IN LISTS on_disk)
  if(NOT header IN_LIST listed)
    message(SEND_ERROR "${header} is on disk, but CMakeLists.txt does not list it")
  endif()
endforeach()
foreach(header IN LISTS listed)
  if(NOT header IN_LIST on_disk)
    message(SEND_ERROR "CMakeLists.txt lists ${header}, which is not on disk")
  endif()
endforeach()

set(umbrella include/arenite/arenite.hpp)
file(STRINGS ${SOURCE_DIR}/${umbrella} included REGEX "^#include <arenite/")
list(TRANSFORM included REPLACE "^#include <(.*)>$" "include/\\1")
set(public ${on_disk})
list(FILTER public EXCLUDE REGEX "/(detail|interop)/")
list(FILTER public EXCLUDE REGEX "/memory/check_[a-z_]*\\.hpp$")  # tools for tests: they need <thread>
list(REMOVE_ITEM public ${umbrella} ${optional})
foreach(header IN LISTS public)
  if(NOT header IN_LIST included)
    message(SEND_ERROR "${umbrella} does not include ${header}")
  endif()
endforeach()
foreach(header IN LISTS included)
  if(NOT header IN_LIST public)
    message(SEND_ERROR "${umbrella} includes ${header}, which is not a public header")
  endif()
endforeach()

list(LENGTH on_disk count)
message(STATUS "${count} headers")
