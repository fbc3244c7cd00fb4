// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/stored_stages.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Stages of a file; in the file's bytes, and in room of one's own.
struct stages_parts {
    schema_view rows, tile, made;  ///< columns of rows, those of them that are no texts, and those that are made
    column_program program;
};

/// Reads and checks the bytes of a file of stages.
///
/// Errors:    model_error, see section_file; also for a program that reads what is not there.
/// Lifetime:  borrows bytes and name.
class stages_reader {
public:
    stages_reader(std::span<std::byte> whole_file, std::string_view name)
        : file_(whole_file, name, "stages"), columns_(file_.section("columns", 1)), tokens_(file_.section("tokens", 1)),
          made_(file_.section("made", 1)), program_(file_.section("program", 1)), rows_{columns_},
          missing_{tokens_, rows_.size}, prepared_{made_} {
        file_.require_checksum();
        columns_.finish();
        made_.finish();
        program_(stored_);
        program_.finish();
        check_program();
    }

    /// What `fill` takes.
    [[nodiscard]] std::size_t bytes() const noexcept {
        return bytes_of(rows_) + bytes_of(prepared_) + arena_bytes<column>(rows_.columns.size()) +
               arena_bytes<std::string_view>(missing_.bytes.size()) + arena_bytes<bool>(marks());
    }

    [[nodiscard]] stages_parts fill(arena& place) const {
        auto const rows = filled(rows_, place), made = filled(prepared_, place);
        missing_.fill(rows, place.take<std::string_view>(missing_.bytes.size()));
        for (std::size_t i = 0; i != made.size(); ++i) made[i].made = stored_.made[i] != 0;
        auto const tile = place.take<column>(rows.size()).first(rows.empty() ? 0 : tile_columns_);
        std::ranges::copy_if(rows, tile.begin(), is_in_tile, &column::kind);
        stages_parts const parts{shown(rows_, rows), shown(rows_, tile), shown(prepared_, made), program_in(place)};
        if (schema_hash(parts.rows) != stored_.hash)
            program_.fail("another schema hash than that of the columns", "a file as it was written");
        return parts;
    }

private:
    [[nodiscard]] static bool is_in_tile(column_kind kind) noexcept { return kind != column_kind::text; }

    [[nodiscard]] static std::size_t bytes_of(stored_schema const& one) noexcept {
        return arena_bytes<column>(one.columns.size()) + arena_bytes<std::string_view>(one.category_bytes.size());
    }
    [[nodiscard]] static std::span<column> filled(stored_schema const& from, arena& place) {
        auto const columns = place.take<column>(from.columns.size());
        from.fill(columns, place.take<std::string_view>(from.category_bytes.size()));
        return columns;
    }
    /// Numbers without names need no columns.
    [[nodiscard]] static schema_view shown(stored_schema const& from, std::span<column const> columns) noexcept {
        return from.columns.empty() ? schema_view{from.size, from.used_bits} : schema_view{columns};
    }

    [[nodiscard]] column_program program_in(arena& place) const {
        auto const needed = place.take<bool>(marks());
        std::ranges::fill(needed.last(prepared_.size), true);
        column_program::mark_needed(tile_columns_, stored_.steps, needed);
        return {tile_columns_, prepared_.size, stored_.steps, stored_.constants, needed};
    }

    [[nodiscard]] std::size_t marks() const noexcept { return tile_columns_ + stored_.steps.size(); }

    void check_program() {
        tile_columns_ = rows_.size;
        for (auto const& one : rows_.columns)
            if (!is_in_tile(one.kind)) --tile_columns_;
        if (stored_.made.size() != prepared_.size) program_.fail("another number of columns", "as many as are made");
        for (auto const& one : prepared_.columns)
            if (!is_in_tile(one.kind)) made_.fail("a text", "columns of a tile");
        if (prepared_.size == 0 || prepared_.size > stored_.steps.size())
            program_.fail("fewer steps than columns that are made", "one for each");
        for (std::size_t i = 0; i != stored_.steps.size(); ++i) check_step(i);
    }

    void check_step(std::size_t i) {
        auto const& step = stored_.steps[i];
        if (!column_program::count_cells(tile_columns_, stored_.steps.first(i + 1)))
            program_.fail("a step of columns that are not there, or of too many", "columns in front of it");
        if (auto const wrong = defect_of(step, stored_.constants); !wrong.empty()) program_.fail(wrong, "a step");
        if (step.op == column_op::category && step.from >= tile_columns_)
            program_.fail("a category that no row has", "a column of the rows");
    }

    section_file file_;
    section_reader columns_, tokens_, made_, program_;
    stored_schema rows_;
    stored_tokens missing_;
    stored_schema prepared_;
    stored_program stored_;
    std::size_t tile_columns_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
