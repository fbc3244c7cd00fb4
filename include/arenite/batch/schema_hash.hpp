// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/detail/section_writer.hpp>
#include <arenite/batch/schema_view.hpp>

namespace arenite::inline ARENITE_ABI {

namespace detail {

/// Nothing is kept of what is hashed.
struct forgetful_sink {
    void write(std::span<char const>) const noexcept {}
};

}  // namespace detail

/// A number that is the same for schemas of the same columns: names, kinds and vocabularies, in order, but not which of
/// them are used. It is the same in every version and on every machine: what wrote rows for a model can be held against
/// what the model was saved with.
///
/// Allocates: nothing. Stack: about 5 KiB.
[[nodiscard]] inline std::uint64_t schema_hash(schema_view of) {
    detail::forgetful_sink nowhere;
    detail::checked_output out{nowhere};
    detail::section_writer to{&out};
    to.count(of.size());
    for (std::size_t i = 0; i != of.size(); ++i) {
        auto const one = of[i];
        auto const name = of.name(i);
        to.count(name.size());
        auto const write_piece = [&](std::string_view piece) { to.characters(piece); };
        name.write(name_sink{write_piece});
        to.choice(one.kind, column_kind::text);
        to.count(one.vocabulary.size());
        for (auto const category : one.vocabulary) to(category);
    }
    to.align(region_alignment);
    return out.checksum();
}

}  // namespace arenite::inline ARENITE_ABI
