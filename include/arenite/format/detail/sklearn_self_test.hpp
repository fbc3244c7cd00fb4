// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/json_parts.hpp>
#include <arenite/memory/arena.hpp>
#include <arenite/model/blended_model.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// The third pass: replays the rows of a file's self-test and refuses the file where the model answers otherwise than
/// its trainer did.
class sklearn_self_test {
public:
    /// What it needs for one row.
    [[nodiscard]] static std::size_t bytes(blended_model const& model) noexcept {
        auto needed = arena_bytes<double>(model.cols()) + arena_bytes<double>(most_answers(model)) +
                      arena_bytes<std::int32_t>(model.outputs(output_kind::leaf)) + model.least_scratch_bytes();
        for (auto const kind : kinds) needed += arena_bytes<double>(model.outputs(kind));
        return needed;
    }

    /// Requires: so many bytes at least.
    sklearn_self_test(json_events& document, blended_model const& of_model, std::span<std::byte> room)
        : events_(document), model_(of_model) {
        arena place{room};
        row_ = place.take<double>(model_.cols());
        for (auto const kind : kinds) said(kind) = place.take<double>(model_.outputs(kind));
        found_ = place.take<double>(most_answers(model_));
        leaves_ = place.take<std::int32_t>(model_.outputs(output_kind::leaf));
        scratch_ = scratch_view{room.last(place.free_bytes() / region_alignment * region_alignment)};
    }

    /// Reads the document up to the self-test, and no further.
    void run() {
        events_.open_object();
        while (events_.next_key()) {
            if (events_.text() != "self_test") events_.skip_value();
            else return for_each_object(events_, [this] { read_row(); });
        }
    }

private:
    static constexpr std::array kinds{output_kind::margin, output_kind::prediction, output_kind::label,
                                      output_kind::leaf};

    static std::size_t most_answers(blended_model const& model) noexcept {
        std::size_t most = 0;
        for (auto const kind : kinds) most = std::max(most, model.outputs(kind));
        return most;
    }

    [[nodiscard]] std::span<double>& said(output_kind kind) noexcept { return said_[static_cast<std::size_t>(kind)]; }

    void read_row() {
        within_ = 0;
        keys_seen<kinds.size() + 2> seen;
        while (events_.next_key()) {
            auto const key = events_.text();
            if (key == "row") seen.once(events_, kinds.size()), read_cells();
            else if (key == "within") seen.once(events_, kinds.size() + 1), within_ = events_.read_number<double>();
            else if (key == "margin") seen.once(events_, 1), read_answers(output_kind::margin);
            else if (key == "prediction") seen.once(events_, 0), read_answers(output_kind::prediction);
            else if (key == "label") seen.once(events_, 3), read_answers(output_kind::label);
            else if (key == "leaf") seen.once(events_, 2), read_answers(output_kind::leaf);
            else events_.fail("a part of a row of the self-test");
        }
        if (!seen.has(kinds.size())) events_.fail("a row");
        terms_ = model_.largest_terms({row_.data(), 1, row_.size()}, 0);
        for (auto const kind : kinds)
            if (seen.has(static_cast<std::size_t>(kind))) replay(kind);
        ++rows_;
    }

    void read_cells() {
        events_.open_array();
        std::size_t column = 0;
        for (; events_.next_element(); ++column) {
            if (column == row_.size()) events_.fail("more cells than columns", "a cell for each column");
            row_[column] = cell_of(column);
        }
        if (column != row_.size()) events_.fail("fewer cells than columns", "a cell for each column");
    }

    [[nodiscard]] double cell_of(std::size_t column) const {
        constexpr auto missing = std::numeric_limits<double>::quiet_NaN();
        if (events_.event() == document_event::null) return missing;
        if (events_.event() != document_event::text) return events_.as<double>();
        auto const of = model_.schema()[column];
        auto const name = std::ranges::find(of.vocabulary, events_.text());
        bool const has_code = name != of.vocabulary.end() || of.unseen == unseen_category::coded;
        return has_code ? static_cast<double>(name - of.vocabulary.begin()) : missing;
    }

    void read_answers(output_kind kind) {
        auto const to = said(kind);
        auto const count = events_.read_array<double>([&](std::size_t i, double answer) {
            if (i < to.size()) to[i] = answer;
        });
        if (count != to.size()) events_.fail("another number of answers than the model gives", "as many");
    }

    void replay(output_kind kind) const {
        auto const found = answers_of(kind);
        auto const expected = said_[static_cast<std::size_t>(kind)];
        for (std::size_t i = 0; i != found.size(); ++i)
            if (!agree(found[i], expected[i], kind)) refuse(kind, i, found[i], expected[i]);
    }

    [[nodiscard]] std::span<double const> answers_of(output_kind kind) const {
        batch_view<double const> const x{row_.data(), 1, row_.size()};
        auto const answers = found_.first(model_.outputs(kind));
        if (kind != output_kind::leaf) {
            model_.score(kind, x, batch_view<double>{answers.data(), 1, answers.size()}, scratch_);
            return answers;
        }
        model_.leaves(x, batch_view<std::int32_t>{leaves_.data(), 1, leaves_.size()});
        std::ranges::copy(leaves_, answers.begin());
        return answers;
    }

    [[nodiscard]] bool agree(double found, double expected, output_kind kind) const noexcept {
        if (found == expected || (found != found && expected != expected)) return true;
        bool const is_measured = kind == output_kind::margin || kind == output_kind::prediction;
        return is_measured && std::abs(found - expected) <= within_ * std::max({1.0, std::abs(expected), terms_});
    }

    [[noreturn]] void refuse(output_kind kind, std::size_t i, double found, double expected) const {
        constexpr std::string_view names[] = {"prediction", "margin", "leaf", "label"};
        auto const where = short_text<64>{"self_test["}
                               .append(format_number(rows_))
                               .append("].")
                               .append(names[static_cast<std::size_t>(kind)])
                               .append("[")
                               .append(format_number(i))
                               .append("]");
        auto const told = short_text<96>{format_number(expected)}.append(", which the trainer answered");
        raise(model_error{events_.input().name(), where, events_.byte(), format_number(found), told});
    }

    json_events& events_;
    blended_model const& model_;
    std::span<double> row_, found_;
    std::array<std::span<double>, kinds.size()> said_;
    std::span<std::int32_t> leaves_;
    scratch_view scratch_;
    double within_ = 0, terms_ = 0;
    std::size_t rows_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
