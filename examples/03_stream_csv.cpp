// SPDX-License-Identifier: MIT
// You learn: to score a file of any size in the memory of one batch, as a range.
#include <arenite/arenite.hpp>

#include <iostream>

int main(int count, char** arguments) try {
    if (count != 3) return std::cerr << "usage: " << arguments[0] << " MODEL ROWS.csv\n", 64;
    auto const model = arenite::load_model(arguments[1]);
    auto rows = arenite::csv_batches(arguments[2], model.schema(), {.batch_rows = 32});  // lazy: nothing is read yet

    std::size_t seen = 0;
    double sum = 0;
    for (auto const [batch, scores] : rows | arenite::score_with(model)) {  // lvalues are borrowed, rvalues are taken
        std::cout << "rows " << rows.first_row() << " to " << rows.first_row() + batch.rows() - 1 << '\n';
        seen += batch.rows();
        for (std::size_t r = 0; r != scores.rows(); ++r) sum += scores(r, 0);
    }
    std::cout << seen << " rows, mean score " << sum / static_cast<double>(seen) << '\n';
} catch (arenite::data_error const& bad) {  // source, line, column, byte; what was found, what was expected
    std::cerr << bad.what() << '\n';
    return 65;
}
