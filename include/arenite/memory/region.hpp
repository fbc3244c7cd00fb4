// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <cstddef>
#include <span>
#include <utility>

namespace arenite::inline ARENITE_ABI {

class budget;

/// Owns bytes that came from a budget; they are back at its source before the destructor returns. Move only: moving
/// does not move the bytes. Allocates: once: size() from the budget, released by the destructor.
class region {
public:
    /// What the budget keeps of one acquisition.
    struct acquisition {
        std::span<std::byte> acquired{};  ///< what the source gave: at least what was asked for
        std::size_t bytes = 0;            ///< asked for, and charged
        std::size_t tag = 0;              ///< in whose name
    };

    /// Gives back what was acquired, and what was charged for it.
    using release_function = void (*)(budget& owner, acquisition const&) noexcept;

    region() = default;
    region(acquisition acquired, budget& owner, release_function release) noexcept
        : held_(acquired), owner_(&owner), release_(release) {}

    region(region&& other) noexcept { swap(other); }
    region& operator=(region&& other) noexcept {
        region{std::move(other)}.swap(*this);
        return *this;
    }
    ~region() {
        if (owner_ != nullptr) release_(*owner_, held_);
    }

    explicit operator bool() const noexcept { return owner_ != nullptr; }
    [[nodiscard]] std::size_t size() const noexcept { return held_.bytes; }
    [[nodiscard]] std::span<std::byte> bytes() const noexcept { return held_.acquired.first(held_.bytes); }

    /// Where the bytes came from; null: there are none.
    [[nodiscard]] budget* owner() const noexcept { return owner_; }

private:
    void swap(region& other) noexcept {
        std::swap(held_, other.held_);
        std::swap(owner_, other.owner_);
        std::swap(release_, other.release_);
    }

    acquisition held_;
    budget* owner_ = nullptr;
    release_function release_ = nullptr;
};

}  // namespace arenite::inline ARENITE_ABI
