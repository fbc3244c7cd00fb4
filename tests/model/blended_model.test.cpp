// SPDX-License-Identifier: MIT
#include <arenite/model/blended_model.hpp>

#include "contracts/predictor_contract.hpp"
#include "malloc_probe.hpp"
#include "small_ensemble.hpp"
#include "stated_order.hpp"

#include <arenite/memory/system_memory.hpp>
#include <arenite/model/model.hpp>
#include <arenite/predict/scratch.hpp>

#include <doctest/doctest.h>

namespace {

using arenite::blended_model, arenite::row_op, arenite::row_step;

std::vector<std::vector<written_node<double>>> const stumps{
    {{.value = 0.1, .feature = 0, .left = 1, .right = 2}, {.value = 1}, {.value = 2}},
    {{.value = 0.5, .feature = 1, .left = 1, .right = 2}, {.value = 10}, {.value = 20}}};

/// A forest's sum and two lines over three features; the prediction is their mean, the label 1 where it is above 8.
blended_model three_parts(arenite::budget& memory = arenite::system_memory()) {
    blended_model made{{.features = 3, .sums = 1, .lines = 2, .line_columns = 3, .width = 5, .steps = 9}, memory};
    made.set_forest(small_ensemble<double>(stumps, {.features = 3}, memory));
    for (std::size_t k = 0; k != 2; ++k) {
        auto const some = inexact_numbers<double>(3, k + 1);
        std::ranges::copy(some, made.weights.begin() + static_cast<std::ptrdiff_t>(k * made.stride()));
        made.intercepts[k] = 0.5 + static_cast<double>(k);
    }
    for (std::size_t c = 0; c != 3; ++c) made.columns.set_used(c);
    constexpr std::array steps{
        row_step{.op = row_op::add, .at = 3, .other = 0}, row_step{.op = row_op::add, .at = 3, .other = 1},
        row_step{.op = row_op::add, .at = 3, .other = 2}, row_step{.op = row_op::divide, .at = 3, .by = 3},
        row_step{.op = row_op::add, .at = 4, .other = 3}, row_step{.op = row_op::above, .at = 4, .by = 5}};
    std::ranges::copy(steps, made.steps.begin());
    made.margin = {{}, 0, 3};
    made.prediction = {made.steps.first(4), 3, 1};
    made.label = {made.steps.first(6), 4, 1};
    return made;
}

TEST_SUITE("model") {
    TEST_CASE("blended_model: keeps the semantics of a predictor, of float and double") {
        arenite::model const erased{three_parts(), {.format = "test"}};
        contracts::check_predictor<double, double>(*erased.get_if<blended_model>());
        contracts::check_predictor<float, float>(erased);
        contracts::check_predictor<double, float>(erased);
        contracts::check_predictor<float, double>(erased);
        contracts::check_predictor<double, double>(erased.margins());
        contracts::check_predictor<double, double>(erased.labels());
    }

    TEST_CASE(
        "blended_model: the sums of the forest, those of the lines in the stated order, and what steps make of them") {
        arenite::model const erased{three_parts(), {.format = "test"}};
        auto const values = inexact_numbers<double>(600 * 3, 7);
        std::vector<double> margins(600 * 3), predictions(600), labels(600);
        arenite::scratch const scratch{erased, 600};
        arenite::predict(erased.margins(), values, margins, scratch);
        arenite::predict(erased, values, predictions, scratch);
        arenite::predict(erased.labels(), values, labels, scratch);
        auto const& model = *erased.get_if<blended_model>();
        for (std::size_t r = 0; r != 600; ++r) {
            auto const* const row = values.data() + r * 3;
            REQUIRE(margins[r * 3] == (row[0] < 0.1 ? 1 : 2) + (row[1] < 0.5 ? 10 : 20));
            for (std::size_t k = 0; k != 2; ++k) {
                auto const weights = model.weights.subspan(k * model.stride(), 3);
                auto const sum = sum_in_stated_order<double>(weights, {row, 3}, model.intercepts[k]);
                REQUIRE(margins[r * 3 + 1 + k] == sum);
            }
            REQUIRE(predictions[r] == (margins[r * 3] + margins[r * 3 + 1] + margins[r * 3 + 2]) / 3);
            REQUIRE(labels[r] == (predictions[r] > 5 ? 1 : 0));
        }
    }

    TEST_CASE("blended_model: rows of float have the bits of the same rows of double") {
        arenite::model const erased{three_parts(), {.format = "test"}};
        auto const values = inexact_numbers<float>(40 * 3, 7);
        std::vector<double> const wide(values.begin(), values.end());
        std::vector<double> from_float(40 * 3), from_double(40 * 3);
        arenite::predict(erased.margins(), values, from_float);
        arenite::predict(erased.margins(), wide, from_double);
        CHECK(contracts::same_bits(from_float, from_double));
    }

    TEST_CASE("blended_model: any scratch of the least size or more gives the same bits, and nothing is allocated") {
        arenite::model const erased{three_parts(), {.format = "test"}};
        constexpr std::size_t count = 1100;
        auto const values = inexact_numbers<double>(count * 3, 7);
        arenite::batch_view<double const> const x{values.data(), count, 3};
        std::vector<double> expected(count), got(count);
        arenite::scratch const most{erased, count};
        arenite::predict(erased, x, arenite::batch_view<double>{expected.data(), count, 1}, most);
        for (auto bytes = erased.least_scratch_bytes(); bytes < erased.scratch_bytes(count); bytes = bytes * 3 / 2) {
            std::vector<std::byte> memory(bytes + 64);
            auto const address = reinterpret_cast<std::uintptr_t>(memory.data());
            auto const room = std::span{memory}.subspan(arenite::round_up(address) - address, bytes);
            allocation_count const counted;
            erased.predict(x, arenite::batch_view<double>{got.data(), count, 1}, arenite::scratch_view{room});
            CHECK(counted.calls() == 0);
            CHECK(contracts::same_bits(got, expected));
        }
    }

    TEST_CASE("blended_model: a forest alone, whose sums are the answer") {
        blended_model made{{.features = 3, .sums = 1, .width = 1}, arenite::system_memory()};
        made.set_forest(small_ensemble<double>(stumps, {.features = 3}, arenite::system_memory()));
        made.margin = made.prediction = {{}, 0, 1};
        made.has_leaf_ids = true;
        CHECK(made.outputs(arenite::output_kind::label) == 0);
        CHECK(made.outputs(arenite::output_kind::leaf) == 2);
        contracts::check_predictor<double, double>(made);
        std::array const row{0.2, 0.2, 0.2};
        std::array<double, 1> y;
        arenite::predict(made, row, y);
        CHECK(y[0] == 12);
        made.has_leaf_ids = false;
        CHECK(made.outputs(arenite::output_kind::leaf) == 0);
    }

    TEST_CASE("blended_model: lines read the first columns, whatever is missing in the others") {
        blended_model made{{.features = 3, .lines = 1, .line_columns = 2, .width = 1}, arenite::system_memory()};
        made.weights[0] = 10, made.weights[1] = 100, made.intercepts[0] = 1;
        made.margin = made.prediction = {{}, 0, 1};
        contracts::check_predictor<double, double>(made);
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        std::array const rows{1.0, 2.0, nan, 3.0, 4.0, nan, nan, 1.0, 1.0};
        std::array<double, 3> y;
        arenite::predict(made, rows, y);
        CHECK(y[0] == 211);
        CHECK(y[1] == 431);
        CHECK(std::isnan(y[2]));
        CHECK(made.largest_terms({rows.data(), 1, 3}, 0) == 211);
    }

    TEST_CASE("blended_model: constants alone") {
        blended_model made{{.features = 2, .width = 2, .steps = 1, .constants = 2}, arenite::system_memory()};
        made.steps[0] = {.op = row_op::set, .count = 2, .constants = 2};
        made.constants[0] = 0.25;
        made.constants[1] = 0.75;
        made.margin = made.prediction = {made.steps, 0, 2};
        contracts::check_predictor<double, double>(made);
        CHECK(made.trees() == 0);
        std::array const row{1.0, 2.0};
        std::array<double, 2> y;
        arenite::predict(made, row, y);
        CHECK(y == std::array{0.25, 0.75});
    }

    TEST_CASE("blended_model: knows what its weighted sums are rounded relative to") {
        auto const made = three_parts();
        std::array const row{1.0, -2.0, 4.0};
        double expected = 0;
        for (std::size_t k = 0; k != 2; ++k) {
            auto const weights = made.weights.subspan(k * made.stride(), 3);
            expected = std::max(expected, made.intercepts[k] + std::abs(weights[0]) + 2 * std::abs(weights[1]) +
                                              4 * std::abs(weights[2]));
        }
        CHECK(made.largest_terms({row.data(), 1, 3}, 0) == doctest::Approx(expected).epsilon(1e-15));
    }

    TEST_CASE("blended_model: says what it holds, and gives it back") {
        arenite::budget memory{1 << 20};
        {
            arenite::model const erased{three_parts(memory), {.format = "test"}};
            CHECK(memory.used() == erased.bytes());
            auto const description = erased.describe();
            CHECK(description.trees == 2);
            CHECK(description.margins == 3);
            CHECK(description.outputs == 1);
            std::size_t parts = 0;
            for (auto const& part : description.parts) parts += part.bytes;
            CHECK(parts == erased.bytes());
        }
        CHECK(memory.used() == 0);
    }

    TEST_CASE("blended_model: is refused at one byte less than it takes") {
        arenite::blended_model_size const size{
            .features = 3, .lines = 2, .line_columns = 3, .width = 5, .steps = 9, .classes = 2};
        arenite::budget exact{size.bytes()}, short_of_one{size.bytes() - 1};
        CHECK(blended_model{size, exact}.bytes() == size.bytes());
        CHECK_THROWS_AS(static_cast<void>(blended_model{size, short_of_one}), arenite::budget_exceeded);
    }
}

}  // namespace
