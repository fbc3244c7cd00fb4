// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/raise.hpp>
#include <arenite/format/detail/catboost_ctr.hpp>
#include <arenite/format/detail/catboost_info.hpp>
#include <arenite/format/detail/catboost_nested_tree.hpp>
#include <arenite/format/detail/wanted_rounds.hpp>
#include <arenite/model/tree_node.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The first pass: sees all of the document, counts what the model will hold, and refuses by name what is not
/// supported, before anything is acquired for it.
class catboost_scan {
public:
    /// `rounds`: how many trees are kept, of which CatBoost makes one in a round.
    catboost_scan(json_events& document, std::size_t rounds) : events_(document), rounds_(rounds) {}

    [[nodiscard]] catboost_outline run() {
        read_document();
        events_.expect(document_event::end);
        find_meaning();
        check_counts();
        return outline_;
    }

    /// What is said of the trees' nodes: see catboost_nested_tree.
    void begin_split(std::size_t) const noexcept {}
    void end_child(std::size_t, bool) const noexcept {}
    void read_split(std::size_t) { events_.skip_value(); }
    void read_leaf() {
        require_outputs(read_leaf_values(events_, [](std::size_t, double) {}));
    }

private:
    void read_document() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "features_info") seen_.once(events_, 0), read_features();
            else if (key == "model_info") seen_.once(events_, 1), catboost_info{events_, outline_}.read();
            else if (key == "oblivious_trees") begin_trees(), read_oblivious_trees();
            else if (key == "trees") begin_trees(), read_trees();
            else if (key == "scale_and_bias") seen_.once(events_, 3), read_scale_and_bias();
            else if (key == "ctr_data") seen_.once(events_, 4), read_tables();
            else events_.skip_value();
        });
    }

    void read_features() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "float_features") seen_.once(events_, 5), read_floats();
            else if (key == "categorical_features") seen_.once(events_, 6), read_categories();
            else if (key == "ctrs") seen_.once(events_, 7), read_ctrs();
            else if (key == "text_features") refuse_elements("a text feature");
            else if (key == "embedding_features") refuse_elements("an embedding feature");
            else events_.skip_value();
        });
    }

    void refuse_elements(std::string_view found) {
        if (events_.count_array() != 0) events_.fail(found, "features that are numbers");
    }

    void read_floats() {
        auto const count_border = [this](float border) {
            require_finite(events_, border);
            ++outline_.borders;
        };
        read_list<float>(outline_.floats, count_border, [] {});
    }

    void read_categories() {
        std::uint64_t values = 0;
        auto const count_value = [&](std::int32_t) {
            if (values++ % recoded_category::codes_of_column == 0) ++outline_.code_columns;
            ++outline_.one_hot_values;
        };
        read_list<std::int32_t>(outline_.categories, count_value, [&] { values = 0; });
    }

    void read_ctrs() {
        for_each_listed(events_, [this] {
            ctr_kind kind{};
            auto const count_element = [this](ctr_element const&) { ++outline_.elements; };
            static_cast<void>(
                read_ctr_feature(events_, kind, count_element, [this](float) { ++outline_.ctr_borders; }));
            outline_.has_target_ctrs |= kind != ctr_kind::counter;
            ++outline_.ctrs;
        });
    }

    void read_tables() {
        events_.open_object();
        for (; events_.next_key(); ++outline_.tables) {
            auto const count_record = [this](std::uint64_t) { ++outline_.records; };
            static_cast<void>(read_ctr_table(events_, count_record, [this](std::uint32_t) { ++outline_.counts; }));
        }
    }

    /// Features of a kind, in ascending order.
    template <class Value, class OnValue, class OnFeature>
    void read_list(std::uint64_t& count, OnValue const& on_value, OnFeature const& on_feature) {
        std::uint64_t least_index = 0, least_column = 0;
        for_each_listed(events_, [&] {
            on_feature();
            auto const count_name = [this](std::string_view text) { outline_.name_characters += text.size(); };
            auto const feature = read_catboost_feature<Value>(events_, count_name, on_value);
            if (feature.index < least_index || feature.column < least_column)
                events_.fail("a feature out of order", "features in the order of their indices");
            least_index = feature.index + std::uint64_t{1};
            least_column = feature.column + std::uint64_t{1};
            ++count;
        });
        outline_.columns = std::max(outline_.columns, least_column);
    }

    void read_scale_and_bias() {
        events_.open_array();
        for (std::size_t i = 0; events_.next_element(); ++i) {
            if (i == 0) outline_.scale = require_finite(events_, events_.as<double>());
            else if (i == 1) read_biases();
            else events_.fail("a scale and biases");
        }
    }

    /// Of the element that has begun; older files have one number.
    void read_biases() {
        outline_.biases +=
            read_finite_numbers(events_, [this](std::size_t, double bias) { outline_.has_bias |= bias != 0; });
    }

    /// Of either kind: a file has one of both.
    void begin_trees() {
        seen_.once(events_, 2);
        has_trees_ = true;
    }

    void read_oblivious_trees() {
        for_each_listed(events_, [this] {
            std::uint64_t values = 0, splits = 0;
            keys_seen<2> seen;
            while (events_.next_key()) {
                auto const key = events_.text();
                if (key == "leaf_values") seen.once(events_, 0), values = events_.count_array();
                else if (key == "splits") seen.once(events_, 1), splits = count_list();
                else events_.skip_value();
            }
            count_oblivious_tree(values, splits);
        });
    }

    std::uint64_t count_list() { return open_list(events_) ? events_.count_elements() : 0; }

    void count_oblivious_tree(std::uint64_t values, std::uint64_t splits) {
        if (splits > catboost_outline::deepest_oblivious_tree)
            events_.fail("an oblivious tree of more than 16 splits", "at most 16");
        auto const leaves = std::uint64_t{1} << splits;
        if (values == 0 || values % leaves != 0)
            events_.fail("another number of leaf values than of leaves", "for each leaf a value for each output");
        require_outputs(values / leaves);
        count_tree(2 * leaves - 1);
    }

    void read_trees() {
        for_each_listed(events_, [this] { count_tree(catboost_nested_tree{events_, *this}.run()); });
    }

    void count_tree(std::uint64_t nodes) {
        if (outline_.trees++ >= rounds_) return;
        ++outline_.kept_trees;
        outline_.splits += (nodes - 1) / 2;
    }

    void require_outputs(std::uint64_t values) {
        if (values == 0) events_.fail("a leaf without a value", "a value for each output");
        if (outline_.outputs != 0 && values != outline_.outputs)
            events_.fail("leaves of different numbers of values", "in each leaf a value for each output");
        outline_.outputs = values;
    }

    void find_meaning() {
        auto& o = outline_;
        if (!has_trees_) refuse("oblivious_trees", "nothing", "oblivious_trees or trees");
        if (o.trees == 0) o.outputs = std::max<std::uint64_t>(o.biases, 1);
        o.loss = find_catboost_loss(o.loss_name);
        if (o.loss.margins != 0 && o.loss.margins != o.outputs)
            refuse("model_info.params.loss_function", "a loss function of another number of outputs",
                   "one that fits the values of leaves");
        if (o.has_target_ctrs && !o.loss.has_one_target)
            refuse("features_info.ctrs",
                   "CTRs of a loss function with several targets, which the file does not tell apart",
                   "CTRs of one target, or the types Counter and FeatureFreq");
    }

    /// A size that the file only claims must be borne out by what it holds.
    void check_counts() const {
        constexpr std::uint64_t columns_without_proof = 65536, most = 0x7fffffff;
        auto const& o = outline_;
        if (rounds_ != all_rounds && rounds_ > o.trees)
            refuse("oblivious_trees", rounds_found(o.trees), rounds_expected(rounds_));
        bool const is_one_zero = o.biases == 1 && !o.has_bias;  // in older files for all outputs
        if (seen_.has(3) && o.biases != o.outputs && !is_one_zero)
            refuse("scale_and_bias", "another number of biases than of outputs", "a bias for each output");
        if (o.columns > o.floats + o.categories + columns_without_proof || o.columns >= most_columns)
            refuse("features_info", "columns far behind those that are listed", "columns of the features");
        if (o.conditions() > most || o.elements > most) refuse("features_info", "too many borders", "fewer than 2^31");
        if (o.records > most || o.counts > most) refuse("ctr_data", "too many counts", "fewer than 2^31");
        if (o.tree_columns() >= most_columns) refuse("features_info", "too many features", "at most 134217726");
    }

    [[noreturn]] void refuse(std::string_view where, std::string_view found, std::string_view expected) const {
        raise(model_error{events_.input().name(), where, events_.byte(), found, expected});
    }

    static constexpr std::uint64_t most_columns = tree_node<double>::feature_limit - 1;

    json_events& events_;
    std::size_t rounds_;
    catboost_outline outline_;
    keys_seen<8> seen_;
    bool has_trees_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
