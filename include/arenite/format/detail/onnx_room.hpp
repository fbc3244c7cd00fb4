// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/budget.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Memory while a graph is read: some that is lent where that is enough, as it is for most graphs.
/// Allocates: else, once: that many bytes from `from_memory`, released by the destructor.
class onnx_room {
public:
    onnx_room(std::span<std::byte> lent, std::size_t wanted, budget& from_memory)
        : own_(wanted > lent.size()
                   ? from_memory.acquire("model loading", wanted, region_alignment, region_use::passing)
                   : region{}),
          bytes_(own_ ? own_.bytes() : lent) {}

    [[nodiscard]] std::span<std::byte> bytes() const noexcept { return bytes_; }
    /// Held beside what was lent.
    [[nodiscard]] std::size_t own_bytes() const noexcept { return own_.size(); }

private:
    region own_;
    std::span<std::byte> bytes_;
};

}  // namespace arenite::inline ARENITE_ABI::detail
