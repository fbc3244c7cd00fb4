// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/bytes.hpp>
#include <arenite/memory/arena_resource.hpp>

#include <type_traits>

namespace arenite::inline ARENITE_ABI {

/// A standard allocator over an arena_resource, for containers that are no pmr containers. Borrows the resource.
///
/// Lifetime:  a container that is moved or swapped takes its resource along, so that neither allocates; one that is
///            copied allocates from the resource of the original, one that is assigned a copy from its own.
/// Errors:    std::bad_alloc when the resource is used up.
/// Threads:   those of one resource one at a time.
template <class T>
class arena_allocator {
public:
    using value_type = T;
    using propagate_on_container_copy_assignment = std::false_type;
    using propagate_on_container_move_assignment = std::true_type;
    using propagate_on_container_swap = std::true_type;
    using is_always_equal = std::false_type;

    arena_allocator(arena_resource& borrowed_resource) noexcept : resource_(&borrowed_resource) {}
    arena_allocator(arena_resource const&& borrowed_resource) = delete;

    template <class U>
    arena_allocator(arena_allocator<U> const& of_another_type) noexcept : resource_(&of_another_type.resource()) {}

    [[nodiscard]] T* allocate(std::size_t count) {
        return static_cast<T*>(resource_->allocate(saturating_bytes(count, sizeof(T)), alignof(T)));
    }
    void deallocate(T* start, std::size_t count) noexcept {
        resource_->deallocate(start, count * sizeof(T), alignof(T));
    }

    [[nodiscard]] arena_resource& resource() const noexcept { return *resource_; }

    template <class U>
    friend bool operator==(arena_allocator const& one, arena_allocator<U> const& other) noexcept {
        return &one.resource() == &other.resource();
    }

private:
    arena_resource* resource_;
};

/// Containers rebind it to what they hold.
arena_allocator(arena_resource&) -> arena_allocator<std::byte>;

}  // namespace arenite::inline ARENITE_ABI
