// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/version.hpp>

#include <concepts>
#include <cstddef>
#include <cstring>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// Sixteen bytes of numbers: what every x86-64 and every AArch64 processor adds at once. Both compilers know such
/// types without a header of intrinsics, which would cost each host the time to read it.
template <std::floating_point T>
struct number_vector {
    typedef T type __attribute__((vector_size(16)));
    static constexpr std::size_t size = 16 / sizeof(T);
};
template <std::floating_point T>
using vector_of = typename number_vector<T>::type;

/// core/rounded.hpp for vectors: compilers fuse the products of these too.
template <class Vector>
[[nodiscard]] inline Vector rounded_vector(Vector product) noexcept {
#if defined(__x86_64__)
    asm("" : "+x"(product));
#else
    asm("" : "+w"(product));
#endif
    return product;
}

template <std::floating_point T>
[[nodiscard]] inline vector_of<T> load_vector(T const* from) noexcept {
    vector_of<T> loaded;
    std::memcpy(&loaded, from, sizeof(loaded));
    return loaded;
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
