// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace arenite::inline ARENITE_ABI {

/// A task of numbered parts by reference: `task(i)` does part i. Two pointers, so that an executor need be no template;
/// copies call the same task, on any thread: `threads.emplace_back(task, i)`.
///
/// Allocates: nothing.
/// Lifetime:  borrows the callable; a temporary does not compile.
class task_ref {
public:
    template <class Task>
        requires(std::is_object_v<Task> && !std::same_as<std::remove_cv_t<Task>, task_ref> &&
                 std::invocable<Task&, std::size_t>)
    constexpr task_ref(Task& borrowed_task) noexcept : task_(&borrowed_task), call_(&call<Task>) {}
    template <class Task>
        requires(!std::same_as<std::remove_cv_t<Task>, task_ref>)
    task_ref(Task const&& borrowed_task) = delete;

    void operator()(std::size_t i) const { call_(task_, i); }

private:
    template <class Task>
    static void call(void const* task, std::size_t i) {
        static_cast<void>((*static_cast<Task*>(const_cast<void*>(task)))(i));
    }

    void const* task_;
    void (*call_)(void const*, std::size_t);
};

}  // namespace arenite::inline ARENITE_ABI
