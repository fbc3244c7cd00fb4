// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_names.hpp>
#include <arenite/transform/detail/column_numbers.hpp>
#include <arenite/transform/detail/encoded_columns.hpp>
#include <arenite/transform/detail/known_category.hpp>
#include <arenite/transform/prepared_batches.hpp>

#include <limits>

namespace arenite::inline ARENITE_ABI {

/// What a category becomes. Borrows its text.
struct category_value {
    std::string_view category;
    double value;
};

namespace detail {

/// Values of categories as they are given: in the order of the vocabulary, or by their texts. Borrows.
class table_of_values {
public:
    constexpr explicit table_of_values(std::span<double const> in_order) noexcept
        : in_order_(in_order), by_text_(false) {}
    constexpr explicit table_of_values(std::span<category_value const> texts) noexcept
        : texts_(texts), by_text_(true) {}

    void check(std::string_view stage, std::string_view name, std::span<std::string_view const> vocabulary) const {
        if (!by_text_ && in_order_.size() != vocabulary.size()) refuse_count(stage, name, vocabulary.size());
        for (auto const& one : texts_)
            if (std::ranges::find(vocabulary, one.category) == vocabulary.end()) refuse_text(stage, name, one.category);
    }

    /// Of vocabulary[i].
    [[nodiscard]] double value(std::span<std::string_view const> vocabulary, std::size_t i,
                               double otherwise) const noexcept {
        if (!by_text_) return in_order_[i];
        auto const found = std::ranges::find(texts_, vocabulary[i], &category_value::category);
        return found == texts_.end() ? otherwise : found->value;
    }

private:
    [[noreturn]] void refuse_count(std::string_view stage, std::string_view name, std::size_t categories) const {
        std::string what{stage};
        what.append(": found ")
            .append(format_number(in_order_.size()))
            .append(" values, expected one for each of the ");
        raise(shape_error{
            what.append(format_number(categories)).append(" categories of column '").append(name).append("'")});
    }
    [[noreturn]] static void refuse_text(std::string_view stage, std::string_view name, std::string_view text) {
        std::string what{stage};
        raise(
            shape_error{what.append(": column '").append(name).append("' has no category '").append(text).append("'")});
    }

    std::span<double const> in_order_{};
    std::span<category_value const> texts_{};
    bool by_text_;
};

template <class Table>
[[nodiscard]] constexpr table_of_values table_in(Table const& held) noexcept {
    if constexpr (std::convertible_to<Table const&, std::span<double const>>)
        return table_of_values{std::span<double const>{held}};
    else return table_of_values{std::span<category_value const>{held}};
}

template <class Table>
concept values_of_categories = std::convertible_to<std::remove_cvref_t<Table> const&, std::span<double const>> ||
                               std::convertible_to<std::remove_cvref_t<Table> const&, std::span<category_value const>>;

/// An lvalue is borrowed, an rvalue is taken.
template <class Table>
using table_type = std::conditional_t<!std::is_lvalue_reference_v<Table>, std::remove_cvref_t<Table>,
                                      std::conditional_t<std::convertible_to<Table, std::span<double const>>,
                                                         std::span<double const>, std::span<category_value const>>>;

}  // namespace detail

/// What `target_encode` returns.
template <class Table>
class target_encode_stage {
public:
    static constexpr std::string_view stage_name = "target_encode";

    /// First the place of the column, then what is neither missing nor unknown becomes, each behind the other, and last
    /// what becomes of the others.
    union constant {
        std::size_t place;
        double value;
    };

    constexpr target_encode_stage(std::string_view name_of_column, Table given_table, double value_otherwise)
        : name_(name_of_column), table_(std::move(given_table)), otherwise_(value_otherwise) {}

    void check(schema_view before) {
        place_ = detail::require_kind(stage_name, before, name_, column_kind::category);
        detail::table_in(table_).check(stage_name, name_, before[place_].vocabulary);
    }

    [[nodiscard]] column column_at(schema_view before, std::size_t i) const noexcept {
        auto const one = before[i];
        if (i != place_) return one;
        return {.name = one.name, .used = one.used, .made = true, .asked_place = one.asked_place};
    }

    [[nodiscard]] std::size_t constants(schema_view before) const noexcept {
        return before[place_].vocabulary.size() + 2;
    }
    void fill(schema_view before, std::span<constant> to) const noexcept {
        to[0].place = place_;
        auto const vocabulary = before[place_].vocabulary;
        for (std::size_t i = 0; i != vocabulary.size(); ++i)
            to[i + 1].value = detail::table_in(table_).value(vocabulary, i, otherwise_);
        to.back().value = otherwise_;
    }

    template <std::floating_point T>
    void apply(batch_view<T> tile, std::span<constant const> constants) const noexcept {
        auto const c = constants[0].place;
        auto const values = constants.subspan(1);
        auto const unknown = values.size() - 1;
        for (std::size_t r = 0; r != tile.rows(); ++r) {
            bool const known = detail::is_known(tile(r, c), static_cast<double>(unknown));
            tile(r, c) = static_cast<T>(values[known ? static_cast<std::size_t>(tile(r, c)) : unknown].value);
        }
    }

    void lower(schema_view before, detail::program_writer& to) const {
        auto const vocabulary = before[place_].vocabulary;
        auto const value = [&](std::size_t code) {
            return detail::table_in(table_).value(vocabulary, code, otherwise_);
        };
        for (std::size_t i = 0; i != before.size(); ++i)
            to.keep(i != place_ ? to.column(i)
                                : detail::lower_table(to, to.column(i), vocabulary.size(), otherwise_, value));
    }

private:
    std::string_view name_;
    Table table_;
    double otherwise_;
    std::size_t place_ = 0;
};

/// A stage that makes numbers of categories by a table: means of a target, as scikit-learn's TargetEncoder has them in
/// `encodings_`, or any others. The table has a value for each category of the vocabulary, in its order, or values for
/// texts: `target_encode("city", {{"Bern", 12.5}, {"Lima", 3}}, 7)`. What is missing, unknown or not in the table
/// becomes `value_otherwise`: the mean over all rows, or missing if nothing is said.
///
/// Errors:    composing throws shape_error where there is no such column, it is not one of categories, or table and
///            vocabulary do not fit.
/// Lifetime:  borrows names and texts; an lvalue table is borrowed, an rvalue is taken.
/// Allocates: nothing but the planned table.
template <detail::name_of_column Name, detail::values_of_categories Table>
[[nodiscard]] constexpr auto target_encode(Name&& name_of_column, Table&& given_table,
                                           double value_otherwise = std::numeric_limits<double>::quiet_NaN()) {
    return target_encode_stage<detail::table_type<Table>>{detail::column_names(static_cast<Name&&>(name_of_column))[0],
                                                          static_cast<Table&&>(given_table), value_otherwise};
}
template <detail::name_of_column Name, std::size_t N>
[[nodiscard]] constexpr auto target_encode(Name&& name_of_column, category_value const (&given_table)[N],
                                           double value_otherwise = std::numeric_limits<double>::quiet_NaN()) {
    return target_encode_stage<std::array<category_value, N>>{
        detail::column_names(static_cast<Name&&>(name_of_column))[0], std::to_array(given_table), value_otherwise};
}
template <detail::name_of_column Name, std::size_t N>
[[nodiscard]] constexpr auto target_encode(Name&& name_of_column, double const (&given_table)[N],
                                           double value_otherwise = std::numeric_limits<double>::quiet_NaN()) {
    return target_encode_stage<std::array<double, N>>{detail::column_names(static_cast<Name&&>(name_of_column))[0],
                                                      std::to_array(given_table), value_otherwise};
}

}  // namespace arenite::inline ARENITE_ABI
