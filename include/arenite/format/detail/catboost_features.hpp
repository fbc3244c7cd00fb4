// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_ctr.hpp>
#include <arenite/format/detail/catboost_recoding.hpp>
#include <arenite/format/detail/catboost_tables.hpp>
#include <arenite/format/detail/catboost_threshold.hpp>
#include <arenite/model/category_set.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Fills the tables, the names of the columns and, of a recoded model, how its rows are recoded.
class catboost_features {
public:
    /// `sets`: of the trees, one for each one-hot value. `recoded`: null of a model of numbers alone.
    catboost_features(json_events& document, catboost_outline const& outline, catboost_tables& tables,
                      model_columns& columns, std::span<category_set> sets, recoding* recoded)
        : events_(document), outline_(outline), tables_(tables), columns_(columns), sets_(sets), recoded_(recoded) {}

    /// Takes the value of `features_info`.
    void read() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "float_features") read_floats();
            else if (key == "categorical_features") read_categories();
            else if (key == "ctrs" && recoded_ != nullptr) read_ctrs();
            else events_.skip_value();
        });
        if (recoded_ != nullptr) find_columns_of_elements();
    }

private:
    void read_floats() {
        std::size_t number = 0, borders = 0;
        for_each_listed(events_, [&] {
            require_room(events_, number, tables_.floats.size());
            auto& source = tables_.floats[number];
            source.first_condition = static_cast<std::uint32_t>(borders);
            auto const feature = read_feature<float>(source, [&](float border) {
                require_room(events_, borders, tables_.borders.size());
                tables_.borders[borders++] = border;
            });
            source.nan_goes_left = feature.nan_goes_left();
            source.tree_column = recoded_ == nullptr ? source.column : static_cast<std::uint32_t>(number);
            if (recoded_ != nullptr) recoded_->numbers[number] = source.column;
            ++number;
        });
    }

    void read_categories() {
        std::size_t number = 0, values = 0;
        auto tree_column = static_cast<std::uint32_t>(outline_.floats);
        for_each_listed(events_, [&] {
            require_room(events_, number, tables_.categories.size());
            auto& source = tables_.categories[number];
            source.first_condition = static_cast<std::uint32_t>(values);
            source.tree_column = tree_column;
            read_feature<std::int32_t>(source, [&](std::int32_t value) {
                require_room(events_, values, tables_.values.size());
                tables_.values[values++] = value;
            });
            if (recoded_ != nullptr) tree_column = recode_category(number, source, values);
            ++number;
        });
    }

    template <class Value, class OnValue>
    catboost_feature read_feature(catboost_source& source, OnValue const& on_value) {
        std::string_view name;
        auto const keep_name = [&](std::string_view text) {
            name = text;
            require_room(events_, columns_.keep_name(name) ? 0 : 1, 1);
        };
        auto const feature = read_catboost_feature<Value>(events_, keep_name, on_value);
        require_room(events_, feature.column, outline_.columns);
        if (!tables_.take_column(feature.column))
            events_.fail("a column that is another feature's already", "a column for each feature");
        columns_.set_kept_name(feature.column, name);
        source.index = feature.index;
        source.column = feature.column;
        return feature;
    }

    /// Returns the trees' column behind those of the feature's codes.
    std::uint32_t recode_category(std::size_t number, catboost_source const& source, std::size_t values_end) {
        auto& category = recoded_->categories[number];
        category = {source.column, source.first_condition,
                    static_cast<std::uint32_t>(values_end) - source.first_condition, source.tree_column};
        auto const known = recoded_->values.subspan(category.first_value, category.values);
        for (std::uint32_t i = 0; i != known.size(); ++i) {
            known[i] = {tables_.values[category.first_value + i], i};
            sets_[category.first_value + i] = all_but(source.tree_column, i);
        }
        std::ranges::sort(known, {}, &recoded_value::hash);
        if (std::ranges::adjacent_find(known, {}, &recoded_value::hash) != known.end())
            events_.fail("a one-hot value that was there already", "each value once");
        columns_.set_hashed(source.column);
        return source.tree_column + category.code_columns();
    }

    /// All categories but the one at this position, by the words that catboost_builder has written.
    [[nodiscard]] static category_set all_but(std::uint32_t tree_column, std::uint32_t position) noexcept {
        constexpr auto width = recoded_category::codes_of_column;
        return {tree_column + position / width, position % width, 1, true, true};
    }

    void read_ctrs() {
        auto& how = *recoded_;
        std::size_t number = 0, borders = 0, elements = 0;
        for_each_listed(events_, [&] {
            require_room(events_, number, how.ctrs.size());
            auto const first_element = elements;
            tables_.ctrs[number] = {
                .tree_column = static_cast<std::uint32_t>(outline_.floats + outline_.code_columns + number),
                .first_condition = static_cast<std::uint32_t>(borders)};
            auto const on_element = [&](ctr_element const& element) {
                require_room(events_, elements, how.elements.size());
                how.elements[elements++] = element;
                put_in_order(how.elements.subspan(first_element, elements - first_element));
            };
            auto const on_border = [&](float border) {
                require_room(events_, borders, tables_.ctr_borders.size());
                tables_.ctr_borders[borders++] = border;
            };
            ctr_kind kind{};
            auto& feature = how.ctrs[number++] = read_ctr_feature(events_, kind, on_element, on_border);
            feature.table = static_cast<std::uint32_t>(kind);  // until the tables are known
            feature.first_element = static_cast<std::uint32_t>(first_element);
            feature.elements = static_cast<std::uint32_t>(elements - first_element);
        });
    }

    /// Puts the last element behind those of its kind and of the kinds before.
    static void put_in_order(std::span<ctr_element> elements) noexcept {
        auto const last = elements.end() - 1;
        auto const place = std::ranges::upper_bound(elements.begin(), last, last->of, {}, &ctr_element::of);
        std::rotate(place, last, elements.end());
    }

    void find_columns_of_elements() {
        for (auto& element : recoded_->elements) {
            bool const is_number = element.of == ctr_element::kind::number;
            auto const* const source = find_feature(is_number ? tables_.floats : tables_.categories, element.column);
            if (source == nullptr) events_.fail("a CTR of a feature that is not listed", "a listed feature");
            element.column = source->column;
            element.nan_is_above = !source->nan_goes_left;
            element.threshold = catboost_threshold(static_cast<float>(element.threshold));
        }
    }

    json_events& events_;
    catboost_outline const& outline_;
    catboost_tables& tables_;
    model_columns& columns_;
    std::span<category_set> sets_;
    recoding* recoded_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
