// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/load/arrow_abi.hpp>
#include <arenite/version.hpp>

#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Owns an ArrowSchema, an ArrowArray or an ArrowArrayStream: releases it, once. Move only, as the specification says:
/// the bytes are copied and the origin is marked as released.
template <class Structure>
class arrow_handle {
public:
    arrow_handle() = default;

    /// Takes over what `lent` holds.
    explicit arrow_handle(Structure& lent) noexcept : held_(lent) { lent.release = nullptr; }
    arrow_handle(arrow_handle&& other) noexcept : arrow_handle(other.held_) {}
    arrow_handle& operator=(arrow_handle&& other) noexcept {
        arrow_handle{std::move(other)}.swap(*this);
        return *this;
    }
    ~arrow_handle() { reset(); }

    void reset() noexcept {
        if (held_.release != nullptr) held_.release(&held_);
        held_ = {};
    }

    /// It holds something.
    explicit operator bool() const noexcept { return held_.release != nullptr; }
    [[nodiscard]] Structure* operator->() noexcept { return &held_; }
    [[nodiscard]] Structure const* operator->() const noexcept { return &held_; }
    [[nodiscard]] Structure* get() noexcept { return &held_; }
    [[nodiscard]] Structure const& operator*() const noexcept { return held_; }

private:
    void swap(arrow_handle& other) noexcept { std::swap(held_, other.held_); }

    Structure held_{};
};

}  // namespace arenite::inline ARENITE_ABI::detail
