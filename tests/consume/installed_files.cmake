# SPDX-License-Identifier: MIT
# cmake -D SOURCE_DIR=… -D PREFIX=… -P installed_files.cmake
# The installed headers are those on disk, byte for byte; beside them lie the package files and nothing else.
cmake_minimum_required(VERSION 3.24)

file(GLOB_RECURSE on_disk RELATIVE ${SOURCE_DIR} ${SOURCE_DIR}/include/*)
file(GLOB_RECURSE installed RELATIVE ${PREFIX} ${PREFIX}/*)
foreach(header IN LISTS on_disk)
  if(NOT header IN_LIST installed)
    message(SEND_ERROR "${header} is not installed")
    continue()
  endif()
  file(SHA256 ${SOURCE_DIR}/${header} ours)
  file(SHA256 ${PREFIX}/${header} theirs)
  if(NOT ours STREQUAL theirs)
    message(SEND_ERROR "${header} is not installed as it is")
  endif()
endforeach()

list(REMOVE_ITEM installed ${on_disk})
list(SORT installed)
set(package_files arenite-config-version.cmake arenite-config.cmake arenite-kernels.cmake arenite-targets.cmake
  kernels/catboost.cpp kernels/csv.cpp kernels/forest_kernels_of_double.cpp kernels/forest_kernels_of_float.cpp
  kernels/forests_of_double.cpp kernels/forests_of_float.cpp kernels/lightgbm.cpp kernels/linear_models_of_double.cpp
  kernels/linear_models_of_float.cpp kernels/onnx.cpp kernels/own_files.cpp kernels/sklearn.cpp kernels/treelite.cpp kernels/xgboost.cpp)
list(TRANSFORM package_files PREPEND share/cmake/arenite/)
if(NOT installed STREQUAL package_files)
  message(SEND_ERROR "installed besides the headers: ${installed}")
endif()
