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
        auto const tried = arenite::try_admit(too_much, memory);  // where a refusal is an answer
        if (!tried) std::cout << "batches of " << tried.refusal().largest_batch_rows() << " rows would fit beside it\n";

        auto rest = arenite::csv_batches(arguments[2], model.schema(), {.batch_rows = arenite::automatic_batch_rows});
        auto const filled = arenite::admit(rest | arenite::score_with(model), memory);  // as large as the budget allows
        std::cout << "batches of " << rest.batch_rows() << " rows: " << memory.available() << " bytes are left\n";
    }
    std::cout << memory.used() << " bytes in use, " << memory.peak() << " at most, " << memory.refused()
              << " refusal\n";
    std::cerr << memory.report() << '\n';  // who held how much, when; as_html(memory.report()) draws it
    static_cast<void>(memory.acquire("two MiB", 2_MiB));
} catch (arenite::budget_exceeded const& refused) {
    std::cout << refused.what() << ": " << refused.stage() << " asked for " << refused.requested() << " bytes, "
              << refused.available() << " are left\n";
}
