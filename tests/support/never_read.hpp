// SPDX-License-Identifier: MIT
#pragma once

#include <doctest/doctest.h>

#include <span>
#include <string_view>

/// A byte source for what is known before anything is read.
struct never_read {
    static std::size_t read(std::span<char>) {
        FAIL("was read");
        return 0;
    }
    static std::string_view name() noexcept { return "never"; }
};
