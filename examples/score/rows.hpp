// SPDX-License-Identifier: MIT
#pragma once

// The batches of the rows: which range of the library reads them, and how.

#include "row_source.hpp"

#include <arenite/load/csv_batches.hpp>
#include <arenite/load/libsvm_batches.hpp>
#include <arenite/load/npy_batches.hpp>
#include <arenite/model/model.hpp>

/// Of a file that is not compressed: on all workers.
[[nodiscard]] arenite::csv_batches<double> csv_rows(row_source& source, score_options const& options,
                                                    arenite::model const& model, arenite::workers const& crew);

[[nodiscard]] arenite::libsvm_batches<double> libsvm_rows(row_source& source, score_options const& options,
                                                          arenite::model const& model);

/// Of a file that is not compressed: from anywhere in it, as Fortran order needs. Throws std::system_error.
[[nodiscard]] arenite::npy_batches<double> npy_rows(row_source& source, score_options const& options,
                                                    arenite::model const& model);

/// Calls `use` with the batches of the source's form. They borrow the source and the model.
template <class Use>
void with_rows(row_source& source, score_options const& options, arenite::model const& model,
               arenite::workers const& crew, Use const& use) {
    auto const with = [&](auto rows) { use(rows); };
    if (source.form().format == row_format::libsvm) return with(libsvm_rows(source, options, model));
    if (source.form().format == row_format::npy) return with(npy_rows(source, options, model));
    with(csv_rows(source, options, model, crew));
}

/// Numbers so far that a double does not hold; an array has none.
template <class Rows>
[[nodiscard]] std::uint64_t overflows(Rows const& rows) {
    if constexpr (requires { rows.overflows(); }) return rows.overflows();
    else return 0;
}

/// Those of the batch that could not be read; an array has none.
template <class Rows>
[[nodiscard]] std::span<std::uint32_t const> null_rows(Rows const& rows) {
    if constexpr (requires { rows.null_rows(); }) return rows.null_rows();
    else return {};
}

template <class Rows>
[[nodiscard]] std::uint64_t bad_rows(Rows const& rows) {
    if constexpr (requires { rows.bad_rows(); }) return rows.bad_rows();
    else return 0;
}
