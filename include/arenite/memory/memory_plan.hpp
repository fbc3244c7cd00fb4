// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>
#include <arenite/core/contract.hpp>
#include <arenite/core/format_number.hpp>

#include <array>
#include <iosfwd>
#include <span>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// What one part of a pipeline will hold.
struct planned_part {
    std::string_view stage;  ///< a literal
    std::size_t bytes = 0;   ///< exact, a multiple of 64
};

/// What a pipeline will hold, part by part, before anything is acquired. Fixed capacity. Allocates: nothing.
class memory_plan {
public:
    static constexpr std::size_t capacity = 32;

    /// Requires: fewer than `capacity` parts so far.
    constexpr void add(std::string_view stage, std::size_t bytes) {
        contract(count_ != capacity, "a pipeline has at most 32 planned parts");
        parts_[count_++] = {stage, bytes};
        bool const fits = total_ <= largest_region_bytes && bytes <= largest_region_bytes - total_;
        total_ = fits ? total_ + bytes : largest_region_bytes + 1;
    }

    [[nodiscard]] constexpr std::span<planned_part const> parts() const noexcept { return {parts_.data(), count_}; }

    /// All of it; more than `largest_region_bytes` when no region could be so large.
    [[nodiscard]] constexpr std::size_t total() const noexcept { return total_; }

private:
    std::array<planned_part, capacity> parts_{};
    std::size_t count_ = 0, total_ = 0;
};

/// One line for each part, `stage N bytes`, and last `total N bytes`. Allocates: nothing of its own.
template <class Traits>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& out, memory_plan const& plan) {
    for (auto const& [stage, bytes] : plan.parts()) out << stage << ' ' << format_number(bytes).view() << " bytes\n";
    return out << "total " << format_number(plan.total()).view() << " bytes";
}

}  // namespace arenite::inline ARENITE_ABI
