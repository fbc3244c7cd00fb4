// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>

#include <string>

/// What a broken contract claimed, and where.
struct broken_contract {
    std::string claim;
    std::string file;
};

/// While it lives, a broken contract throws `broken_contract`: for functions that are not noexcept.
class throwing_contract {
public:
    throwing_contract() : before_(arenite::set_contract_handler(&fail)) {}
    throwing_contract(throwing_contract const&) = delete;
    throwing_contract& operator=(throwing_contract const&) = delete;
    ~throwing_contract() { arenite::set_contract_handler(before_); }

private:
    [[noreturn]] static void fail(char const* claim, std::source_location where) {
        throw broken_contract{claim, where.file_name()};
    }

    arenite::contract_handler before_;
};
