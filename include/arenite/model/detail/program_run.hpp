// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/tree_program.hpp>

#include <optional>

namespace arenite::inline ARENITE_ABI::detail {

/// The programs of a few trees in one list of steps, in which the trees take turns, a split each.
template <std::floating_point T>
class program_run {
public:
    explicit program_run(std::span<coded_tree<T> const> trees) noexcept : size_(trees.size()) {
        for (std::size_t i = 0; i != size_; ++i) programs_[i].emplace(trees[i]);
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
    std::array<std::optional<tree_program<T>>, largest_group> programs_;
    std::size_t size_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
