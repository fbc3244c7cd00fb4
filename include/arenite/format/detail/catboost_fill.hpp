// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_counts.hpp>
#include <arenite/format/detail/catboost_features.hpp>
#include <arenite/format/detail/catboost_trees.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The second pass: reads what the first one made room for. Trees are read once the features are known: in a file that
/// has them in front, which CatBoost does not write, in a pass of their own.
class catboost_fill {
public:
    /// `counts`: null of a model without CTRs.
    catboost_fill(json_events& document, std::span<double> biases, catboost_features& features, catboost_counts* counts,
                  catboost_trees& trees)
        : events_(document), biases_(biases), features_(features), counts_(counts), trees_(trees) {}

    void run() {
        read_document();
        has_features_ = true;  // or there are none
        if (!has_trees_) events_.rewind(), read_document();
        if (counts_ != nullptr) counts_->find_tables();
        events_.input().require_unchanged();
    }

private:
    void read_document() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "features_info" && !has_features_) features_.read(), has_features_ = true;
            else if (key == "ctr_data" && counts_ != nullptr && !has_counts_) counts_->read(), has_counts_ = true;
            else if (key == "oblivious_trees" && is_time_for_trees()) trees_.read_oblivious();
            else if (key == "trees" && is_time_for_trees()) trees_.read_nested();
            else if (key == "scale_and_bias" && !biases_.empty()) read_scale_and_bias();
            else events_.skip_value();
        });
        events_.expect(document_event::end);
    }

    [[nodiscard]] bool is_time_for_trees() noexcept { return has_trees_ = has_features_; }

    void read_scale_and_bias() {
        events_.open_array();
        for (std::size_t i = 0; events_.next_element(); ++i)
            if (i == 1) read_biases();
    }

    void read_biases() {
        read_finite_numbers(events_, [this](std::size_t i, double bias) {
            require_room(events_, i, biases_.size());
            biases_[i] = bias;
        });
    }

    json_events& events_;
    std::span<double> biases_;
    catboost_features& features_;
    catboost_counts* counts_;
    catboost_trees& trees_;
    bool has_features_ = false, has_counts_ = false, has_trees_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
