// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_range.hpp>
#include <arenite/core/fixed_list.hpp>
#include <arenite/load/detail/csv_kernels.hpp>
#include <arenite/load/detail/csv_rows.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Where rows of a batch go.
template <class T>
struct csv_destination {
    T* cells;
    std::size_t columns;
    std::string_view* texts;
    std::size_t text_columns;
    std::size_t rows;  ///< for which there is room

    /// Without the first rows.
    [[nodiscard]] csv_destination behind(std::size_t taken) const noexcept {
        return {cells + taken * columns, columns, texts + taken * text_columns, text_columns, rows - taken};
    }

    /// Of the first rows.
    void clear_texts(std::size_t row_count) const noexcept {
        std::fill_n(texts, row_count * text_columns, std::string_view{});
    }

    /// As many rows behind these.
    [[nodiscard]] csv_destination next() const noexcept {
        return {cells + rows * columns, columns, texts + rows * text_columns, text_columns, rows};
    }

    [[nodiscard]] csv_destination row(std::size_t number) const noexcept {
        return {cells + number * columns, columns, texts + number * text_columns, text_columns, 1};
    }
};

/// Rows that were read from the front of a text.
struct csv_taken {
    std::size_t rows = 0, bytes = 0, lines = 0;
    csv_row_outcome outcome;
};

/// The wanted fields of a block.
class csv_block_fields {
public:
    csv_block_fields(char const* block_text, csv_rows const& rows_of_block, bool one_field) noexcept
        : text_(block_text), rows_(rows_of_block), one_field_(one_field) {}

    /// A blank line that looks like a record of one field is a field that is not closed.
    [[nodiscard]] csv_field operator[](std::size_t i) const noexcept {
        auto const* const first = text_ + static_cast<std::uint32_t>(rows_.starts[i] + 1);
        auto const* last = text_ + rows_.ends[i];
        if (first[-1] == '"') return quoted({first, last});
        if (*last == '\n' && last != first && last[-1] == '\r') --last;
        return {{first, last}, {first, last}, false, false, !(one_field_ && first == last)};
    }

private:
    static csv_field quoted(std::string_view text) noexcept {
        bool const doubled = text.find('"') != text.npos;
        return {text, {text.data() - 1, text.size() + 2}, true, doubled, true};
    }

    char const* text_;
    csv_rows rows_;
    bool one_field_;
};

/// Reads many rows at once, as long as they are as they should be; any other is left to who reads them one by one.
template <class T>
class csv_blocks {
    static constexpr std::size_t least_capacity = 2048;              ///< with its text it stays in the nearest cache
    static constexpr std::size_t most_fields = 1U << 15;             ///< of a record; longer ones are read one by one
    static constexpr std::size_t most_patterns = 256;                ///< 4 KiB
    static constexpr std::size_t most_bytes = std::size_t{1} << 31;  ///< places are 32 bits

public:
    csv_blocks(csv_column_counts const& counts, csv_options const& options) noexcept
        : targets_(counts.targets), capacity_(std::min(std::max(least_capacity, targets_), options.buffer_bytes)),
          wanted_words_(std::min(options.buffer_bytes, most_fields) / 64 + 4),
          kernels_(&csv_kernels_for<T>(options.instructions.value_or(best_instruction_set()))) {
        layout_.delimiter = options.delimiter, layout_.decimal_point = options.decimal_point;
        layout_.comment = options.comment;
        layout_.empty_is_missing = std::ranges::find(options.missing, std::string_view{}) != options.missing.end();
        csv_numbers const numbers{options};
        for (auto const token : options.missing) add_missing(numbers.parse<T>(token));
    }

    template <class Self, class Visitor>
    static void parts(Self& self, Visitor& visit) {
        visit("csv cells", self.cells_, self.targets_, part_life::run);
        visit("csv labels", self.labels_, self.targets_, part_life::run);
        visit("csv wanted fields", self.wanted_, self.wanted_words_, part_life::run);
        visit("csv patterns", self.patterns_, most_patterns, part_life::run);
        visit("csv places", self.places_, self.place_count(), part_life::step);
        visit("csv values", self.values_, self.value_count(), part_life::step);
    }

    [[nodiscard]] std::size_t place_count() const noexcept { return 3 * places_of_each(); }
    [[nodiscard]] std::size_t value_count() const noexcept { return places_of_each(); }
    [[nodiscard]] std::span<std::uint32_t> places_memory() const noexcept { return places_; }
    [[nodiscard]] std::span<T> values_memory() const noexcept { return values_; }

    /// For another thread.
    [[nodiscard]] csv_blocks with_memory(std::span<std::uint32_t> place_memory,
                                         std::span<T> value_memory) const noexcept {
        auto other = *this;
        other.places_ = place_memory, other.values_ = value_memory;
        return other;
    }

    /// What will be read are records of `field_count` fields, for these targets, which are in the order of the file;
    /// `text` begins with the first.
    void bind(std::span<csv_target const> targets, std::size_t field_count, std::string_view text) noexcept {
        layout_.fields = field_count;
        layout_.wanted = wanted_.data();
        for (std::size_t i = 0; i < 64; i += field_count) layout_.every_record |= std::uint64_t{1} << i;
        layout_.carriage_returns = text.substr(0, text.find('\n')).ends_with('\r');
        if (can_read(targets)) bind_targets(targets), repeat_wanted();
    }

    /// Reads rows from the front of `text`, behind which 128 bytes can be read; none if the first is not as it should
    /// be.
    [[nodiscard]] csv_taken read(std::string_view text, csv_row_reader const& reader, csv_destination<T> const& to) {
        auto limit = bound_.empty() || text.empty() ? 0 : to.rows;
        for (auto const used = reader.texts().used(); limit != 0; reader.texts().cut_to(used)) {
            auto const rows = kernels_->index(text.substr(0, most_bytes), layout_, places(), limit);
            auto const taken = read_rows(text.data(), rows, reader, to);
            if (taken.rows == rows.rows) return taken;
            limit = taken.rows;  // once more without the bad one
        }
        return {};
    }

private:
    /// A target, and its field among the wanted ones of a record.
    struct bound_cell {
        std::uint32_t field, target;
        std::size_t cell;
    };

    /// A kernel reads a token like -999 as a number.
    void add_missing(parsed_number<T> read) noexcept {
        if (read && !missing_numbers_.push_back(read.number)) too_many_missing_ = true;
    }

    [[nodiscard]] csv_places places() const noexcept {
        auto* const starts = places_.data();
        return {starts, starts + places_of_each(), capacity_};
    }

    [[nodiscard]] bool can_read(std::span<csv_target const> targets) const noexcept {
        constexpr std::string_view of_numbers = "0123456789.+-";
        return !targets.empty() && !too_many_missing_ && layout_.fields / 64 + 4 <= wanted_words_ &&
               targets.size() <= capacity_ && of_numbers.find(layout_.delimiter) == of_numbers.npos;
    }

    void bind_targets(std::span<csv_target const> targets) noexcept {
        bound_ = targets;
        std::size_t numbers = 0, labels = 0;
        for (std::uint32_t i = 0; i != targets.size(); ++i) {
            auto const column = targets[i].file_column;
            if (!layout_.wants(column)) ++layout_.wanted_fields;
            wanted_[column / 64] |= std::uint64_t{1} << column % 64;
            bool const number = targets[i].kind == column_kind::number && targets[i].missing.empty();
            auto const field = static_cast<std::uint32_t>(layout_.wanted_fields - 1);
            (number ? cells_[numbers++] : labels_[labels++]) = bound_cell{field, i, targets[i].cell};
        }
        numbers_bound_ = cells_.first(numbers), labels_bound_ = labels_.first(labels);
        layout_.list_inexact = labels != 0 || !missing_numbers_.empty();
        in_order_ = labels == 0 && layout_.wanted_fields == numbers;
        for (std::uint32_t i = 0; i != numbers; ++i) in_order_ &= cells_[i].cell == i;
    }

    /// Field i + fields is as wanted as field i.
    void repeat_wanted() noexcept {
        for (auto i = layout_.fields; i != layout_.fields + 128; ++i)
            wanted_[i / 64] |= std::uint64_t{layout_.wants(i - layout_.fields)} << i % 64;
        layout_.find_patterns(patterns_);
    }

    /// The first row that is bad ends them: what was taken is then not whole.
    [[nodiscard]] csv_taken read_rows(char const* text, csv_rows const& rows, csv_row_reader const& reader,
                                      csv_destination<T> const& to) {
        csv_taken taken{rows.rows, rows.bytes, rows.lines, {}};
        if (rows.rows == 0) return taken;
        bool const in_place = in_order_ && layout_.wanted_fields == to.columns;
        auto* const unread = places_.data() + 2 * places_of_each();
        auto const count = rows.rows * layout_.wanted_fields;
        auto* const values = in_place ? to.cells : values_.data();
        auto const parsed = kernels_->parse(text, rows, count, layout_, values, unread);
        taken.outcome.inexact = parsed.inexact;
        if (!in_place) spread(rows.rows, to);
        csv_block_fields const fields{text, rows, layout_.fields == 1};
        read_labels(fields, reader, to, taken);
        auto const listed = add_missing_numbers({values, count}, unread, parsed.unread);
        read_closely({unread, listed}, fields, reader, to, taken);
        layout_.carriage_returns = rows.bytes > 1 && text[rows.bytes - 2] == '\r';
        return taken;
    }

    /// Copies the values to their cells.
    void spread(std::size_t rows, csv_destination<T> const& to) const noexcept {
        auto const* values = values_.data();
        for (auto* cells = to.cells; rows-- != 0; cells += to.columns, values += layout_.wanted_fields)
            for (auto const& number : numbers_bound_) cells[number.cell] = values[number.field];
    }

    /// Reads categories and texts.
    void read_labels(csv_block_fields const& fields, csv_row_reader const& reader, csv_destination<T> const& to,
                     csv_taken& taken) const noexcept {
        to.clear_texts(taken.rows);
        for (std::size_t row = 0; !labels_bound_.empty() && row < taken.rows; ++row)
            for (auto const& label : labels_bound_) read_one(label, row, fields, reader, to, taken);
    }

    /// Adds those that may be tokens to the list, which ascends.
    [[nodiscard]] std::size_t add_missing_numbers(std::span<T const> values, std::uint32_t* unread,
                                                  std::size_t listed) const noexcept {
        std::span<std::uint32_t const> const before{unread, listed};
        for (T const missing : missing_numbers_)
            for (std::uint32_t i = 0; i != values.size(); ++i)
                if (values[i] == missing && !std::ranges::binary_search(before, i)) unread[listed++] = i;
        return listed;
    }

    /// Reads the numbers that the kernel left.
    void read_closely(std::span<std::uint32_t const> unread, csv_block_fields const& fields,
                      csv_row_reader const& reader, csv_destination<T> const& to, csv_taken& taken) const noexcept {
        for (auto const i : unread) {
            auto const field = static_cast<std::uint32_t>(i % layout_.wanted_fields);
            auto const found = std::ranges::equal_range(numbers_bound_, field, {}, &bound_cell::field);
            for (auto const& number : found) read_one(number, i / layout_.wanted_fields, fields, reader, to, taken);
        }
    }

    /// Nothing behind the rows that are taken.
    void read_one(bound_cell const& bound, std::size_t row, csv_block_fields const& fields,
                  csv_row_reader const& reader, csv_destination<T> const& to, csv_taken& taken) const noexcept {
        if (row >= taken.rows) return;
        auto const field = fields[row * layout_.wanted_fields + bound.field];
        auto const here = to.row(row);
        reader.read_field(bound_[bound.target], field, here.cells, here.texts, taken.outcome);
        if (taken.outcome.bad || taken.outcome.no_room || !field.closed) taken.rows = row;
    }

    [[nodiscard]] std::size_t places_of_each() const noexcept { return capacity_ + csv_places::room_behind; }

    csv_layout layout_;
    std::size_t targets_, capacity_, wanted_words_;
    bool in_order_ = false;
    csv_kernels<T> const* kernels_;
    fixed_list<T, 4> missing_numbers_;
    bool too_many_missing_ = false;

    std::span<csv_target const> bound_;
    std::span<bound_cell> cells_, labels_, numbers_bound_, labels_bound_;
    std::span<std::uint64_t> wanted_;
    std::span<column_pattern> patterns_;
    std::span<std::uint32_t> places_;
    std::span<T> values_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
