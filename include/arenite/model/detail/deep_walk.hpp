// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/deep_keys.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail {

/// Walks that are under way at once, since each step of one waits for memory: of several rows, or in several trees.
///
/// Requires: root(i) gives the root of lane i; key(i, slot) the key there of its row.
template <std::size_t lanes, bool decided>
class deep_lanes_walk {
public:
    explicit deep_lanes_walk(unsigned slot_bits_of_plan) noexcept : slot_bits_(slot_bits_of_plan) {}

    /// Where the walk of lane i is.
    [[nodiscard]] std::uint32_t at(std::size_t i) const noexcept { return at_[i]; }

    /// False: a value of lane i was so near to a cut that its key does not tell on which side.
    [[nodiscard]] bool is_decided(std::size_t i) const noexcept { return decided || (undecided_ >> i & 1) == 0; }

    /// All lanes from the root to a leaf.
    template <class Root, class Keys>
    [[gnu::always_inline]] void run(Root const& root, Keys const& key) noexcept {
        while (step(root, key) != 0) {
        }
    }

private:
    /// 0: every lane is at a leaf.
    template <class Root, class Keys>
    [[gnu::always_inline]] std::size_t step(Root const& root, Keys const& key) noexcept {
        std::size_t slots = 0;
#pragma GCC unroll 16
        for (std::size_t i = 0; i != lanes; ++i) {
            auto const& node = root(i)[at_[i]];
            auto const slot = node.slot(slot_bits_);
            auto const compared = key(i, slot);
            if constexpr (!decided) undecided_ |= std::uint32_t{compared == node.last} << i;
            slots |= slot;
            at_[i] = node.child(compared, slot_bits_);
        }
        return slots;
    }

    unsigned slot_bits_;
    std::array<std::uint32_t, lanes> at_{};
    std::uint32_t undecided_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
