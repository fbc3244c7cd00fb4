// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>

#include <memory>
#include <new>
#include <span>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Owns one object, or none, in bytes that somebody else owns for longer. Move only; the object stays where it is.
template <class T>
class placed {
public:
    placed() = default;

    /// Requires: room for a T, aligned.
    placed(std::span<std::byte> room, T&& object) noexcept : object_(nullptr) {
        contract(room.size() >= sizeof(T), "an object fits where it is placed");
        object_ = ::new (static_cast<void*>(room.data())) T(std::move(object));
    }
    placed(placed&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    placed& operator=(placed&& other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    ~placed() {
        if (object_ != nullptr) std::destroy_at(object_);
    }

    explicit operator bool() const noexcept { return object_ != nullptr; }
    [[nodiscard]] T const& operator*() const noexcept { return *object_; }
    [[nodiscard]] T const* operator->() const noexcept { return object_; }
    [[nodiscard]] T* get() noexcept { return object_; }

private:
    T* object_ = nullptr;
};

}  // namespace arenite::inline ARENITE_ABI::detail
