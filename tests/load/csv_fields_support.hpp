// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_kernels.hpp>

#include "support/instruction_sets.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace csv_fields_support {

using namespace arenite::detail;

template <class T>
T plain_number(std::string_view text) {
    T number = std::numeric_limits<T>::quiet_NaN();
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end != text.data() + text.size() || error != std::errc{}) FAIL(text);
    return number;
}

/// Whether the text is one that T holds.
template <class T>
bool is_number(std::string_view text) {
    T number{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return end == text.data() + text.size() && error == std::errc{};
}

/// The fields, one behind the other, and their places.
struct laid_out {
    std::string text;
    std::vector<std::uint32_t> starts, ends;

    explicit laid_out(std::vector<std::string> const& fields, char delimiter = ',') : text(64, '7') {
        for (auto const& field : fields) {
            starts.push_back(static_cast<std::uint32_t>(text.size() - 65));
            text += field;
            ends.push_back(static_cast<std::uint32_t>(text.size() - 64));
            text += delimiter;
        }
        starts.resize(starts.size() + csv_places::room_behind);
        ends.resize(ends.size() + csv_places::room_behind);
        text.append(128, '0');
    }
};

template <class T>
struct parsed_fields {
    std::vector<T> numbers;
    std::vector<bool> unread;
    std::size_t inexact;
};

template <class T>
[[nodiscard]] parsed_fields<T> parse(std::vector<std::string> const& fields, csv_layout const& layout,
                                     instruction_set instructions, char delimiter = ',') {
    laid_out const input{fields, delimiter};
    auto const count = fields.size();
    parsed_fields<T> found{std::vector<T>(count + 8), std::vector<bool>(count), 0};
    std::vector<std::uint32_t> unread(count + 8);
    csv_rows const rows{1, 0, 1, input.starts.data(), input.ends.data()};
    auto const parsed = csv_kernels_for<T>(instructions)
                            .parse(input.text.data() + 64, rows, count, layout, found.numbers.data(), unread.data());
    found.inexact = parsed.inexact;
    for (std::size_t i = 0; i != parsed.unread; ++i) found.unread[unread[i]] = true;
    CHECK(std::ranges::is_sorted(unread.begin(), unread.begin() + static_cast<std::ptrdiff_t>(parsed.unread)));
    return found;
}

/// Whether a T can be told from the text alone without counting: a whole number that T does not hold.
template <class T>
bool is_inexact(std::string_view text) {
    if (text.find_first_of(".eE") != text.npos) return false;
    return plain_number<long double>(text) != static_cast<long double>(plain_number<T>(text));
}

/// Decimal fields; says how many need a closer look.
template <class T>
std::size_t check_fields(std::vector<std::string> const& fields, instruction_set instructions) {
    auto const found = parse<T>(fields, csv_layout{}, instructions);
    std::size_t left = 0, inexact = 0;
    for (std::size_t i = 0; i != fields.size(); ++i) {
        if (found.unread[i]) {
            ++left;
            continue;
        }
        CAPTURE(fields[i]);
        auto const expected = plain_number<T>(fields[i]);
        if (std::memcmp(&found.numbers[i], &expected, sizeof expected) != 0)
            FAIL_CHECK(found.numbers[i] << " for " << expected);
        inexact += is_inexact<T>(fields[i]);
    }
    CHECK(found.inexact == inexact);
    return left;
}

/// Each of the texts is left unread: every second of 16 fields is one, the first at `place`, behind so many in front.
template <class T>
void check_unread(std::vector<std::string> fields, std::size_t in_front, std::size_t place,
                  std::vector<std::string> const& texts, instruction_set instructions) {
    auto const neighbour = fields.front();
    for (std::size_t i = 0; i != texts.size();) {
        std::fill(fields.begin(), fields.end(), neighbour);
        for (std::size_t n = 0; n != 8 && i != texts.size(); ++n) fields[in_front + (place + 2 * n) % 16] = texts[i++];
        auto const found = parse<T>(fields, csv_layout{}, instructions);
        CAPTURE(fields);
        for (std::size_t field = 0; field != fields.size(); ++field)
            if (fields[field] != neighbour) CHECK(found.unread[field]);
    }
}

class decimals {
public:
    explicit decimals(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t count) { return random_() % count; }

    /// With its point before the last digit, if it has one.
    std::string of_digits(std::size_t count) {
        std::string text;
        while (text.size() < count) text += static_cast<char>('0' + below(10));
        if (count > 1 && below(3) != 0) text.insert(below(count), ".");
        return (below(3) == 0 ? "-" : "") + text;
    }

    /// Of 1 to `most` digits behind zeros, with `behind` or fewer of them behind its point.
    std::string behind_zeros(std::size_t length, std::size_t most, std::size_t behind) {
        std::string text(length - 1, '0');
        auto const digits = 1 + below(std::min(most, length - 1));
        for (std::size_t i = 0; i != digits; ++i) text[text.size() - 1 - i] = static_cast<char>('0' + below(10));
        text.insert(text.size() - 1 - below(std::min(behind, length - 1)), ".");
        return text;
    }

    /// Near the middle of two floats, in `digits` digits or fewer.
    std::string near_middle_of_floats(int digits) {
        auto const one = std::ldexp(1.F + static_cast<float>(below(1 << 23)) * 0x1p-23F, exponent());
        auto const middle = (double{one} + double{std::nextafter(one, INFINITY)}) / 2;
        return in_digits(static_cast<long double>(middle), digits);
    }

    /// The same of two doubles, where long double is longer.
    std::string near_middle_of_doubles(int digits) {
        auto const one =
            std::ldexp(1. + static_cast<double>(below(1ULL << 52)) * 0x1p-52, static_cast<int>(below(60)) - 6);
        auto const middle =
            (static_cast<long double>(one) + static_cast<long double>(std::nextafter(one, INFINITY))) / 2;
        return in_digits(middle, digits);
    }

    /// A number with its point anywhere or none and an exponent from -most to most, as people write it.
    std::string with_exponent(std::size_t digits, int most) {
        auto text = of_digits(digits);
        auto const exponent = static_cast<int>(below(2 * static_cast<std::size_t>(most) + 1)) - most;
        char tail[16];
        auto const* const formats =
            below(2) == 0 ? (below(2) == 0 ? "e%d" : "E%d") : (below(2) == 0 ? "e%+03d" : "E%+04d");
        return text.append(tail, static_cast<std::size_t>(std::snprintf(tail, sizeof tail, formats, exponent)));
    }

    /// The same number with an exponent: the point behind the first digit.
    static std::string scientific(std::string text) {
        bool const minus = text.front() == '-';
        text.erase(0, minus);
        auto const point = std::min(text.find('.'), text.size());
        if (point != text.size()) text.erase(point, 1);
        if (text.size() > 1) text.insert(1, ".");
        return (minus ? "-" : "") + text + "e" + std::to_string(static_cast<int>(point) - 1);
    }

private:
    /// Around 1 there are most of those that a double rounds to the middle.
    int exponent() { return below(2) == 0 ? static_cast<int>(below(4)) - 1 : static_cast<int>(below(30)) - 6; }

    std::string in_digits(long double number, int digits) {
        auto const in_front = number < 1 ? 1 : static_cast<int>(std::log10(number)) + 1;
        char text[64];
        auto const size = std::snprintf(text, sizeof text, "%.*Lf", std::max(digits - in_front, 0), number);
        return (below(4) == 0 ? "-" : "") + std::string{text, static_cast<std::size_t>(size)};
    }

    std::mt19937_64 random_;
};

/// Numbers near the middle of two floats or doubles, of 8 to 19 digits, as `write` writes them.
template <class T, class Write>
void check_near_middles(unsigned seed, Write write) {
    for (auto const instructions : instruction_sets()) {
        decimals some{seed};
        for (int digits = 8; digits != 20; ++digits) {
            std::vector<std::string> fields;
            while (fields.size() != 20'000) {
                fields.push_back(write(some.near_middle_of_floats(digits)));
                fields.push_back(write(some.near_middle_of_doubles(digits)));
            }
            check_fields<T>(fields, instructions);
        }
    }
}

}  // namespace csv_fields_support
