// SPDX-License-Identifier: MIT
// You learn: to go from a raw file, with texts and missing values, to scores: what stages need is fitted in one pass,
// and then the rows are prepared batch by batch, while they are read.
#include <arenite/arenite.hpp>

#include <iostream>

// Weights that somebody trained on the prepared columns: three numbers, five cities, no member and member.
constexpr arenite::logistic_regression<double, 10> buys{
    .weights = {1.4, 0.9, -0.6, -1.0, -0.5, 0.0, -0.5, 2.1, -0.6, -0.9}, .intercept = 0.2};

// A stage of one's own: as it is here, it changes what is in the columns, and works in place.
struct no_more_than_three {
    static constexpr std::string_view stage_name = "no more than three";  // in plans, reports and errors
    void apply(arenite::batch_view<double> tile) const noexcept {
        for (std::size_t r = 0; r != tile.rows(); ++r)
            for (std::size_t c = 0; c != tile.cols(); ++c) tile(r, c) = std::min(tile(r, c), 3.0);
    }
};

int main(int count, char** arguments) {
    if (count != 3) return std::cerr << "usage: " << arguments[0] << " PEOPLE.csv PREPARE.arenite\n", 64;
    using arenite::number, arenite::text;

    arenite::schema const raw{number("age"), number("income"), number("grade"), text("city"), text("member")};
    auto const seen = arenite::summarize(arenite::csv_batches(arguments[1], raw) | arenite::first_rows(60));
    std::cout << seen << '\n';                                      // what one pass over 60 rows found
    arenite::schema const columns = arenite::fit_categories(seen);  // texts become categories, frozen from now on

    // missing numbers become medians, all are (x - mean) / deviation, and a city that was not seen is all zeros
    auto const prepare = arenite::impute(seen.medians()) | arenite::standardize(seen) | arenite::one_hot();
    arenite::save_stages(arguments[2], columns, prepare);  // beside the model

    auto const kept = arenite::load_stages(arguments[2]);  // where rows are scored
    auto rows = arenite::csv_batches(arguments[1], kept.schema()) | arenite::skip_rows(60);
    auto prepared = rows | kept | no_more_than_three{};
    std::cout << prepared.schema() << '\n';  // nothing was read yet, but it is known what there will be
    for (auto const [batch, scores] : prepared | arenite::score_with(buys))
        for (std::size_t r = 0; r != scores.rows(); ++r) std::cout << scores(r, 0) << '\n';
}
