// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/detail/section_file.hpp>
#include <arenite/batch/detail/stored_schema.hpp>
#include <arenite/batch/schema.hpp>
#include <arenite/batch/schema_hash.hpp>
#include <arenite/transform/column_program.hpp>
#include <arenite/transform/detail/column_error.hpp>

namespace arenite::inline ARENITE_ABI::detail {

// Sections of a file of kind "stages": "columns", a stored_schema, and "tokens", of numbers that are missing; "made", a
// stored_schema of the columns that are made; "program".

struct stored_program {
    std::span<column_step> steps;
    std::span<double> constants;
    std::span<std::uint8_t> made;  ///< of each column that is made: not 0, it was no column of the rows
    std::uint64_t hash = 0;        ///< of the columns of the rows: see schema_hash

    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.hash, self.made, self.steps, self.constants);
    }
};

/// The tokens of all columns, one behind the other.
struct stored_tokens {
    std::span<std::uint32_t> counts, bytes;  ///< of each column; of each token
    std::span<char> characters;

    explicit stored_tokens(section_reader& from, std::size_t columns) {
        from(counts, bytes, characters);
        from.finish();
        if (counts.size() != columns) from.fail("another number of columns", "as many as there are");
        if (sum(counts) != bytes.size()) from.fail("another number of tokens", "as many as the columns have");
        if (sum(bytes) != characters.size()) from.fail("another number of characters", "as many as the tokens have");
    }

    /// Requires: as many of either as there are.
    void fill(std::span<column> to, std::span<std::string_view> tokens) const noexcept {
        for (std::size_t at = 0, i = 0; i != tokens.size(); at += bytes[i++])
            tokens[i] = {characters.data() + at, bytes[i]};
        for (std::size_t i = 0; i != to.size(); ++i) {
            to[i].missing = tokens.first(counts[i]);
            tokens = tokens.subspan(counts[i]);
        }
    }

private:
    [[nodiscard]] static std::uint64_t sum(std::span<std::uint32_t const> numbers) noexcept {
        return std::accumulate(numbers.begin(), numbers.end(), std::uint64_t{0});
    }
};

template <class Take>
void for_each_token(schema_view of, Take take) {
    for (std::size_t i = 0; i != of.size(); ++i)
        for (auto const token : of[i].missing) take(token);
}

inline void write_tokens(section_writer& to, schema_view of) {
    std::size_t tokens = 0, characters = 0;
    for_each_token(of, [&](std::string_view token) { ++tokens, characters += token.size(); });
    to.list<std::uint32_t>(of.size(), [&](std::size_t i) { return static_cast<std::uint32_t>(of[i].missing.size()); });
    to.begin_list(tokens);
    for_each_token(of, [&](std::string_view token) { to(static_cast<std::uint32_t>(token.size())); });
    to.begin_list(characters);
    for_each_token(of, [&](std::string_view token) { to.characters(token); });
}

/// Writes a file of stages. `rows` and `made` have their names stored.
template <class Sink>
void write_stages(Sink& sink, schema_view rows, schema_view made, std::span<column_step const> steps,
                  std::span<double const> constants) {
    auto const program = [&](section_writer& to) {
        to(schema_hash(rows));
        to.list<std::uint8_t>(made.size(), [&](std::size_t i) { return std::uint8_t{made[i].made}; });
        to(steps, constants);
    };
    write_sections(sink, "stages", section{"columns", 1, [&](section_writer& to) { write_schema(to, rows); }},
                   section{"tokens", 1, [&](section_writer& to) { write_tokens(to, rows); }},
                   section{"made", 1, [&](section_writer& to) { write_schema(to, made); }},
                   section{"program", 1, program});
}

/// Counts what cells are made of. Errors: shape_error.
inline void require_cells(std::size_t row_columns, std::span<column_step> steps) {
    for (std::size_t i = 0; i != steps.size(); ++i)
        if (!column_program::count_cells(row_columns, steps.first(i + 1)))
            raise(shape_error{std::string{"save_stages: a column is made of more than "}
                                  .append(format_number(column_program::most_cells))
                                  .append(" others")});
}

}  // namespace arenite::inline ARENITE_ABI::detail
