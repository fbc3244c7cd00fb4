// SPDX-License-Identifier: MIT
#pragma once

#include "support/counting_source.hpp"

/// A region source that refuses one acquisition: number `refused_number`, counted from 0. Running an operation with 0, 1,
/// 2, … until it succeeds visits every place where it can be refused.
class failing_source {
public:
    explicit failing_source(std::size_t refused_number) noexcept : refused_number_(refused_number) {}

    std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) noexcept {
        if (asked_++ == refused_number_) return {};
        return regions_.acquire(bytes, alignment);
    }
    void release(std::span<std::byte> region) noexcept { regions_.release(region); }

    /// The one acquisition was asked for, and refused.
    [[nodiscard]] bool has_refused() const noexcept { return asked_ > refused_number_; }
    [[nodiscard]] std::size_t outstanding() const noexcept { return regions_.outstanding; }

private:
    counting_source regions_;
    std::size_t const refused_number_;
    std::atomic<std::size_t> asked_ = 0;
};
static_assert(arenite::region_source<failing_source>);
