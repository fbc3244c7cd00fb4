// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/schema_view.hpp>
#include <arenite/core/fixed_list.hpp>
#include <arenite/model/model_info.hpp>
#include <arenite/transform/column_step.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace arenite::inline ARENITE_ABI {

/// A part of what a model holds.
struct described_part {
    std::string_view name;  ///< a literal
    std::size_t bytes = 0;
};

/// What was loaded: `model.describe()`. Print it as text (`out << description`) or as JSON (`out << as_json(…)`, see
/// describe_model.hpp).
///
/// Lifetime: borrows the model's schema, steps and classes.
struct model_description {
    /// Trees by depth: the splits on the way to the deepest leaf. The last counts those that are as deep or deeper.
    using histogram = std::array<std::size_t, 65>;

    model_info info{};
    schema_view schema{};
    std::span<std::string_view const> classes{};  ///< of a classifier, by position; none: the file does not say
    std::size_t prepared = 0;  ///< columns that are made of those of the rows; 0: the model reads the rows
    std::span<column_step const> preparation{};  ///< the steps that make them
    std::size_t outputs = 0;                     ///< of a prediction
    std::size_t margins = 0;
    std::size_t trees = 0;
    std::size_t nodes = 0;  ///< splits and leaves
    std::size_t leaves = 0;
    std::size_t deepest = 0;
    histogram depths{};
    fixed_list<described_part, 16> parts{};  ///< together `bytes`
    std::size_t bytes = 0;

    /// Features that the model reads.
    [[nodiscard]] constexpr std::size_t used_features() const noexcept {
        std::size_t used = 0;
        for (std::size_t i = 0; i != schema.size(); ++i) used += std::size_t{schema[i].used};
        return used;
    }

    /// The counts up to the deepest tree; none of a model without trees.
    [[nodiscard]] constexpr std::span<std::size_t const> depths_there() const noexcept {
        return std::span{depths}.first(trees == 0 ? 0 : std::min(deepest + 1, depths.size()));
    }

    /// Counts a tree that is `depth` splits deep.
    constexpr void add_tree(std::size_t depth) noexcept {
        deepest = std::max(deepest, depth);
        ++depths[std::min(depth, depths.size() - 1)];
    }

    /// A part that holds nothing is left out; one that is there already grows.
    constexpr void add_part(std::string_view name, std::size_t part_bytes) noexcept {
        auto* const same = std::ranges::find(parts, name, &described_part::name);
        if (same != parts.end()) same->bytes += part_bytes;
        else if (part_bytes != 0) parts.push_back({name, part_bytes});
    }
};

}  // namespace arenite::inline ARENITE_ABI
