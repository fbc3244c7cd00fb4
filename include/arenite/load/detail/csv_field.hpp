// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/short_text.hpp>
#include <arenite/load/detail/byte_places.hpp>

#include <algorithm>
#include <compare>
#include <cstring>

namespace arenite::inline ARENITE_ABI::detail {

/// A record's bytes in the buffer, without the end of its line.
struct csv_record {
    char const* first = nullptr;
    char const* last = nullptr;
    bool has_quotes = false;
};

/// One field of a record. Borrows it.
struct csv_field {
    std::string_view text;  ///< without the quotes around it
    std::string_view raw;   ///< as it is in the file
    bool quoted = false;
    bool doubled = false;  ///< `text` holds quotes, each of them twice
    bool closed = true;    ///< nothing stands between the closing quote and the end of the field
};

[[nodiscard]] inline char const* find_byte(char const* first, char const* last, char wanted) noexcept {
    auto const* const found = std::memchr(first, wanted, static_cast<std::size_t>(last - first));
    return found == nullptr ? last : static_cast<char const*>(found);
}

/// The fields of a record, one by one. A quote opens only at the start of a field.
class csv_fields {
public:
    csv_fields(csv_record const& record, char delimiter) noexcept
        : at_(record.first), last_(record.last), delimiters_(record.first, record.last, delimiter),
          has_quotes_(record.has_quotes) {}

    [[nodiscard]] bool next(csv_field& field) noexcept {
        if (done_) return false;
        if (has_quotes_ && at_ != last_ && *at_ == '"') take_quoted(field);
        else take_plain(field);
        return true;
    }

private:
    void take_plain(csv_field& field) noexcept {
        auto const* const end = delimiters_.next();
        field = {{at_, end}, {at_, end}};
        go_behind(end);
    }

    void take_quoted(csv_field& field) noexcept {
        auto const* quote = find_byte(at_ + 1, last_, '"');
        for (field.doubled = false; last_ - quote > 1 && quote[1] == '"'; quote = find_byte(quote + 2, last_, '"'))
            field.doubled = true;
        auto const* const behind = quote == last_ ? last_ : quote + 1;
        delimiters_.go_to(behind);
        auto const* const end = delimiters_.next();
        field = {{at_ + 1, quote}, {at_, end}, true, field.doubled, end == behind};
        go_behind(end);
    }

    void go_behind(char const* end) noexcept {
        done_ = end == last_;
        at_ = done_ ? end : end + 1;
    }

    char const* at_;
    char const* last_;
    byte_places delimiters_;
    bool has_quotes_;
    bool done_ = false;
};

[[nodiscard]] inline std::size_t count_fields(csv_record const& record, char delimiter) noexcept {
    csv_field field;
    std::size_t count = 0;
    for (csv_fields fields{record, delimiter}; fields.next(field);) ++count;
    return count;
}

/// `text` without the blanks around it; the delimiter is none.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text, char delimiter) noexcept {
    auto const blank = [delimiter](char c) { return (c == ' ' || c == '\t') && c != delimiter; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

/// What a field says as a name or a category: between quotes all of it, otherwise without the blanks around it.
[[nodiscard]] constexpr csv_field label(csv_field field, char delimiter) noexcept {
    if (!field.quoted) field.text = trimmed(field.text, delimiter);
    return field;
}

/// Copies the field's text, a doubled quote as one, and says where it ended. There must be room for field.text.
constexpr char* copy_text(csv_field const& field, char* to) noexcept {
    if (!field.doubled) return std::ranges::copy(field.text, to).out;
    bool skipped = false;
    for (char const c : field.text) {
        skipped = c == '"' && !skipped;
        if (!skipped) *to++ = c;
    }
    return to;
}

/// The order of the field's text, a doubled quote as one, and another.
[[nodiscard]] constexpr std::strong_ordering compare(csv_field const& field, std::string_view other) noexcept {
    if (!field.doubled) return field.text <=> other;
    auto text = field.text;
    while (!text.empty() && !other.empty() && text.front() == other.front()) {
        text.remove_prefix(text.front() == '"' ? 2 : 1);
        other.remove_prefix(1);
    }
    return text.substr(0, 1) <=> other.substr(0, 1);
}

}  // namespace arenite::inline ARENITE_ABI::detail
