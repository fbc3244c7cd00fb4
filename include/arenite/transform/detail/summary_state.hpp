// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>
#include <arenite/core/format_number.hpp>
#include <arenite/core/raise.hpp>
#include <arenite/core/shape_error.hpp>
#include <arenite/transform/detail/column_figures.hpp>

#include <string>

namespace arenite::inline ARENITE_ABI::detail {

/// The text of a category without the blanks around it, as readers of rows look it up.
[[nodiscard]] constexpr std::string_view without_blanks(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t";
    auto const first = text.find_first_not_of(blanks);
    return first == text.npos ? std::string_view{} : text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

/// What `summarizer` fills, and what `summary` shows and merges. Move only.
class summary_state {
public:
    summary_state(schema_view columns, summary_options const& options, budget& owner) : options_(options) {
        check_options(columns);
        memory_ = owner.acquire("summary", summary_bytes(columns, options));
        arena place{memory_.bytes()};
        schema_size size;
        figures_ = place.take<column_summary>(columns.size());
        states_ = place.take<column_state>(columns.size());
        state_maker maker{place, options_};
        for (std::size_t i = 0; i != columns.size(); ++i) {
            size.add(columns[i], columns.name(i));
            states_[i] = maker.make(columns[i], i);
        }
        schema_copier copier{place, size};
        for (std::size_t i = 0; i != columns.size(); ++i) copier.add(columns[i], columns.name(i));
        columns_ = copier.view();
    }

    template <class T>
    void add(batch_view<T const> batch) {
        contract(batch.cols() == columns_.tile_cols(), "a batch has the columns that are summarized");
        rows_ += batch.rows();
        for (std::size_t first = 0; first != batch.rows();) {
            auto const block = batch.middle_rows(first, std::min(block_rows, batch.rows() - first));
            add_block(block);
            first += block.rows();
        }
    }

    /// What summaries of other rows of these columns have found.
    void merge(summary_state const& other) {
        require_alike(other);
        rows_ += other.rows_;
        for (std::size_t i = 0; i != states_.size(); ++i) merge(states_[i], other.states_[i]);
    }

    /// Call it before what follows.
    void settle() noexcept {
        for (std::size_t i = 0; i != states_.size(); ++i) figures_[i] = figures_of(columns_[i], states_[i], rows_);
    }

    [[nodiscard]] schema_view columns() const noexcept { return columns_; }
    [[nodiscard]] std::span<column_summary const> figures() const noexcept { return figures_; }
    [[nodiscard]] number_state const* numbers(std::size_t column) const noexcept { return states_[column].numbers; }
    [[nodiscard]] summary_options const& options() const noexcept { return options_; }
    [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::size_t bytes() const noexcept { return memory_.size(); }

private:
    /// Rows whose cells stay in the first cache for all columns.
    static constexpr std::size_t block_rows = 256;

    void check_options(schema_view columns) const {
        constexpr std::size_t least = quantile_sketch::least_memory, most = std::size_t{1} << 31;
        auto const sketch = options_.sketch_values;
        contract(columns.size() != 0, "what is summarized has columns");
        contract(sketch == 0 || (sketch >= least && sketch < most),
                 "summary_options::sketch_values is 0, or at least 1024");
        contract(options_.most_values < most && options_.most_categories < most,
                 "summary_options lists fewer than 2^31 values and categories");
    }

    template <class T>
    void add_block(batch_view<T const> block) noexcept {
        std::size_t cell = 0, text = block.texts().cols - columns_.count(column_kind::text);
        for (std::size_t i = 0; i != states_.size(); ++i) {
            auto& state = states_[i];
            if (state.texts != nullptr) add_texts(state, block, text++, columns_[i].missing);
            else if (state.numbers != nullptr) add_numbers(state, block, cell++);
            else add_codes(state, block, cell++);
        }
    }

    template <class T>
    static void add_numbers(column_state& state, batch_view<T const> block, std::size_t cell) noexcept {
        std::array<double, block_rows> numbers;
        std::size_t count = 0;
        for (std::size_t r = 0; r != block.rows(); ++r) {
            auto const number = static_cast<double>(block(r, cell)) + 0.0;  // no -0.0
            numbers[count] = number;
            count += number == number ? 1U : 0U;
        }
        state.missing += block.rows() - count;
        state.numbers->add(std::span{numbers}.first(count));
    }

    template <class T>
    static void add_codes(column_state& state, batch_view<T const> block, std::size_t cell) noexcept {
        for (std::size_t r = 0; r != block.rows(); ++r) {
            auto const code = block(r, cell);
            bool const is_listed = code >= 0 && code < static_cast<T>(state.codes.size());
            if (is_listed) ++state.codes[static_cast<std::size_t>(code)];
            else ++state.missing;
        }
    }

    template <class T>
    void add_texts(column_state& state, batch_view<T const> block, std::size_t text_col,
                   std::span<std::string_view const> own_tokens) const noexcept {
        auto const tokens = own_tokens.empty() ? options_.missing : own_tokens;
        for (std::size_t r = 0; r != block.rows(); ++r) {
            auto const text = without_blanks(block.text(text_col, r));
            if (std::ranges::find(tokens, text) != tokens.end()) ++state.missing;
            else state.texts->add(text);
        }
    }

    static void merge(column_state& state, column_state const& other) noexcept {
        state.missing += other.missing;
        if (state.numbers != nullptr) state.numbers->merge(*other.numbers);
        if (state.texts != nullptr) state.texts->merge(*other.texts);
        for (std::size_t k = 0; k != state.codes.size(); ++k) state.codes[k] += other.codes[k];
    }

    void require_alike(summary_state const& other) const {
        contract(this != &other, "a summary is merged with another one");
        contract(options_.sketch_values == other.options_.sketch_values &&
                     options_.most_values == other.options_.most_values &&
                     options_.most_categories == other.options_.most_categories &&
                     options_.category_bytes == other.options_.category_bytes,
                 "summaries that are merged hold as much of each column");
        require_as_many(other.columns_.size());
        for (std::size_t i = 0; i != columns_.size(); ++i) require_alike(columns_[i], other.columns_[i]);
    }

    void require_as_many(std::size_t others) const {
        if (others == columns_.size()) return;
        std::string what = "a summary of ";
        what.append(format_number(columns_.size())).append(" columns cannot take one of ");
        raise(shape_error{what.append(format_number(others))});
    }

    static void require_alike(column const& one, column const& other) {
        if (one.name == other.name && one.kind == other.kind && std::ranges::equal(one.vocabulary, other.vocabulary))
            return;
        std::string what = "a summary of the column \"";
        what.append(one.name).append("\" cannot take one of \"").append(other.name);
        raise(shape_error{what.append(one.name == other.name ? "\", which is of another kind" : "\"")});
    }

    region memory_;
    summary_options options_;
    schema_view columns_;
    std::span<column_summary> figures_;
    std::span<column_state> states_;
    std::uint64_t rows_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
