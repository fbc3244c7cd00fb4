// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/admit.hpp>
#include <arenite/batch/batch.hpp>
#include <arenite/memory/system_memory.hpp>
#include <arenite/transform/detail/collected_rows.hpp>

namespace arenite::inline ARENITE_ABI {

/// All rows of a pipeline as one batch that owns them; texts are left behind.
///
/// Allocates: what the pipeline's admission acquires, unless it has been admitted, and given back in the end; rows in
///            growing pieces, and then once more all of them together, so that the budget must hold the rows at most
///            two and a half times. All of it from `memory`. budget_exceeded where that is not enough; then nothing is
///            held.
/// Lifetime:  an lvalue pipeline is borrowed, an rvalue is taken.
template <class R>
    requires batch_range<std::remove_cvref_t<R>> && detail::gives_batches<std::remove_cvref_t<R>>
[[nodiscard]] auto collect(R&& pipeline, budget& memory = system_memory()) {
    detail::collected_rows<typename std::remove_cvref_t<R>::value_type> rows{pipeline.schema().tile_cols(), memory};
    auto run = admit(static_cast<R&&>(pipeline), memory);
    for (auto const batch : run) rows.add(batch);
    return std::move(rows).all();
}

/// The same of at most `most_rows` rows, with one acquisition of so many; data_error where there are more. first_rows
/// leaves the others out.
template <class R>
    requires batch_range<std::remove_cvref_t<R>> && detail::gives_batches<std::remove_cvref_t<R>>
[[nodiscard]] auto collect(R&& pipeline, std::size_t most_rows, budget& memory = system_memory()) {
    using value = typename std::remove_cvref_t<R>::value_type;
    batch<value> all{most_rows, pipeline.schema().tile_cols(), memory};
    auto run = admit(static_cast<R&&>(pipeline), memory);
    std::size_t rows = 0;
    for (auto const part : run) {
        if (part.rows() > most_rows - rows) detail::refuse_rows(most_rows);
        detail::copy_rows<value>(part, all.view().middle_rows(rows, part.rows()));
        rows += part.rows();
    }
    all.cut_to(rows);
    return all;
}

}  // namespace arenite::inline ARENITE_ABI
