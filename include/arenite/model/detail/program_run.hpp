// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/tree_program.hpp>

#include <optional>

namespace arenite::inline ARENITE_ABI::detail {

/// The programs of a few trees in one list of steps, in which the trees take turns, a split each.
template <std::floating_point T, class ConditionOf>
class program_run {
public:
    explicit program_run(ConditionOf const& condition_of_split) noexcept : condition_of_(&condition_of_split) {}

    void add(std::span<tree_split<T> const> tree) noexcept {
        trees_[size_].emplace(tree);
        programs_[size_].emplace(*trees_[size_], *condition_of_);
        ++size_;
    }

    void write(step_writer& writer) noexcept {
        for (bool more = true; more;) {
            more = false;
            for (std::size_t i = 0; i != size_; ++i) more = programs_[i]->write_split(writer) || more;
        }
    }

    /// The rows of a tree's planes, once all is written.
    [[nodiscard]] std::array<std::uint16_t, codes_planes> const& result(std::size_t i) const noexcept {
        return programs_[i]->result();
    }

private:
    ConditionOf const* condition_of_;
    std::array<std::optional<small_tree<T>>, largest_group> trees_;
    std::array<std::optional<tree_program<T, ConditionOf>>, largest_group> programs_;
    std::size_t size_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
