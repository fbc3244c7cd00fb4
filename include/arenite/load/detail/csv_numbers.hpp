// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/parse_number.hpp>
#include <arenite/load/csv_options.hpp>
#include <arenite/load/detail/csv_field.hpp>

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads fields as numbers; a missing one is NaN.
class csv_numbers {
public:
    explicit csv_numbers(csv_options const& options) noexcept
        : tokens_(options.missing), delimiter_(options.delimiter), point_(options.decimal_point) {
        for (auto const token : tokens_) may_start_token_.set(first_byte(token));
    }

    /// `own_tokens`, if there are any, stand in place of those that all columns have.
    template <class T>
    [[nodiscard]] parsed_number<T> read(csv_field const& field,
                                        std::span<std::string_view const> own_tokens = {}) const noexcept {
        if (is_missing(field, own_tokens)) return {.number = std::numeric_limits<T>::quiet_NaN(), .whole = true};
        return parse<T>(trimmed(field.text, delimiter_));
    }

    /// The same in a column of numbers; a text of its vocabulary stands for its position there.
    template <class T, class Column>
    [[nodiscard]] parsed_number<T> read_in(Column const& of, csv_field const& field) const noexcept {
        auto const number = read<T>(field, of.missing);
        if (number || of.vocabulary.empty()) return number;
        auto const text = trimmed(field.text, delimiter_);
        auto const word = std::ranges::find(of.vocabulary, text);
        if (word == of.vocabulary.end()) return number;
        return {.number = static_cast<T>(word - of.vocabulary.begin()), .whole = true};
    }

    /// Whether the field says that there is no value.
    [[nodiscard]] bool is_missing(csv_field const& field,
                                  std::span<std::string_view const> own_tokens = {}) const noexcept {
        auto const text = trimmed(field.text, delimiter_);
        bool const may_be_missing = !own_tokens.empty() || may_start_token_[first_byte(text)];
        return may_be_missing && is_one_of(text, field.doubled, own_tokens.empty() ? tokens_ : own_tokens);
    }

    /// A text that is a number, with this decimal point.
    template <class T>
    [[nodiscard]] parsed_number<T> parse(std::string_view text) const noexcept {
        return point_ == '.' ? parse_number<T>(text) : parse_with_point<T>(text);
    }

    /// A whole number, as the field writes it, that is not `number`.
    template <class T>
    [[nodiscard]] bool is_inexact(csv_field const& field, T number) const noexcept {
        constexpr T all_exact = sizeof(T) == sizeof(float) ? T(0x1p24) : T(0x1p53);
        if (!(std::abs(number) >= all_exact) || std::isinf(number)) return false;
        return differs_from_digits(trimmed(field.text, delimiter_), number);
    }

private:
    /// If there is nothing but digits.
    [[nodiscard]] static bool differs_from_digits(std::string_view text, double number) noexcept {
        text.remove_prefix(std::min(text.find_first_not_of("+-0"), text.size()));
        if (text.find_first_not_of("0123456789") != text.npos) return false;
        std::array<char, std::numeric_limits<double>::max_exponent10 + 2> digits;
        auto const end =
            std::to_chars(digits.data(), digits.data() + digits.size(), std::abs(number), std::chars_format::fixed, 0);
        return text != std::string_view{digits.data(), end.ptr};
    }

    /// Of no text: 0, so that texts and tokens are sorted alike.
    [[nodiscard]] static std::size_t first_byte(std::string_view text) noexcept {
        return text.empty() ? 0 : static_cast<unsigned char>(text.front());
    }

    /// Of another decimal point; no number is so long that its text does not fit.
    template <class T>
    [[nodiscard]] parsed_number<T> parse_with_point(std::string_view text) const noexcept {
        std::array<char, 1200> copied;
        if (text.size() > copied.size() || text.find('.') != text.npos) return {};
        std::ranges::replace_copy(text, copied.begin(), point_, '.');
        return parse_number<T>({copied.data(), text.size()});
    }

    [[nodiscard]] static bool is_one_of(std::string_view text, bool doubled,
                                        std::span<std::string_view const> tokens) noexcept {
        csv_field const field{.text = text, .raw = text, .doubled = doubled};
        return std::ranges::any_of(tokens, [&](std::string_view token) { return is_eq(compare(field, token)); });
    }

    std::span<std::string_view const> tokens_;
    std::bitset<256> may_start_token_;  ///< most numbers are told from every token by their first byte
    char delimiter_, point_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
