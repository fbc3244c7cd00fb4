// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_trees.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The second pass: reads what the first one made room for. Trees are read once the features are known: in a file that
/// has them in front, which CatBoost does not write, in a pass of their own.
class catboost_fill {
public:
    catboost_fill(json_events& document, catboost_outline const& outline, catboost_tables& tables,
                  tree_ensemble_builder<double>& builder, catboost_trees& trees)
        : events_(document), outline_(outline), tables_(tables), builder_(builder), trees_(trees) {}

    void run() {
        read_document();
        has_features_ = true;  // or there are none
        if (!has_trees_) events_.rewind(), read_document();
        events_.input().require_unchanged();
    }

private:
    void read_document() {
        events_.open_object();
        while (events_.next_key()) {
            auto const key = events_.text();
            if (key == "features_info" && !has_features_) read_features();
            else if (key == "oblivious_trees" && is_time_for_trees()) trees_.read_oblivious();
            else if (key == "trees" && is_time_for_trees()) trees_.read_nested();
            else if (key == "scale_and_bias" && !builder_.biases.empty()) read_biases();
            else events_.skip_value();
        }
        events_.expect(document_event::end);
    }

    [[nodiscard]] bool is_time_for_trees() noexcept { return has_trees_ = has_features_; }

    void read_features() {
        events_.open_object();
        while (events_.next_key()) {
            auto const key = events_.text();
            if (key == "float_features") read_floats();
            else if (key == "categorical_features") read_categories();
            else events_.skip_value();
        }
        has_features_ = true;
    }

    void read_floats() {
        std::uint32_t conditions = 0;
        std::size_t number = 0;
        for_each_object(events_, [&] {
            require_room(events_, number, tables_.floats.size());
            auto& source = tables_.floats[number++];
            source.first_condition = conditions;
            auto const feature = read_feature<float>([&](float border) {
                require_room(events_, conditions, tables_.borders.size());
                tables_.borders[conditions++] = border;
            });
            source.index = feature.index;
            source.column = feature.column;
            source.nan_goes_left = feature.nan_goes_left();
        });
    }

    void read_categories() {
        for_each_object(events_, [&] { read_feature<std::int32_t>([](std::int32_t) {}); });
    }

    template <class Value, class OnValue>
    catboost_feature read_feature(OnValue const& on_value) {
        std::string_view name;
        auto const keep_name = [&](std::string_view text) {
            name = text;
            require_room(events_, builder_.columns.keep_name(name) ? 0 : 1, 1);
        };
        auto const feature = read_catboost_feature<Value>(events_, keep_name, on_value);
        require_room(events_, feature.column, outline_.columns);
        if (!tables_.take_column(feature.column))
            events_.fail("a column that is another feature's already", "a column for each feature");
        builder_.columns.set_kept_name(feature.column, name);
        return feature;
    }

    void read_biases() {
        events_.open_array();
        for (std::size_t i = 0; events_.next_element(); ++i)
            if (i == 1) read_bias_values();
    }

    void read_bias_values() {
        auto const take = [this](std::size_t i, double bias) {
            require_room(events_, i, builder_.biases.size());
            builder_.biases[i] = bias;
        };
        if (events_.event() == document_event::array_begin) events_.read_elements<double>(take);
        else take(0, events_.as<double>());
    }

    json_events& events_;
    catboost_outline const& outline_;
    catboost_tables& tables_;
    tree_ensemble_builder<double>& builder_;
    catboost_trees& trees_;
    bool has_features_ = false, has_trees_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
