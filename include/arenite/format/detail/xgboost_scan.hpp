// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/printable_text.hpp>
#include <arenite/format/detail/xgboost_names_count.hpp>
#include <arenite/format/detail/xgboost_outline.hpp>
#include <arenite/format/detail/xgboost_rounds.hpp>
#include <arenite/format/detail/xgboost_tree_count.hpp>
#include <arenite/model/tree_node.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The first pass: sees all of the document, counts what the model will hold, and refuses by name what is not
/// supported, before anything is acquired for it.
template <class Events>
class xgboost_scan {
public:
    /// `kept_trees`: how many the wanted rounds are, if that is known already.
    explicit xgboost_scan(Events& events, std::size_t rounds, std::uint64_t kept_trees = xgboost_outline::every_tree)
        : events_(events), rounds_(events, outline_, rounds) {
        outline_.kept_trees = kept_trees;
    }
    xgboost_scan(xgboost_scan const&) = delete;  // its parts refer to each other
    xgboost_scan& operator=(xgboost_scan const&) = delete;

    [[nodiscard]] xgboost_outline run() {
        read_document();
        events_.expect(document_event::end);
        find_meaning();
        check_counts();
        rounds_.find_kept_trees();
        return outline_;
    }

private:
    void read_document() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "learner") seen_.once(events_, 0), read_learner();
            else if (key == "version") seen_.once(events_, 1), read_version();
            else if (key == "Model") read_document();  // a snapshot of a training run; at most 64 levels are read
            else events_.skip_value();
        });
    }

    void read_version() {
        auto& [major, minor, patch] = outline_.version;
        std::uint32_t* const parts[] = {&major, &minor, &patch};
        auto const count = events_.template read_array<std::uint32_t>([&](std::size_t i, std::uint32_t part) {
            if (i < 3) *parts[i] = part;
        });
        if (count != 3) events_.fail("a version of another number of parts", "three numbers");
    }

    void read_learner() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "learner_model_param") seen_.once(events_, 2), read_model_parameters();
            else if (key == "feature_names") seen_.once(events_, 3), count_names();
            else if (key == "feature_types") seen_.once(events_, 19), outline_.types = events_.count_array();
            else if (key == "objective") seen_.once(events_, 4), read_objective();
            else if (key == "gradient_booster") seen_.once(events_, 5), read_booster();
            else events_.skip_value();
        });
    }

    void read_model_parameters() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "num_feature") seen_.once(events_, 6), read_feature_count();
            else if (key == "num_class") seen_.once(events_, 14), outline_.classes = read_parameter(events_);
            else if (key == "num_target") seen_.once(events_, 15), outline_.targets = read_parameter(events_);
            else if (key == "base_score") seen_.once(events_, 7), outline_.has_base = !events_.read_text().empty();
            else events_.skip_value();
        });
        bool const both = outline_.classes > 1 && outline_.targets > 1;
        if (both) events_.fail("several classes and several targets", "one of them");
    }

    void read_feature_count() {
        outline_.features = read_parameter(events_);
        if (outline_.features == 0) events_.fail("0 features (a model that was not fitted)", "at least 1 feature");
        if (outline_.features >= tree_node<float>::feature_limit - 1) events_.fail("at most 134217726 features");
    }

    void count_names() {
        events_.open_array();
        while (events_.next_element()) {
            if (events_.event() != document_event::text) events_.fail("a text");
            ++outline_.names;
            outline_.name_characters += events_.text().size();
        }
    }

    void read_objective() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "name") seen_.once(events_, 16), outline_.objective_name = events_.read_text();
            else events_.skip_value();
        });
    }

    /// `dart` holds a `gbtree` of its own, and its weights beside it or, in newer files, inside.
    void read_booster() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "name") read_booster_name();
            else if (key == "model") seen_.once(events_, 8), read_model();
            else if (key == "gbtree") read_booster();
            else if (key == "weight_drop") count_weights();
            else events_.skip_value();
        });
    }

    void read_booster_name() {
        auto const name = events_.read_text();
        if (name == "gblinear") outline_.kind = xgboost_outline::booster::linear;
        else if (name == "gbtree" || name == "dart") outline_.kind = xgboost_outline::booster::trees;
        else events_.fail("gbtree, dart or gblinear");
        outline_.adds_leaves_to_zero = outline_.adds_leaves_to_zero || name == "dart";
    }

    void count_weights() {
        seen_.once(events_, 9);
        outline_.weights += events_.count_array();
    }

    void read_model() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "gbtree_model_param") read_tree_parameters();
            else if (key == "trees") seen_.once(events_, 10), read_trees();
            else if (key == "tree_info") seen_.once(events_, 11), read_tree_outputs();
            else if (key == "weight_drop" || key == "weights") count_weights();
            else if (key == "cats") seen_.once(events_, 13), xgboost_names_count<Events>{events_, outline_}.run();
            else if (key == "iteration_indptr") seen_.once(events_, 12), rounds_.read_begins();
            else events_.skip_value();
        });
    }

    void read_tree_outputs() {
        outline_.tree_outputs = events_.template read_array<std::uint32_t>([this](std::size_t i, std::uint32_t output) {
            if (output == 0 && outline_.first_run == i) ++outline_.first_run;
        });
    }

    void read_tree_parameters() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "num_trees") seen_.once(events_, 17), outline_.stated_trees = read_parameter(events_);
            else if (key == "num_parallel_tree")
                seen_.once(events_, 18), outline_.parallel_trees = read_parameter(events_);
            else events_.skip_value();
        });
        outline_.has_parallel_trees = seen_.has(18);
        if (outline_.parallel_trees == 0) events_.fail("0 parallel trees", "at least 1");
    }

    void read_trees() {
        outline_.counted_trees = outline_.kept_trees;
        events_.open_array();
        for (; events_.next_element(); ++outline_.trees) read_tree();
    }

    void read_tree() {
        if (events_.event() != document_event::object_begin) events_.fail("a tree");
        auto const counts = xgboost_tree_count<Events>{events_}.run();
        check_leaves(counts);
        if (outline_.trees < outline_.counted_trees) keep_tree(counts);
    }

    /// All trees have leaves of the same kind.
    void check_leaves(xgboost_tree_counts const& tree) {
        auto const width = tree.leaves == xgboost_leaves::one_value ? 0 : tree.width;
        if (outline_.trees == 0) outline_.leaves = tree.leaves, outline_.leaf_width = width;
        if (outline_.leaves != tree.leaves || outline_.leaf_width != width)
            events_.fail("a tree with other leaves than the first one", "as many values in the leaves of all trees");
    }

    void keep_tree(xgboost_tree_counts const& tree) {
        auto& o = outline_;
        o.splits += tree.splits();
        o.sets += tree.sets;
        o.words += tree.words;
        o.largest_tree = std::max(o.largest_tree, tree.nodes);
        o.largest_list = std::max(o.largest_list, tree.categories);
        o.most_sets = std::max(o.most_sets, tree.sets);
    }

    void find_meaning() {
        auto const found = find_objective(outline_.objective_name, outline_.version);
        if (!found) refuse("learner.objective.name", quoted_text(outline_.objective_name), "an objective of XGBoost");
        outline_.objective = *found;
        if (outline_.features == 0)
            refuse("learner.learner_model_param.num_feature", "nothing", "the number of features");
        if (!outline_.has_base) refuse("learner.learner_model_param.base_score", "nothing", "a base score");
        if (outline_.kind == xgboost_outline::booster::unknown)
            refuse("learner.gradient_booster.name", "nothing", "gbtree, dart or gblinear");
    }

    /// A size that the file only claims must be borne out by what it holds.
    void check_counts() const {
        constexpr std::uint64_t outputs_without_proof = 65536;
        auto const& o = outline_;
        if (o.names != 0 && o.names != o.features)
            refuse("learner.feature_names", "another number of names than of features", "a name for each feature");
        if (o.types != 0 && o.types != o.features)
            refuse("learner.feature_types", "another number of types than of features", "a type for each feature");
        if (o.encodings != 0 && o.encodings != o.features)
            refuse("learner.gradient_booster.model.cats.enc", "categories of another number of features",
                   "categories, or none, for each feature");
        check_names();
        if (o.outputs() > std::max(outputs_without_proof, o.trees + o.weights))
            refuse("learner.learner_model_param", "more outputs than trees", "outputs that trees add to");
        o.kind == xgboost_outline::booster::linear ? check_linear() : check_trees();
    }

    /// Until 3.4, XGBoost counted characters of names that pandas gave it where it should count bytes, and cut the list
    /// short; what other front ends gave it, it counted right. The file does not say which it was.
    void check_names() const {
        if (outline_.names_are_ascii || outline_.version.at_least(3, 4)) return;
        refuse("learner.gradient_booster.model.cats.enc",
               "names of categories that are not ASCII, whose offsets cannot be trusted before XGBoost 3.4",
               "ASCII, or the model trained again with XGBoost 3.4 or later");
    }

    void check_linear() const {
        auto const& o = outline_;
        if (o.weights % o.outputs() != 0 || o.weights / o.outputs() != o.features + 1)
            refuse("learner.gradient_booster.model.weights", "another number of weights",
                   "a weight for each feature and output, and a bias for each output");
    }

    void check_trees() const {
        auto const& o = outline_;
        if (!seen_.has(10)) refuse(trees, "nothing", "trees");
        if (seen_.has(17) && o.stated_trees != o.trees)
            refuse(trees, "another number of trees than num_trees", "num_trees trees");
        if (o.tree_outputs != o.trees)
            refuse("learner.gradient_booster.model.tree_info", "another length than of trees",
                   "a number for each tree");
        if (o.weights > o.trees)
            refuse("learner.gradient_booster.weight_drop", "more weights than trees", "at most a weight for each tree");
        if (o.leaf_width != 0 && o.leaf_width != o.outputs())
            refuse(trees, "leaves with another number of values than outputs", "a value for each output");
        check_categories();
    }

    /// The bits of a set reach up to its largest category, whatever the file says of the others.
    void check_categories() const {
        constexpr std::uint64_t most_words = 0xffffffff, bytes_without_proof = 16 << 20, most_sets = category_limit - 1;
        if (outline_.sets > most_sets) refuse(trees, "too many splits on categories", "at most 16777215 in all trees");
        auto const bytes = std::min(16 * events_.input().size() + bytes_without_proof, 4 * most_words);
        if (outline_.words > bytes / 4)
            refuse(trees, "categories that are too large for so few", "sets of at most 16 bytes for each of the file");
    }

    [[noreturn]] void refuse(std::string_view where, std::string_view found, std::string_view expected) const {
        raise(model_error{events_.input().name(), where, events_.byte(), found, expected});
    }

    static constexpr std::string_view trees = "learner.gradient_booster.model.trees";

    Events& events_;
    xgboost_outline outline_;
    xgboost_rounds<Events> rounds_;
    keys_seen<20> seen_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
