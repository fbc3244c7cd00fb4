// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/xgboost_outline.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The second pass: reads what the first one made room for into `Builder`, in whatever order the document has it.
/// Shared by trees and linear boosters: names and base scores.
template <class Events, class Builder>
class xgboost_fill {
public:
    xgboost_fill(Events& events, xgboost_outline const& outline, Builder& builder)
        : events_(events), outline_(outline), builder_(builder) {}

    /// `read_model` reads the booster's `model` object; `read_weights` the weights of trees.
    template <class ReadModel, class ReadWeights>
    void run(ReadModel const& read_model, ReadWeights const& read_weights) {
        read_document([&] { read_booster(read_model, read_weights); });
        events_.expect(document_event::end);
        events_.input().require_unchanged();
    }

private:
    template <class ReadBooster>
    void read_document(ReadBooster const& read_booster) {
        for_each_key(events_, [&](std::string_view key) {
            if (key == "learner") read_learner(read_booster);
            else if (key == "Model") read_document(read_booster);
            else events_.skip_value();
        });
    }

    template <class ReadBooster>
    void read_learner(ReadBooster const& read_booster) {
        for_each_key(events_, [&](std::string_view key) {
            if (key == "gradient_booster") read_booster();
            else if (key == "learner_model_param") read_base_score();
            else if (key == "feature_names" && outline_.name_characters != 0) read_names();
            else events_.skip_value();
        });
    }

    void read_names() {
        events_.open_array();
        for (std::size_t i = 0; events_.next_element(); ++i)
            require_room(events_, builder_.columns.set_name(i, events_.text()) ? 0 : 1, 1);
    }

    void read_base_score() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "base_score") set_base(events_.read_text());
            else events_.skip_value();
        });
    }

    /// One score serves all outputs.
    void set_base(std::string_view text) {
        auto const base = builder_.base;
        auto const count = for_each_base_score(text, [&](std::size_t i, float score) {
            if (i < base.size()) base[i] = score;
        });
        if (count == 1) std::ranges::fill(base, base[0]);
        else if (count != base.size()) events_.fail("one base score, or one for each output");
        if (!base_to_margin(outline_.objective.base, outline_.version, base))
            events_.fail("a base score that the objective can predict");
    }

    template <class ReadModel, class ReadWeights>
    void read_booster(ReadModel const& read_model, ReadWeights const& read_weights) {
        for_each_key(events_, [&](std::string_view key) {
            if (key == "model") read_model();
            else if (key == "gbtree") read_booster(read_model, read_weights);
            else if (key == "weight_drop") read_weights();
            else events_.skip_value();
        });
    }

    Events& events_;
    xgboost_outline const& outline_;
    Builder& builder_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
