// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/sklearn_column_step.hpp>
#include <arenite/format/detail/sklearn_outline.hpp>
#include <arenite/format/detail/sklearn_step.hpp>
#include <arenite/model/blended_model.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The second pass: reads all but the forest and the self-test into a model.
class sklearn_fill {
public:
    sklearn_fill(json_events& document, blended_model& to_fill)
        : events_(document), model_(to_fill), width_(to_fill.width()) {}

    /// `read_forest` reads the forest, whose value comes next.
    template <class ReadForest>
    void run(ReadForest const& read_forest) {
        for_each_key(events_, [&](std::string_view key) {
            if (key == "forest") read_forest();
            else read_part(key);
        });
        if (events_.next() != document_event::end) events_.fail("the end of the document");
        events_.input().require_unchanged();
    }

private:
    void read_part(std::string_view key) {
        if (key == "columns") read_columns();
        else if (key == "classes") read_classes();
        else if (key == "prepare") read_preparation();
        else if (key == "margin") model_.margin = read_formula();
        else if (key == "prediction") model_.prediction = read_formula();
        else if (key == "label") model_.label = read_formula();
        else if (key == "leaf_ids") model_.has_leaf_ids = events_.read_number<std::uint8_t>() != 0;
        else if (key == "lines") read_lines();
        else events_.skip_value();
    }

    void read_columns() {
        std::size_t column = 0;
        for_each_object(events_, [&] {
            require_room(events_, column, model_.columns.size());
            while (events_.next_key()) read_column_part(column, events_.text());
            ++column;
        });
        model_.columns.set_words(boolean_words);
    }

    /// As pandas writes 0 and 1 of a column that was boolean in the data frame.
    static constexpr std::array<std::string_view, 2> boolean_words{"False", "True"};

    void read_column_part(std::size_t column, std::string_view key) {
        if (key == "name") return require(model_.columns.set_name(column, events_.read_text()));
        if (key == "unseen") return model_.columns.set_unseen(column, read_unseen(events_));
        require(model_.columns.set_category(column));
        events_.open_array();
        while (events_.next_element()) require(model_.columns.add_category(column, events_.text()));
    }

    void require(bool has_room) const { require_room(events_, has_room ? 0 : 1, 1); }

    void read_classes() {
        auto rest = model_.class_characters;
        events_.open_array();
        for (std::size_t i = 0; events_.next_element(); ++i) {
            auto const text = events_.text();
            require(i < model_.classes.size() && text.size() <= rest.size());
            std::ranges::copy(text, rest.begin());
            model_.classes[i] = {rest.data(), text.size()};
            rest = rest.subspan(text.size());
        }
    }

    void read_preparation() {
        static_cast<void>(read_sklearn_preparation(
            events_, [this](double constant) { add_constant(constant); },
            [this](column_step const& step) { add(step); }));
    }

    void add(column_step step) {
        require_room(events_, column_steps_, model_.column_steps.size());
        step.first_constant = static_cast<std::uint32_t>(constants_ - step.constants);
        auto const defect = defect_of(step, model_.constants);
        if (!defect.empty()) events_.fail(defect, "constants that fit the op");
        model_.column_steps[column_steps_++] = step;
        if (!column_program::count_cells(model_.columns.size(), model_.column_steps.first(column_steps_)))
            events_.fail("a step of columns that are not there, or of too many",
                         "columns before it, at most 1024 in all");
    }

    [[nodiscard]] row_formula read_formula() {
        auto const first = steps_;
        auto formula = read_sklearn_formula(
            events_, [this](double constant) { add_constant(constant); }, [this](row_step const& step) { add(step); });
        if (formula.at > width_ || formula.count > width_ - formula.at)
            events_.fail("an answer outside of the row", "numbers of the row");
        formula.steps = model_.steps.subspan(first, steps_ - first);
        return formula;
    }

    void add_constant(double constant) {
        require_room(events_, constants_, model_.constants.size());
        model_.constants[constants_++] = constant;
    }

    void add(row_step step) {
        require_room(events_, steps_, model_.steps.size());
        step.first_constant = static_cast<std::uint32_t>(constants_ - step.constants);
        auto const defect = defect_of(step, width_, model_.constants);
        if (!defect.empty()) events_.fail(defect, "a step that fits the row");
        model_.steps[steps_++] = step;
    }

    void read_lines() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "coef") return read_weights();
            events_.read_array<double>([this](std::size_t k, double constant) {
                require_room(events_, k, model_.intercepts.size());
                model_.intercepts[k] = require_finite(events_, constant);
            });
        });
    }

    void read_weights() {
        events_.open_array();
        for (std::size_t k = 0; events_.next_element(); ++k) {
            require_room(events_, k, model_.intercepts.size());
            events_.read_elements<double>([&](std::size_t c, double weight) {
                require_room(events_, c, model_.line_columns());
                model_.weights[k * model_.stride() + c] = require_finite(events_, weight);
            });
        }
    }

    json_events& events_;
    blended_model& model_;
    std::size_t width_;
    std::size_t steps_ = 0, column_steps_ = 0, constants_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
