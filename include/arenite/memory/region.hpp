// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstddef>
#include <span>
#include <utility>

namespace arenite::inline ARENITE_ABI {

/// Owns bytes that came from a budget; they are back at its source before the destructor returns. Move only: moving
/// does not move the bytes. Allocates: once: size() from the budget, released by the destructor.
class region {
public:
    /// Gives back what was acquired, and what the owner had charged for it.
    using release_function = void (*)(void* owner, std::span<std::byte> acquired, std::size_t charged) noexcept;

    region() = default;
    region(std::span<std::byte> acquired, std::size_t charged, void* owner, release_function release) noexcept
        : acquired_(acquired), charged_(charged), owner_(owner), release_(release) {}

    region(region&& other) noexcept { swap(other); }
    region& operator=(region&& other) noexcept {
        region{std::move(other)}.swap(*this);
        return *this;
    }
    ~region() {
        if (owner_ != nullptr) release_(owner_, acquired_, charged_);
    }

    explicit operator bool() const noexcept { return owner_ != nullptr; }
    [[nodiscard]] std::size_t size() const noexcept { return charged_; }
    [[nodiscard]] std::span<std::byte> bytes() const noexcept { return acquired_.first(charged_); }

private:
    void swap(region& other) noexcept {
        std::swap(acquired_, other.acquired_);
        std::swap(charged_, other.charged_);
        std::swap(owner_, other.owner_);
        std::swap(release_, other.release_);
    }

    std::span<std::byte> acquired_;
    std::size_t charged_ = 0;
    void* owner_ = nullptr;
    release_function release_ = nullptr;
};

}  // namespace arenite::inline ARENITE_ABI
