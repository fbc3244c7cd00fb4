// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>

namespace arenite::inline ARENITE_ABI {

/// Gives bytes, front to back. A byte source has an identity: it is only ever borrowed.
///
/// Semantics (not checked by the compiler):
///  - `read(into)`, `into` not empty, waits for at least one byte and says how many it wrote; 0: there are no more, now
///    and later. What the system refuses it throws, as std::system_error.
///  - `name()` stands in errors: a path, or what people call it.
template <class S>
concept byte_source = requires(S& source, S const& named, std::span<char> into) {
    { source.read(into) } -> std::same_as<std::size_t>;
    { named.name() } noexcept -> std::same_as<std::string_view>;
};

/// A byte source by reference: three pointers. Borrows the source.
class byte_source_ref {
public:
    template <byte_source Source>
        requires(!std::same_as<Source, byte_source_ref>)
    constexpr byte_source_ref(Source& borrowed_source) noexcept
        : source_(&borrowed_source), read_(&read_from<Source>), name_(&name_of<Source>) {}

    [[nodiscard]] std::size_t read(std::span<char> into) const { return read_(source_, into); }
    [[nodiscard]] std::string_view name() const noexcept { return name_(source_); }

private:
    template <class Source>
    static std::size_t read_from(void* source, std::span<char> into) {
        return static_cast<Source*>(source)->read(into);
    }
    template <class Source>
    static std::string_view name_of(void const* source) noexcept {
        return static_cast<Source const*>(source)->name();
    }

    void* source_;
    std::size_t (*read_)(void*, std::span<char>);
    std::string_view (*name_)(void const*) noexcept;
};
static_assert(byte_source<byte_source_ref>);

}  // namespace arenite::inline ARENITE_ABI
