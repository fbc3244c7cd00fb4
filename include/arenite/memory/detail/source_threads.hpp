// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/detail/memory_probe.hpp>
#include <arenite/memory/detail/source_fault.hpp>
#include <arenite/memory/region_source.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <thread>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Four threads that acquire, mark and release at once, and hand regions to each other. Each writes marks of its own:
/// a region that two of them hold shows the wrong ones. Ends after 2000 turns of each, or two seconds.
class source_threads {
public:
    explicit source_threads(region_source_ref tried_source) noexcept : source_(tried_source) {}
    source_threads(source_threads const&) = delete;
    source_threads& operator=(source_threads const&) = delete;

    /// What was found. Requires: called once.
    [[nodiscard]] source_fault run() {
        work_together();
        for (auto& left : shelf_) release(left);
        return fault_;
    }

private:
    static constexpr std::size_t count = 4;
    using clock = std::chrono::steady_clock;

    struct crew {
        std::array<std::thread, count> threads;
        ~crew() {
            for (auto& thread : threads)
                if (thread.joinable()) thread.join();
        }
    };

    void work_together() {
        crew working;
        for (std::size_t t = 0; t != count; ++t) working.threads[t] = std::thread{[this, t] { work(t); }};
    }

    void work(std::size_t thread) noexcept {
        for (++arrived_; arrived_ != count && !over();) std::this_thread::yield();
        std::array<held_region, count> mine{};
        auto random = static_cast<std::uint32_t>(thread);
        for (std::size_t turn = 0; turn != 2000 && !over(); ++turn) {
            random = random * 1664525 + 1013904223;
            take_turn(mine[turn % count], random >> 16, mark(thread, turn));
        }
        for (auto& left : mine) release(left);
    }

    void take_turn(held_region& mine, std::size_t drawn, std::byte mark) noexcept {
        auto const alignment = region_alignment << drawn / 4 % 4;
        if (mine.bytes.empty()) return acquire(mine, alignment * (1 + drawn / 16 % 7), alignment, mark);
        if (drawn % 4 == 0) return hand_over(mine, drawn / 4 % count);
        release(mine);
    }

    void acquire(held_region& mine, std::size_t bytes, std::size_t alignment, std::byte mark) noexcept {
        mine = {source_.acquire(bytes, alignment), bytes, alignment, mark};
        if (mine.bytes.empty()) return std::this_thread::yield();
        if (auto const fault = number_fault(mine); !fault.view().empty()) return blame(mine, fault);
        mark_ends(mine.bytes, mark);
    }

    void release(held_region& mine) noexcept {
        if (mine.bytes.empty() || faulty_) return;
        if (!ends_are_marked(mine.bytes, mine.mark))
            return blame(mine, fault_saying("bytes of the region of ", call_text(mine), " changed while it was held"));
        source_.release(std::exchange(mine, {}).bytes);
    }

    /// One for another, or for none.
    void hand_over(held_region& mine, std::size_t place) noexcept {
        std::scoped_lock const locked{mutex_};
        std::swap(mine, shelf_[place]);
    }

    void blame(held_region& mine, source_fault const& found) noexcept {
        std::scoped_lock const locked{mutex_};
        if (!faulty_.exchange(true)) fault_ = fault_saying("with four threads at once, ", found.view());
        mine = {};
    }

    [[nodiscard]] bool over() const noexcept { return faulty_ || clock::now() > end_; }

    static std::byte mark(std::size_t thread, std::size_t turn) noexcept {
        return std::byte(1 + (turn * count + thread) % 252);
    }

    region_source_ref source_;
    std::mutex mutex_;
    std::array<held_region, count> shelf_{};
    source_fault fault_;
    std::atomic<std::size_t> arrived_ = 0;
    std::atomic<bool> faulty_ = false;
    clock::time_point const end_ = clock::now() + std::chrono::seconds{2};
};

}  // namespace arenite::inline ARENITE_ABI::detail
