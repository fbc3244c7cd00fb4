// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Numbers that are added at once: 16 bytes are what every x86-64 and every AArch64 processor has. Both compilers know
/// such types without a header of intrinsics, which would cost each host the time to read it.
template <std::floating_point T, std::size_t Bytes = 16>
struct number_vector {
    using bits = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
    typedef T type __attribute__((vector_size(Bytes)));
    typedef bits mask __attribute__((vector_size(Bytes)));
    /// A type of its own: in templates Clang 16 forgets that a typedef needs less alignment.
    struct [[gnu::packed, gnu::may_alias]] at_any_address {
        type numbers;
    };
    static constexpr std::size_t size = Bytes / sizeof(T);
};
template <std::floating_point T, std::size_t Bytes = 16>
using vector_of = typename number_vector<T, Bytes>::type;

/// core/rounded.hpp for vectors: compilers fuse the products of these too. By reference, as functions for different
/// instructions disagree on how wide vectors are passed.
#if defined(__x86_64__)
template <class Vector>
    requires(sizeof(Vector) == 16)
inline void keep_rounded(Vector& product) noexcept {
    asm("" : "+x"(product));
}
template <class Vector>
    requires(sizeof(Vector) == 32)
[[gnu::target("avx2")]] inline void keep_rounded(Vector& product) noexcept {
    asm("" : "+x"(product));
}
template <class Vector>
    requires(sizeof(Vector) == 64)
[[gnu::target("avx512f")]] inline void keep_rounded(Vector& product) noexcept {
    asm("" : "+v"(product));
}
#else
template <class Vector>
inline void keep_rounded(Vector& product) noexcept {
    asm("" : "+w"(product));
}
#endif

/// The same for the product in an expression.
template <class Vector>
[[nodiscard]] inline Vector rounded_vector(Vector product) noexcept {
    keep_rounded(product);
    return product;
}

/// For an address or an index: what is worked out from it is worked out where it is needed, not ahead and for more
/// places than there are registers.
template <class Number>
[[gnu::always_inline]] inline void keep_in_register(Number& number) noexcept {
    asm("" : "+r"(number));
}

template <std::size_t Bytes, std::floating_point T>
[[nodiscard, gnu::always_inline]] inline auto& vector_at(T const* from) noexcept {
    return *reinterpret_cast<typename number_vector<T, Bytes>::at_any_address const*>(from);
}

template <std::floating_point T>
[[nodiscard]] inline vector_of<T> load_vector(T const* from) noexcept {
    return vector_at<16>(from).numbers;
}

template <std::floating_point T>
inline void store_vector(T* to, vector_of<T> from) noexcept {
    std::memcpy(to, &from, sizeof(from));
}

template <std::floating_point T>
[[nodiscard]] inline vector_of<T> vector_of_one(T number) noexcept {
    return number - vector_of<T>{};  // less +0: the number itself, whatever it is
}

/// The numbers of `from` from place `begin` on; zeros instead of those at `end` and behind.
template <std::floating_point T>
[[nodiscard]] inline vector_of<T> load_until(T const* from, std::size_t begin, std::size_t end) noexcept {
    if (begin + number_vector<T>::size <= end) return load_vector(from + begin);
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return vector_of<T>{(begin + I < end ? from[begin + I] : T{0})...};
    }(std::make_index_sequence<number_vector<T>::size>{});
}

}  // namespace arenite::inline ARENITE_ABI::detail
