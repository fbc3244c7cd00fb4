// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/column_names.hpp>
#include <arenite/transform/detail/program_writer.hpp>
#include <arenite/transform/prepared_batches.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// A stage whose columns are some of those before it, in any order. A base: who derives from it has
/// `place(before, i)`, where column i was.
template <class Stage>
class picked_columns {
public:
    using constant = std::size_t;  // their places

    [[nodiscard]] column column_at(schema_view before, std::size_t i) const noexcept {
        return before[self().place(before, i)];
    }
    [[nodiscard]] std::size_t constants(schema_view before) const noexcept { return self().columns(before); }
    void fill(schema_view before, std::span<std::size_t> places) const noexcept {
        for (std::size_t i = 0; i != places.size(); ++i) places[i] = self().place(before, i);
    }

    template <std::floating_point T>
    void apply(batch_view<T const> from, batch_view<T> to, std::span<std::size_t const> places) const noexcept {
        for (std::size_t r = 0; r != from.rows(); ++r)
            for (std::size_t c = 0; c != places.size(); ++c) to(r, c) = from(r, places[c]);
    }

    void lower(schema_view before, program_writer& to) const {
        for (std::size_t i = 0; i != self().columns(before); ++i) to.keep(to.column(self().place(before, i)));
    }

private:
    [[nodiscard]] Stage const& self() const noexcept { return static_cast<Stage const&>(*this); }
};

}  // namespace arenite::inline ARENITE_ABI::detail
