// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/treelite_postprocessor.hpp>
#include <arenite/model/model_info.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// How many values a leaf has, and which outputs they are for. Output `t * classes + c` is class c of target t; the
/// classes that a target does not have, because another one has more, are 0.
struct treelite_shape {
    std::uint64_t targets = 0, classes = 0;                ///< the most of any target
    std::uint64_t vector_targets = 0, vector_classes = 0;  ///< 1, or all
    bool ragged = false;                                   ///< some targets have fewer classes

    [[nodiscard]] std::uint64_t outputs() const noexcept { return targets * classes; }
    [[nodiscard]] std::uint64_t values() const noexcept { return vector_targets * vector_classes; }
    /// The values of a vector are for outputs that do not follow each other.
    [[nodiscard]] bool scattered() const noexcept { return vector_targets != 1 && vector_classes == 1 && classes != 1; }
    /// Values of a leaf as the model keeps it.
    [[nodiscard]] std::uint64_t width() const noexcept { return scattered() ? outputs() : values(); }
};

/// What the first pass over a checkpoint of Treelite learns.
struct treelite_outline {
    short_text<24> version{};
    short_text<64> postprocessor{};
    precision numbers = precision::float32;
    arenite::link link;
    treelite_shape shape;
    bool averaged = false;
    std::uint64_t trees = 0, features = 0;
    /// Where the elements of these arrays, and the first tree, begin.
    std::uint64_t classes_at = 0, target_ids_at = 0, class_ids_at = 0, base_scores_at = 0, trees_at = 0;
    std::uint64_t splits = 0, leaves = 0, largest_tree = 0;  ///< the latter of any tree, in nodes
    std::uint64_t category_sets = 0, category_words = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
