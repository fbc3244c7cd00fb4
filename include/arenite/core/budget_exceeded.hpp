// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/short_text.hpp>

#include <cstddef>
#include <new>

namespace arenite::inline ARENITE_ABI {

/// A budget that does not suffice: who asked, for how much, and what was left. Allocates: nothing.
class budget_exceeded : public std::bad_alloc {
public:
    budget_exceeded(std::string_view stage_name, std::size_t requested_bytes, std::size_t available_bytes,
                    std::size_t rows_that_would_fit = 0) noexcept
        : stage_(stage_name), requested_(requested_bytes), available_(available_bytes),
          largest_batch_rows_(rows_that_would_fit) {}

    [[nodiscard]] char const* what() const noexcept override { return "arenite: the memory budget does not suffice"; }
    [[nodiscard]] std::string_view stage() const noexcept { return stage_; }
    [[nodiscard]] std::size_t requested() const noexcept { return requested_; }
    [[nodiscard]] std::size_t available() const noexcept { return available_; }

    /// The largest batch that would fit; 0: no batch is small enough, or rows were not what was asked for.
    [[nodiscard]] std::size_t largest_batch_rows() const noexcept { return largest_batch_rows_; }

private:
    short_text<40> stage_;
    std::size_t requested_, available_, largest_batch_rows_;
};

}  // namespace arenite::inline ARENITE_ABI
