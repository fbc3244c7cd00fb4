// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/arena.hpp>
#include <arenite/memory/budget.hpp>
#include <arenite/model/detail/unfilled.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// A linear function for each leaf of an ensemble: a constant and terms, each a coefficient times a feature. Leaves are
/// numbered as in the file: those of the first tree, by the training library's ids, then those of the second, …
struct linear_functions {
    std::span<std::uint64_t> first_leaf;  ///< of each tree
    std::span<double> constants;          ///< of each leaf
    std::span<std::uint64_t> first_term;  ///< of each leaf, and the end of the last one's
    std::span<double> coefficients;       ///< of each term
    std::span<std::uint32_t> features;    ///< of each term: below the ensemble's cols()

    /// What is wrong with what a file kept for so many features, or nothing.
    [[nodiscard]] std::string_view defect(std::size_t columns) const noexcept {
        if (first_term.size() != constants.size() + 1 || features.size() != coefficients.size())
            return "linear functions that are not all there";
        if (first_term.front() != 0 || first_term.back() != features.size() || !std::ranges::is_sorted(first_term))
            return "linear functions that do not follow each other";
        bool const known = std::ranges::all_of(features, [=](std::uint32_t feature) { return feature < columns; });
        return known ? "" : "a linear function of a feature that the model does not have";
    }

    /// What a file keeps: see detail::section_writer.
    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file(self.first_leaf, self.constants, self.first_term, self.coefficients, self.features);
    }
};

/// How many linear functions there are.
struct linear_leaves_size {
    std::size_t trees = 0;
    std::size_t leaves = 0;  ///< of all trees together
    std::size_t terms = 0;   ///< of all leaves together

    [[nodiscard]] std::size_t bytes() const noexcept {
        return arena_bytes<linear_functions>(1) + arena_bytes<std::uint64_t>(trees) + arena_bytes<double>(leaves) +
               arena_bytes<std::uint64_t>(leaves + 1) + arena_bytes<double>(terms) + arena_bytes<std::uint32_t>(terms);
    }
};

/// Owns linear functions, which whoever reads them fills in.
///
/// Allocates: once: wanted.bytes() from `from_memory`, one region, released by the destructor.
/// Threads:   immutable once filled; one serves many threads.
class linear_leaves {
public:
    explicit linear_leaves(detail::unfilled) noexcept {}

    linear_leaves(linear_leaves_size wanted, budget& from_memory)
        : memory_(from_memory.acquire("model", wanted.bytes())) {
        arena place{memory_.bytes()};
        functions_ = place.take<linear_functions>(1).data();
        functions_->first_leaf = place.take<std::uint64_t>(wanted.trees);
        functions_->constants = place.take<double>(wanted.leaves);
        functions_->first_term = place.take<std::uint64_t>(wanted.leaves + 1);
        functions_->coefficients = place.take<double>(wanted.terms);
        functions_->features = place.take<std::uint32_t>(wanted.terms);
    }

    [[nodiscard]] linear_functions& functions() noexcept { return *functions_; }
    [[nodiscard]] linear_functions const& functions() const noexcept { return *functions_; }
    /// What a file keeps: see detail::model_writer.
    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file.pointed(self.functions_);
    }

    [[nodiscard]] std::size_t bytes() const noexcept { return memory_.size(); }

private:
    region memory_;
    linear_functions* functions_ = nullptr;
};

}  // namespace arenite::inline ARENITE_ABI
