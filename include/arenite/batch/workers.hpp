// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>
#include <arenite/batch/task_ref.hpp>

#include <algorithm>

namespace arenite::inline ARENITE_ABI {

/// A caller's threads: `run(tasks, task)` calls task(i) once for each i < tasks, on any threads and in any order, and
/// returns when all are done; what the tasks wrote is then visible to whoever called it.
template <class E>
concept executor = std::is_object_v<E> && requires(E& run, std::size_t tasks, task_ref task) { run(tasks, task); };

/// Rows `first` to `first + count - 1`.
struct row_part {
    std::size_t first = 0, count = 0;
};

/// The rows of worker `number` of `count`: none is idle where there is a row for each. Parts begin at multiples of 64
/// rows where each worker gets so many, so that no two write to the same cache line of scores.
[[nodiscard]] constexpr row_part part_of(std::size_t rows, std::size_t count, std::size_t number) noexcept {
    auto const unit = rows / 64 < count ? std::size_t{1} : std::size_t{64};
    auto const units = (rows + unit - 1) / unit;
    auto const begin_of = [=](std::size_t i) { return std::min(rows, (units * i + count - 1) / count * unit); };
    return {begin_of(number), begin_of(number + 1) - begin_of(number)};
}

/// The most rows that one of `count` workers gets: the first does. It does not decrease with rows.
[[nodiscard]] constexpr std::size_t largest_part(std::size_t rows, std::size_t count) noexcept {
    return part_of(rows, count, 0).count;
}

/// So many workers of a caller's executor; `workers{}` is one, the calling thread. The library starts no thread.
///
/// Errors:    what the executor throws goes through.
/// Allocates: nothing.
/// Lifetime:  borrows the executor; a temporary does not compile.
/// Threads:   as safe as the executor is.
class workers {
public:
    constexpr workers() = default;

    /// Requires: worker_count >= 1.
    template <executor E>
    constexpr workers(E& borrowed_executor, std::size_t worker_count)
        : executor_(&borrowed_executor), run_(&run_by<E>), count_(worker_count) {
        contract(worker_count >= 1, "there is at least one worker");
    }
    template <executor E>
    workers(E const&& borrowed_executor, std::size_t worker_count) = delete;  // borrowed: a temporary would be gone

    [[nodiscard]] constexpr std::size_t count() const noexcept { return count_; }

    /// Calls task(i) once for each i < count() and returns when all are done; one worker is the calling thread.
    void run(task_ref task) const {
        if (count_ == 1) task(0);
        else run_(executor_, count_, task);
    }

private:
    template <class E>
    static void run_by(void const* executor, std::size_t tasks, task_ref task) {
        static_cast<void>((*static_cast<E*>(const_cast<void*>(executor)))(tasks, task));
    }

    void const* executor_ = nullptr;
    void (*run_)(void const*, std::size_t, task_ref) = nullptr;
    std::size_t count_ = 1;
};

}  // namespace arenite::inline ARENITE_ABI
