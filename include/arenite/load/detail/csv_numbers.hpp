// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/parse_number.hpp>
#include <arenite/load/csv_options.hpp>
#include <arenite/load/detail/csv_field.hpp>

#include <algorithm>
#include <bitset>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads fields as numbers; a missing one is NaN.
class csv_numbers {
public:
    explicit csv_numbers(csv_options const& options) noexcept
        : tokens_(options.missing), delimiter_(options.delimiter) {
        for (auto const token : tokens_) may_start_token_.set(first_byte(token));
    }

    template <class T>
    [[nodiscard]] parsed_number<T> read(csv_field const& field) const noexcept {
        auto const text = trimmed(field.text, delimiter_);
        if (may_start_token_[first_byte(text)] && is_missing(text, field.doubled))
            return {.number = std::numeric_limits<T>::quiet_NaN(), .whole = true};
        return parse_number<T>(text);
    }

private:
    /// Of no text: 0, so that texts and tokens are sorted alike.
    [[nodiscard]] static std::size_t first_byte(std::string_view text) noexcept {
        return text.empty() ? 0 : static_cast<unsigned char>(text.front());
    }

    [[nodiscard]] bool is_missing(std::string_view text, bool doubled) const noexcept {
        csv_field const field{.text = text, .raw = text, .doubled = doubled};
        return std::ranges::any_of(tokens_, [&](std::string_view token) { return is_eq(compare(field, token)); });
    }

    std::span<std::string_view const> tokens_;
    std::bitset<256> may_start_token_;  ///< most numbers are told from every token by their first byte
    char delimiter_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
