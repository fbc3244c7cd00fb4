// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Objects that need a destructor, in memory that somebody else owns: as many as there is room for. Move only; whoever
/// owns the memory keeps it longer than the list. Allocates: nothing.
template <class T>
class placed_list {
public:
    placed_list() = default;
    explicit placed_list(std::span<std::byte> room) noexcept
        : first_(reinterpret_cast<T*>(room.data())), capacity_(room.size() / sizeof(T)) {}
    placed_list(placed_list&& other) noexcept
        : first_(std::exchange(other.first_, nullptr)), size_(std::exchange(other.size_, 0)),
          capacity_(std::exchange(other.capacity_, 0)) {}
    placed_list& operator=(placed_list&& other) noexcept {
        std::swap(first_, other.first_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
        return *this;
    }
    ~placed_list() { std::destroy_n(first_, size_); }

    void push_back(T&& object) {
        contract(size_ != capacity_, "a list has room for what is added to it");
        std::construct_at(first_ + size_, std::move(object));
        ++size_;
    }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] T& operator[](std::size_t i) noexcept { return first_[i]; }
    [[nodiscard]] T const& operator[](std::size_t i) const noexcept { return first_[i]; }
    [[nodiscard]] T* begin() noexcept { return first_; }
    [[nodiscard]] T* end() noexcept { return first_ + size_; }
    [[nodiscard]] T const* begin() const noexcept { return first_; }
    [[nodiscard]] T const* end() const noexcept { return first_ + size_; }

private:
    T* first_ = nullptr;
    std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
