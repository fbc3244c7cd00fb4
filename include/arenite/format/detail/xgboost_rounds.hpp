// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/short_text.hpp>
#include <arenite/format/detail/wanted_rounds.hpp>
#include <arenite/format/detail/xgboost_outline.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Finds which trees the first rounds of boosting are. Files of XGBoost 2 and later say where each round begins; in
/// others, every round has the same number of trees.
template <class Events>
class xgboost_rounds {
public:
    xgboost_rounds(Events& events, xgboost_outline& outline, std::size_t wanted)
        : events_(events), outline_(outline), wanted_(wanted) {}

    /// Reads where each round begins, and where the last one ends.
    void read_begins() {
        stated_ = true;
        auto const count = events_.template read_array<std::uint64_t>([this](std::size_t i, std::uint64_t begin) {
            require_begin(events_, i, begin, end_);
            if (i == wanted_) outline_.kept_trees = begin;
        });
        rounds_ = count == 0 ? 0 : count - 1;
    }

    /// After the whole document.
    void find_kept_trees() {
        if (stated_ && end_ != outline_.trees)
            refuse("iteration_indptr", "rounds of another number of trees", "the number of trees as the last number");
        if (wanted_ == all_rounds) outline_.kept_trees = outline_.trees;
        else if (outline_.kind == xgboost_outline::booster::linear) refuse_linear();
        else keep_wanted();
    }

private:
    void keep_wanted() {
        auto const& o = outline_;
        auto const there = stated_ ? rounds_ : o.trees / o.round_trees();
        if (wanted_ > there) refuse("trees", rounds_found(there), rounds_expected(wanted_));
        if (!stated_) outline_.kept_trees = wanted_ * o.round_trees();
    }

    [[noreturn]] void refuse_linear() const {
        refuse("weights", "a linear booster, which has no rounds", "trees, of which the first rounds can be kept");
    }

    [[noreturn]] void refuse(std::string_view key, std::string_view found, std::string_view expected) const {
        auto const where = short_text<64>{"learner.gradient_booster.model."}.append(key);
        raise(model_error{events_.input().name(), where, events_.byte(), found, expected});
    }

    Events& events_;
    xgboost_outline& outline_;
    std::size_t wanted_;
    std::uint64_t rounds_ = 0, end_ = 0;
    bool stated_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
