// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/stored_stages.hpp>
#include <arenite/transform/detail/lowered_stages.hpp>
#include <arenite/write/file_sink.hpp>

namespace arenite::inline ARENITE_ABI {

/// Keeps stages that rows of these columns go through, with all that was fitted, so that a model is served with the
/// preparation that it was trained with: `save_stages("prepare.arenite", columns, impute(seen.means()) |
/// standardize(seen) | one_hot("city"))`; `load_stages` has them back. Any stages of the library that change tiles; not
/// functions of one's own (transform_column, transform_batch), which do not compile, nor what chooses rows.
///
/// The file: columns, the columns that the stages make, and a column_program in the place of the stages; it holds the
/// columns' schema_hash and a checksum. Little-endian, the same bytes everywhere.
///
/// Errors:    shape_error where a stage does not fit the columns before it, or a column is made of more than
///            column_program::most_cells others; what the sink throws.
/// Allocates: three times, from `memory`: program, columns, and those that are made; given back before it returns.
template <named_stage Stages, class Sink>
    requires byte_sink<Sink>
void save_stages(Sink& sink, schema_view row_columns, Stages const& stages, budget& memory = system_memory()) {
    detail::lowered_stages const lowered{row_columns, detail::stages_of(stages)};
    detail::program_writer counted;
    lowered.write(counted);
    auto const held = memory.acquire("saved stages", counted.used().bytes());
    arena room{held.bytes()};
    detail::program_writer program{counted.used(), room};
    lowered.write(program);
    detail::require_cells(lowered.row_columns(), program.steps());
    schema const rows{row_columns, memory}, made{lowered.made_columns(), memory};
    detail::write_stages(sink, rows, made, program.steps(), program.constants());
}

/// To a file, which has its name once it is whole. Errors: as above, and std::system_error.
template <named_stage Stages>
void save_stages(std::string_view path, schema_view row_columns, Stages const& stages,
                 budget& memory = system_memory()) {
    file_sink file{std::string{path}};
    save_stages(file, row_columns, stages, memory);
    file.commit();
}

}  // namespace arenite::inline ARENITE_ABI
