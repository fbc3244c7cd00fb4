// SPDX-License-Identifier: MIT
#include <arenite/batch/task_ref.hpp>

#include <doctest/doctest.h>

#include <thread>
#include <type_traits>

using arenite::task_ref;

static_assert(std::is_trivially_copyable_v<task_ref> && sizeof(task_ref) == 2 * sizeof(void*));
static_assert(std::is_invocable_v<task_ref const&, std::size_t>);
static_assert(!std::is_constructible_v<task_ref, void (*&)(char const*)>, "a task takes a number");

TEST_SUITE("batch") {
    TEST_CASE("task_ref: calls the task that it borrows, on any thread") {
        std::size_t sum = 0;
        auto add = [&sum](std::size_t number) { sum += number; };
        task_ref const task{add};
        task(2);
        std::jthread{task, std::size_t{40}}.join();
        auto const copy = task;
        copy(1);
        CHECK(sum == 43);
    }

    TEST_CASE("task_ref: a const task is called as such") {
        struct counter {
            int* constant;
            int* changing;
            void operator()(std::size_t) const { ++*constant; }
            void operator()(std::size_t) { ++*changing; }
        };
        int constant = 0, changing = 0;
        counter const fixed{&constant, &changing};
        counter loose{&constant, &changing};
        task_ref{fixed}(0);
        task_ref{loose}(0);
        CHECK(constant == 1);
        CHECK(changing == 1);
    }
}
