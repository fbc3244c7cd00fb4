// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/raise.hpp>
#include <arenite/core/shape_error.hpp>
#include <arenite/load/detail/csv_columns.hpp>
#include <arenite/load/detail/csv_numbers.hpp>

#include <string>

namespace arenite::inline ARENITE_ABI::detail {

/// Looks at the first record: whether it is a header, and which field of a record goes where.
///
/// Errors: shape_error, which names the source and the column that is missing, ambiguous or too much.
class csv_header_reader {
public:
    csv_header_reader(csv_columns const& tables, csv_options const& options, csv_numbers const& numbers,
                      csv_record const& first, std::string_view source) noexcept
        : columns_(tables), options_(options), numbers_(numbers), first_(first), source_(source),
          field_count_(count_fields(first, options.delimiter)) {}

    [[nodiscard]] std::size_t field_count() const noexcept { return field_count_; }

    [[nodiscard]] bool is_header() const noexcept {
        if (options_.header != csv_header::automatic) return options_.header == csv_header::yes;
        return holds_every_name() || holds_text_for_a_number();
    }

    /// Binds the targets, and gives those that somebody reads, in the order of the file.
    [[nodiscard]] std::span<csv_target> bind(bool header) const {
        auto const id = find_id(header);
        if (header && has_names()) bind_by_name();
        else bind_by_position(id);
        if (id != csv_target::unbound) columns_.targets.back().file_column = id;
        return used_targets();
    }

private:
    [[nodiscard]] bool has_names() const noexcept { return columns_.schema.named(); }

    [[nodiscard]] bool holds_every_name() const noexcept {
        if (!has_names()) return false;
        columns_.match_names(first_, options_.delimiter);
        bool const all = columns_.all_found();
        for (auto& target : columns_.targets) target.file_column = csv_target::unbound;
        return all;
    }

    /// A field that is neither a number nor missing, in a column that is read as a number if there is no header.
    [[nodiscard]] bool holds_text_for_a_number() const noexcept {
        auto const number = id_number();
        auto const id = number != csv_target::unbound ? number : find_name(options_.id_column);
        csv_field field;
        csv_fields fields{first_, options_.delimiter};
        for (std::size_t position = 0; fields.next(field); ++position)
            if (position != id && is_text_for_a_number(position - (id < position ? 1 : 0), field)) return true;
        return false;
    }

    [[nodiscard]] bool is_text_for_a_number(std::size_t schema_column, csv_field const& field) const noexcept {
        if (schema_column >= columns_.schema.size()) return false;
        auto const column = columns_.schema[schema_column];
        return column.used && column.kind == column_kind::number && !numbers_.read_in<double>(column, field);
    }

    /// The number that `id_column` states, or unbound.
    [[nodiscard]] std::size_t id_number() const noexcept {
        auto const number = parse_number<std::size_t>(options_.id_column);
        return number ? number.number : csv_target::unbound;
    }

    /// The field that says `name`: its position, unbound or ambiguous.
    [[nodiscard]] std::size_t find_name(std::string_view name) const noexcept {
        csv_target found;
        csv_field field;
        csv_fields fields{first_, options_.delimiter};
        for (std::size_t position = 0; fields.next(field); ++position)
            if (is_eq(compare(field, name)) || is_eq(compare(label(field, options_.delimiter), name)))
                found.bind(position);
        return found.file_column;
    }

    [[nodiscard]] std::size_t find_id(bool header) const {
        if (options_.id_column.empty()) return csv_target::unbound;
        auto const named = header ? find_name(options_.id_column) : csv_target::unbound;
        if (named == csv_target::ambiguous) refuse("has more than one column", options_.id_column);
        auto const position = named != csv_target::unbound ? named : id_number();
        if (position >= field_count_)
            refuse(header ? "has no column" : "has no header and no column", options_.id_column);
        return position;
    }

    void bind_by_name() const {
        if (auto const twice = columns_.repeated_name(); !twice.empty()) refuse_schema(twice);
        columns_.match_names(first_, options_.delimiter);
        for (std::size_t i = 0; i != columns_.schema.size(); ++i) {
            auto const found = columns_.targets[i].file_column;
            if (found == csv_target::unbound) refuse("has no column", columns_.schema[i].name);
            if (found == csv_target::ambiguous) refuse("has more than one column", columns_.schema[i].name);
        }
    }

    void bind_by_position(std::size_t id) const {
        bool const has_id = id != csv_target::unbound;
        auto const found = field_count_ - (has_id ? 1 : 0);
        if (found != columns_.schema.size()) refuse_count(found, has_id);
        for (std::size_t i = 0; i != found; ++i) columns_.targets[i].file_column = i + (id <= i ? 1 : 0);
    }

    [[nodiscard]] std::span<csv_target> used_targets() const noexcept {
        for (std::size_t i = 0; i != columns_.schema.size(); ++i)
            if (!columns_.schema[i].used) columns_.targets[i].file_column = csv_target::unbound;
        std::ranges::sort(columns_.targets, {}, &csv_target::file_column);
        auto const unused = std::ranges::find(columns_.targets, csv_target::unbound, &csv_target::file_column);
        return columns_.targets.first(static_cast<std::size_t>(unused - columns_.targets.begin()));
    }

    [[noreturn]] void refuse(std::string_view what, std::string_view name) const {
        raise(shape_error{std::string{source_}.append(" ").append(what).append(" '").append(name).append("'")});
    }

    [[noreturn]] void refuse_schema(std::string_view name) const {
        raise(shape_error{std::string{"the schema has more than one column '"}.append(name).append("'")});
    }

    [[noreturn]] void refuse_count(std::size_t found, bool has_id) const {
        raise(shape_error{std::string{source_}
                              .append(" has ")
                              .append(std::to_string(found))
                              .append(has_id ? " columns beside the id column, expected " : " columns, expected ")
                              .append(std::to_string(columns_.schema.size()))});
    }

    csv_columns const& columns_;
    csv_options const& options_;
    csv_numbers const& numbers_;
    csv_record first_;
    std::string_view source_;
    std::size_t field_count_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
