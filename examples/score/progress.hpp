// SPDX-License-Identifier: MIT
#pragma once

// A line on standard error that is rewritten a few times a second while rows are scored.

#include <chrono>
#include <cstdint>
#include <cstdio>

class progress_line {
public:
    explicit progress_line(bool shown) : shown_(shown) {}
    progress_line(progress_line const&) = delete;  // it ends its line once
    progress_line& operator=(progress_line const&) = delete;
    ~progress_line() {
        if (drawn_) std::fputc('\n', stderr);
    }

    /// total_bytes 0: not known.
    void show(std::uint64_t rows, std::size_t bytes, std::size_t total_bytes) {
        auto const now = clock::now();
        if (!shown_ || now - last_ < std::chrono::milliseconds{200}) return;
        last_ = now;
        draw(rows, bytes, total_bytes, std::chrono::duration<double>(now - begin_).count());
    }

private:
    using clock = std::chrono::steady_clock;

    void draw(std::uint64_t rows, std::size_t bytes, std::size_t total_bytes, double seconds) {
        drawn_ = true;
        std::fprintf(stderr, "\r%llu rows, %.1f MB", static_cast<unsigned long long>(rows), megabytes(bytes));
        if (total_bytes != 0) std::fprintf(stderr, " of %.1f", megabytes(total_bytes));
        std::fprintf(stderr, ", %.0f rows/s   ", static_cast<double>(rows) / seconds);
        std::fflush(stderr);
    }

    static double megabytes(std::size_t bytes) { return static_cast<double>(bytes) / 1e6; }

    bool const shown_;
    bool drawn_ = false;
    clock::time_point begin_ = clock::now(), last_{};
};
