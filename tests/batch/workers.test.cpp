// SPDX-License-Identifier: MIT
#include <arenite/batch/workers.hpp>

#include "support/lent_threads.hpp"
#include "support/throwing_contract.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <stdexcept>

using arenite::executor, arenite::largest_part, arenite::part_of, arenite::task_ref, arenite::workers;

static_assert(executor<decltype(thread_for_each_task)> && executor<void (*)(std::size_t, task_ref)>);
static_assert(!executor<void (*)(std::size_t)> && !executor<int>);
static_assert(!std::is_constructible_v<workers, decltype([](std::size_t, task_ref) {}), std::size_t>,
              "a temporary executor would be gone");
static_assert(part_of(1000, 4, 0).count == 256 && part_of(1000, 4, 3).count == 232 && part_of(3, 4, 3).count == 0);

TEST_SUITE("batch") {
    TEST_CASE("workers: each task is called once") {
        for (std::size_t count = 1; count != 9; ++count) {
            std::array<std::atomic<int>, 8> calls{};
            auto const task = [&](std::size_t number) { ++calls[number]; };
            workers{thread_for_each_task, count}.run(task_ref{task});
            workers{backwards, count}.run(task_ref{task});
            for (std::size_t i = 0; i != calls.size(); ++i) CHECK(calls[i] == (i < count ? 2 : 0));
        }
    }

    TEST_CASE("workers: one of them, or none that was lent, is the calling thread") {
        auto const never = [](std::size_t, task_ref) { throw std::logic_error{"was called"}; };
        int calls = 0;
        auto const task = [&](std::size_t number) { calls += number == 0 ? 1 : 100; };
        workers{never, 1}.run(task_ref{task});
        workers{}.run(task_ref{task});
        CHECK(calls == 2);
        CHECK(workers{}.count() == 1);
        CHECK_THROWS_AS((workers{never, 2}.run(task_ref{task})), std::logic_error);
    }

    TEST_CASE("workers: of no threads break the contract") {
        throwing_contract const watched;
        CHECK_THROWS_AS((workers{backwards, 0}), broken_contract);
    }

    TEST_CASE("workers: the parts are all the rows, each once, none above the largest, which grows with the rows") {
        for (std::size_t count = 1; count != 10; ++count)
            for (std::size_t rows = 0; rows != 1500; ++rows) {
                std::size_t next = 0, most = 0, busy = 0;
                for (std::size_t i = 0; i != count; ++i) {
                    auto const part = part_of(rows, count, i);
                    if (part.count != 0 && part.first != next) FAIL("rows " << next << " to " << part.first);
                    next += part.count;
                    most = std::max(most, part.count);
                    busy += part.count != 0 ? 1U : 0U;
                    if (rows >= 64 * count && part.first % 64 != 0) FAIL("two workers write into the same 64 bytes");
                }
                REQUIRE(next == rows);
                REQUIRE(most == largest_part(rows, count));
                REQUIRE(busy == std::min(rows, count));
                REQUIRE(largest_part(rows, count) <= largest_part(rows + 1, count));
            }
    }
}
