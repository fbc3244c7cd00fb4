// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/contract.hpp>
#include <arenite/core/short_text.hpp>
#include <arenite/load/byte_source.hpp>

#include <type_traits>

namespace arenite::inline ARENITE_ABI {

/// Reads what a callable gives: `callable(into)` is `byte_source`'s `read`. Two pointers, and the last 120 bytes of the
/// name. Copies call the same callable.
///
/// Requires:  the callable says how many bytes it wrote, at most as many as fit: the contract.
/// Errors:    whatever the callable throws.
/// Allocates: nothing of its own.
/// Lifetime:  borrows the callable; a temporary does not compile.
class callback_source {
public:
    template <class Callable>
        requires(std::is_object_v<Callable> && !std::same_as<std::remove_cv_t<Callable>, callback_source> &&
                 std::is_invocable_r_v<std::size_t, Callable&, std::span<char>>)
    explicit callback_source(Callable& borrowed_callable, std::string_view source_name = "callback") noexcept
        : callable_(&borrowed_callable), call_(&call<Callable>), name_(short_text<120>::end_of(source_name)) {}
    template <class Callable>
        requires(!std::same_as<std::remove_cv_t<Callable>, callback_source>)
    explicit callback_source(Callable const&& temporary_callable, std::string_view = {}) = delete;  // it would be gone

    [[nodiscard]] std::size_t read(std::span<char> into) {
        auto const count = call_(callable_, into);
        contract(count <= into.size(), "a callback writes at most as many bytes as fit");
        return count;
    }
    [[nodiscard]] std::string_view name() const noexcept { return name_; }

private:
    template <class Callable>
    static std::size_t call(void const* callable, std::span<char> into) {
        return (*static_cast<Callable*>(const_cast<void*>(callable)))(into);
    }

    void const* callable_;
    std::size_t (*call_)(void const*, std::span<char>);
    short_text<120> name_;
};
static_assert(byte_source<callback_source>);

}  // namespace arenite::inline ARENITE_ABI
