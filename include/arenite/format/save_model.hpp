// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/load_as.hpp>
#include <arenite/memory/system_memory.hpp>
#include <arenite/write/file_sink.hpp>

#include <string>

namespace arenite::inline ARENITE_ABI {

/// Writes a model in arenite's own format, from whatever format it was loaded: `load_model` reads it, or maps it, and
/// it gives the same bits. What is saved of a model that was loaded from such a file is that file, byte for byte,
/// unless other golden rows are given, or the file was saved for a processor of other instructions.
///
/// The file has a version, and every later release reads it. It is little-endian, its sections and lists begin at
/// multiples of 64 bytes, so that they are used where they lie, and it ends with a checksum: detail/section_file.hpp
/// has the layout, detail/own_info.hpp the sections. It keeps the model's schema and a hash of that (schema_hash), the
/// parameters of the preprocessing that is part of the model, what the kernels read of its trees (for the best
/// instructions of this processor; others make their own when they load it, once, and leave this out of memory), and
/// golden rows with all that the model answers to them,
/// which loading compares: margins of trees bit for bit, what the C library's functions are in within 2^-16 of float
/// and 2^-40 of double. `golden_rows` are the caller's or, if there are none, eight that are made from the schema and
/// the thresholds; of models with more than 16384 columns none are made.
///
/// Shapes:    golden_rows: any × of.cols(). Requires: that.
/// Errors:    model_error for a predictor of the caller's own that was put into a `model`; what the sink throws.
/// Allocates: from `memory`, given back before it returns: golden rows and answers, and what scoring one row takes.
/// Threads:   as of the sink.
template <byte_sink Sink>
void save_model(model const& of, Sink& sink, batch_view<double const> golden_rows = {},
                budget& memory = system_memory()) {
    contract(golden_rows.rows() == 0 || golden_rows.cols() == of.cols(), "golden rows have the model's cols()");
    detail::write_as<model_format::arenite>(of, golden_rows, byte_sink_ref{sink}, memory);
}

/// As above into the file at `path`, which appears when it is complete, in the place of one that was there: who has
/// mapped that keeps it.
inline void save_model(model const& of, std::string const& path, batch_view<double const> golden_rows = {},
                       budget& memory = system_memory()) {
    file_sink file{path};
    save_model(of, file, golden_rows, memory);
    file.commit();
}

}  // namespace arenite::inline ARENITE_ABI
