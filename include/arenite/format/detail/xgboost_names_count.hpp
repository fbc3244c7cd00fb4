// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/xgboost_outline.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// How whole numbers that name categories are stored: XGBoost's numbers of their types, of which those without a sign
/// are stored as if they had one.
struct xgboost_name_type {
    std::uint64_t number;
    int bits;
    bool is_signed;

    /// The longest text of a number without a sign that is stored as a negative one.
    [[nodiscard]] constexpr std::size_t longest() const noexcept { return is_signed ? 0 : 20; }

    /// The number whose low bits these are.
    [[nodiscard]] short_text<32> text_of(std::uint64_t stored) const noexcept {
        if (is_signed) return format_number(static_cast<std::int64_t>(stored));
        return format_number(bits == 64 ? stored : stored & ((std::uint64_t{1} << bits) - 1));
    }
};
inline constexpr auto xgboost_name_types = std::to_array<xgboost_name_type>({
    {9, 8, true},
    {10, 8, false},
    {11, 16, true},
    {12, 16, false},
    {13, 32, true},
    {14, 32, false},
    {15, 64, true},
    {16, 64, false},
});

/// The type that comes next.
template <class Events>
[[nodiscard]] xgboost_name_type read_name_type(Events& events) {
    auto const number = events.template read_number<std::uint64_t>();
    auto const found = std::ranges::find(xgboost_name_types, number, &xgboost_name_type::number);
    if (found == xgboost_name_types.end()) events.fail("the number of a type of whole numbers, 9 to 16");
    return *found;
}

/// Counts the names of one feature's categories in the first pass: texts, one behind the other, and where each begins;
/// or whole numbers.
template <class Events>
class xgboost_encoding_count {
public:
    explicit xgboost_encoding_count(Events& events) : events_(events) {}

    /// Of the object that has begun.
    void run() {
        while (events_.next_key()) read_part(events_.text());
        if (has_type_ && offsets_ != 0) events_.fail("categories that are texts and numbers", "one of them");
        if (!has_type_) check_texts();
    }

    [[nodiscard]] std::uint64_t names() const noexcept {
        if (has_type_) return values_;
        return offsets_ == 0 ? 0 : offsets_ - 1;
    }
    [[nodiscard]] std::uint64_t characters() const noexcept {
        if (!has_type_) return values_;
        return characters_ + negatives_ * type_.longest();
    }

    [[nodiscard]] bool all_ascii() const noexcept { return has_type_ || negatives_ == 0; }
    [[nodiscard]] std::uint64_t begins() const noexcept { return offsets_; }
    [[nodiscard]] std::uint64_t values() const noexcept { return values_; }

private:
    void read_part(std::string_view key) {
        if (key == "offsets") seen_.once(events_, 0), read_offsets();
        else if (key == "values") seen_.once(events_, 1), read_values();
        else if (key == "type") seen_.once(events_, 2), type_ = read_name_type(events_), has_type_ = true;
        else events_.skip_value();
    }

    void read_offsets() {
        offsets_ = events_.template read_array<std::uint32_t>(
            [this](std::size_t i, std::uint32_t offset) { require_begin(events_, i, offset, end_); });
    }

    void read_values() {
        values_ = events_.template read_array<std::int64_t>([this](std::size_t, std::int64_t number) {
            bool const negative = number < 0;
            all_bytes_ = all_bytes_ && number >= -128 && number <= 127;
            negatives_ += negative ? 1 : 0;
            characters_ += format_number(number).view().size();
        });
    }

    /// The values are the bytes of UTF-8, each with a sign.
    void check_texts() const {
        if (end_ != values_)
            events_.fail("names of categories that do not end where they should", "consistent offsets");
        if (!all_bytes_) events_.fail("names of categories that are not made of bytes", "numbers from -128 to 127");
    }

    Events& events_;
    keys_seen<3> seen_;
    xgboost_name_type type_{};
    std::uint64_t offsets_ = 0, values_ = 0, end_ = 0, characters_ = 0, negatives_ = 0;
    bool has_type_ = false, all_bytes_ = true;
};

/// Counts the names of all categories, of the object `cats`.
template <class Events>
class xgboost_names_count {
public:
    xgboost_names_count(Events& events, xgboost_outline& outline) : events_(events), outline_(outline) {}

    void run() {
        for_each_key(events_, [this](std::string_view key) {
            if (key == "enc") seen_.once(events_, 0), read_encodings();
            else if (key == "feature_segments") seen_.once(events_, 1), read_begins();
            else events_.skip_value();
        });
        if (begins_ != (outline_.encodings == 0 ? 0 : outline_.encodings + 1) || end_ != outline_.category_names)
            events_.fail("feature_segments that do not fit the categories", "where those of each feature begin");
    }

private:
    void read_encodings() {
        events_.open_array();
        for (; events_.next_element(); ++outline_.encodings) {
            if (events_.event() != document_event::object_begin) events_.fail("the categories of a feature");
            xgboost_encoding_count<Events> counted{events_};
            counted.run();
            outline_.names_are_ascii = outline_.names_are_ascii && counted.all_ascii();
            outline_.category_names += counted.names();
            outline_.category_characters += counted.characters();
            outline_.most_name_begins = std::max(outline_.most_name_begins, counted.begins());
            outline_.most_name_values = std::max(outline_.most_name_values, counted.values());
        }
    }

    void read_begins() {
        begins_ = events_.template read_array<std::uint64_t>(
            [this](std::size_t i, std::uint64_t begin) { require_begin(events_, i, begin, end_); });
    }

    Events& events_;
    xgboost_outline& outline_;
    keys_seen<2> seen_;
    std::uint64_t begins_ = 0, end_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
