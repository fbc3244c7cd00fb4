// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/task_ref.hpp>

#include <thread>
#include <vector>

/// An executor that starts a thread for each task but the first.
inline constexpr auto thread_for_each_task = [](std::size_t tasks, arenite::task_ref task) {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < tasks; ++i) threads.emplace_back(task, i);
    task(0);
};

/// One that needs no thread, from the last task to the first.
inline constexpr auto backwards = [](std::size_t tasks, arenite::task_ref task) {
    for (auto i = tasks; i != 0; --i) task(i - 1);
};
