// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/admit.hpp>
#include <arenite/batch/detail/over_rows.hpp>
#include <arenite/core/format_number.hpp>
#include <arenite/core/shape_error.hpp>
#include <arenite/predict/predict_on_workers.hpp>

#include <iterator>
#include <string>

namespace arenite::inline ARENITE_ABI {

/// Rows and what a predictor makes of them; both are valid until the next batch.
template <class T, class S>
struct scored_batch {
    batch_view<T const> batch;
    batch_view<S const> scores;
};

/// A lazy range of batches and their scores: what `rows | score_with(model)` is.
///
/// Allocates: nothing but what its admission acquires once.
template <class Rows, class Predictor>
class scored_batches : public detail::over_rows<Rows> {
    using typename detail::over_rows<Rows>::rows_type;
    using detail::over_rows<Rows>::rows_;
    using predictor_type = std::remove_cvref_t<Predictor>;
    using value = typename rows_type::value_type;
    using score = score_type<predictor_type, value>;

public:
    class iterator;

    scored_batches(Rows&& rows_of_batches, held<Predictor> predictor, workers const& lent_workers)
        : detail::over_rows<Rows>(static_cast<Rows&&>(rows_of_batches)), predictor_(std::move(predictor)),
          crew_(lent_workers) {
        auto const found = rows_.get().schema().tile_cols();
        if (found != predictor_.get().cols()) refuse_shape(found);
        if (predictor_.get().outputs() == 0) raise(shape_error{"the predictor has no outputs"});
    }
    scored_batches(scored_batches&&) = default;
    scored_batches& operator=(scored_batches&& other) noexcept { return detail::reassign(*this, std::move(other)); }
    ~scored_batches() { placement_.clear(*this); }

    [[nodiscard]] bool placed() const noexcept { return !scores_.empty(); }

    template <class Self, class Visitor>
    static void parts(Self& self, std::size_t rows, Visitor& visit) {
        rows_type::parts(self.rows_.get(), rows, visit);
        visit.model(held_by(self.predictor_.get()));
        visit.stage("scoring", self.time_);
        visit("scores", self.scores_, saturating_bytes(rows, self.predictor_.get().outputs()), part_life::batch);
        auto const needed = scratch_bytes(self.predictor_.get(), rows, self.crew_.count());
        visit("scratch", self.scratch_, needed, part_life::step);
    }

    [[nodiscard]] iterator begin() {
        placement_.ensure(*this);
        return iterator{*this, rows_.get().begin()};
    }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    [[noreturn]] void refuse_shape(std::size_t found) const {
        std::string what = "the rows have ";
        what.append(format_number(found)).append(" columns, the model expects ");
        raise(shape_error{what.append(format_number(predictor_.get().cols()))});
    }

    [[nodiscard]] scored_batch<value, score> scored(batch_view<value const> batch) {
        auto const outputs = predictor_.get().outputs();
        contract(batch.rows() * outputs <= scores_.size(), "a predictor stays as it was until its pipeline ends");
        batch_view<score> const scores{scores_.data(), batch.rows(), outputs};
        time_.measure([&] {
            detail::predict_parts(crew_, predictor_.get(), batch, scores, scratch_);
            return batch.rows();
        });
        return {batch, scores};
    }

    held<Predictor> predictor_;
    workers crew_;
    stage_time time_;
    std::span<score> scores_;
    std::span<std::byte> scratch_;
    detail::placement<scored_batches> placement_;
};

template <class Rows, class Predictor>
class scored_batches<Rows, Predictor>::iterator {
public:
    using value_type = scored_batch<value, score>;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    iterator(scored_batches& scored_range, std::ranges::iterator_t<rows_type> at)
        : range_(&scored_range), rows_(std::move(at)) {
        score_this();
    }

    [[nodiscard]] value_type operator*() const noexcept { return current_; }
    iterator& operator++() {
        ++rows_;
        score_this();
        return *this;
    }
    void operator++(int) { ++*this; }

    friend bool operator==(iterator const& at, std::default_sentinel_t end) { return at.rows_ == end; }

private:
    void score_this() {
        if (rows_ != std::default_sentinel) current_ = range_->scored(*rows_);
    }

    scored_batches* range_;
    std::ranges::iterator_t<rows_type> rows_;
    value_type current_;
};

/// What `score_with` returns.
template <class Predictor>
struct score_with_stage {
    held<Predictor> predictor;
    workers crew;

    template <class Rows>
    [[nodiscard]] auto over(Rows&& rows) && {
        using value = typename std::remove_cvref_t<Rows>::value_type;
        static_assert(
            requires { typename score_type<std::remove_cvref_t<Predictor>, value>; },
            "the predictor does not score rows of this type: csv_batches<float>(...) gives float, "
            "csv_batches(...) gives double");
        return scored_batches<Rows, Predictor>{static_cast<Rows&&>(rows), std::move(predictor), crew};
    }
};

/// A stage that scores every batch: `for (auto const [batch, scores] : rows | score_with(model))`; with workers, each
/// batch on threads that the caller lends, and a scratch for each of them in the plan.
///
/// Errors:   composing throws shape_error when rows and model do not fit, or the model has no such outputs (a model
///           without trees has no leaves), before anything is read.
/// Lifetime: an lvalue model is borrowed, an rvalue is taken; a const temporary does not compile. The workers' executor
///           is borrowed.
template <class Predictor>
    requires batch_predictor<std::remove_cvref_t<Predictor>>
[[nodiscard]] auto score_with(Predictor&& predictor, workers const& crew = {}) {
    static_assert(std::is_lvalue_reference_v<Predictor> || !std::is_const_v<Predictor>,
                  "a const temporary can neither be borrowed nor taken: name the model first");
    return score_with_stage<Predictor>{held<Predictor>{static_cast<Predictor&&>(predictor)}, crew};
}

}  // namespace arenite::inline ARENITE_ABI
