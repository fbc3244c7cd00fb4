// SPDX-License-Identifier: MIT
// You learn: to state one number, to know before the run whether it suffices, and to have every byte back afterwards.
#include <arenite/arenite.hpp>

#include <iostream>

int main(int count, char** arguments) try {
    using namespace arenite::literals;
    if (count != 3) return std::cerr << "usage: " << arguments[0] << " MODEL ROWS.csv\n", 64;
    arenite::budget memory{1_MiB};  // hard; model, loader, batches and scratch all count
    {
        auto const model = arenite::load_model(arguments[1], memory);
        auto rows = arenite::csv_batches(arguments[2], model.schema(), {.batch_rows = 1024});
        auto scoring = rows | arenite::score_with(model);

        std::cout << arenite::plan(scoring) << '\n';  // exact bytes of each part; nothing is acquired yet
        auto run = arenite::admit(scoring, memory);   // all of it at once, or budget_exceeded
        std::size_t seen = 0;
        for (auto const [batch, scores] : run) seen += scores.rows();
        std::cout << seen << " rows; " << memory.used() << " bytes in use\n";

        auto more = arenite::csv_batches(arguments[2], model.schema(), {.batch_rows = 1'000'000});
        auto too_much = more | arenite::score_with(model);
        std::cout << "batches of " << arenite::largest_batch_rows(too_much, memory) << " rows would fit beside it\n";
        auto const refused = arenite::admit(too_much, memory);
    }
} catch (arenite::budget_exceeded const& refused) {
    std::cout << refused.stage() << " asked for " << refused.requested() << " bytes, " << refused.available()
              << " are left: batches of " << refused.largest_batch_rows() << " rows would fit\n";
}
