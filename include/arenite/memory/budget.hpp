// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/budget_exceeded.hpp>
#include <arenite/core/bytes.hpp>
#include <arenite/core/contract.hpp>
#include <arenite/core/raise.hpp>
#include <arenite/memory/region.hpp>
#include <arenite/memory/system_source.hpp>

#include <atomic>
#include <limits>
#include <string_view>
#include <utility>

namespace arenite::inline ARENITE_ABI {

/// A hard limit on the bytes that are held at once, and the one memory handle of the library: always a `budget&`, always
/// the last parameter. A reservation is made before the source is asked; never over, and nothing that fits is refused.
///
/// Units:     bytes as asked for, rounded up to a multiple of the alignment (64 unless more is asked for).
/// Errors:    `acquire` throws budget_exceeded; `try_acquire` returns an empty region.
/// Lifetime:  borrows the source, and must outlive every region that came from it: the destructor holds that against
///            the contract.
/// Threads:   all members are safe from any thread.
class budget {
public:
    static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

    explicit budget(std::size_t limit_bytes) noexcept : budget(limit_bytes, shared_system_source()) {}

    template <region_source Source>
    budget(std::size_t limit_bytes, Source& plug_in) noexcept : source_(plug_in), limit_(limit_bytes) {}

    template <region_source Source>
    budget(std::size_t limit_bytes, Source const&& plug_in) = delete;  // borrowed: a temporary would be gone

    budget(budget const&) = delete;  // regions point at it
    budget& operator=(budget const&) = delete;
    ~budget() { contract(used() == 0, "a budget outlives every region that came from it"); }

    /// A region of at least `bytes`, or an empty one: refused by the limit or by the source.
    [[nodiscard]] region try_acquire(std::size_t bytes, std::size_t alignment = region_alignment) noexcept {
        if (bytes == 0 || bytes > largest_region_bytes || !reserve(round_up(bytes, alignment))) return refuse();
        auto const rounded_bytes = round_up(bytes, alignment);
        auto const acquired = source_.acquire(rounded_bytes, alignment);
        if (acquired.size() < rounded_bytes) return give_up(acquired, rounded_bytes);
        return {acquired, rounded_bytes, this, &release_region};
    }

    /// As above, or budget_exceeded in the name of `stage`.
    [[nodiscard]] region acquire(std::string_view stage, std::size_t bytes,
                                 std::size_t alignment = region_alignment) {
        auto acquired = try_acquire(bytes, alignment);
        if (!acquired) raise(budget_exceeded{stage, bytes, available()});
        return acquired;
    }

    [[nodiscard]] std::size_t limit() const noexcept { return limit_; }
    [[nodiscard]] std::size_t used() const noexcept { return used_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::size_t available() const noexcept { return limit_ - used(); }

    /// The most that was ever held at once.
    [[nodiscard]] std::size_t peak() const noexcept { return peak_.load(std::memory_order_relaxed); }

    /// How many acquisitions were refused.
    [[nodiscard]] std::size_t refused() const noexcept { return refused_.load(std::memory_order_relaxed); }

private:
    static system_source& shared_system_source() noexcept {
        static constinit system_source source;
        return source;
    }

    bool reserve(std::size_t bytes) noexcept {
        auto held = used();
        do {
            if (bytes > limit_ - held) return false;
        } while (!used_.compare_exchange_weak(held, held + bytes, std::memory_order_relaxed));
        raise_peak(held + bytes);
        return true;
    }

    void raise_peak(std::size_t held) noexcept {
        auto highest = peak();
        while (held > highest && !peak_.compare_exchange_weak(highest, held, std::memory_order_relaxed)) {}
    }

    region refuse() noexcept {
        refused_.fetch_add(1, std::memory_order_relaxed);
        return {};
    }

    region give_up(std::span<std::byte> acquired, std::size_t reserved) noexcept {
        if (!acquired.empty()) source_.release(acquired);
        used_.fetch_sub(reserved, std::memory_order_relaxed);
        return refuse();
    }

    static void release_region(void* owner, std::span<std::byte> acquired, std::size_t charged) noexcept {
        auto& self = *static_cast<budget*>(owner);
        self.source_.release(acquired);
        self.used_.fetch_sub(charged, std::memory_order_relaxed);
    }

    region_source_ref source_;
    std::size_t const limit_;
    std::atomic<std::size_t> used_ = 0, peak_ = 0, refused_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI
