// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/budget.hpp>

#include <string>
#include <string_view>

/// Throws usage_error unless the name ends in .json, .html or .txt.
void check_report_name(std::string const& path);

/// Writes a text that is complete to a file, which appears only then. Throws std::system_error.
void write_report(std::string const& path, std::string_view text);

/// Writes where the bytes and the time went, in the form that the file's name says.
void write_report(std::string const& path, arenite::budget_report const& report);
