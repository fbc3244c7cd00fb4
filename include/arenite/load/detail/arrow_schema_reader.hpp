// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/detail/arrow_complaint.hpp>
#include <arenite/load/detail/arrow_texts.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Looks at the schema of a stream: which of its columns goes where, and how it is read.
///
/// Errors: shape_error, which names the column that is missing, ambiguous or too much; data_error for a format that the
///         column cannot be read from.
class arrow_schema_reader {
public:
    arrow_schema_reader(csv_columns const& tables, std::span<arrow_text_types> column_types, ArrowSchema const& root,
                        arrow_complaint const& complaint) noexcept
        : columns_(tables), types_(column_types), root_(root), complaint_(complaint) {}

    /// Binds the columns that somebody reads; the others are unbound.
    void bind() const {
        check_root();
        if (columns_.schema.named()) bind_by_name();
        else bind_by_position();
        for (std::size_t i = 0; i != columns_.schema.size(); ++i)
            if (columns_.schema[i].used) bind_types(i);
            else columns_.targets[i].file_column = csv_target::unbound;
    }

    [[nodiscard]] std::size_t children() const noexcept { return static_cast<std::size_t>(root_.n_children); }

private:
    [[nodiscard]] static std::string_view text(char const* from) noexcept { return from == nullptr ? "" : from; }

    void check_root() const {
        auto const format = text(root_.format);
        if (format != "+s")
            complaint_.stream(std::string{"the format "}.append(printable(format)),
                              "record batches, of the format \"+s\"");
        bool const has_children = root_.n_children == 0 || root_.children != nullptr;
        if (root_.n_children < 0 || !has_children) complaint_.stream("a schema without its columns", "columns");
        for (std::size_t i = 0; i != children(); ++i)
            if (root_.children[i] == nullptr) complaint_.stream("a schema without one of its columns", "columns");
    }

    void bind_by_name() const {
        if (auto const twice = columns_.repeated_name(); !twice.empty()) complaint_.repeated(twice);
        for (std::size_t position = 0; position != children(); ++position) bind_name(position);
        for (std::size_t i = 0; i != columns_.schema.size(); ++i) {
            auto const found = columns_.targets[i].file_column;
            if (found == csv_target::unbound) complaint_.missing("has no column", columns_.schema[i].name);
            if (found == csv_target::ambiguous) complaint_.missing("has more than one column", columns_.schema[i].name);
        }
    }

    void bind_name(std::size_t position) const {
        auto const name = text(root_.children[position]->name);
        auto const i = find_text(columns_.names, {.text = name, .raw = name},
                                 [this](std::size_t k) { return columns_.schema[k].name; });
        if (i) columns_.targets[*i].bind(position);
    }

    void bind_by_position() const {
        if (children() != columns_.schema.size()) complaint_.count(children());
        for (std::size_t i = 0; i != children(); ++i) columns_.targets[i].file_column = i;
    }

    void bind_types(std::size_t i) const {
        auto const& child = *root_.children[columns_.targets[i].file_column];
        bool const number = columns_.schema[i].kind == column_kind::number;
        auto const type = arrow_type_of(text(child.format));
        if (child.dictionary != nullptr && !number) return bind_dictionary(i, child, type);
        types_[i] = {type, arrow_type::unknown};
        if (number && child.dictionary != nullptr)
            complaint_.format(i, "dictionary of " + std::string{text(child.dictionary->format)}, expected_number);
        if (number && !is_number(type) && type != arrow_type::null)
            complaint_.format(i, text(child.format), expected_number);
        if (!number && !is_text(type) && type != arrow_type::null)
            complaint_.format(i, text(child.format), "text, of one of u U vu n or a dictionary of it,");
    }

    void bind_dictionary(std::size_t i, ArrowSchema const& child, arrow_type indexes) const {
        types_[i] = {arrow_type_of(text(child.dictionary->format)), indexes};
        if (!is_index(indexes) || !is_text(types_[i].values))
            complaint_.dictionary_format(i, text(child.format), text(child.dictionary->format));
    }

    static constexpr std::string_view expected_number = "numbers, of one of c C s S i I l L e f g b n,";

    csv_columns const& columns_;
    std::span<arrow_text_types> types_;
    ArrowSchema const& root_;
    arrow_complaint const& complaint_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
