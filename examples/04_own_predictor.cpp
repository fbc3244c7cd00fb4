// SPDX-License-Identifier: MIT
// You learn: to make a type of your own a predictor by writing four members; everything that takes a model takes it
// too.
#include <arenite/load/csv_batches.hpp>
#include <arenite/load/memory_source.hpp>
#include <arenite/predict/score_with.hpp>

#include <iostream>

struct credit_rule {
    static constexpr std::size_t cols() noexcept { return 2; }  // income, debt
    static constexpr std::size_t outputs() noexcept { return 1; }
    static constexpr std::size_t scratch_bytes(std::size_t /*rows*/) noexcept { return 0; }

    void predict(arenite::batch_view<double const> x, arenite::batch_view<double> y,
                 arenite::scratch_view) const noexcept {
        for (std::size_t r = 0; r != x.rows(); ++r) y(r, 0) = x(r, 1) > 0.4 * x(r, 0) ? 0.0 : 1.0;
    }
};
static_assert(arenite::batch_predictor<credit_rule>);

int main() {
    arenite::memory_source text{"name,debt,income\nAda,100,1000\nBob,900,1000\n"};  // any byte source will do
    arenite::schema const columns{arenite::number("income"), arenite::number("debt"), arenite::text("name")};

    for (auto const [batch, scores] : arenite::csv_batches(text, columns) | arenite::score_with(credit_rule{}))
        for (std::size_t r = 0; r != scores.rows(); ++r) std::cout << batch.text(0, r) << ' ' << scores(r, 0) << '\n';
}
