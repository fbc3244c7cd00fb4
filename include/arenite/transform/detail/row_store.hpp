// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_error.hpp>
#include <arenite/transform/detail/remade_rows.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Rows that outlive the batch in which they came, and their numbers. The room is planned.
template <class T>
struct row_store {
    std::span<T> cells;
    std::span<std::uint64_t> ids;
    std::size_t rows = 0;

    [[nodiscard]] static constexpr std::size_t row_bytes(std::size_t cols) noexcept {
        return saturating_bytes(cols, sizeof(T)) + sizeof(std::uint64_t);
    }

    template <class Self, class Visitor>
    static void parts(Self& self, std::string_view name, std::size_t most_rows, std::size_t cols, Visitor& visit) {
        visit(name, self.cells, saturating_bytes(most_rows, cols));
        visit("row ids", self.ids, most_rows);
    }

    [[nodiscard]] batch_view<T const> view(std::size_t cols) const noexcept { return {cells.data(), rows, cols}; }

    /// Row r of a batch. Requires: room.
    void add(batch_view<T const> batch, std::size_t r, std::uint64_t id) noexcept {
        for (std::size_t c = 0; c != batch.cols(); ++c) cells[rows * batch.cols() + c] = batch(r, c);
        ids[rows++] = id;
    }

    void move_last_to(std::size_t place, std::size_t cols) noexcept {
        --rows;
        if (place == rows) return;
        std::copy_n(&cells[rows * cols], cols, &cells[place * cols]);
        ids[place] = ids[rows];
    }
};

/// The columns of a tile, or shape_error of a stage that cannot keep texts: they lie in the reader's buffer, which has
/// other rows by then.
[[nodiscard]] inline std::size_t cols_without_texts(std::string_view stage, schema_view columns) {
    if (columns.count(column_kind::text) == 0) return columns.size();
    std::string what{stage};
    raise(
        shape_error{what.append(": found a column of texts, expected numbers and categories only: texts do not outlive "
                                "their batch")});
}

}  // namespace arenite::inline ARENITE_ABI::detail
