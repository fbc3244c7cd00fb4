// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/parse_number.hpp>
#include <arenite/load/detail/csv_field.hpp>
#include <arenite/load/libsvm_options.hpp>

#include <algorithm>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Why a row cannot be read.
enum class libsvm_fault : unsigned char { none, label, weight, query, pair, index, repeated, value };

/// What became of a row.
struct libsvm_outcome {
    libsvm_fault fault = libsvm_fault::none;
    std::string_view text{};  ///< what is wrong
    std::uint64_t pair = 0;   ///< in which pair, from 1; 0: in front of the pairs
    std::uint32_t overflows = 0, underflows = 0;

    /// False.
    bool fail(libsvm_fault why, std::string_view where) noexcept {
        fault = why;
        text = where;
        return false;
    }
};

/// A row without its comment.
[[nodiscard]] inline std::string_view without_comment(csv_record const& line) noexcept {
    return {line.first, find_byte(line.first, line.last, '#')};
}

/// The fields of a row, one by one, with blanks between them.
class libsvm_fields {
public:
    explicit libsvm_fields(std::string_view row) noexcept
        : at_(row.data()), last_(row.data() + row.size()), blanks_(at_, last_, {}) {}

    [[nodiscard]] bool next(std::string_view& field) noexcept {
        while (at_ != last_) {
            auto const* const end = blanks_.next();
            field = {at_, end};
            at_ = end == last_ ? end : end + 1;
            if (!field.empty()) return true;
        }
        return false;
    }

private:
    char const* at_;
    char const* last_;
    blank_places blanks_;
};

/// `nan` in any case and with any sign.
[[nodiscard]] constexpr bool is_nan_text(std::string_view text) noexcept {
    if (text.size() == 4 && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
    return text.size() == 3 && (text[0] | 0x20) == 'n' && (text[1] | 0x20) == 'a' && (text[2] | 0x20) == 'n';
}

template <class T>
[[nodiscard]] inline parsed_number<T> number_or_nan(std::string_view text) noexcept {
    auto const read = parse_number<T>(text);
    if (read || !is_nan_text(text)) return read;
    return {.number = std::numeric_limits<T>::quiet_NaN(), .whole = true};
}

/// A feature: twice the number of the last row that has it, plus 1 if somebody reads it. So no row needs to clear it.
using libsvm_feature = std::uint64_t;

/// Reads the fields of a row into cells that hold what absent features are.
template <class T>
class libsvm_row_reader {
public:
    libsvm_row_reader(std::span<libsvm_feature> feature_marks, libsvm_options const& reading_options) noexcept
        : features_(feature_marks), base_(reading_options.index_base), labels_(reading_options.labels) {}

    /// `row_number` is another one for each row.
    [[nodiscard]] libsvm_outcome read(std::string_view row, std::uint64_t row_number, T* cells, T& label) const {
        libsvm_outcome outcome;
        libsvm_fields fields{row};
        std::string_view field;
        bool more = fields.next(field);
        if (more && has_label(field)) {
            if (!read_label(field, label, outcome)) return outcome;
            more = fields.next(field);
        }
        if (more && field.starts_with("qid:")) {
            if (!is_query(field)) return outcome.fail(libsvm_fault::query, field), outcome;
            more = fields.next(field);
        }
        for (; more; more = fields.next(field)) {
            ++outcome.pair;
            if (!read_pair(field, row_number, cells, outcome)) break;
        }
        return outcome;
    }

private:
    [[nodiscard]] bool has_label(std::string_view field) const noexcept {
        if (labels_ != libsvm_labels::several) return labels_ != libsvm_labels::none;
        return field.find(':') == field.npos;
    }

    [[nodiscard]] bool read_label(std::string_view field, T& label, libsvm_outcome& outcome) const {
        if (labels_ == libsvm_labels::several) return are_labels(field) || outcome.fail(libsvm_fault::label, field);
        auto const colon = std::min(field.find(':'), field.size());
        auto const read = number_or_nan<T>(field.substr(0, colon));
        if (!read) return outcome.fail(libsvm_fault::label, field.substr(0, colon));
        label = read.number;
        if (colon == field.size()) return true;
        auto const weight = field.substr(colon + 1);
        return number_or_nan<T>(weight) || outcome.fail(libsvm_fault::weight, weight);
    }

    [[nodiscard]] static bool are_labels(std::string_view field) noexcept {
        for (auto comma = field.find(','); comma != field.npos; comma = field.find(',')) {
            if (!number_or_nan<T>(field.substr(0, comma))) return false;
            field.remove_prefix(comma + 1);
        }
        return static_cast<bool>(number_or_nan<T>(field));
    }

    [[nodiscard]] static bool is_query(std::string_view field) noexcept {
        return static_cast<bool>(parse_number<std::int64_t>(field.substr(4)));
    }

    [[nodiscard]] bool read_pair(std::string_view field, std::uint64_t row_number, T* cells,
                                 libsvm_outcome& outcome) const noexcept {
        std::uint64_t index = 0;
        auto const* const colon = read_index(field, index);
        auto const* const last = field.data() + field.size();
        if (colon == field.data() || colon == last || *colon != ':') return outcome.fail(libsvm_fault::pair, field);
        std::string_view const index_text{field.data(), colon};
        index -= base_;  // of index 0 with base 1: the largest number
        if (index >= features_.size()) return outcome.fail(libsvm_fault::index, index_text);
        auto& feature = features_[index];
        if (feature >> 1 == row_number) return outcome.fail(libsvm_fault::repeated, index_text);
        feature = row_number << 1 | (feature & 1);
        return (feature & 1) == 0 || read_value({colon + 1, last}, cells[index], outcome);
    }

    /// Where its digits end. Of many digits, a number that is larger than any index.
    [[nodiscard]] static char const* read_index(std::string_view field, std::uint64_t& index) noexcept {
        constexpr std::uint64_t most = std::uint64_t{1} << 58;
        auto const* at = field.data();
        for (auto const* const last = at + field.size(); at != last; ++at) {
            auto const digit = static_cast<unsigned>(*at) - '0';
            if (digit > 9) break;
            index = index < most ? index * 10 + digit : index;
        }
        return at;
    }

    [[nodiscard]] static bool read_value(std::string_view text, T& cell, libsvm_outcome& outcome) noexcept {
        using range = typename parsed_number<T>::range;
        auto const read = number_or_nan<T>(text);
        if (!read) return outcome.fail(libsvm_fault::value, text);
        cell = read.number;
        if (read.outside != range::inside) ++(read.outside == range::overflow ? outcome.overflows : outcome.underflows);
        return true;
    }

    std::span<libsvm_feature> features_;
    std::uint64_t base_;
    libsvm_labels labels_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
