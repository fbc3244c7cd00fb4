// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>
#include <arenite/core/detail/number_vector.hpp>
#include <arenite/core/detail/processor.hpp>
#include <arenite/transform/detail/known_category.hpp>

#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// A part of an encoded row: `count` columns from `from` on are copied to `to`, or as many are zero, or the category at
/// `from`, one of `categories`, is marked among them.
struct one_hot_piece {
    enum class work : unsigned char { copy, clear, mark };

    work what = work::copy;
    std::size_t from = 0, to = 0, count = 0;
    double categories = 0;
};

/// `from` null: zeros. As many at once as Bytes hold, and the rest in vectors that are half as large.
template <std::size_t Bytes, class T>
[[gnu::always_inline]] inline void copy_numbers(T const* from, T* to, std::size_t count) noexcept {
    constexpr auto size = Bytes / sizeof(T);
    for (; count >= size; count -= size, to += size) {
        vector_of<T, Bytes> numbers{};
        if (from != nullptr) {
            std::memcpy(&numbers, from, Bytes);
            from += size;
        }
        std::memcpy(to, &numbers, Bytes);
    }
    if constexpr (Bytes > 16) copy_numbers<Bytes / 2>(from, to, count);
    else
        for (std::size_t i = 0; i != count; ++i) to[i] = from != nullptr ? from[i] : T{0};
}

/// False: it is no category.
template <class T>
[[gnu::always_inline]] inline bool mark_category(one_hot_piece const& piece, T code, std::size_t skipped,
                                                 std::ptrdiff_t stride, T* to) noexcept {
    if (!is_known(code, piece.categories)) return false;
    auto const place = static_cast<std::size_t>(code) - skipped;  // of one that is skipped: beyond all
    if (place < piece.count) to[static_cast<std::ptrdiff_t>(piece.to + place) * stride] = T{1};
    return true;
}

/// Pieces that are cleared come in front of those that are marked. Returns the first cell that is no category.
template <std::size_t Bytes, class T>
[[gnu::always_inline]] inline tile_fault one_hot_rows(batch_view<T const> from, batch_view<T> to,
                                                      std::span<one_hot_piece const> pieces,
                                                      std::size_t skipped) noexcept {
    tile_fault first;
    for (std::size_t r = 0; r != from.rows(); ++r) {
        auto const* const source = &from(r, 0);
        auto* const target = &to(r, 0);
        for (auto const& piece : pieces)
            if (piece.what == one_hot_piece::work::mark) {
                if (!mark_category(piece, source[piece.from], skipped, 1, target) && !first)
                    first = unknown_category(r, piece.from);
            } else {
                bool const copied = piece.what == one_hot_piece::work::copy;
                copy_numbers<Bytes>(copied ? source + piece.from : nullptr, target + piece.to, piece.count);
            }
    }
    return first;
}

/// At any strides.
template <class T>
tile_fault one_hot_cells(batch_view<T const> from, batch_view<T> to, std::span<one_hot_piece const> pieces,
                         std::size_t skipped) noexcept {
    tile_fault first;
    for (std::size_t r = 0; r != from.rows(); ++r)
        for (auto const& piece : pieces)
            if (piece.what == one_hot_piece::work::mark) {
                if (!mark_category(piece, from(r, piece.from), skipped, to.col_stride(), &to(r, 0)) && !first)
                    first = unknown_category(r, piece.from);
            } else
                for (std::size_t c = 0; c != piece.count; ++c)
                    to(r, piece.to + c) = piece.what == one_hot_piece::work::copy ? from(r, piece.from + c) : T{0};
    return first;
}

#if defined(__x86_64__)
template <class T>
[[gnu::target("avx2")]] tile_fault one_hot_rows_avx2(batch_view<T const> const& from, batch_view<T> const& to,
                                                     std::span<one_hot_piece const> pieces,
                                                     std::size_t skipped) noexcept {
    return one_hot_rows<32>(from, to, pieces, skipped);
}
template <class T>
[[gnu::target("avx512f")]] tile_fault one_hot_rows_avx512(batch_view<T const> const& from, batch_view<T> const& to,
                                                          std::span<one_hot_piece const> pieces,
                                                          std::size_t skipped) noexcept {
    return one_hot_rows<64>(from, to, pieces, skipped);
}
#endif

template <class T>
tile_fault encode_one_hot([[maybe_unused]] instruction_set instructions, batch_view<T const> from, batch_view<T> to,
                          std::span<one_hot_piece const> pieces, std::size_t skipped) noexcept {
    if (from.col_stride() != 1 || to.col_stride() != 1) return one_hot_cells(from, to, pieces, skipped);
#if defined(__x86_64__)
    if (instructions == instruction_set::avx512) return one_hot_rows_avx512(from, to, pieces, skipped);
    if (instructions == instruction_set::avx2) return one_hot_rows_avx2(from, to, pieces, skipped);
#endif
    return one_hot_rows<16>(from, to, pieces, skipped);
}

}  // namespace arenite::inline ARENITE_ABI::detail
