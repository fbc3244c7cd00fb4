// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// A checksum of whole blocks of 64 bytes, which finds accidents and keeps nobody from forging. Eight lanes take every
/// eighth word of 8 bytes, little-endian, so that a processor works on all of them at once:
///
///     lane = rotate_left((lane ^ word) * multiplier, 29)             lane i begins at i + 1
///     sum  = (sum ^ lane) * multiplier, then sum ^= sum >> 32        of all lanes, in order, from 0 on
///
/// Each of these steps can be undone, so that no change within one word goes unnoticed.
class block_checksum {
public:
    static constexpr std::size_t block_bytes = 64;

    /// Requires: whole blocks.
    void add(std::span<std::byte const> blocks) noexcept {
        auto lanes = lanes_;
        for (; !blocks.empty(); blocks = blocks.subspan(block_bytes))
            for (std::size_t i = 0; i != lanes.size(); ++i)
                lanes[i] = std::rotl((lanes[i] ^ word(blocks, i)) * multiplier, 29);
        lanes_ = lanes;
    }

    [[nodiscard]] constexpr std::uint64_t value() const noexcept {
        std::uint64_t sum = 0;
        for (auto const lane : lanes_) {
            sum = (sum ^ lane) * multiplier;
            sum ^= sum >> 32;
        }
        return sum;
    }

private:
    static constexpr std::uint64_t multiplier = 0x9fb21c651e98df25;  // odd

    [[nodiscard]] static std::uint64_t word(std::span<std::byte const> block, std::size_t i) noexcept {
        std::uint64_t found;
        std::memcpy(&found, block.data() + i * sizeof found, sizeof found);
        return found;
    }

    std::array<std::uint64_t, 8> lanes_{1, 2, 3, 4, 5, 6, 7, 8};
};

}  // namespace arenite::inline ARENITE_ABI::detail
