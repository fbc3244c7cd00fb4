// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <vector>

#include <ucontext.h>

/// How much of the stack a call uses, frames and all: it runs on a stack of its own, which was painted before.
class stack_use {
public:
    [[nodiscard]] static std::size_t of(std::function<void()> const& call) {
        std::vector<std::byte> stack(size, paint);
        ucontext_t here{}, there{};
        ::getcontext(&there);
        there.uc_stack.ss_sp = stack.data();
        there.uc_stack.ss_size = stack.size();
        there.uc_link = &here;
        running = &call;
        ::makecontext(&there, &run, 0);
        ::swapcontext(&here, &there);
        auto const touched = std::ranges::find_if(stack, [](std::byte one) { return one != paint; });
        return static_cast<std::size_t>(stack.end() - touched);
    }

private:
    static constexpr std::size_t size = 1 << 18;
    static constexpr std::byte paint{0xA5};
    static inline std::function<void()> const* running = nullptr;

    static void run() { (*running)(); }
};
