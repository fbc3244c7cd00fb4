// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/catboost_split.hpp>
#include <arenite/format/detail/catboost_tables.hpp>
#include <arenite/format/detail/catboost_threshold.hpp>
#include <arenite/model/detail/recoding.hpp>
#include <arenite/model/tree_split.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Makes splits of a file's. What a split says twice must agree. Requires: the tables are filled.
class catboost_conditions {
public:
    catboost_conditions(json_events& document, catboost_tables const& tables) : events_(document), tables_(tables) {}

    /// Of the split whose object has begun. A row for which CatBoost finds 0 goes left.
    void set(tree_split<double>& node) const {
        auto const split = read_catboost_split(events_);
        switch (split.of) {
            case catboost_split::kind::number: return set_number(node, split);
            case catboost_split::kind::one_hot: return set_one_hot(node, split);
            case catboost_split::kind::ctr: return set_ctr(node, split);
        }
    }

private:
    void set_number(tree_split<double>& node, catboost_split const& split) const {
        auto const& source = source_of(tables_.floats, split.condition, tables_.borders.size());
        require_same(source.index == split.feature && tables_.borders[split.condition] == split.border);
        node.set_feature(source.tree_column);
        node.value = catboost_threshold(split.border);
        if (source.nan_goes_left) node.set_default_left();
    }

    void set_one_hot(tree_split<double>& node, catboost_split const& split) const {
        auto const value = split.condition - tables_.borders.size();
        auto const& source = source_of(tables_.categories, value, tables_.values.size());
        require_same(source.index == split.feature && tables_.values[value] == split.value);
        auto const position = static_cast<std::uint32_t>(value) - source.first_condition;
        node.set_feature(source.tree_column + position / recoded_category::codes_of_column);
        node.set_category_set(static_cast<std::uint32_t>(value));
        node.set_default_left();
    }

    void set_ctr(tree_split<double>& node, catboost_split const& split) const {
        auto const border = split.condition - tables_.borders.size() - tables_.values.size();
        auto const& source = source_of(tables_.ctrs, border, tables_.ctr_borders.size());
        require_same(tables_.ctr_borders[border] == split.border);
        node.set_feature(source.tree_column);
        node.value = static_cast<double>(split.border);  // both are floats
        node.set_default_left();
    }

    [[nodiscard]] catboost_source const& source_of(std::span<catboost_source const> sources, std::size_t condition,
                                                   std::size_t conditions) const {
        require_same(condition < conditions);  // those of other kinds in front are beyond it, too
        return feature_of(sources, static_cast<std::uint32_t>(condition));
    }

    void require_same(bool same) const {
        if (!same) events_.fail("a split_index of another feature or border", "the one of this feature and border");
    }

    json_events& events_;
    catboost_tables const& tables_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
