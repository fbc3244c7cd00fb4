// SPDX-License-Identifier: MIT
#include <arenite/model/linear_booster.hpp>

#include "contracts/predictor_contract.hpp"

#include "stated_order.hpp"

#include <arenite/memory/system_memory.hpp>
#include <arenite/model/model.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>

namespace {

arenite::linear_booster<float> two_outputs(arenite::budget& memory = arenite::system_memory()) {
    arenite::linear_booster<float> booster{{.features = 3, .outputs = 2}, memory};
    constexpr std::array weights{0.1f, 1.0f, 0.2f, 2.0f, 0.3f, 3.0f, /* biases */ 0.5f, 10.0f};
    std::ranges::copy(weights, booster.weights.begin());
    booster.base[0] = 0.25f;
    booster.base[1] = 0.25f;
    return booster;
}

/// Bias + base, then what is there, one product after the other.
template <class T>
T sum_of_present(arenite::linear_booster<T> const& booster, std::span<T const> row, std::size_t k) {
    auto const outputs = booster.base.size();
    T volatile sum = booster.weights[row.size() * outputs + k] + booster.base[k];
    for (std::size_t f = 0; f != row.size(); ++f) {
        if (std::isnan(row[f]) || row[f] == booster.missing) continue;
        T const volatile product = row[f] * booster.weights[f * outputs + k];
        sum = sum + product;
    }
    return sum;
}

/// Values some of which are NaN, some 0, and some the booster's `missing`.
template <class T>
std::vector<T> values_with_gaps(std::size_t count) {
    auto values = inexact_numbers<T>(count, 2);
    for (std::size_t i = 0; i < count; i += 5) values[i] = std::numeric_limits<T>::quiet_NaN();
    for (std::size_t i = 0; i < count; i += 7) values[i] = T{-999};
    for (std::size_t i = 0; i < count; i += 11) values[i] = 0;
    return values;
}

template <class T, class In>
void check_shape(std::size_t rows, std::size_t cols, std::size_t outputs, T missing) {
    CAPTURE(rows);
    CAPTURE(cols);
    CAPTURE(outputs);
    arenite::linear_booster<T> booster{{.features = cols, .outputs = outputs}, arenite::system_memory()};
    std::ranges::copy(inexact_numbers<T>(booster.weights.size(), 1), booster.weights.begin());
    std::ranges::fill(booster.base, T(0.1));
    booster.missing = missing;

    auto const values = values_with_gaps<In>(rows * cols);
    std::vector<In> columns(values.size());
    for (std::size_t i = 0; i != values.size(); ++i) columns[i % cols * rows + i / cols] = values[i];
    std::vector<T> const rounded_values(values.begin(), values.end());
    std::vector<T> expected, scores(rows * outputs), by_columns(rows * outputs);
    for (std::size_t r = 0; r != rows; ++r)
        for (std::size_t k = 0; k != outputs; ++k)
            expected.push_back(sum_of_present<T>(booster, std::span{rounded_values}.subspan(r * cols, cols), k));
    alignas(64) std::array<std::byte, 4096> scratch;
    auto const score = [&](arenite::batch_view<In const> x, std::vector<T>& y) {
        booster.score(arenite::output_kind::margin, x, arenite::batch_view<T>{y.data(), rows, outputs},
                      arenite::scratch_view{scratch});
    };
    score({values.data(), rows, cols}, scores);
    score({columns.data(), rows, cols, 1, static_cast<std::ptrdiff_t>(rows)}, by_columns);
    CHECK(contracts::same_bits(scores, expected));
    CHECK(contracts::same_bits(by_columns, expected));
}

TEST_SUITE("model") {
    TEST_CASE("linear_booster: the trainer's order, for any number of rows and of outputs, with and without gaps") {
        constexpr auto nan = std::numeric_limits<float>::quiet_NaN();
        for (auto const outputs : std::initializer_list<std::size_t>{1, 3, 8, 15, 16, 17, 35})
            for (auto const rows : std::initializer_list<std::size_t>{0, 1, 7, 8, 9, 15, 16, 17, 40})
                for (auto const cols : std::initializer_list<std::size_t>{1, 31, 32, 70}) {
                    check_shape<float, float>(rows, cols, outputs, nan);
                    check_shape<float, double>(rows, cols, outputs, -999.0f);
                    check_shape<double, double>(rows, cols, outputs, 0.0);
                }
    }

    TEST_CASE("linear_booster: what is missing adds nothing at all, whatever its weight and the sum") {
        for (std::size_t const outputs : {1U, 16U}) {
            arenite::linear_booster<float> booster{{.features = 2, .outputs = outputs}, arenite::system_memory()};
            std::ranges::fill(booster.weights, std::numeric_limits<float>::infinity());
            std::ranges::fill(booster.weights.last(outputs), -0.0f);
            std::ranges::fill(booster.base, -0.0f);
            booster.missing = 0;
            for (std::size_t const rows : {1U, 20U}) {
                std::vector<float> values(rows * 2), scores(rows * outputs);
                for (std::size_t i = 0; i < values.size(); i += 3) values[i] = NAN;
                arenite::predict(booster, values, scores);
                for (float const score : scores) CHECK((score == 0 && std::signbit(score)));
            }
        }
    }

    TEST_CASE("linear_booster: bias and base, then what is there, in order, each step rounded") {
        auto const booster = two_outputs();
        std::array const rows{1.0f, 1.0f, 1.0f, NAN, 1.0f, NAN};
        std::array<float, 4> scores{};
        arenite::predict(booster, rows, scores);
        CHECK(scores[0] == ((0.5f + 0.25f) + 0.1f + 0.2f) + 0.3f);
        CHECK(scores[1] == 16.25f);
        CHECK(scores[2] == 0.75f + 0.2f);
        CHECK(scores[3] == 12.25f);
    }

    TEST_CASE("linear_booster: has no leaves, and reads every column") {
        auto const booster = two_outputs();
        CHECK(booster.outputs(arenite::output_kind::leaf) == 0);
        CHECK(booster.schema().size() == 3);
        CHECK(booster.schema()[2].used);
    }

    TEST_CASE("linear_booster: a margin is not linked") {
        auto booster = two_outputs();
        booster.link.kind = arenite::link_kind::hinge;
        arenite::model const erased{std::move(booster), {}};
        std::array const row{-100.0, 0.0, 0.0};
        std::array<double, 2> scores{};
        arenite::predict(erased, row, scores);
        CHECK(scores == std::array{0.0, 0.0});
        arenite::predict(erased.margins(), row, scores);
        CHECK(scores[1] == -89.75);
    }

    TEST_CASE("linear_booster: gives its region back") {
        arenite::budget memory{4096};
        {
            auto const booster = two_outputs(memory);
            CHECK(memory.used() == booster.bytes());
        }
        CHECK(memory.used() == 0);
    }

    TEST_CASE("linear_booster: meets the predictor contract") {
        contracts::check_predictor<float, float>(two_outputs());
    }
}

}  // namespace
