// SPDX-License-Identifier: MIT
// A file cannot keep a function of the host's.
// expect: functions of one's own
#include <arenite/format/save_stages.hpp>
#include <arenite/transform/impute.hpp>
#include <arenite/transform/log1p.hpp>
#include <arenite/transform/transform_column.hpp>

int main() {
    arenite::schema const columns{arenite::number("income")};
#if defined(ARENITE_REJECTED)
    auto const logarithm = arenite::transform_column("income", [](double x) noexcept { return std::log1p(x); });
#else
    auto const logarithm = arenite::log1p("income");
#endif
    arenite::save_stages("stages.arenite", columns, arenite::impute(0.0) | logarithm);
}
