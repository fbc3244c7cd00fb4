// SPDX-License-Identifier: MIT
// Breaks the contract that its argument names; the process must not survive it.
#include <arenite/arenite.hpp>

#include <array>
#include <string_view>

int main(int, char** arguments) {
    std::string_view const name = arguments[1];
    constexpr arenite::linear_regression<float, 2> model{};
    std::array<float, 2> values{};
    if (name == "predict_shape") arenite::predict(model, std::array{1.0f, 2.0f, 3.0f}, values);
    if (name == "begin_twice") {
        arenite::memory_source text{"1,2\n"};
        auto const schema = arenite::schema::unnamed(2);
        auto rows = arenite::csv_batches<float>(text, schema);
        static_cast<void>(rows.begin());
        static_cast<void>(rows.begin());
    }
    if (name == "budget_outlived") {
        arenite::region outlives;
        arenite::budget memory{4096};
        outlives = memory.try_acquire(64);
    }
    if (name == "batch_text") static_cast<void>(arenite::batch_view<float>{values.data(), 1, 2}.text(0, 0));
}
