// SPDX-License-Identifier: MIT
// The one translation unit that holds doctest itself; every test executable links it.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <memory_resource>

namespace {

/// Who forgets to say where memory comes from gets none: nothing in the library uses the default resource.
[[maybe_unused]] auto* const before = std::pmr::set_default_resource(std::pmr::null_memory_resource());

}  // namespace
