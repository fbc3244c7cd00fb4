// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <bit>
#include <cstdint>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// MurmurHash3 of 32 bits (x86) of a text that comes in pieces. Allocates: nothing.
///
/// Source: Austin Appleby, MurmurHash3, 2011 (public domain).
class murmur_hasher {
public:
    constexpr explicit murmur_hasher(std::uint32_t seed = 0) noexcept : hash_(seed) {}

    constexpr murmur_hasher& add(std::string_view piece) noexcept {
        for (char const character : piece) {
            block_ |= static_cast<std::uint32_t>(static_cast<unsigned char>(character)) << size_ % 4 * 8;
            if (++size_ % 4 != 0) continue;
            hash_ = std::rotl(hash_ ^ mixed(block_), 13) * 5 + 0xE6546B64U;
            block_ = 0;
        }
        return *this;
    }

    /// Of all pieces so far.
    [[nodiscard]] constexpr std::uint32_t value() const noexcept {
        auto hash = hash_ ^ mixed(block_) ^ size_;
        hash = (hash ^ hash >> 16) * 0x85EBCA6BU;
        hash = (hash ^ hash >> 13) * 0xC2B2AE35U;
        return hash ^ hash >> 16;
    }

private:
    [[nodiscard]] static constexpr std::uint32_t mixed(std::uint32_t block) noexcept {
        return std::rotl(block * 0xCC9E2D51U, 15) * 0x1B873593U;
    }

    std::uint32_t hash_;
    std::uint32_t block_ = 0;  ///< of the last one to three bytes
    std::uint32_t size_ = 0;
};

/// The same of a text that is there as a whole.
[[nodiscard]] constexpr std::uint32_t murmur_hash(std::string_view text, std::uint32_t seed = 0) noexcept {
    return murmur_hasher{seed}.add(text).value();
}

}  // namespace arenite::inline ARENITE_ABI
