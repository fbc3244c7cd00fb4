// SPDX-License-Identifier: MIT
#include "report.hpp"

#include "options.hpp"
#include "output.hpp"

#include <arenite/memory/as_html.hpp>
#include <arenite/memory/as_json.hpp>

#include <sstream>

namespace {

std::string report_text(std::string const& path, arenite::budget_report const& report) {
    std::ostringstream text;
    if (path.ends_with(".html")) text << arenite::as_html(report);
    else if (path.ends_with(".json")) text << arenite::as_json(report);
    else text << report;
    text << '\n';
    return std::move(text).str();
}

}  // namespace

void check_report_name(std::string const& path) {
    if (path.ends_with(".json") || path.ends_with(".html") || path.ends_with(".txt")) return;
    throw usage_error{"--report " + path + ": expected a name that ends in .json, .html or .txt"};
}

void write_report(std::string const& path, std::string_view text) {
    output to{path};
    to.write(text);
    to.commit();
}

void write_report(std::string const& path, arenite::budget_report const& report) {
    write_report(path, report_text(path, report));
}
