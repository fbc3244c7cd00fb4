// SPDX-License-Identifier: MIT
#include "describe.hpp"

#include "report.hpp"

#include <arenite/model/describe_model.hpp>

#include <iostream>
#include <sstream>

void describe(arenite::model const& model, score_options const& options) {
    auto const description = model.describe();
    std::cout << description;
    if (options.report.empty()) return;
    std::ostringstream text;
    if (options.report.ends_with(".json")) text << as_json(description) << '\n';
    else text << description;
    write_report(options.report, text.view());
}
