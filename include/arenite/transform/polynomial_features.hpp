// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_names.hpp>
#include <arenite/transform/detail/monomials.hpp>
#include <arenite/transform/detail/program_writer.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI {

/// Which products `polynomial_features` makes.
struct polynomial_options {
    std::size_t degree = 2;         ///< of as many factors at most
    bool interaction_only = false;  ///< no number is multiplied by itself
    bool bias = true;               ///< a column of ones in front
};

/// What `polynomial_features` returns.
class polynomial_features_stage {
public:
    static constexpr std::string_view stage_name = "polynomial_features";
    using constant =
        std::size_t;  // places of the numbers; for each degree from 3 on, terms to multiply each of them by

    constexpr explicit polynomial_features_stage(polynomial_options const& chosen_options) : options_(chosen_options) {}

    void check(schema_view before) {
        columns_.find(stage_name, before);
        if (options_.degree - 1 >= most_degree)
            raise(shape_error{"polynomial_features: the degree is not between 1 and 32"});
        if (columns(before) >= detail::monomials::too_many) raise(shape_error{"polynomial_features: too many terms"});
    }

    [[nodiscard]] std::size_t columns(schema_view before) const noexcept {
        auto total = bias() + before.size();
        for (std::size_t degree = 2; degree <= options_.degree && total < detail::monomials::too_many; ++degree)
            total += terms().count(numbers(before), degree);
        return total;
    }
    [[nodiscard]] column column_at(schema_view before, std::size_t i) const noexcept {
        bool const is_copy = i >= bias() && i - bias() < before.size();
        return is_copy ? before[i - bias()] : column{.made = true};
    }
    void write_name(schema_view before, std::size_t i, name_sink to) const {
        if (i < bias()) return to("1");
        i -= bias();
        if (i < before.size()) return before.name(i).write(to);
        i -= before.size();
        for (std::size_t degree = 2;; ++degree) {
            auto const count = terms().count(numbers(before), degree);
            if (i < count) return write_term(before, i, degree, to);
            i -= count;
        }
    }

    [[nodiscard]] std::size_t constants(schema_view before) const noexcept {
        return numbers(before) * (options_.degree < 3 ? 1 : options_.degree - 1);
    }
    void fill(schema_view before, std::span<std::size_t> to) const noexcept {
        detail::fill_places(columns_, before, to);
        auto const n = numbers(before);
        for (std::size_t degree = 3; degree <= options_.degree; ++degree)
            for (std::size_t first = 0; first != n; ++first)
                to[(degree - 2) * n + first] = terms().count_from(first, n, degree);
    }

    template <std::floating_point T>
    void apply(batch_view<T const> from, batch_view<T> to, std::span<std::size_t const> constants) const noexcept {
        auto const n = constants.size() / (options_.degree < 3 ? 1 : options_.degree - 1);
        for (std::size_t r = 0; r != from.rows(); ++r)
            write_row<T>(from.middle_rows(r, 1), to.middle_rows(r, 1), constants.first(n), constants.subspan(n));
    }

    void lower(schema_view before, detail::program_writer& to) const {
        if (options_.bias) to.keep_new({.op = column_op::constant, .by = 1});
        for (std::size_t i = 0; i != before.size(); ++i) to.keep(to.column(i));
        if (options_.degree > 1) lower_squares(before, to);
        for (std::size_t degree = 3; degree <= options_.degree; ++degree)
            for_each_number(before, [&, begin = to.kept_count()](std::size_t i, std::size_t place) {
                for (auto at = begin - terms().count_from(i, numbers(before), degree); at != begin; ++at)
                    to.keep_new({.op = column_op::product, .from = to.kept(at), .second = to.column(place)});
            });
    }

private:
    static constexpr std::size_t most_degree = 32;

    template <class T>
    void write_row(batch_view<T const> from, batch_view<T> to, std::span<std::size_t const> places,
                   std::span<std::size_t const> counts) const noexcept {
        std::size_t end = 0;
        if (options_.bias) to(0, end++) = 1;
        for (std::size_t c = 0; c != from.cols(); ++c) to(0, end++) = from(0, c);
        if (options_.degree > 1) end = write_squares(from, to, end, places);
        for (; !counts.empty(); counts = counts.subspan(places.size()))
            end = write_products(from, to, end, places, counts);
    }

    template <class T>
    std::size_t write_squares(batch_view<T const> from, batch_view<T> to, std::size_t end,
                              std::span<std::size_t const> places) const noexcept {
        for (std::size_t i = 0; i != places.size(); ++i)
            for (std::size_t j = i + (options_.interaction_only ? 1 : 0); j < places.size(); ++j)
                to(0, end++) = from(0, places[j]) * from(0, places[i]);
        return end;
    }

    /// Each number times terms of one degree less, which end where these begin: the last counts[i] of them.
    template <class T>
    std::size_t write_products(batch_view<T const> from, batch_view<T> to, std::size_t const begin,
                               std::span<std::size_t const> places,
                               std::span<std::size_t const> counts) const noexcept {
        auto end = begin;
        for (std::size_t i = 0; i != places.size(); ++i)
            for (auto at = begin - counts[i]; at != begin; ++at) to(0, end++) = to(0, at) * from(0, places[i]);
        return end;
    }

    /// `age income^2`
    void write_term(schema_view before, std::size_t i, std::size_t degree, name_sink to) const {
        std::size_t last = ~std::size_t{0}, power = 0, written = 0;
        auto const put = [&] {
            if (written++ != 0) to(" ");
            write_number_name(before, last, to);
            if (power > 1) to("^"), to(format_number(power).view());
        };
        terms().for_each_factor(i, numbers(before), degree, [&](std::size_t number) {
            if (power != 0 && number != last) put(), power = 0;
            last = number;
            ++power;
        });
        put();
    }

    void write_number_name(schema_view before, std::size_t number, name_sink to) const {
        for_each_number(before, [&](std::size_t i, std::size_t place) {
            if (i == number) before.name(place).write(to);
        });
    }

    /// Calls take(i, place) for the i-th number.
    template <class Take>
    void for_each_number(schema_view before, Take take) const {
        columns_.for_each(before, [&, i = std::size_t{0}](std::size_t place) mutable { take(i++, place); });
    }

    void lower_squares(schema_view before, detail::program_writer& to) const {
        for_each_number(before, [&](std::size_t i, std::size_t place) {
            for_each_number(before, [&](std::size_t j, std::size_t other) {
                if (j >= i + (options_.interaction_only ? 1 : 0))
                    to.keep_new({.op = column_op::product, .from = to.column(other), .second = to.column(place)});
            });
        });
    }

    [[nodiscard]] constexpr std::size_t bias() const noexcept { return options_.bias ? 1 : 0; }
    [[nodiscard]] constexpr detail::monomials terms() const noexcept { return {!options_.interaction_only}; }
    [[nodiscard]] std::size_t numbers(schema_view before) const noexcept { return columns_.count(before); }

    polynomial_options options_;
    detail::columns_of_kind<0> columns_{column_kind::number};
};

/// A stage that appends the products of numbers, as scikit-learn's PolynomialFeatures, in its order and with the same
/// bits: a column of ones, the columns as they were, the products of two, of three, and so on. Categories are copied,
/// but not multiplied.
///
/// Names:     `1`, `age^2`, `age income`, as scikit-learn's.
/// Errors:    composing throws shape_error for a degree that is not between 1 and 32, or for more than 2^40 columns.
/// Allocates: nothing but the planned places of the columns.
[[nodiscard]] constexpr polynomial_features_stage polynomial_features(polynomial_options const& chosen_options = {}) {
    return polynomial_features_stage{chosen_options};
}

}  // namespace arenite::inline ARENITE_ABI
