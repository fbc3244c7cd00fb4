# SPDX-License-Identifier: MIT
# cmake -D PROGRAM=… -D ARGUMENT=… -P ends_in_contract.cmake
# The program says which contract was broken, and does not survive it.
cmake_minimum_required(VERSION 3.24)

execute_process(COMMAND ${PROGRAM} ${ARGUMENT} RESULT_VARIABLE ended ERROR_VARIABLE said)
if(NOT ended MATCHES "abort")
  message(FATAL_ERROR "${ARGUMENT} ended with ${ended}:\n${said}")
elseif(NOT said MATCHES "[a-z_]+\\.[a-z]+:[0-9]+: arenite: broken contract: ")
  message(FATAL_ERROR "${ARGUMENT} did not name the contract:\n${said}")
endif()
