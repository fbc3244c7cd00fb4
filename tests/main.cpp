// SPDX-License-Identifier: MIT
// The one translation unit that holds doctest itself; every test executable links it.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
