// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstddef>
#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// Room in clusters that are filled one after the other.
class cluster_packer {
public:
    struct room {
        std::uint32_t cluster;
        std::uint16_t first_place, first_exit;
    };

    cluster_packer(std::size_t cluster_size, std::size_t first_cluster) noexcept
        : size_(cluster_size), next_(static_cast<std::uint32_t>(first_cluster)), exits_(cluster_size) {}

    [[nodiscard]] room take(std::size_t places, std::size_t exits) noexcept {
        if (exits_ + exits > size_) ++next_, places_ = 0, exits_ = 0;
        room const taken{next_ - 1, static_cast<std::uint16_t>(places_), static_cast<std::uint16_t>(exits_)};
        places_ += places;
        exits_ += exits;
        return taken;
    }

    /// The cluster of the latest room; those of later rooms are none before it.
    [[nodiscard]] std::uint32_t current() const noexcept { return next_ == 0 ? 0 : next_ - 1; }
    [[nodiscard]] std::uint32_t end() const noexcept { return next_; }

private:
    std::size_t size_;
    std::uint32_t next_;
    std::size_t places_ = 0, exits_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
