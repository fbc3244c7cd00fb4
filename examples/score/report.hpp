// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/budget.hpp>

#include <string>

/// Throws usage_error unless the name ends in .json, .html or .txt.
void check_report_name(std::string const& path);

/// Writes where the bytes and the time went, in the form that the file's name says; the file appears only when it is
/// complete. Throws std::system_error.
void write_report(std::string const& path, arenite::budget_report const& report);
