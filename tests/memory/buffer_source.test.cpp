// SPDX-License-Identifier: MIT
#include <arenite/memory/buffer_source.hpp>

#include "memory/source_use.hpp"
#include "support/claim_that_ends.hpp"
#include "support/malloc_probe.hpp"

#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <type_traits>
#include <utility>

using arenite::buffer_source;
using bytes = std::span<std::byte>;

static_assert(!std::is_copy_constructible_v<buffer_source> && !std::is_move_constructible_v<buffer_source>);

namespace {

constexpr std::size_t cell = 64;

template <std::size_t Size>
struct alignas(64) aligned_bytes : std::array<std::byte, Size> {};

/// Which cells of a buffer are taken, and where the next region must go.
class taken_cells {
public:
    explicit taken_cells(bytes whole) : start_(whole.data()), taken_(whole.size() / cell) {}

    [[nodiscard]] bool fits(std::size_t at, std::size_t size, std::size_t alignment) const {
        if (reinterpret_cast<std::uintptr_t>(start_ + at * cell) % alignment != 0) return false;
        for (auto i = at; i != at + size / cell; ++i)
            if (taken_[i]) return false;
        return true;
    }
    [[nodiscard]] std::optional<std::size_t> lowest(std::size_t size, std::size_t alignment) const {
        for (std::size_t at = 0; at + size / cell <= taken_.size(); ++at)
            if (fits(at, size, alignment)) return at;
        return {};
    }
    [[nodiscard]] std::optional<std::size_t> highest(std::size_t size, std::size_t alignment) const {
        for (auto at = taken_.size() + 1; at-- != 0;)
            if (at + size / cell <= taken_.size() && fits(at, size, alignment)) return at;
        return {};
    }
    [[nodiscard]] std::byte* address(std::optional<std::size_t> at) const { return at ? start_ + *at * cell : nullptr; }
    void set(bytes region, bool taken) {
        auto const first = static_cast<std::size_t>(region.data() - start_) / cell;
        for (std::size_t i = 0; i != region.size() / cell; ++i) taken_[first + i] = taken;
    }

private:
    std::byte* start_;
    std::vector<bool> taken_;
};

bytes whole_of(buffer_source& source) {
    auto const whole = source.acquire(source.capacity(), cell);
    source.release(whole);
    return whole;
}

/// Acquires and releases at random, and compares with what the cells say.
struct random_use {
    explicit random_use(buffer_source& used_source)
        : source(used_source), start(whole_of(source).data()), cells(bytes{start, source.capacity()}) {}

    void once(unsigned releases_of_16) {
        if (!held.empty() && random() % 16 < releases_of_16) release();
        else acquire(random() % 2 == 0);
    }

    void acquire(bool passing) {
        auto const alignment = cell << (random() % 3) * (random() % 3);
        auto const size = alignment * (1 + random() % (1024 / alignment));
        auto const expected = passing ? cells.highest(size, alignment) : cells.lowest(size, alignment);
        auto const region = passing ? source.acquire_passing(size, alignment) : source.acquire(size, alignment);
        if (region.data() != cells.address(expected) || region.size() != (expected ? size : 0)) ++misplaced;
        if (region.empty()) ++refused;
        else hold(region, static_cast<unsigned char>(random()));
    }

    void hold(bytes region, unsigned char value) {
        cells.set(region, true);
        fill(region, value);
        held.emplace_back(region, value);
    }

    void release() {
        std::swap(held[random() % held.size()], held.back());
        auto const [region, value] = held.back();
        held.pop_back();
        if (!filled(region, value)) ++spoiled;
        cells.set(region, false);
        source.release(region);
    }

    buffer_source& source;
    std::byte* start;
    taken_cells cells;
    std::mt19937_64 random{1};
    std::vector<std::pair<bytes, unsigned char>> held{};
    std::size_t refused = 0, misplaced = 0, spoiled = 0;
};

}  // namespace

TEST_SUITE("memory") {
    TEST_CASE("buffer_source: what is usable begins and ends at multiples of 64") {
        aligned_bytes<1024> buffer;
        for (std::size_t front = 0; front <= 130; ++front)
            for (std::size_t size = 0; size <= 300; size += front % 3 + 1) {
                CAPTURE(front);
                CAPTURE(size);
                fill(buffer, 7);
                auto const lent = bytes{buffer}.subspan(front, size);
                buffer_source source{lent};
                auto const first = (front + cell - 1) / cell * cell, last = (front + size) / cell * cell;
                auto const capacity = last > first ? last - first : 0;
                REQUIRE(source.capacity() == capacity);
                CHECK(source.acquire(capacity + cell, cell).empty());
                if (capacity == 0) continue;
                auto const region = source.acquire(capacity, cell);
                REQUIRE(region.data() == buffer.data() + first);
                fill(region, 1);
                source.release(region);
                CHECK(filled(bytes{buffer}.first(first), 7));
                CHECK(filled(bytes{buffer}.subspan(last), 7));
            }
    }

    TEST_CASE("buffer_source: no buffer at all is one that refuses") {
        buffer_source source{bytes{}};
        CHECK(source.capacity() == 0);
        CHECK(source.acquire(64, 64).empty());
        CHECK(source.acquire_passing(64, 64).empty());
    }

    TEST_CASE("buffer_source: what lasts lies in front, what passes behind") {
        aligned_bytes<640> buffer;
        buffer_source source{buffer};
        auto const lasting = source.acquire(128, 64);
        auto const passing = source.acquire_passing(128, 64);
        CHECK(lasting.data() == buffer.data());
        CHECK(passing.data() == buffer.data() + 512);
        auto const next = source.acquire(384, 64);
        CHECK(next.data() == buffer.data() + 128);
        CHECK(source.acquire_passing(64, 64).empty());
        source.release(passing);
        CHECK(source.acquire(128, 64).data() == buffer.data() + 512);
    }

    TEST_CASE("buffer_source: refuses the impossible, by both ways") {
        aligned_bytes<640> buffer;
        buffer_source source{buffer};
        CHECK(refuses_the_impossible(source));
        for (auto const& [size, alignment] : impossible_requests)
            CHECK(source.acquire_passing(size, alignment).empty());
        CHECK(source.acquire(100, 64).empty());
        CHECK(source.acquire(704, 64).empty());
        CHECK(source.acquire(640, 64).size() == 640);
    }

    TEST_CASE("buffer_source: at random, each region lies where it must, and everything comes back") {
        aligned_bytes<64 * 64 + 256> buffer;
        for (std::size_t const front : {0U, 1U, 63U, 64U, 100U, 192U}) {
            CAPTURE(front);
            buffer_source source{bytes{buffer}.subspan(front)};
            random_use use{source};
            for (std::size_t round = 0; round != 20'000; ++round) use.once(round % 500 < 250 ? 7 : 9);
            CHECK(use.misplaced == 0);
            CHECK(use.spoiled == 0);
            CHECK(use.refused > 100);
            while (!use.held.empty()) use.release();
            CHECK(source.acquire(source.capacity(), cell).data() == use.start);
        }
    }

    TEST_CASE("buffer_source: pieces join in any order of release") {
        aligned_bytes<256> buffer;
        buffer_source source{buffer};
        std::array<std::size_t, 4> order{0, 1, 2, 3};
        do {
            std::array<bytes, 4> regions;
            for (auto& region : regions) region = source.acquire(64, 64);
            for (auto const i : order) source.release(regions[i]);
            auto const all = source.acquire(256, 64);
            REQUIRE(all.size() == 256);
            source.release(all);
        } while (std::ranges::next_permutation(order).found);
    }

    TEST_CASE("buffer_source: what was not given cannot be released") {
        aligned_bytes<640> buffer, other;
        buffer_source source{bytes{buffer}.first(512)};
        auto const first = source.acquire(64, 64), second = source.acquire(64, 64);
        source.release(first);
        CHECK(claim_that_ends([&] { source.release(second); }).empty());
        auto const beyond = bytes{buffer}.subspan(512, 64), before = bytes{buffer}.first(128);
        auto const behind = bytes{buffer}.subspan(64, 128), none = second.first(0);
        for (auto const wrong : {first, bytes{other}.first(64), beyond, before, behind, none}) {
            CAPTURE(wrong.data());
            CHECK(claim_that_ends([&] { source.release(wrong); }) ==
                  "a region goes back once, to the buffer that it came from");
        }
    }

    TEST_CASE("buffer_source: takes nothing from the heap") {
        if (skipped_without_malloc_probe()) return;
        aligned_bytes<640> buffer;
        allocation_count const counted;
        buffer_source source{buffer};
        source.release(source.acquire(128, 64));
        CHECK(counted.calls() == 0);
    }

    TEST_CASE("buffer_source: under threads, everybody has bytes of his own, and all come back") {
        aligned_bytes<2048> buffer;
        buffer_source source{buffer};
        CHECK(serves_threads(source));
        CHECK(source.acquire(source.capacity(), 64).size() == 2048);
    }
}
