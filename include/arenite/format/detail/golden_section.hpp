// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/detail/section_reader.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/memory/budget.hpp>
#include <arenite/model/model.hpp>
#include <arenite/predict/predict.hpp>

#include <algorithm>
#include <bit>
#include <cmath>

namespace arenite::inline ARENITE_ABI::detail {

/// Rows, and what a model answered to them when it was saved.
struct golden_answers {
    std::size_t rows = 0;
    std::span<double> x;                             ///< [rows][columns]
    std::span<double> margins, predictions, labels;  ///< [rows][outputs]
    std::span<std::int32_t> leaves;

    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file.count(self.rows);
        file(self.x, self.margins, self.predictions, self.labels, self.leaves);
    }

    [[nodiscard]] batch_view<double const> row(std::size_t r) const noexcept {
        auto const cols = x.size() / rows;
        return {x.data() + r * cols, 1, cols};
    }
};

/// Scores rows one by one, by the kernels that are quickest for that.
class golden_scorer {
public:
    /// What one row takes.
    template <class Predictor>
    [[nodiscard]] static std::size_t bytes(Predictor const& asked) noexcept {
        return arena_bytes<double>(most_outputs(asked)) + arena_bytes<std::int32_t>(asked.outputs(output_kind::leaf)) +
               arena_bytes<std::byte>(asked.scratch_bytes(1));
    }

    /// Allocates: bytes(to_ask) from `from_memory`, released by the destructor.
    golden_scorer(model const& to_ask, budget& from_memory) : model_(to_ask) {
        memory_ = from_memory.acquire("model loading", bytes(model_), region_alignment, region_use::passing);
        arena place{memory_.bytes()};
        numbers_ = place.take<double>(most_outputs(model_));
        leaves_ = place.take<std::int32_t>(model_.outputs(output_kind::leaf));
        scratch_ = scratch_view{place.take<std::byte>(model_.scratch_bytes(1))};
    }

    template <class Kind>
    [[nodiscard]] std::span<double const> numbers(Kind const& predictor, batch_view<double const> row) const noexcept {
        auto const to = numbers_.first(predictor.outputs());
        if (!to.empty()) arenite::predict(predictor, row, batch_view<double>{to.data(), 1, to.size()}, scratch_);
        return to;
    }
    [[nodiscard]] std::span<std::int32_t const> leaves(batch_view<double const> row) const noexcept {
        batch_view<std::int32_t> const to{leaves_.data(), 1, leaves_.size()};
        if (!leaves_.empty()) arenite::predict(model_.leaves(), row, to, scratch_);
        return leaves_;
    }

private:
    template <class Predictor>
    [[nodiscard]] static std::size_t most_outputs(Predictor const& asked) noexcept {
        return std::max({asked.outputs(output_kind::prediction), asked.outputs(output_kind::margin),
                         asked.outputs(output_kind::label), std::size_t{1}});
    }

    model const& model_;
    region memory_;
    std::span<double> numbers_;
    std::span<std::int32_t> leaves_;
    scratch_view scratch_{{}};
};

/// Whether two answers are the same: margins of trees to the bit; others as far as the functions of C libraries agree.
[[nodiscard]] inline bool same_answer(double found, double golden, double tolerance) noexcept {
    if (found != found || golden != golden) return found != found && golden != golden;
    if (tolerance == 0) return std::bit_cast<std::uint64_t>(found) == std::bit_cast<std::uint64_t>(golden);
    return found == golden ||
           std::abs(found - golden) <= tolerance * std::max({1.0, std::abs(found), std::abs(golden)});
}

/// Scores the golden rows of a file again. Errors: model_error where an answer is another, and for what is no such
/// section. Allocates: what one row takes, from `memory`, given back.
class golden_test {
public:
    golden_test(model const& to_test, bool exact_margins, section_reader from) : model_(to_test), from_(from) {
        from_(golden_);
        from_.finish();
        margin_tolerance_ = exact_margins ? 0 : tolerance();
    }

    void run(budget& memory) const {
        require_size(golden_.x, model_.cols());
        require_size(golden_.margins, model_.margins().outputs());
        require_size(golden_.predictions, model_.outputs());
        require_size(golden_.labels, model_.labels().outputs());
        require_size(golden_.leaves, model_.leaves().outputs());
        if (golden_.rows == 0) return;
        golden_scorer const scorer{model_, memory};
        for (std::size_t r = 0; r != golden_.rows; ++r) {
            auto const row = golden_.row(r);
            require_same(scorer.numbers(model_.margins(), row), golden_.margins, r, margin_tolerance_);
            require_same(scorer.numbers(model_, row), golden_.predictions, r, tolerance());
            require_same(scorer.numbers(model_.labels(), row), golden_.labels, r, tolerance());
            require_same(scorer.leaves(row), golden_.leaves, r, 0);
        }
    }

private:
    [[nodiscard]] double tolerance() const noexcept {
        return model_.info().output == precision::float32 ? 0x1p-16 : 0x1p-40;
    }

    template <class Number>
    void require_size(std::span<Number> list, std::size_t of_each_row) const {
        bool const fits = golden_.rows == 0 || of_each_row == 0
                              ? list.empty()
                              : list.size() % golden_.rows == 0 && list.size() / golden_.rows == of_each_row;
        if (!fits) from_.fail("golden rows of another shape", "that of the model");
    }

    template <class Number, class Golden>
    void require_same(std::span<Number const> found, std::span<Golden> golden, std::size_t r, double within) const {
        for (std::size_t k = 0; k != found.size(); ++k)
            if (!same_answer(static_cast<double>(found[k]), static_cast<double>(golden[r * found.size() + k]), within))
                from_.fail("another answer to a golden row than when it was saved", "the same");
    }

    model const& model_;
    section_reader from_;
    golden_answers golden_;
    double margin_tolerance_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
