// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>
#include <arenite/memory/region_source.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

/// Region sources with one fault each, for the kit that must find it. None of them touches what is not its own, so that
/// the process lives on.
namespace broken {

using namespace arenite::literals;
using bytes = std::span<std::byte>;

/// Pages of this source's own, some of which it may take away.
class pages {
public:
    explicit pages(std::size_t size, int protection = PROT_READ | PROT_WRITE)
        : all_(static_cast<std::byte*>(::mmap(nullptr, size, protection, map_flags, -1, 0)), size) {}
    pages(pages const&) = delete;
    pages& operator=(pages const&) = delete;
    ~pages() { ::munmap(all_.data(), all_.size()); }

    [[nodiscard]] bytes all() const noexcept { return all_; }
    static void protect(bytes some, int protection) noexcept { ::mprotect(some.data(), some.size(), protection); }

private:
    static constexpr int map_flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    bytes all_;
};

/// Right: a buffer, a lock, and the first gap that is large enough. The others are made of it.
class buffer_source {
public:
    buffer_source() : buffer_source(256_KiB) {}
    explicit buffer_source(std::size_t size) : storage_(size) {}

    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        std::scoped_lock const locked{mutex_};
        auto const all = storage_.all();
        auto at = begin_of(all.data(), alignment);
        auto next = held_.begin();
        for (; next != held_.end() && !fits(at, size, next->data()); ++next)
            at = std::max(at, begin_of(next->data() + next->size(), alignment));
        if (!fits(at, size, all.data() + all.size())) return {};
        return *held_.insert(next, {at, size});
    }

    void release(bytes region) noexcept {
        std::scoped_lock const locked{mutex_};
        std::erase_if(held_, [&](bytes held) { return held.data() == region.data(); });
    }

    [[nodiscard]] bytes all() const noexcept { return storage_.all(); }

private:
    static std::byte* begin_of(std::byte* at, std::size_t alignment) noexcept {
        return at + (-reinterpret_cast<std::uintptr_t>(at) & (alignment - 1));
    }
    static bool fits(std::byte const* at, std::size_t size, std::byte const* end) noexcept {
        return at <= end && size <= static_cast<std::size_t>(end - at);
    }

    pages storage_;
    std::vector<bytes> held_;  // by address
    std::mutex mutex_;
};

struct refuses_everything {
    bytes acquire(std::size_t, std::size_t) noexcept { return {}; }
    void release(bytes) noexcept {}
};

struct refuses_by_null_alone {
    bytes acquire(std::size_t size, std::size_t) noexcept { return {static_cast<std::byte*>(nullptr), size}; }
    void release(bytes) noexcept {}
};

/// What was asked for beyond 64 is forgotten.
struct aligns_to_64 : buffer_source {
    bytes acquire(std::size_t size, std::size_t) noexcept { return buffer_source::acquire(size, 64); }
};

/// Right for the first region of a page, because pages are aligned.
struct aligns_size_alone : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        return buffer_source::acquire(arenite::round_up(size, alignment), std::min(alignment, 1_KiB));
    }
};

struct one_byte_too_short : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto const given = buffer_source::acquire(size, alignment);
        return given.empty() ? given : given.first(size - 1);
    }
};

/// A size that is no power of two is rounded to the one below.
struct rounds_down : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        return buffer_source::acquire(std::bit_floor(size), alignment);
    }
};

/// A region that was given stays in the list of free ones.
struct gives_the_same_twice : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        if (size == last_.size() && alignment == 64) return last_;
        return last_ = buffer_source::acquire(size, alignment);
    }
    bytes last_;
};

struct overlaps_by_64 : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto const given = buffer_source::acquire(size, alignment);
        if (alignment != 64 || size < 128 || given.data() == all().data()) return given;
        release(given);
        return {given.data() - 64, size};
    }
};

/// The span is as long as a page, the region is not.
struct claims_the_rest_of_the_page : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto const given = buffer_source::acquire(size, alignment);
        return given.empty() ? given : bytes{given.data(), arenite::round_up(size, 4_KiB)};
    }
};

/// Takes the one that is released for the newest, as a stack does.
struct releases_as_a_stack {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        std::scoped_lock const locked{mutex_};
        auto const begin = arenite::round_up(used_, alignment);
        if (alignment > 4_KiB || size > storage_.all().size() - std::min(begin, storage_.all().size())) return {};
        used_ = begin + size;
        return storage_.all().subspan(begin, size);
    }
    void release(bytes region) noexcept {
        std::scoped_lock const locked{mutex_};
        used_ = static_cast<std::size_t>(region.data() - storage_.all().data());
    }
    pages storage_{256_KiB};
    std::size_t used_ = 0;
    std::mutex mutex_;
};

/// Whole pages: (size + 4095) / 4096 of them, which is none when the sum wraps around.
struct wraps_to_whole_pages : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto const whole = std::max(arenite::round_up(size, 4_KiB), 4_KiB);
        auto const given = buffer_source::acquire(whole, alignment);
        return given.empty() ? given : bytes{given.data(), std::max(size, whole)};
    }
};

struct wraps_when_doubled : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto const given = buffer_source::acquire(2 * size, alignment);
        return given.empty() ? given : bytes{given.data(), size};
    }
};

struct counts_in_32_bits : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto const kept = std::max(size & 0xFFFFFFFF, std::size_t{64});
        auto const given = buffer_source::acquire(kept, alignment);
        return given.empty() ? given : bytes{given.data(), size};
    }
};

/// Room for the size modulo 65536.
struct counts_in_16_bits : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto const kept = std::max(size & 0xFFFF, std::size_t{64});
        auto const given = size > 128_KiB || alignment > 4_KiB ? bytes{} : buffer_source::acquire(kept, alignment);
        return given.empty() ? given : bytes{given.data(), size};
    }
};

/// Forgets large regions that come back.
struct leaks_large_regions : buffer_source {
    leaks_large_regions() : buffer_source(200_KiB) {}
    void release(bytes region) noexcept {
        if (region.size() < 128_KiB) buffer_source::release(region);
    }
};

/// Forgets one of sixteen small regions that come back.
struct leaks_in_a_buffer : buffer_source {
    leaks_in_a_buffer() : buffer_source(12_KiB) {}
    void release(bytes region) noexcept {
        if (region.size() != 64 || ++released_ % 16 != 0) buffer_source::release(region);
    }
    std::atomic<std::size_t> released_ = 0;
};

/// Maps, and never unmaps. The mappings are its own, and go with it.
class leaks_mappings {
public:
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        std::scoped_lock const locked{mutex_};
        auto const begin = arenite::round_up(used_, 4_KiB);
        if (alignment > 4_KiB || size > storage_.all().size() - std::min(begin, storage_.all().size())) return {};
        used_ = begin + size;
        return storage_.all().subspan(begin, size);
    }
    void release(bytes) noexcept {}

private:
    pages storage_{4_GiB};
    std::size_t used_ = 0;
    std::mutex mutex_;
};

/// Remembers its first refusal for ever.
struct exhausted_by_a_refusal : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto const given = exhausted_ ? bytes{} : buffer_source::acquire(size, alignment);
        exhausted_ = given.empty();
        return given;
    }
    std::atomic<bool> exhausted_ = false;
};

/// Remembers for ever that it had no page left.
struct exhausted_when_full : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto const given = exhausted_ ? bytes{} : buffer_source::acquire(size, alignment);
        exhausted_ = exhausted_ || (given.empty() && size == 4_KiB);
        return given;
    }
    std::atomic<bool> exhausted_ = false;
};

/// Counts what it refuses as held.
struct counts_refusals_as_held : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        if ((held_ += size) > 128_KiB) return {};
        return buffer_source::acquire(size, alignment);
    }
    void release(bytes region) noexcept {
        held_ -= region.size();
        buffer_source::release(region);
    }
    std::atomic<std::size_t> held_ = 0;
};

/// A header in front of each region, for which no room was made.
struct writes_in_front : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto const given = buffer_source::acquire(size, alignment);
        if (!given.empty() && given.data() != all().data()) std::memset(given.data() - 16, 0, 16);
        return given;
    }
};

/// Its first bytes say why it refused, whoever holds them.
struct writes_when_it_refuses : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto const given = buffer_source::acquire(size, alignment);
        if (given.empty()) std::memset(all().data(), 0, 16);
        return given;
    }
};

/// A header in front of a region, but only where a long one is in front of it.
struct writes_behind_long_regions : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto const given = alignment > 4_KiB ? bytes{} : buffer_source::acquire(size, alignment);
        if (!given.empty() && last_.exchange(size) == 64_KiB && size == 64) std::memset(given.data() - 16, 0, 16);
        return given;
    }
    std::atomic<std::size_t> last_ = 0;
};

/// Gives the whole page back to the system, with what others have on it.
struct discards_whole_pages : buffer_source {
    void release(bytes region) noexcept {
        auto const begin = static_cast<std::size_t>(region.data() - all().data()) / 4_KiB * 4_KiB;
        ::madvise(all().data() + begin, arenite::round_up(region.size(), 4_KiB), MADV_DONTNEED);
        buffer_source::release(region);
    }
};

/// Takes one page more away than the region has.
struct takes_the_next_page_away : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto const given = buffer_source::acquire(arenite::round_up(size, 4_KiB), std::max(alignment, 4_KiB));
        pages::protect(given, PROT_READ | PROT_WRITE);
        return given;
    }
    void release(bytes region) noexcept {
        auto const behind = static_cast<std::size_t>(all().data() + all().size() - region.data());
        pages::protect({region.data(), std::min(region.size() + 4_KiB, behind)}, PROT_NONE);
        buffer_source::release(region);
    }
};

/// The page behind each region belongs to nobody.
struct claims_more_than_it_has : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto const whole = arenite::round_up(size, 4_KiB);
        auto const given = buffer_source::acquire(whole + 4_KiB, std::max(alignment, 4_KiB));
        if (given.empty()) return given;
        pages::protect(given.subspan(whole), PROT_NONE);
        return given.first(whole + 64);
    }
};

struct gives_read_only_memory : buffer_source {
    gives_read_only_memory() { pages::protect(all(), PROT_READ); }
};

/// The same page of physical memory under every address.
class gives_aliases {
public:
    gives_aliases() {
        int const file = ::memfd_create("aliases", MFD_CLOEXEC);
        if (::ftruncate(file, 4096) == 0)
            for (auto at = pages_.all(); !at.empty(); at = at.subspan(4_KiB))
                ::mmap(at.data(), 4_KiB, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, 0);
        ::close(file);
    }
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        std::scoped_lock const locked{mutex_};
        auto const free = std::ranges::find(held_, false);
        if (size > 4_KiB || alignment > 4_KiB || free == held_.end()) return {};
        *free = true;
        return pages_.all().subspan(static_cast<std::size_t>(free - held_.begin()) * 4_KiB, size);
    }
    void release(bytes region) noexcept {
        std::scoped_lock const locked{mutex_};
        held_[static_cast<std::size_t>(region.data() - pages_.all().data()) / 4_KiB] = false;
    }

private:
    pages pages_{64_KiB};
    std::array<bool, 16> held_{};
    std::mutex mutex_;
};

/// A region that another thread releases stays where it is.
struct knows_its_own_thread : buffer_source {
    void release(bytes region) noexcept {
        if (std::this_thread::get_id() == mine_) buffer_source::release(region);
    }
    std::thread::id const mine_ = std::this_thread::get_id();
};

/// Serves the thread that made it, and no other.
struct serves_its_own_thread : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        return std::this_thread::get_id() == mine_ ? buffer_source::acquire(size, alignment) : bytes{};
    }
    std::thread::id const mine_ = std::this_thread::get_id();
};

/// What a thread acquired last is taken away when the thread ends.
struct ends_with_its_thread : buffer_source {
    struct last_page {
        ~last_page() {
            if (!page.empty()) pages::protect(page, PROT_NONE);
        }
        bytes page;
    };
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        thread_local last_page last;
        auto const given = buffer_source::acquire(arenite::round_up(size, 4_KiB), std::max(alignment, 4_KiB));
        if (std::this_thread::get_id() != mine_) last.page = given;
        return given;
    }
    std::thread::id const mine_ = std::this_thread::get_id();
};

/// Looks whether a block is free, and takes it somewhat later.
class looks_then_takes {
public:
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        if (size > 4_KiB || alignment > 4_KiB) return {};
        for (std::size_t i = 0; i != held_.size(); ++i)
            if (!held_[i].load()) {
                std::this_thread::yield();
                held_[i].store(true);
                return pages_.all().subspan(i * 4_KiB, size);
            }
        return {};
    }
    void release(bytes region) noexcept {
        held_[static_cast<std::size_t>(region.data() - pages_.all().data()) / 4_KiB].store(false);
    }

private:
    pages pages_{256_KiB};
    std::array<std::atomic<bool>, 64> held_{};
};

/// A limit whose count of what came back is read, and written somewhat later: releases are lost.
struct count_that_drifts : buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto const held = acquired_ - released_;
        if (size > 8_KiB - std::min(held, 8_KiB)) return {};
        auto const given = buffer_source::acquire(size, alignment);
        acquired_ += given.size();
        return given;
    }
    void release(bytes region) noexcept {
        buffer_source::release(region);
        auto const seen = released_.load();
        std::this_thread::yield();
        released_ = seen + region.size();
    }
    std::atomic<std::size_t> acquired_ = 0, released_ = 0;
};

}  // namespace broken
