// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/column_value.hpp>
#include <arenite/transform/column_values.hpp>
#include <arenite/transform/detail/column_error.hpp>

#include <array>
#include <vector>

namespace arenite::inline ARENITE_ABI::detail {

/// Numbers for columns, as stages are given them. Borrows.
class column_numbers {
public:
    constexpr column_numbers(double for_all) noexcept : form_(form::one), one_(for_all) {}
    constexpr column_numbers(std::span<double const> in_order) noexcept : form_(form::in_order), in_order_(in_order) {}
    constexpr column_numbers(std::span<column_value const> by_name) noexcept : form_(form::named), named_(by_name) {}
    constexpr column_numbers(column_values const& as_fitted) noexcept : form_(form::fitted), fitted_(as_fitted) {}

    /// Throws shape_error unless they fit the columns.
    void check(std::string_view stage, schema_view columns) const {
        switch (form_) {
            case form::one: return;
            case form::in_order: return check_order(stage, columns);
            case form::named:
                for (auto const& [name, value] : named_) require_kind(stage, columns, name, column_kind::number);
                return;
            case form::fitted: return check_fitted(stage, columns);
        }
    }

    /// Writes the number of each column into `to`, and `otherwise` for one that has none.
    template <class T>
    void fill(schema_view columns, std::span<T> to, double otherwise) const noexcept {
        std::ranges::fill(to, static_cast<T>(otherwise));
        if (form_ == form::named) {
            for (auto const& [name, value] : named_) to[*columns.find(name)] = static_cast<T>(value);
            return;
        }
        std::size_t next = 0;
        for (std::size_t i = 0; i != columns.size(); ++i)
            if (columns[i].kind == column_kind::number) to[i] = static_cast<T>(number_of(columns, i, next, otherwise));
    }

private:
    enum class form : unsigned char { one, in_order, named, fitted };

    /// `next` is where the search goes on: columns are in the order in which they were fitted, as a rule.
    [[nodiscard]] double number_of(schema_view columns, std::size_t i, std::size_t& next,
                                   double otherwise) const noexcept {
        if (form_ == form::one) return one_;
        if (form_ == form::in_order) return in_order_[next++];
        auto const found = place_of(columns, i, next);
        return found == none ? otherwise : fitted_[found];
    }

    [[nodiscard]] std::size_t place_of(schema_view columns, std::size_t i, std::size_t& next) const noexcept {
        auto const name = columns.name(i);
        if (name.empty()) return i < fitted_.size() && fitted_.columns().name(i).empty() ? i : none;
        for (std::size_t tried = 0; tried != fitted_.size(); ++tried) {
            auto const at = (next + tried) % fitted_.size();
            if (fitted_.columns()[at].kind != column_kind::number || fitted_.columns().name(at) != name) continue;
            next = at + 1;
            return at;
        }
        return none;
    }

    void check_order(std::string_view stage, schema_view columns) const {
        auto const expected = columns.count(column_kind::number);
        if (expected == in_order_.size()) return;
        std::string what{stage};
        what.append(": found ").append(format_number(in_order_.size())).append(" numbers, expected one for each of ");
        raise(shape_error{what.append(format_number(expected)).append(" columns of numbers")});
    }

    void check_fitted(std::string_view stage, schema_view columns) const {
        std::size_t next = 0;
        for (std::size_t i = 0; i != columns.size(); ++i) {
            auto const one = columns[i];
            if (one.kind != column_kind::number || one.made || place_of(columns, i, next) != none) continue;
            std::string what{stage};
            what.append(": nothing was fitted to column ");
            append_column(what, columns, i);
            what.append("; what was fitted is for ");
            append_columns(what, fitted_.columns());
            raise(shape_error{what});
        }
    }

    static constexpr std::size_t none = ~std::size_t{0};

    form form_;
    double one_ = 0;
    std::span<double const> in_order_{};
    std::span<column_value const> named_{};
    column_values fitted_{};
};

/// Stages hold what they are given: an lvalue that is a list is borrowed, an rvalue is taken.
template <class Given>
struct held_numbers {
    using type = std::remove_cvref_t<Given>;
};
template <class List>
    requires std::convertible_to<List&, std::span<double const>>
struct held_numbers<List&> {
    using type = std::span<double const>;
};
template <class Given>
    requires std::is_arithmetic_v<std::remove_cvref_t<Given>>
struct held_numbers<Given> {
    using type = double;
};
template <class Given>
    requires std::convertible_to<Given, column_values>
struct held_numbers<Given> {
    using type = column_values;
};

template <class Given>
concept numbers_for_columns =
    std::is_arithmetic_v<std::remove_cvref_t<Given>> || std::convertible_to<Given, column_values> ||
    std::convertible_to<std::remove_cvref_t<Given> const&, std::span<double const>>;

template <class Given>
using numbers_type = typename held_numbers<Given>::type;
/// What a stage holds of what it is given.
template <class Given>
[[nodiscard]] constexpr numbers_type<Given> hold_numbers(std::remove_reference_t<Given>& given) {
    return static_cast<numbers_type<Given>>(static_cast<Given&&>(given));
}
template <std::size_t N>
using named_numbers = std::array<column_value, N>;

template <class Held>
[[nodiscard]] constexpr column_numbers numbers_in(Held const& held) noexcept {
    if constexpr (std::same_as<Held, double> || std::same_as<Held, column_values>) return column_numbers{held};
    else if constexpr (std::convertible_to<Held const&, std::span<double const>>)
        return column_numbers{std::span<double const>{held}};
    else return column_numbers{std::span<column_value const>{held}};
}

}  // namespace arenite::inline ARENITE_ABI::detail
