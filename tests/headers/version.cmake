# SPDX-License-Identifier: MIT
# cmake -D SOURCE_DIR=… -D PROJECT_VERSION=… -P version.cmake
# project(), version.hpp, its inline namespace and the head of CHANGELOG.md state one version.
cmake_minimum_required(VERSION 3.24)

function(expect where found)
  if(NOT found STREQUAL PROJECT_VERSION)
    message(SEND_ERROR "${where} states ${found}, project() ${PROJECT_VERSION}")
  endif()
endfunction()

file(READ ${SOURCE_DIR}/include/arenite/version.hpp header)
foreach(part IN ITEMS MAJOR MINOR PATCH)
  string(REGEX MATCH "#define ARENITE_VERSION_${part} ([0-9]+)" line "${header}")
  set(${part} ${CMAKE_MATCH_1})
endforeach()
expect(version.hpp "${MAJOR}.${MINOR}.${PATCH}")

string(REGEX MATCHALL "#define ARENITE_ABI v[0-9_]+" namespaces "${header}")
list(LENGTH namespaces count)
if(NOT count EQUAL 2)
  message(SEND_ERROR "version.hpp has ${count} inline namespaces instead of 2")
endif()
foreach(namespace IN LISTS namespaces)
  if(NOT namespace MATCHES " v${MAJOR}_${MINOR}(_|$)")
    message(SEND_ERROR "version.hpp: ${namespace} is not that of ${MAJOR}.${MINOR}")
  endif()
endforeach()

file(STRINGS ${SOURCE_DIR}/CHANGELOG.md heads REGEX "^## ")
list(GET heads 0 head)
string(REGEX REPLACE "^## ([0-9.]+).*" "\\1" newest "${head}")
expect(CHANGELOG.md "${newest}")
