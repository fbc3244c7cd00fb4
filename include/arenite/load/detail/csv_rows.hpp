// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/csv_columns.hpp>
#include <arenite/load/detail/hashed_cells.hpp>
#include <arenite/load/detail/csv_numbers.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// The texts of a batch, in memory that was planned.
class csv_texts {
public:
    csv_texts() = default;
    explicit csv_texts(std::span<char> text_memory) noexcept : memory_(text_memory) {}

    [[nodiscard]] std::size_t used() const noexcept { return used_; }

    /// Forgets all but the first bytes.
    void cut_to(std::size_t used_bytes) noexcept { used_ = used_bytes; }

    /// Copies the field's text. False: there is no room.
    [[nodiscard]] bool keep(csv_field const& field, std::string_view& kept) noexcept {
        if (field.text.size() > memory_.size() - used_) return false;
        char* const first = memory_.data() + used_;
        kept = {first, copy_text(field, first)};
        used_ += kept.size();
        return true;
    }

private:
    std::span<char> memory_;
    std::size_t used_ = 0;
};

/// What became of a row, and of its numbers.
struct csv_row_outcome {
    bool bad = false;      ///< a field that cannot be read, or too many or too few of them
    bool no_room = false;  ///< its texts do not fit behind those of the batch
    std::size_t overflows = 0, underflows = 0, inexact = 0;

    void count(csv_row_outcome const& more) noexcept {
        overflows += more.overflows;
        underflows += more.underflows;
        inexact += more.inexact;
    }
};

/// Reads records into the cells of a row.
class csv_row_reader {
public:
    csv_row_reader(csv_columns const& tables, std::span<csv_target const> used_targets, csv_numbers const& numbers,
                   csv_texts& texts, std::size_t field_count, char delimiter) noexcept
        : columns_(tables), targets_(used_targets), numbers_(numbers), texts_(texts), field_count_(field_count),
          delimiter_(delimiter) {}

    template <class T>
    [[nodiscard]] csv_row_outcome read(csv_record const& record, T* cells, std::string_view* texts) const noexcept {
        csv_row_outcome outcome;
        csv_field field;
        csv_fields fields{record, delimiter_};
        auto target = targets_.begin();
        std::size_t position = 0;
        for (; fields.next(field); ++position) {
            outcome.bad |= !field.closed;
            for (; target != targets_.end() && target->file_column == position; ++target)
                read_field(*target, field, cells, texts, outcome);
        }
        outcome.bad |= position != field_count_;
        return outcome;
    }

    /// One field of a row.
    template <class T>
    void read_field(csv_target const& target, csv_field const& field, T* cells, std::string_view* texts,
                    csv_row_outcome& outcome) const noexcept {
        if (target.kind == column_kind::number) read_number(target, field, cells[target.cell], outcome);
        else if (target.kind == column_kind::category) read_category(target, field, cells[target.cell], outcome);
        else if (target.kind == column_kind::hashed) cells[target.cell] = static_cast<T>(hash_of(field));
        else outcome.no_room |= !texts_.keep(field, texts[target.cell]);
    }

    [[nodiscard]] csv_texts& texts() const noexcept { return texts_; }

private:
    template <class T>
    void read_number(csv_target const& target, csv_field const& field, T& cell,
                     csv_row_outcome& outcome) const noexcept {
        using range = typename parsed_number<T>::range;
        auto const read = numbers_.read_in<T>(target, field);
        cell = read.number;
        outcome.bad |= !read.whole;
        if (numbers_.is_inexact(field, read.number)) ++outcome.inexact;
        if (read.outside == range::inside) return;
        ++(read.outside == range::overflow ? outcome.overflows : outcome.underflows);
    }

    template <class T>
    void read_category(csv_target const& target, csv_field const& field, T& cell,
                       csv_row_outcome& outcome) const noexcept {
        auto const code = columns_.find_category(target, field, delimiter_);
        cell = code ? static_cast<T>(*code) : unlisted_cell<T>(target, numbers_.is_missing(field));
        outcome.bad |= !code && refuses_unseen(target, field, numbers_);
    }

    csv_columns const& columns_;
    std::span<csv_target const> targets_;
    csv_numbers const& numbers_;
    csv_texts& texts_;
    std::size_t field_count_;
    char delimiter_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
