// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/load_workspace.hpp>
#include <arenite/format/detail/model_input.hpp>
#include <arenite/format/load_options.hpp>
#include <arenite/format/model_format.hpp>
#include <arenite/model/model.hpp>
#include <arenite/write/byte_sink.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads `input`, whose first bytes are in its window, as a model of `Format`.
template <model_format Format>
[[nodiscard]] model load_as(model_input& input, load_options const& options, load_workspace& workspace, budget& memory);

/// Maps the file at `path`, which is one of arenite's own.
template <model_format Format>
[[nodiscard]] model load_mapped(std::string_view path, load_options const& options, budget& memory);

/// Writes a file of arenite's own: see save_model.
template <model_format Format>
void write_as(model const& of, batch_view<double const> golden_rows, byte_sink_ref sink, budget& memory);

}  // namespace arenite::inline ARENITE_ABI::detail

// A host that links arenite::kernels has the readers compiled once, there.
#if !defined(ARENITE_COMPILED_KERNELS)
#include <arenite/format/detail/readers.hpp>
#endif
