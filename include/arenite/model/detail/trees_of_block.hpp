// SPDX-License-Identifier: MIT
// Included once for each instruction set: see masks_of_block.hpp.
#ifndef ARENITE_INSTRUCTIONS
#include <arenite/model/detail/kernels_portable.hpp>
#else
#include <arenite/model/detail/forest_kernels.hpp>

#include <utility>

namespace arenite::inline ARENITE_ABI::detail::ARENITE_INSTRUCTIONS {

/// Bits of the leaf's code, the lowest first, one bit of each row in a plane.
///
///     plane 2   …1 0 1 1      row 0 reaches the leaf 1·4 + 0·2 + 1 = 5
///     plane 1   …0 0 1 0
///     plane 0   …1 1 0 1
template <std::size_t RowBytes, std::size_t Count>
struct bit_planes {
    typename bit_row<RowBytes>::type plane[Count];
};

/// A padded tree: each node takes its rows' planes from the left or the right subtree; its own mask is the highest.
template <std::size_t RowBytes, std::size_t Depth>
[[ARENITE_TARGET gnu::always_inline]] inline bit_planes<RowBytes, Depth> perfect_planes(
    std::uint16_t const*& conditions, std::byte const* masks) noexcept {
    bit_planes<RowBytes, Depth> planes;
    if constexpr (Depth == 1) {
        planes.plane[0] = load<RowBytes>(masks + *conditions++ * RowBytes);
    } else {
        auto const left = perfect_planes<RowBytes, Depth - 1>(conditions, masks);
        auto const right = perfect_planes<RowBytes, Depth - 1>(conditions, masks);
        auto const mask = load<RowBytes>(masks + *conditions++ * RowBytes);
#pragma GCC unroll 8
        for (std::size_t j = 0; j != Depth - 1; ++j) planes.plane[j] = mux(mask, left.plane[j], right.plane[j]);
        planes.plane[Depth - 1] = mask;
    }
    return planes;
}

/// Swaps the blocks of Shift bits above the diagonal of each square of 2 · Shift bits in two rows with those below it.
template <unsigned Shift, class Bits>
[[ARENITE_TARGET gnu::always_inline]] inline void swap_blocks(Bits& a, Bits& b) noexcept {
    constexpr std::uint64_t low = ~std::uint64_t{0} / ((1U << Shift) + 1U);
    Bits const difference = ((a >> Shift) ^ b) & (Bits{} + low);
    b ^= difference;
    a ^= difference << Shift;
}

/// Turns 8 planes into a byte for each row: squares of 8 × 8 bits are transposed across the registers, so that bit b of
/// plane p becomes bit p of vector b, which holds rows b * RowBytes and following.
template <std::size_t RowBytes>
[[ARENITE_TARGET gnu::always_inline]] inline void write_codes(bit_planes<RowBytes, codes_planes>& planes,
                                                              std::uint8_t* codes) noexcept {
    auto* const p = planes.plane;
    swap_blocks<4>(p[0], p[4]), swap_blocks<4>(p[1], p[5]), swap_blocks<4>(p[2], p[6]), swap_blocks<4>(p[3], p[7]);
    swap_blocks<2>(p[0], p[2]), swap_blocks<2>(p[1], p[3]), swap_blocks<2>(p[4], p[6]), swap_blocks<2>(p[5], p[7]);
    swap_blocks<1>(p[0], p[1]), swap_blocks<1>(p[2], p[3]), swap_blocks<1>(p[4], p[5]), swap_blocks<1>(p[6], p[7]);
#pragma GCC unroll 8
    for (std::size_t b = 0; b != codes_planes; ++b)
        store<RowBytes>(reinterpret_cast<std::byte*>(codes + b * RowBytes), p[b]);
}

template <std::size_t RowBytes, std::size_t Depth>
[[ARENITE_TARGET gnu::noinline]] void perfect_codes(std::uint16_t const* conditions, std::byte const* masks,
                                                    std::uint8_t* codes) noexcept {
    bit_planes<RowBytes, codes_planes> planes{};
    if constexpr (Depth != 0) {
        auto const found = perfect_planes<RowBytes, Depth>(conditions, masks);
#pragma GCC unroll 8
        for (std::size_t j = 0; j != Depth; ++j) planes.plane[j] = found.plane[j];
    }
    write_codes<RowBytes>(planes, codes);
}

/// One function for each depth from 0 to 8.
template <std::size_t RowBytes, std::size_t... Depth>
void call_perfect(std::index_sequence<Depth...>, planned_tree const& tree, std::uint16_t const* conditions,
                  std::byte const* masks, std::uint8_t* codes) noexcept {
    using function = void (*)(std::uint16_t const*, std::byte const*, std::uint8_t*) noexcept;
    static constexpr function of_depth[] = {&perfect_codes<RowBytes, Depth>...};
    of_depth[tree.depth](conditions, masks, codes);
}

/// An oblivious tree asks the same of all rows: its masks are the planes, the root's the highest.
template <std::size_t RowBytes>
[[ARENITE_TARGET gnu::noinline]] void oblivious_codes(planned_tree const& tree, std::uint16_t const* conditions,
                                                      std::byte const* masks, std::uint8_t* codes) noexcept {
    bit_planes<RowBytes, codes_planes> planes{};
#pragma GCC unroll 8
    for (std::size_t j = 0; j != codes_planes; ++j)
        if (j < tree.depth) planes.plane[j] = load<RowBytes>(masks + conditions[tree.depth - 1 - j] * RowBytes);
    write_codes<RowBytes>(planes, codes);
}

/// Takes the steps of a run of programs over the rows of bits.
template <std::size_t RowBytes>
[[ARENITE_TARGET gnu::noinline]] void run_programs(program_step const* step, std::size_t count,
                                                   std::byte* bits) noexcept {
    constexpr auto narrower = row_shift - static_cast<unsigned>(std::countr_zero(RowBytes));
    constexpr std::uint64_t row = (most_rows_of_bits - 1) * RowBytes;
    for (auto const* const end = step + count; step != end; ++step) {
        auto const packed = *step;
        auto const mask = load<RowBytes>(bits + (packed >> narrower & row));
        auto const left = load<RowBytes>(bits + (packed >> (narrower + 14) & row));
        auto const right = load<RowBytes>(bits + (packed >> (narrower + 28) & row));
        store<RowBytes>(bits + (packed >> (narrower + 42) & row), mux(mask, left, right));
    }
}

template <std::size_t RowBytes>
[[ARENITE_TARGET gnu::noinline]] void program_codes(std::uint16_t const* result, std::byte const* bits,
                                                    std::uint8_t* codes) noexcept {
    bit_planes<RowBytes, codes_planes> planes;
#pragma GCC unroll 8
    for (std::size_t j = 0; j != codes_planes; ++j) planes.plane[j] = load<RowBytes>(bits + result[j] * RowBytes);
    write_codes<RowBytes>(planes, codes);
}

}  // namespace arenite::inline ARENITE_ABI::detail::ARENITE_INSTRUCTIONS
#endif
