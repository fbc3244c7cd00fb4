// SPDX-License-Identifier: MIT
#include <arenite/memory/check_region_source.hpp>

#include "memory/broken_sources.hpp"
#include "support/counting_source.hpp"
#include "support/malloc_probe.hpp"

#include <arenite/core/attempt.hpp>
#include <arenite/memory/system_source.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <memory_resource>
#include <new>
#include <sstream>
#include <string>

using arenite::check_region_source;
using namespace arenite::literals;
using bytes = std::span<std::byte>;

namespace {

/// Right sources.
struct heap {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        auto* const start = static_cast<std::byte*>(std::aligned_alloc(alignment, size));
        return start == nullptr ? bytes{} : bytes{start, size};
    }
    void release(bytes region) noexcept { std::free(region.data()); }
};

/// A resource wants to be told the alignment again on release: here it is always 64.
struct resource_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        if (alignment > 64) return {};
        return arenite::attempt<std::bad_alloc>(
            [&] {
                return bytes{static_cast<std::byte*>(resource.allocate(size, 64)), size};
            },
            [](std::bad_alloc const&) { return bytes{}; });
    }
    void release(bytes region) noexcept { resource.deallocate(region.data(), region.size(), 64); }
    std::pmr::memory_resource& resource;
};

struct one_at_a_time : broken::buffer_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        if (held.exchange(true)) return {};
        auto const given = buffer_source::acquire(size, alignment);
        if (given.empty()) held = false;
        return given;
    }
    void release(bytes region) noexcept {
        buffer_source::release(region);
        held = false;
    }
    std::atomic<bool> held = false;
};

struct whole_pages : arenite::system_source {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        if (size > arenite::largest_region_bytes) return {};
        return system_source::acquire(arenite::round_up(size, page_bytes()), alignment);
    }
};

struct no_alignment_above_64 : heap {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        return alignment > 64 ? bytes{} : heap::acquire(size, alignment);
    }
};

/// Nothing comes free before everything was released.
struct begins_again_when_empty {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        std::scoped_lock const locked{mutex};
        auto const all = storage.all();
        auto const begin = arenite::round_up(used, alignment);
        if (alignment > 4_KiB || begin > all.size() || size > all.size() - begin) return {};
        used = begin + size;
        ++held;
        return all.subspan(begin, size);
    }
    void release(bytes) noexcept {
        std::scoped_lock const locked{mutex};
        if (--held == 0) used = 0;
    }
    broken::pages storage{256_KiB};
    std::size_t used = 0, held = 0;
    std::mutex mutex;
};

/// Blocks of a few sizes; a page that became blocks of one size stays so.
struct size_classes {
    bytes acquire(std::size_t size, std::size_t alignment) noexcept {
        std::scoped_lock const locked{mutex};
        if (size > 4_KiB || alignment > 4_KiB) return {};
        auto const block = std::bit_ceil(std::max(size, alignment));
        auto& list = free[static_cast<std::size_t>(std::countr_zero(block))];
        if (list.empty()) cut_page(list, block);
        if (list.empty()) return {};
        auto const given = list.back();
        list.pop_back();
        return given;
    }
    void release(bytes region) noexcept {
        std::scoped_lock const locked{mutex};
        free[static_cast<std::size_t>(std::countr_zero(region.size()))].push_back(region);
    }
    void cut_page(std::vector<bytes>& list, std::size_t block) {
        auto const page = uncut.first(std::min(uncut.size(), 4_KiB));
        for (std::size_t i = 0; i != page.size(); i += block) list.push_back(page.subspan(i, block));
        uncut = uncut.subspan(page.size());
    }
    broken::pages storage{64_KiB};
    bytes uncut = storage.all();
    std::array<std::vector<bytes>, 13> free;
    std::mutex mutex;
};

template <class Source>
void check_right(Source&& source) {
    auto const verdict = check_region_source(source);
    CHECK_MESSAGE(verdict, verdict.what());
    CHECK(verdict.what() == "nothing wrong was found");
}

/// The fault is found, and the sentence has these words.
template <class Source>
void check_broken(std::initializer_list<std::string_view> words) {
    Source source;
    auto const verdict = check_region_source(source);
    CHECK_FALSE(verdict);
    CAPTURE(verdict.what());
    for (auto const part : words) CHECK_MESSAGE(verdict.what().find(part) != std::string_view::npos, part);
}

bool skipped_under_sanitizer() {
    if (arenite::detail::under_sanitizer) std::puts("SKIPPED: under a sanitizer the kit does not look for this");
    return arenite::detail::under_sanitizer;
}

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("check_region_source: finds nothing wrong with the heap") { check_right(heap{}); }
    TEST_CASE("check_region_source: nor with the system's memory") { check_right(arenite::system_source{}); }
    TEST_CASE("check_region_source: nor with more bytes than asked for") { check_right(whole_pages{}); }
    TEST_CASE("check_region_source: nor with a small buffer") { check_right(broken::buffer_source{64_KiB}); }
    TEST_CASE("check_region_source: nor with a larger buffer") { check_right(broken::buffer_source{1_MiB}); }
    TEST_CASE("check_region_source: nor with one region at a time") { check_right(one_at_a_time{}); }
    TEST_CASE("check_region_source: nor with no alignment above 64") { check_right(no_alignment_above_64{}); }
    TEST_CASE("check_region_source: nor with all or nothing coming free") { check_right(begins_again_when_empty{}); }
    TEST_CASE("check_region_source: nor with size classes") { check_right(size_classes{}); }
    TEST_CASE("check_region_source: nor with new and delete") {
        check_right(resource_source{*std::pmr::new_delete_resource()});
    }
    TEST_CASE("check_region_source: nor with a pool") {
        std::pmr::synchronized_pool_resource pool{std::pmr::new_delete_resource()};
        check_right(resource_source{pool});
    }
    TEST_CASE("check_region_source: nor with a source by reference") {
        heap borrowed;
        check_right(arenite::region_source_ref{borrowed});
    }

    TEST_CASE("check_region_source: gives everything back") {
        counting_source source;
        check_right(source);
        CHECK(source.outstanding == 0);
        CHECK(source.acquired > 1000);
    }

    TEST_CASE("check_region_source: allocates its threads and nothing else") {
        if (skipped_without_malloc_probe()) return;
        arenite::system_source source;
        allocation_count const counted;
        auto const verdict = check_region_source(source);
        auto const seen = counted.requests();
        CHECK(verdict);
        auto const heap_calls = seen.calls - seen.mappings;
        CAPTURE(heap_calls);
        CHECK(heap_calls <= 2 * 13);  // one or two for each of 13 threads
    }

    TEST_CASE("region_source_verdict: prints what it says") {
        broken::refuses_everything source;
        std::ostringstream out;
        out << check_region_source(source);
        CHECK(out.str() == "refuses even 64 bytes: acquire(64, 64) gave an empty span");
    }

    TEST_CASE("check_region_source: refuses everything") {
        check_broken<broken::refuses_everything>({"refuses even 64 bytes"});
    }
    TEST_CASE("check_region_source: null with a size") {
        check_broken<broken::refuses_by_null_alone>({"acquire(64, 64) gave a null pointer with a size of 64 bytes"});
    }
    TEST_CASE("check_region_source: aligned to 64 alone") {
        check_broken<broken::aligns_to_64>({"acquire(256, 128) gave a region at a multiple of 64, not of 128"});
    }
    TEST_CASE("check_region_source: aligned by luck") {
        check_broken<broken::aligns_size_alone>({", 2048) gave a region at a multiple of 1024, not of 2048"});
    }
    TEST_CASE("check_region_source: one byte too short") {
        check_broken<broken::one_byte_too_short>({"acquire(64, 64) gave 63 bytes, fewer than asked for"});
    }
    TEST_CASE("check_region_source: rounded down") {
        check_broken<broken::rounds_down>({"acquire(192, 64) gave 128 bytes, fewer than asked for"});
    }
    TEST_CASE("check_region_source: the same region twice") {
        check_broken<broken::gives_the_same_twice>(
            {"acquire(64, 64) gave 64 bytes, 64 of which belong to the 64 of "
             "acquire(64, 64), which are still held"});
    }
    TEST_CASE("check_region_source: overlapping by 64 bytes") {
        check_broken<broken::overlaps_by_64>({" bytes, 64 of which belong to the ", ", which are still held"});
    }
    TEST_CASE("check_region_source: overlapping in what was not asked for") {
        check_broken<broken::claims_the_rest_of_the_page>({"acquire(64, 64) gave 4096 bytes, 4032 of which belong to"});
    }
    TEST_CASE("check_region_source: released as from a stack") {
        check_broken<broken::releases_as_a_stack>({"which are still held"});
    }
    TEST_CASE("check_region_source: rounding that wraps around") {
        if (skipped_under_sanitizer()) return;
        check_broken<broken::wraps_to_whole_pages>(
            {"acquire(18446744073709551552, 64) gave 18446744073709551552 bytes: no system has as many"});
    }
    TEST_CASE("check_region_source: doubling that wraps around") {
        if (skipped_under_sanitizer()) return;
        check_broken<broken::wraps_when_doubled>({"acquire(9223372036854775872, 64) gave", "no system has as many"});
    }
    TEST_CASE("check_region_source: sizes in 32 bits") {
        if (skipped_under_sanitizer()) return;
        check_broken<broken::counts_in_32_bits>({"acquire(4611686018427387904, 64) gave", "no system has as many"});
    }
    TEST_CASE("check_region_source: sizes in 16 bits") {
        check_broken<broken::counts_in_16_bits>(
            {"acquire(64, 64) gave 64 bytes, 64 of which belong to the 65536 of acquire(65536, 64), which are still"});
    }
    TEST_CASE("check_region_source: large regions that leak") {
        check_broken<broken::leaks_large_regions>({"acquire(131072, 64) gave a region, but nothing after its release"});
    }
    TEST_CASE("check_region_source: a buffer that leaks") {
        check_broken<broken::leaks_in_a_buffer>({"regions until it refused, but ", " after all were released"});
    }
    TEST_CASE("check_region_source: mappings that leak") {
        if (skipped_under_sanitizer()) return;
        check_broken<broken::leaks_mappings>({"32 MiB in regions of 4096 bytes, each released, left 33", " resident"});
    }
    TEST_CASE("check_region_source: exhausted by a refusal") {
        check_broken<broken::exhausted_by_a_refusal>({"refuses even 64 bytes after "});
    }
    TEST_CASE("check_region_source: exhausted when it was full once") {
        check_broken<broken::exhausted_when_full>(
            {"acquire(4096, 64) gave 64 regions until it refused, but 0 after all were released"});
    }
    TEST_CASE("check_region_source: refusals counted as held") {
        check_broken<broken::counts_refusals_as_held>({"refuses even 64 bytes after "});
    }
    TEST_CASE("check_region_source: writes in front of what it gives") {
        check_broken<broken::writes_in_front>(
            {"bytes of the region of acquire(64, 64) changed when acquire(", " was called"});
    }
    TEST_CASE("check_region_source: writes when it refuses") {
        check_broken<broken::writes_when_it_refuses>(
            {"bytes of the region of ", " changed when acquire(", " was refused"});
    }
    TEST_CASE("check_region_source: writes to the end of a long region") {
        check_broken<broken::writes_behind_long_regions>(
            {"bytes of the region of acquire(65536, 64) changed when acquire(64, 64) was called"});
    }
    TEST_CASE("check_region_source: discards what others hold") {
        check_broken<broken::discards_whole_pages>(
            {"bytes of the region of ", " changed when that of ", " was released"});
    }
    TEST_CASE("check_region_source: takes the next page away") {
        check_broken<broken::takes_the_next_page_away>({"the region of ", " went away when that of ", " was released"});
    }
    TEST_CASE("check_region_source: claims more than it has") {
        check_broken<broken::claims_more_than_it_has>({"acquire(64, 64) gave 4160 bytes, but byte 4096 is not there"});
    }
    TEST_CASE("check_region_source: read-only memory") {
        check_broken<broken::gives_read_only_memory>({"acquire(64, 64) gave 64 bytes, but byte 0 cannot be written"});
    }
    TEST_CASE("check_region_source: the same memory under two addresses") {
        check_broken<broken::gives_aliases>(
            {"bytes of the region of acquire(64, 64) changed when that of acquire(64, 64) was written to"});
    }
    TEST_CASE("check_region_source: regions of another thread") {
        check_broken<broken::knows_its_own_thread>({"after all were released by another thread"});
    }
    TEST_CASE("check_region_source: a source for one thread alone") {
        check_broken<broken::serves_its_own_thread>({"refuses even 64 bytes to another thread"});
    }
    TEST_CASE("check_region_source: regions that end with their thread") {
        check_broken<broken::ends_with_its_thread>({" went away when the thread that acquired it ended"});
    }
    TEST_CASE("check_region_source: a free list without a lock") {
#if defined(__SANITIZE_THREAD__)
        std::puts("SKIPPED: two threads that are given the same bytes are the race that the sanitizer looks for");
#else
        check_broken<broken::looks_then_takes>({"with four threads at once, bytes of the region of acquire("});
#endif
    }
    TEST_CASE("check_region_source: a count without a lock") {
        check_broken<broken::count_that_drifts>(
            {"acquire(64, 64) gave 128 regions until it refused, but ", " after four threads used the source at once"});
    }
}
