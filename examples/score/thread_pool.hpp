// SPDX-License-Identifier: MIT
#pragma once

// Threads that wait for work: an executor that `arenite::workers` borrows.

#include "without_interrupts.hpp"

#include <arenite/batch/task_ref.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

class thread_pool {
public:
    /// Starts `count` - 1 threads: the one that calls works too. If one cannot be started, those before it end.
    explicit thread_pool(std::size_t count) : thread_pool() {
        without_interrupts const for_the_threads;  // they are the calling thread's
        for (std::size_t number = 1; number < count; ++number) threads_.emplace_back([this, number] { serve(number); });
    }
    thread_pool(thread_pool const&) = delete;
    thread_pool& operator=(thread_pool const&) = delete;
    ~thread_pool() {
        std::scoped_lock const locked{mutex_};
        stopping_ = true;
        wake_.notify_all();
    }

    /// Calls task(i) once for each i < tasks, at most as many as there are threads, and returns when all are done.
    void operator()(std::size_t tasks, arenite::task_ref task) {
        hand_out(tasks, task);
        task(0);
        auto const done = [this] { return left_ == 0; };
        look_for(done);
        std::unique_lock locked{mutex_};
        done_.wait(locked, done);
    }

private:
    thread_pool() = default;  // complete from here on: what throws behind it meets the destructor

    void hand_out(std::size_t tasks, arenite::task_ref task) {
        std::scoped_lock const locked{mutex_};
        task_ = task;
        tasks_ = tasks;
        left_ = tasks - 1;
        ++round_;
        wake_.notify_all();
    }

    /// Work often comes sooner than a thread that sleeps would wake: so it looks for some 100 microseconds first.
    template <class Condition>
    static void look_for(Condition const& met) noexcept {
        for (int looks = 0; looks != 300'000 && !met(); ++looks) {
        }
    }

    void serve(std::size_t number) {
        for (std::uint64_t seen = 0;;) {
            auto const called = [&] { return stopping_ || round_ != seen; };
            look_for(called);
            std::unique_lock locked{mutex_};
            wake_.wait(locked, called);
            if (stopping_) return;
            seen = round_;
            if (number < tasks_) work(number, locked);
        }
    }

    void work(std::size_t number, std::unique_lock<std::mutex>& locked) {
        auto const task = *task_;
        locked.unlock();
        task(number);
        locked.lock();
        if (--left_ == 0) done_.notify_one();
    }

    std::mutex mutex_;
    std::condition_variable wake_, done_;
    std::optional<arenite::task_ref> task_;
    std::size_t tasks_ = 0;
    std::atomic<std::size_t> left_ = 0;
    std::atomic<std::uint64_t> round_ = 0;
    std::atomic<bool> stopping_ = false;
    std::vector<std::jthread> threads_;  // the last member: they end before what they use
};
