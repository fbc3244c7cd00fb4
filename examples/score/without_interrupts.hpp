// SPDX-License-Identifier: MIT
#pragma once

#include <csignal>

/// What ends the program from outside.
inline constexpr int interrupts[]{SIGINT, SIGTERM, SIGHUP};

/// While it lives, interrupts wait, for this thread and for those that it starts.
class without_interrupts {
public:
    without_interrupts() {
        sigset_t held;
        sigemptyset(&held);
        for (int const signal : interrupts) sigaddset(&held, signal);
        pthread_sigmask(SIG_BLOCK, &held, &before_);
    }
    without_interrupts(without_interrupts const&) = delete;  // it restores once
    without_interrupts& operator=(without_interrupts const&) = delete;
    ~without_interrupts() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_;
};
