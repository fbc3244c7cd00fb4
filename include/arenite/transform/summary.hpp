// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/column_values.hpp>
#include <arenite/transform/detail/summary_state.hpp>

namespace arenite::inline ARENITE_ABI {

/// Which number a quantile is, by NumPy's names for its methods.
enum class quantile_method : unsigned char {
    linear,                 ///< between the two nearest, in proportion: NumPy's own choice
    averaged_inverted_cdf,  ///< one that was there, or half way between two: scikit-learn's for bins
};

/// What `summarize` found in all rows, column by column: `seen["age"].mean`. `out << seen` prints it as a table; see
/// summary_as_json.hpp and summary_as_html.hpp for more. Move only; what it shows survives a move.
///
/// Bits:      counts, means, standard deviations, extremes, vocabularies and their counts are those of the rows, in
///            whatever batches, order and shards they came: sums of numbers and of their squares are exact, and rounded
///            once at the end. Quantiles of more rows than summary_options::sketch_values depend on the order of rows
///            and on how they were sharded, within `rank_error`, but not on batches.
/// Allocates: nothing; owns one region of its budget, released by the destructor.
/// Lifetime:  what it hands out is valid as long as it lives, and changes with `merge`.
/// Threads:   members that are const are safe from any thread.
class summary {
public:
    /// What `summarizer` makes. Requires: the state is settled.
    explicit summary(detail::summary_state&& settled_state) noexcept : state_(std::move(settled_state)) {}

    /// Adds what was found in other rows of the same columns, with the same options: shards of a data set, one thread
    /// each. Allocates: nothing. Errors: shape_error for other columns; nothing has changed.
    void merge(summary const& other) {
        state_.merge(other.state_);
        state_.settle();
    }

    [[nodiscard]] std::uint64_t rows() const noexcept { return state_.rows(); }
    [[nodiscard]] std::size_t size() const noexcept { return state_.figures().size(); }
    [[nodiscard]] std::size_t bytes() const noexcept { return state_.bytes(); }

    /// The columns of the rows, copied.
    [[nodiscard]] schema_view schema() const& noexcept { return state_.columns(); }
    void schema() const&& = delete;

    /// The column at this place. Requires: there is one.
    [[nodiscard]] column_summary const& operator[](std::size_t column) const& {
        contract(column < size(), "a summary has this column");
        return state_.figures()[column];
    }
    /// The column of this name. Errors: as `place_of`.
    [[nodiscard]] column_summary const& operator[](std::string_view name) const& { return (*this)[place_of(name)]; }
    void operator[](auto) const&& = delete;

    /// Which column has this name. Errors: shape_error where none, or more than one, is so called.
    [[nodiscard]] std::size_t place_of(std::string_view name) const {
        auto const figures = state_.figures();
        auto const is_it = [name](column_summary const& found) { return found.name == name; };
        auto const count = std::ranges::count_if(figures, is_it);
        if (count != 1) refuse(name, count == 0 ? "\" is in no summary" : "\" is there more than once");
        return static_cast<std::size_t>(std::ranges::find_if(figures, is_it) - figures.begin());
    }

    /// A number for each column, for stages: NaN where a column has none.
    [[nodiscard]] column_values means() const& noexcept { return values(&column_summary::mean); }
    [[nodiscard]] column_values sds() const& noexcept { return values(&column_summary::sd); }
    [[nodiscard]] column_values scales() const& noexcept { return values(&column_summary::scale); }
    [[nodiscard]] column_values minima() const& noexcept { return values(&column_summary::minimum); }
    [[nodiscard]] column_values maxima() const& noexcept { return values(&column_summary::maximum); }
    [[nodiscard]] column_values medians() const& noexcept { return values(&column_summary::median); }
    [[nodiscard]] column_values quartile_ranges() const& noexcept { return values(&column_summary::quartile_range); }
    void means() const&& = delete;
    void sds() const&& = delete;
    void scales() const&& = delete;
    void quartile_ranges() const&& = delete;
    void minima() const&& = delete;
    void maxima() const&& = delete;
    void medians() const&& = delete;

    /// As above. Errors: shape_error for a column with more different values than the options let it list.
    [[nodiscard]] column_values most_frequent() const& {
        for (auto const& found : state_.figures())
            if (found.kind != column_kind::text) require_complete(found);
        return values(&column_summary::most_frequent);
    }
    void most_frequent() const&& = delete;

    /// The number below which this part of a column's numbers lies, 0.5 for half of them, as numpy.quantile has it; the
    /// same bits while rank_error is 0. NaN where there are none. Errors: shape_error for a column that is not of
    /// numbers. Requires: 0 <= part <= 1.
    [[nodiscard]] double quantile(std::string_view column, double part,
                                  quantile_method method = quantile_method::linear) const {
        return quantile(place_of(column), part, method);
    }
    [[nodiscard]] double quantile(std::size_t column, double part,
                                  quantile_method method = quantile_method::linear) const {
        contract(part >= 0 && part <= 1, "a part of all numbers is between 0 and 1");
        auto const& numbers = numbers_of(column);
        return method == quantile_method::linear ? numbers.quantile(part) : numbers.averaged_quantile(part);
    }

    /// The part of a column's numbers that are at most `number`, within rank_error. Errors: as above.
    [[nodiscard]] double share_up_to(std::string_view column, double number) const {
        return share_up_to(place_of(column), number);
    }
    [[nodiscard]] double share_up_to(std::size_t column, double number) const {
        auto const& sketch = numbers_of(column).sketch;
        auto const rank = static_cast<double>(sketch.rank_of(number)), count = static_cast<double>(sketch.count());
        return count == 0 ? std::numeric_limits<double>::quiet_NaN() : rank / count;
    }

    /// The different texts of a column, in the order of their bytes; of categories the schema's own. Errors:
    /// shape_error for a column of numbers, and for one with more texts than the options let it list.
    [[nodiscard]] std::span<std::string_view const> vocabulary(std::string_view column) const& {
        auto const& found = (*this)[column];
        require_complete(found);
        if (found.kind == column_kind::number) refuse(found.name, "\" has no vocabulary: it is of numbers");
        return found.vocabulary;
    }
    void vocabulary(std::string_view) const&& = delete;

private:
    [[nodiscard]] column_values values(double column_summary::*figure) const noexcept {
        static_assert(sizeof(column_summary) % sizeof(double) == 0);
        auto const figures = state_.figures();
        return {state_.columns(), &(figures.data()->*figure), sizeof(column_summary) / sizeof(double)};
    }

    [[nodiscard]] detail::number_state const& numbers_of(std::size_t column) const {
        auto const& found = (*this)[column];
        if (found.kind != column_kind::number) refuse(found.name, "\" has no quantiles: it is not of numbers");
        return *state_.numbers(column);
    }

    static void require_complete(column_summary const& found) {
        if (found.is_complete) return;
        refuse(found.name, found.kind == column_kind::text
                               ? "\" has more texts than summary_options::most_categories or category_bytes"
                               : "\" has more different numbers than summary_options::most_values");
    }

    [[noreturn]] static void refuse(std::string_view column, std::string_view why) {
        raise(shape_error{std::string{"the column \""}.append(column).append(why)});
    }

    detail::summary_state state_;
};

}  // namespace arenite::inline ARENITE_ABI

#include <arenite/transform/detail/summary_text.hpp>  // `<<`, which needs the class
