// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/shape_error.hpp>
#include <arenite/load/arrow_abi.hpp>
#include <arenite/load/detail/csv_complaint.hpp>

#include <system_error>

namespace arenite::inline ARENITE_ABI::detail {

/// What is wrong with a record batch: literals. False: nothing.
struct arrow_fault {
    std::string_view found{}, expected{};
    std::optional<std::size_t> column{};  ///< of the schema; none: the record batch

    explicit operator bool() const noexcept { return !found.empty(); }
};

/// Says what is wrong with a stream. Nothing of this runs before an error is certain.
class arrow_complaint {
public:
    arrow_complaint(csv_columns const& tables, std::string_view source_name) noexcept
        : columns_(tables), source_(source_name) {}

    [[noreturn]] void stream(std::string_view found, std::string_view expected) const { fail(0, found, expected); }

    /// A column of the schema that does not hold what it should.
    [[noreturn]] void format(std::size_t i, std::string_view found, std::string_view expected) const {
        fail(child_of(i), std::string{"the format "}.append(printable(found)),
             std::string{expected} + " in " + name_of(i));
    }
    [[noreturn]] void dictionary_format(std::size_t i, std::string_view index, std::string_view values) const {
        fail(child_of(i),
             std::string{"a dictionary of the format "}
                 .append(printable(values))
                 .append(" with indexes ")
                 .append(printable(index)),
             "a dictionary of texts with whole numbers as indexes in " + name_of(i));
    }

    [[noreturn]] void record_batch(arrow_fault const& fault, std::uint64_t number) const {
        auto const place = " in record batch " + std::to_string(number);
        if (!fault.column) fail(0, fault.found, std::string{fault.expected} + place);
        fail(child_of(*fault.column), fault.found,
             std::string{fault.expected} + " in " + name_of(*fault.column) + place);
    }

    /// `row` counts from 0.
    [[noreturn]] void slot(std::size_t i, std::string_view found, std::string_view expected, std::uint64_t row) const {
        fail(child_of(i), found, std::string{expected} + " in row " + std::to_string(row) + " of " + name_of(i));
    }

    /// What the producer says, and its error number.
    [[noreturn]] void producer(ArrowArrayStream& producing, int error) const {
        char const* const message =
            producing.get_last_error == nullptr ? nullptr : producing.get_last_error(&producing);
        std::string what{source_};
        if (message != nullptr) what.append(": ").append(message);
        raise(std::system_error{error, std::generic_category(), what});
    }

    [[noreturn]] void missing(std::string_view what, std::string_view name) const {
        raise(shape_error{std::string{source_}.append(" ").append(what).append(" '").append(name).append("'")});
    }
    [[noreturn]] void repeated(std::string_view name) const {
        raise(shape_error{std::string{"the schema has more than one column '"}.append(name).append("'")});
    }
    [[noreturn]] void count(std::size_t found) const {
        raise(shape_error{std::string{source_}
                              .append(" has ")
                              .append(std::to_string(found))
                              .append(" columns, expected ")
                              .append(std::to_string(columns_.schema.size()))});
    }

private:
    [[nodiscard]] std::uint64_t child_of(std::size_t i) const noexcept { return columns_.targets[i].file_column + 1; }

    [[nodiscard]] std::string name_of(std::size_t i) const {
        auto const name = columns_.schema[i].name;
        return name.empty() ? "column " + std::to_string(child_of(i))
                            : std::string{"column '"}.append(name).append("'");
    }

    [[noreturn]] void fail(std::uint64_t column, std::string_view found, std::string_view expected) const {
        raise(data_error{source_, {.column = column, .byte = data_position::no_byte}, found, expected});
    }

    csv_columns const& columns_;
    std::string_view source_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
