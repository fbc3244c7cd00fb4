// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/memory/budget.hpp>

#include <concepts>
#include <new>
#include <type_traits>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Where the frame of a coroutine comes from: the budget among its parameters. A base of promises. The region lies in
/// front of the frame, which therefore needs not know its own size when it goes.
class generator_frame {
    static_assert(sizeof(region) <= region_alignment);

public:
    template <class... Parameters>
    [[nodiscard]] static void* operator new(std::size_t bytes, Parameters&... parameters) {
        static_assert((0 + ... + (std::same_as<Parameters, budget> ? 1 : 0)) == 1,
                      "a coroutine of rows has one budget& among its parameters: its frame comes from there");
        region frame = only_budget(parameters...).acquire("generator", region_alignment + bytes);
        auto* const first = frame.bytes().data();
        ::new (static_cast<void*>(first)) region{std::move(frame)};
        return first + region_alignment;
    }

    /// Inlined even without optimisation: a call of it GCC 12 takes for that of another class's.
    [[gnu::always_inline]] static void operator delete(void* frame) noexcept {
        auto* const kept = std::launder(reinterpret_cast<region*>(static_cast<std::byte*>(frame) - region_alignment));
        region const released = std::move(*kept);
        kept->~region();
    }

private:
    template <class First, class... Rest>
    [[nodiscard]] static budget& only_budget(First& first, Rest&... rest) noexcept {
        if constexpr (std::same_as<First, budget>) return first;
        else return only_budget(rest...);
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
