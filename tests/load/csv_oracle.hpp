// SPDX-License-Identifier: MIT
#pragma once

// What the tests of whole files share: how a reading ended, in any pieces, and RFC 4180 a second time, byte by byte.

#include "csv_support.hpp"

#include <arenite/core/shape_error.hpp>

#include <cstdint>

/// The rows that were delivered, and the error behind them.
struct csv_outcome {
    strings rows;
    std::string error;  ///< its text; empty: none
    bool is_data_error = false;
    std::uint64_t line = 0, column = 0, byte = 0;  ///< of a data_error

    friend bool operator==(csv_outcome const&, csv_outcome const&) = default;
};

inline std::string text_of_row(arenite::batch_view<double const> batch, std::size_t row) {
    std::string text;
    for (std::size_t k = 0; k != batch.texts().cols; ++k) text.append("[").append(batch.text(k, row)).append("] ");
    for (std::size_t c = 0; c != batch.cols(); ++c) text.append(briefly(batch(row, c))).append(" ");
    if (!text.empty()) text.pop_back();
    return text;
}

/// Reads a text that arrives in pieces of at most `piece` bytes.
inline csv_outcome outcome_of(std::string_view text, arenite::schema_view columns, arenite::csv_options options = {},
                              std::size_t piece = 1'000'000) {
    csv_outcome outcome;
    dripping_source source{text, piece};
    arenite::csv_batches batches{source, columns, options};
    try {
        for (auto const batch : batches)
            for (std::size_t r = 0; r != batch.rows(); ++r) outcome.rows.push_back(text_of_row(batch, r));
    } catch (arenite::data_error const& error) {
        outcome.error = error.what();
        outcome.is_data_error = true;
        outcome.line = error.line();
        outcome.column = error.column();
        outcome.byte = error.byte();
    } catch (arenite::shape_error const& error) {
        outcome.error = error.what();
    }
    return outcome;
}

/// A schema of texts.
inline arenite::schema texts_called(std::vector<std::string_view> const& names) {
    std::vector<arenite::column> columns;
    for (auto const name : names) columns.push_back(arenite::text(name));
    return arenite::schema{columns};
}

/// Records of a text by RFC 4180, as csv_batches documents it: LF or CRLF; lines without a byte are none; a quote opens
/// at the start of a field alone, and behind the closing one stands a delimiter or the end of the record.
class csv_oracle {
public:
    csv_oracle(std::string_view text, std::size_t columns, char delimiter = ',')
        : text_(text), columns_(columns), delimiter_(delimiter) {
        while (!bad && at_ != text_.size()) take_record();
    }

    strings rows;                      ///< in front of the first bad record
    bool bad = false;                  ///< there is one
    std::uint64_t line = 1, byte = 0;  ///< where it begins
    std::size_t longest = 0;           ///< record, with the end of its line, be it there or not

private:
    [[nodiscard]] bool at_line_end() const {
        auto const rest = text_.substr(at_);
        return rest.empty() || rest.starts_with('\n') || rest.starts_with("\r\n") || rest == "\r";
    }

    void pass_line_end() {
        if (at_ != text_.size() && text_[at_] == '\r') ++at_;
        if (at_ != text_.size()) ++at_;
    }

    void take_record() {
        auto const start = at_;
        std::string row;
        std::size_t fields = 0;
        bool const blank = at_line_end();
        if (!blank)
            for (fields = 1; take_field(row); ++fields) ++at_;
        bad = bad || (!blank && fields != columns_);
        if (bad) return static_cast<void>(byte = start);
        pass_line_end();
        if (!blank) rows.push_back(row);
        line += static_cast<std::uint64_t>(std::ranges::count(text_.substr(start, at_ - start), '\n'));
        longest = std::max(longest, at_ - start + (text_[at_ - 1] == '\n' ? 0U : 1U));
    }

    /// True: a delimiter follows.
    [[nodiscard]] bool take_field(std::string& row) {
        std::string field;
        if (at_ != text_.size() && text_[at_] == '"') take_quoted(field);
        else
            while (!at_line_end() && text_[at_] != delimiter_) field += text_[at_++];
        row.append(row.empty() ? "[" : " [").append(field).append("]");
        if (bad || at_line_end()) return false;
        bad = text_[at_] != delimiter_;
        return !bad;
    }

    void take_quoted(std::string& field) {
        for (++at_; at_ != text_.size(); ++at_) {
            if (text_[at_] == '"' && !text_.substr(at_ + 1).starts_with('"')) return static_cast<void>(++at_);
            if (text_[at_] == '"') ++at_;
            field += text_[at_];
        }
        bad = true;
    }

    std::string_view text_;
    std::size_t columns_;
    char delimiter_;
    std::size_t at_ = 0;
};
