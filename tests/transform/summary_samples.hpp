// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/transform/summarize.hpp>

/// Of numbers, texts, categories, and of a column in which nothing is.
inline arenite::summary summary_of_people(arenite::summary_options const& options = {}) {
    static arenite::schema const columns{arenite::number("age"), arenite::text("town"),
                                         arenite::category("sex", {"m", "f"}), arenite::number("empty")};
    arenite::memory_source text{
        "age,town,sex,empty\n"
        "30,Bern,f,\n"
        ",\"\"\"Lima\"\" & <co>\",m,\n"
        "-2.5,Oslo,,\n"
        "30,,f,\n"
        "7,Bern,f,\n"};
    return arenite::summarize(arenite::csv_batches(text, columns), options);
}
