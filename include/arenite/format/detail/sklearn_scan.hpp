// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/sklearn_column_step.hpp>
#include <arenite/format/detail/sklearn_outline.hpp>
#include <arenite/format/detail/sklearn_step.hpp>
#include <arenite/format/detail/sklearn_tree_count.hpp>
#include <arenite/model/tree_node.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The version of the file that is read: see examples/export_sklearn.py, which writes it and describes it.
inline constexpr std::uint32_t sklearn_file_version = 1;

/// The first pass: sees all of the document, counts what the model will hold, and refuses by name what is not
/// supported, before anything is acquired for it. The self-test is left for when there is a model.
class sklearn_scan {
public:
    explicit sklearn_scan(json_events& document) : events_(document) {}

    [[nodiscard]] sklearn_outline run() {
        for_each_key(events_, [this](std::string_view key) { read_part(key); });
        if (events_.next() != document_event::end) events_.fail("the end of the document");
        check();
        return outline_;
    }

private:
    enum part {
        format,
        version,
        trainer,
        estimator,
        columns,
        self_test,
        classes,
        prepare,
        margin,
        prediction,
        labels,
        leaf_ids,
        lines,
        forest,
        part_count
    };

    void read_part(std::string_view key) {
        if (key == "format") seen_.once(events_, format), read_format();
        else if (key == "version") seen_.once(events_, version), read_version();
        else if (key == "sklearn_version") seen_.once(events_, trainer), outline_.version = events_.read_text();
        else if (key == "estimator") seen_.once(events_, estimator), outline_.estimator = events_.read_text();
        else if (key == "columns") seen_.once(events_, columns), read_columns();
        else if (key == "self_test") seen_.once(events_, self_test), events_.skip_value();
        else if (key == "classes") seen_.once(events_, classes), read_classes();
        else if (key == "prepare") seen_.once(events_, prepare), read_preparation();
        else if (key == "margin") seen_.once(events_, margin), read_formula();
        else if (key == "prediction") seen_.once(events_, prediction), read_formula();
        else if (key == "label") seen_.once(events_, labels), read_formula();
        else if (key == "leaf_ids") seen_.once(events_, leaf_ids), events_.skip_value();
        else if (key == "lines") seen_.once(events_, lines), read_lines();
        else if (key == "forest") seen_.once(events_, forest), read_forest();
        else events_.fail("a part of version 1");
    }

    void read_format() {
        if (events_.read_text() != "skl-json") events_.fail("skl-json");
    }

    void read_version() {
        if (events_.read_number<std::uint32_t>() != sklearn_file_version) events_.fail("version 1");
    }

    void read_columns() {
        for_each_object(events_, [this] {
            ++outline_.features;
            while (events_.next_key()) read_column_part(events_.text());
        });
        if (outline_.features == 0) events_.fail("no columns", "at least one");
        if (outline_.features >= tree_node<double>::feature_limit - 1) events_.fail("at most 134217726 columns");
    }

    void read_column_part(std::string_view key) {
        if (key == "name") outline_.name_characters += events_.read_text().size();
        else if (key == "categories") count_texts(outline_.category_names, outline_.category_characters);
        else if (key == "unseen") static_cast<void>(read_unseen(events_));
        else events_.fail("name, categories or unseen");
    }

    void count_texts(std::uint64_t& count, std::uint64_t& characters) {
        events_.open_array();
        for (; events_.next_element(); ++count) {
            if (events_.event() != document_event::text) events_.fail("a text");
            characters += events_.text().size();
        }
    }

    void read_classes() {
        events_.open_array();
        for (; events_.next_element(); ++outline_.classes) {
            auto const event = events_.event();
            bool const is_class =
                event == document_event::text || event == document_event::number || event == document_event::boolean;
            if (!is_class) events_.fail("a text, a number, true or false");
            outline_.class_characters += events_.text().size();
        }
    }

    void read_preparation() {
        outline_.prepared = read_sklearn_preparation(
            events_, [this](double) { ++outline_.constants; }, [this](column_step const&) { ++outline_.column_steps; });
        if (outline_.prepared > outline_.column_steps)
            events_.fail("more outputs than steps", "a step for each output");
    }

    void read_formula() {
        auto const formula = read_sklearn_formula(
            events_, [this](double) { ++outline_.constants; }, [this](row_step const& step) { count_step(step); });
        outline_.touch(std::uint64_t{formula.at} + formula.count);
    }

    void count_step(row_step const& step) {
        ++outline_.steps;
        auto const others = step.op == row_op::add ? step.count : step.op == row_op::largest ? 1 : step.choices;
        outline_.touch(std::uint64_t{step.at} + step.count + (step.op == row_op::complement ? 1 : 0));
        outline_.touch(std::uint64_t{step.other} + others);
    }

    void read_lines() {
        keys_seen<2> seen;
        std::uint64_t intercepts = 0;
        for_each_key(events_, [&](std::string_view key) {
            if (key == "coef") seen.once(events_, 0), read_weights();
            else if (key == "intercept") seen.once(events_, 1), intercepts = events_.count_array();
            else events_.fail("coef or intercept");
        });
        if (intercepts != outline_.lines || outline_.lines == 0)
            events_.fail("another number of intercepts",
                         "one for each list of weights, of which there is one at least");
    }

    void read_weights() {
        events_.open_array();
        for (; events_.next_element(); ++outline_.lines) {
            if (events_.event() != document_event::array_begin) events_.fail("an array of weights");
            auto const weights = events_.count_elements();
            if (weights == 0 || (outline_.lines != 0 && weights != outline_.line_weights))
                events_.fail("another number of weights than the first list has, or none", "as many in all lists");
            outline_.line_weights = weights;
        }
    }

    void read_forest() {
        keys_seen<2> seen;
        for_each_key(events_, [&](std::string_view key) {
            if (key == "base") seen.once(events_, 0), outline_.sums = events_.count_array();
            else if (key == "trees")
                seen.once(events_, 1),
                    for_each_object(events_, [this] { count_tree(sklearn_tree_count{events_}.run()); });
            else events_.fail("base or trees");
        });
        if (outline_.sums == 0) events_.fail("a forest without a base", "a number for each sum");
    }

    void count_tree(sklearn_tree_counts const& tree) {
        auto& o = outline_;
        ++o.trees;
        o.splits += tree.splits();
        o.leaves += tree.leaves();
        o.sets += tree.sets;
        o.largest_tree = std::max(o.largest_tree, tree.nodes);
        o.most_leaves = std::max(o.most_leaves, tree.leaves());
        o.leaf_width = std::max(o.leaf_width, tree.width);
    }

    /// A size that the file only claims must be borne out by what it holds.
    void check() const {
        constexpr std::uint64_t width_without_proof = 65536, bytes_without_proof = 16 << 20, most_sets = 0xffffff;
        auto const& o = outline_;
        auto const size = events_.input().size();
        for (auto const needed : {format, version, columns, margin, prediction})
            if (!seen_.has(needed)) refuse("", "nothing", "format, version, columns, margin and prediction");
        if (o.line_weights > o.inner())
            refuse("lines.coef", "more weights than columns", "a weight for each of the first columns");
        if (o.inner() >= tree_node<double>::feature_limit - 1)
            refuse("prepare", "too many outputs", "at most 134217726");
        if (o.leaf_width > o.sums)
            refuse("forest.trees", "a tree of more values than sums", "at most a value for each");
        if (o.leaves * o.leaf_width > (16 * size + bytes_without_proof) / sizeof(double))
            refuse("forest.trees", "leaves of too many values", "leaves of a similar number of values");
        if (o.sets > most_sets) refuse("forest.trees", "too many splits on categories", "at most 16777215");
        if (std::max(o.width, o.sums + o.lines) > std::max(width_without_proof, size))
            refuse("prediction", "a formula that reaches too far", "about as many numbers as the file has bytes");
    }

    [[noreturn]] void refuse(std::string_view where, std::string_view found, std::string_view expected) const {
        raise(model_error{events_.input().name(), where, events_.byte(), found, expected});
    }

    json_events& events_;
    sklearn_outline outline_;
    keys_seen<part_count> seen_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
