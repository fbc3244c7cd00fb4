// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/region_source.hpp>

#include <atomic>

namespace arenite::inline ARENITE_ABI {

/// Which acquisitions a failing_source refuses.
enum class refusal_pattern : unsigned char {
    once,              ///< the numbered one
    from_then_onwards  ///< the numbered one, and all after it
};

/// Another source that refuses when it is told to: to see what a program does then. One that is short of a byte is a
/// matter of `budget`. Borrows the source. Threads: as safe as the source.
template <region_source Upstream>
class failing_source {
public:
    /// Acquisitions are counted from 0.
    explicit failing_source(Upstream& borrowed_source, std::size_t refused_number,
                            refusal_pattern refusing = refusal_pattern::once) noexcept
        : upstream_(&borrowed_source), refused_number_(refused_number), pattern_(refusing) {}
    explicit failing_source(Upstream const&&, std::size_t, refusal_pattern = refusal_pattern::once) = delete;

    [[nodiscard]] std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) noexcept {
        return refuses() ? std::span<std::byte>{} : upstream_->acquire(bytes, alignment);
    }
    [[nodiscard]] std::span<std::byte> acquire_passing(std::size_t bytes, std::size_t alignment) noexcept
        requires sorting_region_source<Upstream>
    {
        return refuses() ? std::span<std::byte>{} : upstream_->acquire_passing(bytes, alignment);
    }

    void release(std::span<std::byte> region) noexcept { upstream_->release(region); }

    /// How many acquisitions it was asked for, refused ones among them.
    [[nodiscard]] std::size_t asked() const noexcept { return asked_; }

    /// The numbered acquisition was asked for.
    [[nodiscard]] bool has_refused() const noexcept { return asked_ > refused_number_; }

private:
    bool refuses() noexcept {
        auto const number = asked_++;
        return pattern_ == refusal_pattern::once ? number == refused_number_ : number >= refused_number_;
    }

    Upstream* upstream_;
    std::size_t refused_number_;
    refusal_pattern pattern_;
    std::atomic<std::size_t> asked_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI
