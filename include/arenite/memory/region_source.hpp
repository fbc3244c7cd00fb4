// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <concepts>
#include <cstddef>
#include <span>

namespace arenite::inline ARENITE_ABI {

/// A custom allocator: two functions, callable from any thread, used a handful of times (load, admit, swap).
///
/// Semantics (not checked by the compiler):
///  - `acquire(bytes, alignment)` gives at least `bytes` bytes at a multiple of `alignment`, or an empty span: refused.
///    `bytes` is a non-zero multiple of `alignment`; `alignment` is a power of two, 64 or more.
///  - `release(region)` takes back exactly what `acquire` gave.
template <class S>
concept region_source = requires(S& source, std::size_t bytes, std::size_t alignment, std::span<std::byte> region) {
    { source.acquire(bytes, alignment) } noexcept -> std::same_as<std::span<std::byte>>;
    { source.release(region) } noexcept;
};

/// A region source that puts what is given back soon somewhere else than what lasts, so that what is free stays in one
/// piece: `acquire_passing` is another `acquire`.
template <class S>
concept sorting_region_source = region_source<S> && requires(S& source, std::size_t bytes, std::size_t alignment) {
    { source.acquire_passing(bytes, alignment) } noexcept -> std::same_as<std::span<std::byte>>;
};

/// A region source by reference. Borrows the source.
class region_source_ref {
public:
    template <region_source Source>
        requires(!std::same_as<Source, region_source_ref>)
    constexpr region_source_ref(Source& borrowed_source) noexcept
        : source_(&borrowed_source), acquire_(&acquire_from<Source>), acquire_passing_(&acquire_passing_from<Source>),
          release_(&release_to<Source>) {}

    [[nodiscard]] std::span<std::byte> acquire(std::size_t bytes, std::size_t alignment) const noexcept {
        return acquire_(source_, bytes, alignment);
    }
    [[nodiscard]] std::span<std::byte> acquire_passing(std::size_t bytes, std::size_t alignment) const noexcept {
        return acquire_passing_(source_, bytes, alignment);
    }
    void release(std::span<std::byte> region) const noexcept { release_(source_, region); }

private:
    template <class Source>
    static std::span<std::byte> acquire_from(void* source, std::size_t bytes, std::size_t alignment) noexcept {
        return static_cast<Source*>(source)->acquire(bytes, alignment);
    }
    template <class Source>
    static std::span<std::byte> acquire_passing_from(void* source, std::size_t bytes, std::size_t alignment) noexcept {
        if constexpr (sorting_region_source<Source>)
            return static_cast<Source*>(source)->acquire_passing(bytes, alignment);
        else return acquire_from<Source>(source, bytes, alignment);
    }
    template <class Source>
    static void release_to(void* source, std::span<std::byte> region) noexcept {
        static_cast<Source*>(source)->release(region);
    }

    using acquire_function = std::span<std::byte> (*)(void*, std::size_t, std::size_t) noexcept;

    void* source_;
    acquire_function acquire_, acquire_passing_;
    void (*release_)(void*, std::span<std::byte>) noexcept;
};

}  // namespace arenite::inline ARENITE_ABI
