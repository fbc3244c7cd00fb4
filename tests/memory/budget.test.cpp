// SPDX-License-Identifier: MIT
#include <arenite/memory/budget.hpp>

#include <arenite/memory/failing_source.hpp>

#include "support/claim_that_ends.hpp"
#include "support/counting_source.hpp"
#include "support/malloc_probe.hpp"

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <random>
#include <thread>
#include <vector>

using arenite::budget, arenite::budget_exceeded, arenite::region;

namespace {

/// Gives more than was asked for, as a source that has only whole pages does.
struct generous_source : counting_source {
    std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) noexcept {
        return counting_source::acquire(2 * bytes, alignment);
    }
};

/// Gives less than was asked for: a plug-in with a defect.
struct short_source : counting_source {
    std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) noexcept {
        return counting_source::acquire(bytes, alignment).first(bytes - 1);
    }
};

bool is_aligned(region const& held, std::size_t alignment) {
    return reinterpret_cast<std::uintptr_t>(held.bytes().data()) % alignment == 0;
}

constexpr std::size_t thread_count = 8, rounds = 2000;

/// Runs `work(random)` on all threads at once, each with numbers of its own.
template <class Work>
void hammer(Work const& work) {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t != thread_count; ++t)
        threads.emplace_back([&work, t] {
            std::mt19937_64 random{t};
            for (std::size_t round = 0; round != rounds; ++round) work(random);
        });
}

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("budget: counts exactly what is held, and gives it back") {
        counting_source source;
        budget memory{1024, source};
        CHECK(memory.limit() == 1024);
        CHECK(memory.available() == 1024);
        {
            auto const first = memory.acquire("first", 100);
            CHECK(first.size() == 100);
            CHECK(is_aligned(first, 64));
            auto const second = memory.acquire("second", 64);
            CHECK(memory.used() == 164);
            CHECK(memory.available() == 860);
            CHECK(source.bytes_outstanding == 192);
        }
        CHECK(memory.used() == 0);
        CHECK(memory.peak() == 164);
        CHECK(source.outstanding == 0);
    }

    TEST_CASE("budget: all of it fits, one byte more does not") {
        counting_source source;
        budget memory{1024, source};
        CHECK(memory.try_acquire(1024));
        CHECK_FALSE(memory.try_acquire(1025));
        auto const rest = memory.acquire("most", 960);
        CHECK_FALSE(memory.try_acquire(65));
        CHECK(memory.try_acquire(64));
        CHECK(memory.refused() == 2);
    }

    TEST_CASE("budget: what fits to the byte is not refused, whatever the source makes of it") {
        counting_source source;
        budget memory{127, source};
        CHECK_FALSE(memory.try_acquire(128));
        CHECK(memory.try_acquire(127));
        CHECK(memory.peak() == 127);
        CHECK(memory.report().source_peak == 128);
    }

    TEST_CASE("budget: a refusal names the stage, the request and what was left, and asks nobody") {
        counting_source source;
        budget memory{1024, source};
        auto const held = memory.acquire("first", 512);
        try {
            static_cast<void>(memory.acquire("second", 600));
            FAIL("600 bytes do not fit into 512");
        } catch (budget_exceeded const& refused) {
            CHECK(refused.stage() == "second");
            CHECK(refused.requested() == 600);
            CHECK(refused.available() == 512);
        }
        CHECK(source.acquired == 1);
        CHECK(memory.used() == 512);
    }

    TEST_CASE("budget: sizes at the edge of arithmetic are refused") {
        counting_source source;
        budget memory{budget::unlimited, source};
        for (std::size_t const bytes : {std::size_t{0}, arenite::largest_region_bytes + 1, std::size_t(-1)}) {
            CAPTURE(bytes);
            CHECK_FALSE(memory.try_acquire(bytes));
        }
        CHECK(memory.used() == 0);
        CHECK(source.acquired == 0);
    }

    TEST_CASE("budget: a larger alignment is kept; a smaller one than 64 does not reach the source") {
        counting_source source;
        budget memory{8192, source};
        auto const page = memory.acquire("page", 100, 4096);
        CHECK(page.size() == 100);
        CHECK(is_aligned(page, 4096));
        CHECK(source.bytes_outstanding == 4096);
        auto const few = memory.acquire("few", 8, 8);
        CHECK(is_aligned(few, 64));
        CHECK(source.bytes_outstanding == 4096 + 64);
        CHECK(memory.used() == 108);
    }

    TEST_CASE("budget: an alignment that is no power of two breaks the contract, one that no source has is refused") {
        budget memory{8192};
        for (std::size_t const alignment : {std::size_t{24}, std::size_t{96}, std::size_t{5000}, ~std::size_t{0}}) {
            CAPTURE(alignment);
            CHECK(claim_that_ends([&] { static_cast<void>(memory.try_acquire(100, alignment)); }) ==
                  "an alignment is a power of two");
        }
        CHECK_FALSE(memory.try_acquire(100, std::size_t{1} << 62));
        CHECK_FALSE(memory.try_acquire(100, std::size_t{1} << 63));
        CHECK(memory.try_acquire(100, 0));
        CHECK(memory.used() == 0);
    }

    TEST_CASE("budget: what nobody gave a name to is in the account of the unnamed") {
        budget memory{8192};
        auto const first = memory.acquire("", 100), second = memory.try_acquire(50);
        auto const report = memory.report();
        CHECK(report.used == memory.used());
        CHECK(memory.peak() == 150);
        REQUIRE(report.tags.size() == 1);
        CHECK(report.tags[0].name.view() == "unnamed");
        static_cast<void>(memory.try_acquire(memory.limit() + 1));
        CHECK(memory.report().tags.size() == report.tags.size());
        CHECK(memory.report().refusals[0].stage.view() == "unnamed");
        CHECK(report.tags[0].bytes == 150);
    }

    TEST_CASE("budget: what the source refuses leaves nothing behind") {
        counting_source regions;
        arenite::failing_source source{regions, 0};
        budget memory{1024, source};
        CHECK_FALSE(memory.try_acquire(512));
        CHECK(memory.used() == 0);
        CHECK(memory.refused() == 1);
        CHECK(memory.peak() == 0);
        CHECK(memory.try_acquire(1024));
        CHECK(regions.outstanding == 0);
    }

    TEST_CASE("budget: a source that gives too little is refused, and has its bytes back") {
        short_source source;
        budget memory{1024, source};
        CHECK_FALSE(memory.try_acquire(512));
        CHECK(source.outstanding == 0);
        CHECK(memory.used() == 0);
    }

    TEST_CASE("budget: a source that gives more is charged for what was asked, and has all of it back") {
        generous_source source;
        budget memory{1024, source};
        {
            auto const held = memory.acquire("test", 1024);
            CHECK(held.size() == 1024);
            CHECK(memory.used() == 1024);
            CHECK(source.bytes_outstanding == 2048);
        }
        CHECK(source.bytes_outstanding == 0);
    }

    TEST_CASE("budget: takes nothing from the heap, and refuses without it") {
        if (skipped_without_malloc_probe()) return;
        budget memory{1 << 20};
        auto const warm = memory.acquire("warm", 64);
        allocation_count const counted;
        {
            auto const held = memory.acquire("test", 4096);
            auto const refused = memory.try_acquire(1 << 20);
            if (refused) FAIL("1 MiB is not left");
        }
        auto const seen = counted.requests();
        CHECK(seen.calls == 1);
        CHECK(seen.mappings == 1);
    }

    TEST_CASE("budget: under threads, never over its limit") {
        counting_source source;
        budget memory{64 * 20, source};
        std::atomic<bool> over = false;
        std::atomic<std::size_t> granted = 0;
        hammer([&](std::mt19937_64& random) {
            auto const held = memory.try_acquire(64 * (1 + random() % 10));
            if (source.bytes_outstanding > memory.limit() || memory.used() > memory.limit()) over = true;
            granted += held ? 1 : 0;
        });
        CHECK_FALSE(over.load());
        CHECK(memory.peak() <= memory.limit());
        CHECK(granted + memory.refused() == thread_count * rounds);
        CHECK(granted > 0);
        CHECK(memory.used() == 0);
        CHECK(source.outstanding == 0);
    }

    TEST_CASE("budget: under threads, nothing that fits is refused") {
        counting_source source;
        budget memory{thread_count * 640, source};
        hammer([&](std::mt19937_64& random) { static_cast<void>(memory.acquire("share", 1 + random() % 640)); });
        CHECK(memory.refused() == 0);
        CHECK(memory.used() == 0);
        CHECK(memory.peak() <= memory.limit());
    }

    TEST_CASE("budget: under threads, no reservation is lost") {
        struct refusing_source {
            static std::span<std::byte> acquire(std::size_t, std::size_t) noexcept { return {}; }
            static void release(std::span<std::byte>) noexcept {}
        } source;
        budget memory{1 << 20, source};
        arenite::memory_plan one_line;
        one_line.add("line", 64);
        hammer([&](std::mt19937_64&) {
            for (int i = 0; i != 100; ++i) static_cast<void>(memory.try_acquire(one_line));  // waits for no lock
        });
        CHECK(memory.used() == 0);
    }

    TEST_CASE("budget: under threads, a budget for one is held by one") {
        counting_source source;
        budget memory{64, source};
        std::atomic<int> holders = 0;
        std::atomic<bool> shared = false;
        hammer([&](std::mt19937_64&) {
            auto const held = memory.try_acquire(64);
            if (!held) return;
            if (++holders != 1) shared = true;
            --holders;
        });
        CHECK_FALSE(shared.load());
        CHECK(memory.peak() == 64);
    }

    TEST_CASE("budget: a share reserves its part at once, and gives it back") {
        counting_source source;
        budget memory{1000, source};
        {
            budget share{600, memory};
            CHECK(memory.used() == 600);
            CHECK(source.acquired == 0);
            CHECK(share.available() == 600);
            auto const of_share = share.acquire("tenant", 600);
            CHECK(source.bytes_outstanding == 640);
            CHECK_FALSE(share.try_acquire(1));
            auto const of_the_rest = memory.acquire("other", 400);
            CHECK(memory.available() == 0);
            CHECK(memory.report().used == 1000);
        }
        CHECK(memory.used() == 0);
        CHECK(memory.report().used == 0);
        CHECK(memory.peak() == 1000);
        CHECK(source.outstanding == 0);
    }

    TEST_CASE("budget: under threads, a share is of what nobody else has") {
        budget memory{100};
        std::atomic<bool> over = false;
        std::atomic<std::size_t> made = 0;
        hammer([&](std::mt19937_64&) {
            try {
                budget const share{51, memory};
                ++made;
                if (memory.used() != 51) over = true;
            } catch (budget_exceeded const&) {
            }
        });
        CHECK_FALSE(over.load());
        CHECK(made + memory.refused() == thread_count * rounds);
        CHECK(memory.used() == 0);
    }

    TEST_CASE("budget: a share that does not fit is refused, and leaves nothing behind") {
        budget memory{1000};
        auto const held = memory.acquire("other", 401);
        try {
            budget const share{600, memory};
            FAIL("599 bytes are left");
        } catch (budget_exceeded const& refused) {
            CHECK(refused.stage() == "share");
            CHECK(refused.requested() == 600);
            CHECK(refused.available() == 599);
        }
        CHECK(memory.used() == 401);
        CHECK(memory.refused() == 1);
    }

    TEST_CASE("budget: shares of a share, and one tenant's greed is not the other's refusal") {
        counting_source source;
        budget memory{thread_count * 128 + 64, source};
        budget half{thread_count * 128, memory};
        budget greedy{64, half};
        budget modest{(thread_count - 1) * 128, half};
        std::atomic<std::size_t> refused = 0;
        std::atomic<int> seats = static_cast<int>(thread_count) - 1;
        hammer([&](std::mt19937_64&) {
            static_cast<void>(greedy.try_acquire(65));
            if (seats.fetch_sub(1) > 0 && !modest.try_acquire(128)) ++refused;
            ++seats;
        });
        CHECK(refused == 0);
        CHECK(greedy.refused() == thread_count * rounds);
        CHECK(memory.refused() == 0);
        CHECK(memory.used() == half.limit());
        CHECK(source.outstanding == 0);
    }

    TEST_CASE("budget: a standard memory resource is a source as it is") {
        std::pmr::synchronized_pool_resource pool{std::pmr::new_delete_resource()};
        budget memory{1 << 20, pool};
        auto const small = memory.acquire("small", 100), aligned = memory.acquire("aligned", 100, 4096);
        CHECK(is_aligned(small, 64));
        CHECK(is_aligned(aligned, 4096));
        CHECK(memory.used() == 200);

        std::pmr::monotonic_buffer_resource empty{std::pmr::null_memory_resource()};
        budget of_nothing{1 << 20, empty};
        CHECK_FALSE(of_nothing.try_acquire(64));
        CHECK(of_nothing.used() == 0);
    }

    TEST_CASE("budget: a buffer is a source, those bytes and no others") {
        alignas(64) static std::array<std::byte, 4096> buffer;
        budget memory{std::span{buffer}};
        CHECK(memory.limit() == 4096);
        {
            auto const all = memory.acquire("all", 4096);
            CHECK(all.bytes().data() == buffer.data());
            CHECK_FALSE(memory.try_acquire(1));
        }
        budget misaligned{std::span{buffer}.subspan(1)};
        CHECK(misaligned.limit() == 4096 - 64);
        CHECK(misaligned.acquire("all", 4096 - 64).bytes().data() == buffer.data() + 64);
    }

    TEST_CASE("budget: in a buffer, what passes lies at the other end, so that what is free stays in one piece") {
        alignas(64) static std::array<std::byte, 4096> buffer;
        budget memory{std::span{buffer}};
        region model, rest;
        {
            auto const workspace = memory.acquire("loading", 1024, 64, arenite::region_use::passing);
            model = memory.acquire("model", 2048);
            CHECK(model.bytes().data() == buffer.data());
            CHECK(workspace.bytes().data() == buffer.data() + 3072);
        }
        rest = memory.try_acquire("pipeline", 2048);
        CHECK(rest);
    }

    TEST_CASE("budget: the report has the limit, what the source gave, and the process") {
        budget memory{1 << 20};
        auto const held = memory.acquire("model", 100);
        auto const report = memory.report();
        CHECK(report.limit == 1 << 20);
        CHECK(report.used == 100);
        CHECK(report.source_bytes == arenite::system_source::page_bytes());
        CHECK(report.resident_bytes > 0);
        CHECK(report.resident_peak > 0);
        REQUIRE(report.tags.size() == 1);
        CHECK(report.tags[0].name.view() == "model");
        CHECK(budget{budget::unlimited}.report().limit == budget::unlimited);
    }

    /// What was given to `take_back`.
    std::span<std::byte> taken_back;
    void take_back(std::span<std::byte> held) noexcept { taken_back = held; }

    TEST_CASE("budget: bytes that are there already are adopted, counted, and taken back") {
        budget memory{1000};
        std::array<std::byte, 600> bytes{};
        {
            auto const adopted = memory.adopt<take_back>("mapped", bytes);
            CHECK(memory.used() == 600);
            CHECK(memory.report().source_bytes == 0);
            CHECK(memory.report().tags[0].name.view() == "mapped");
            CHECK(adopted.bytes().data() == bytes.data());
            CHECK(taken_back.empty());
            CHECK_THROWS_AS(static_cast<void>(memory.adopt<take_back>("mapped", bytes)), arenite::budget_exceeded);
            CHECK(taken_back.data() == bytes.data());
            CHECK(memory.refused() == 1);
            taken_back = {};
        }
        CHECK(memory.used() == 0);
        CHECK(taken_back.size() == 600);
    }
}
