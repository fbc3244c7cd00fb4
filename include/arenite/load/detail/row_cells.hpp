// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/number_into.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <ranges>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

template <class T, class... Others>
concept one_of = (std::same_as<T, Others> || ...);

/// Characters are no numbers: a text is no row.
template <class T>
concept arithmetic = std::is_arithmetic_v<T> && !one_of<T, char, wchar_t, char8_t, char16_t, char32_t>;

template <class Value>
inline constexpr bool is_optional_number = false;
template <arithmetic Number>
inline constexpr bool is_optional_number<std::optional<Number>> = true;

/// A number, a bool, or an optional one.
template <class Value>
concept cell_value = arithmetic<std::remove_cvref_t<Value>> || is_optional_number<std::remove_cvref_t<Value>>;

/// The T nearest to the value; none is NaN.
template <std::floating_point T, cell_value Value>
[[nodiscard]] constexpr T cell_of(Value const& value, number_losses& losses) noexcept {
    if constexpr (arithmetic<Value>) return number_into<T>(value, losses);
    else return value ? number_into<T>(*value, losses) : std::numeric_limits<T>::quiet_NaN();
}

/// What a field says of a row: a member, by its pointer, or what a function of the row returns.
template <class Row, class Field>
    requires std::is_member_object_pointer_v<Field>
[[nodiscard]] constexpr auto field_of(Row const& row, Field const& field) -> decltype((row.*field)) {
    return row.*field;
}
template <class Row, class Field>
    requires std::is_member_function_pointer_v<Field>
[[nodiscard]] constexpr auto field_of(Row const& row, Field const& field) -> decltype((row.*field)()) {
    return (row.*field)();
}
template <class Row, class Field>
[[nodiscard]] constexpr auto field_of(Row const& row, Field const& field) -> decltype(field(row)) {
    return field(row);
}

template <class Field, class Row>
concept row_field = requires(Row const& row, Field const& field) {
    { field_of(row, field) } -> cell_value;
};

/// The number of cells in a row that its type states; std::dynamic_extent: it does not. A number is a row of one.
template <class Row>
inline constexpr std::size_t cells_of_type = std::dynamic_extent;
template <cell_value Value>
inline constexpr std::size_t cells_of_type<Value> = 1;
template <class Value, std::size_t N>
inline constexpr std::size_t cells_of_type<Value[N]> = N;
template <class Value, std::size_t N>
inline constexpr std::size_t cells_of_type<std::array<Value, N>> = N;
template <class Value, std::size_t N>
inline constexpr std::size_t cells_of_type<std::span<Value, N>> = N;

/// A row of numbers: one, or several at any place.
template <class Row>
concept number_row =
    cell_value<Row> || (std::ranges::random_access_range<Row const> && std::ranges::sized_range<Row const> &&
                        cell_value<std::ranges::range_value_t<Row const>>);

/// Reads rows by their fields.
template <class... Fields>
struct field_cells {
    static constexpr std::size_t stated = sizeof...(Fields);

    std::tuple<Fields...> fields;

    template <class Row>
    [[nodiscard]] static constexpr std::size_t count(Row const&) noexcept {
        return stated;
    }

    /// `cell(c, value)` for each field.
    template <class Row>
    constexpr void visit(Row const& row, auto const& cell) const {
        visit_fields(row, cell, std::index_sequence_for<Fields...>{});
    }

private:
    template <class Row, std::size_t... I>
    constexpr void visit_fields(Row const& row, auto const& cell, std::index_sequence<I...>) const {
        (cell(I, field_of(row, std::get<I>(fields))), ...);
    }
};

/// Reads rows of numbers.
template <class Row>
struct number_cells {
    static constexpr std::size_t stated = cells_of_type<Row>;

    [[nodiscard]] static constexpr std::size_t count(Row const& row) noexcept {
        if constexpr (stated != std::dynamic_extent) return stated;
        else return static_cast<std::size_t>(std::ranges::size(row));
    }

    static constexpr void visit(Row const& row, auto const& cell) {
        if constexpr (cell_value<Row>) cell(0, row);
        else
            for (std::size_t c = 0; auto const& value : row) cell(c++, value);
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
