// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/short_text.hpp>
#include <arenite/load/byte_source.hpp>

namespace arenite::inline ARENITE_ABI {

/// Gives bytes that are in memory already. Allocates: nothing. Lifetime: borrows the bytes.
class memory_source {
public:
    explicit memory_source(std::string_view bytes, std::string_view name = "memory") noexcept
        : name_(short_text<120>::end_of(name)), left_(bytes) {}

    explicit memory_source(std::span<std::byte const> bytes, std::string_view name = "memory") noexcept
        : memory_source(std::string_view{reinterpret_cast<char const*>(bytes.data()), bytes.size()}, name) {}

    [[nodiscard]] std::size_t read(std::span<char> into) noexcept {
        auto const count = left_.copy(into.data(), into.size());
        left_.remove_prefix(count);
        return count;
    }
    [[nodiscard]] std::string_view name() const noexcept { return name_; }

private:
    short_text<120> name_;
    std::string_view left_;
};
static_assert(byte_source<memory_source>);

}  // namespace arenite::inline ARENITE_ABI
