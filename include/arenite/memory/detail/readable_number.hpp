// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/format_number.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// A unit for amounts from `from` on.
struct readable_unit {
    double amount, from;
    std::string_view name;
};

inline constexpr std::array<readable_unit, 5> byte_units{{
    {1, 0, "B"},
    {0x1p10, 0x1p10, "KiB"},
    {0x1p20, 0x1p20, "MiB"},
    {0x1p30, 0x1p30, "GiB"},
    {0x1p40, 0x1p40, "TiB"},
}};

/// Nanoseconds. Seconds go up to ten minutes: "90 s" says more than "1.5 min".
inline constexpr std::array<readable_unit, 7> time_units{{
    {1, 0, "ns"},
    {1e3, 1e3, "µs"},
    {1e6, 1e6, "ms"},
    {1e9, 1e9, "s"},
    {60e9, 600e9, "min"},
    {3600e9, 7200e9, "h"},
    {86'400e9, 172'800e9, "d"},
}};

inline constexpr std::array<readable_unit, 4> count_units{{
    {1, 0, ""},
    {1e3, 1e4, "k"},
    {1e6, 1e6, "M"},
    {1e9, 1e9, "G"},
}};

/// The largest that begins at or below `amount`.
template <std::size_t Count>
[[nodiscard]] constexpr readable_unit unit_of(std::array<readable_unit, Count> const& units, double amount) noexcept {
    auto fits = units[0];
    for (auto const& unit : units)
        if (unit.from <= amount) fits = unit;
    return fits;
}

[[nodiscard]] inline short_text<48> fixed_number(double number, int decimals) noexcept {
    char text[48];
    auto const [end, error] = std::to_chars(text, text + sizeof text, number, std::chars_format::fixed, decimals);
    return error == std::errc{} ? std::string_view{text, end} : std::string_view{"-"};
}

/// Three digits and the unit, without decimals where it is exactly that: 8 MiB is 8 MiB, 8.00 MiB is nearly that.
template <std::size_t Count>
[[nodiscard]] short_text<48> with_unit(std::array<readable_unit, Count> const& units, double amount) noexcept {
    auto const unit = unit_of(units, amount);
    auto const number = amount / unit.amount;
    int const decimals = number == std::floor(number) || number >= 100 ? 0 : number >= 10 ? 1 : 2;
    auto text = fixed_number(number, decimals);
    return unit.name.empty() ? text : text.append(" ").append(unit.name);
}

[[nodiscard]] inline short_text<48> readable_bytes(std::size_t bytes) noexcept {
    return with_unit(byte_units, static_cast<double>(bytes));
}

[[nodiscard]] inline short_text<48> readable_time(std::uint64_t nanoseconds) noexcept {
    if (nanoseconds == 0) return std::string_view{"0 s"};
    return with_unit(time_units, static_cast<double>(nanoseconds));
}

/// "-" where nothing was measured.
[[nodiscard]] inline short_text<48> readable_rate(std::uint64_t rows, std::uint64_t nanoseconds) noexcept {
    if (rows == 0 || nanoseconds == 0) return std::string_view{"-"};
    return with_unit(count_units, std::round(static_cast<double>(rows) * 1e9 / static_cast<double>(nanoseconds)));
}

/// In percent; 0 of nothing.
[[nodiscard]] constexpr double percentage(std::uint64_t part, std::uint64_t whole) noexcept {
    return whole == 0 ? 0 : static_cast<double>(part) * 100 / static_cast<double>(whole);
}

[[nodiscard]] inline short_text<48> readable_share(std::uint64_t part, std::uint64_t whole) noexcept {
    auto const percent = percentage(part, whole);
    if (percent > 0 && percent < 0.05) return std::string_view{"<0.1 %"};
    return fixed_number(percent, part == 0 || part == whole ? 0 : 1).append(" %");
}

/// All the digits, in groups of three: "12 582 912".
[[nodiscard]] inline short_text<48> grouped(std::uint64_t number) noexcept {
    auto const digits = format_number(number);
    auto left = digits.view();
    short_text<48> text{left.substr(0, (left.size() - 1) % 3 + 1)};
    for (left.remove_prefix(text.view().size()); !left.empty(); left.remove_prefix(3))
        text.append(" ").append(left.substr(0, 3));
    return text;
}

/// In a unit of which there is a power of ten, exactly: 250'000'000 per 1'000'000'000 is "0.25".
[[nodiscard]] inline short_text<48> exact_decimal(std::uint64_t count, std::uint64_t per_unit) noexcept {
    short_text<48> text{format_number(count / per_unit).view()};
    auto rest = count % per_unit;
    if (rest == 0) return text;
    text.append(".");
    for (; rest != 0; rest = rest * 10 % per_unit) text.append(format_number(rest * 10 / per_unit));
    return text;
}

}  // namespace arenite::inline ARENITE_ABI::detail
