// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/budget.hpp>
#include <arenite/model/detail/forest_plan.hpp>
#include <arenite/core/detail/processor.hpp>

#include <string_view>

namespace arenite::inline ARENITE_ABI::detail {

/// A plan in a region of its own.
template <std::floating_point T>
struct compiled_forest {
    region memory;
    forest_plan<T>* plan = nullptr;
    std::size_t passing_bytes = 0;  ///< what compiling held beyond the plan, at most
};

/// Makes a forest ready for a set of instructions.
/// Allocates: once, what the plan takes, from `memory`; before, for counting, up to twice, released again.
/// Stack:     about 90 KB.
template <std::floating_point T>
[[nodiscard]] compiled_forest<T> compile_forest(forest_source<T> const& source, instruction_set instructions,
                                                budget& memory);

/// What is wrong with a plan that a file kept, or nothing: see plan_check.
template <std::floating_point T>
[[nodiscard]] std::string_view plan_defect(forest_plan<T> const& plan, forest_source<T> const& of_trees) noexcept;

}  // namespace arenite::inline ARENITE_ABI::detail
