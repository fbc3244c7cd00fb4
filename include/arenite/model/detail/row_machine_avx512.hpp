// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/oblivious_plan.hpp>
#include <arenite/model/detail/row_plan.hpp>
#include <arenite/core/detail/target.hpp>

#include <numeric>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"  // g++ 12: of its own intrinsics' undefined vectors (GCC bug 105593)
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace arenite::inline ARENITE_ABI::detail::avx512 {

/// What is under an exit: itself.
struct exit_list {
    alignas(64) std::uint8_t at[64];
};
inline constexpr auto exits_themselves = [] {
    exit_list list{};
    std::iota(list.at, list.at + 64, first_exit);
    return list;
}();

/// Follows all 64 places of a cluster at once. `Tables` of 64 columns of ranks.
template <std::size_t Tables>
class row_machine {
public:
    static constexpr std::size_t size = 64;

    row_machine(std::uint8_t const* of_clusters, std::uint8_t const* of_row, std::uint8_t* to) noexcept
        : places_(of_clusters), ranks_(of_row), found_(to) {}

    [[ARENITE_AVX512 gnu::noinline]] void look_at(std::uint32_t first, std::size_t count) const noexcept {
        auto const* const places = places_ + std::size_t{first} * 4 * size;
        rank_table const ranks{ranks_};
        for (std::size_t i = 0; i != count; ++i) store(i, under(places + i * 4 * size, ranks));
    }
    [[ARENITE_AVX512 gnu::noinline]] void look_at(row_item const* items, std::size_t count) const noexcept {
        rank_table const ranks{ranks_};
        for (std::size_t i = 0; i != count; ++i)
            store(i, under(places_ + std::size_t{items[i].cluster} * 4 * size, ranks));
    }

    [[nodiscard]] std::size_t found(std::size_t slot, std::size_t place) const noexcept {
        return found_[slot * size + place] & 63U;
    }

    /// The codes of a run of oblivious trees.
    [[ARENITE_AVX512 gnu::noinline]] static void write_codes(std::uint8_t const* ranks, std::uint8_t const* levels,
                                                             std::size_t depth, std::uint8_t* codes) noexcept {
        rank_table const table{ranks};
        auto found = _mm512_setzero_si512();
        for (auto const* const end = levels + depth * level_bytes; levels != end; levels += level_bytes) {
            auto const ranked = table.at(_mm512_loadu_si512(levels));
            auto const left = _mm512_cmple_epi8_mask(ranked, _mm512_loadu_si512(levels + most_run_trees));
            found = _mm512_add_epi8(found, found);
            found = _mm512_mask_sub_epi8(found, left, found, _mm512_set1_epi8(-1));
        }
        _mm512_storeu_si512(codes, found);
    }

private:
    struct rank_table {
        __m512i of[Tables];

        [[ARENITE_AVX512 gnu::always_inline]] explicit rank_table(std::uint8_t const* ranks) noexcept {
#pragma GCC unroll 4
            for (std::size_t i = 0; i != Tables; ++i) of[i] = _mm512_loadu_si512(ranks + 64 * i);
        }
        [[ARENITE_AVX512 gnu::always_inline]] inline __m512i at(__m512i columns) const noexcept {
            if constexpr (Tables == 1) {
                return _mm512_permutexvar_epi8(columns, of[0]);
            } else {
                auto const low = _mm512_permutex2var_epi8(of[0], columns, of[1]);
                if constexpr (Tables == 2) return low;
                else
                    return _mm512_mask_mov_epi8(low, _mm512_movepi8_mask(columns),
                                                _mm512_permutex2var_epi8(of[2], columns, of[3]));
            }
        }
    };

    /// The exit that is under each place.
    [[ARENITE_AVX512 gnu::always_inline]] static inline __m512i under(std::uint8_t const* places,
                                                                      rank_table const& ranks) noexcept {
        auto const ranked = ranks.at(_mm512_loadu_si512(places));
        auto const right = _mm512_cmpgt_epi8_mask(ranked, _mm512_loadu_si512(places + size));
        auto next =
            _mm512_mask_mov_epi8(_mm512_loadu_si512(places + 2 * size), right, _mm512_loadu_si512(places + 3 * size));
        auto const exits = _mm512_load_si512(exits_themselves.at);
        static_assert(most_cluster_depth == 8);
#pragma GCC unroll 3
        for (unsigned doubled = 0; doubled != 3; ++doubled) next = _mm512_permutex2var_epi8(next, next, exits);
        return next;
    }

    [[ARENITE_AVX512 gnu::always_inline]] inline void store(std::size_t slot, __m512i next) const noexcept {
        _mm512_storeu_si512(found_ + slot * size, next);
    }

    std::uint8_t const* places_;
    std::uint8_t const* ranks_;
    std::uint8_t* found_;
};

}  // namespace arenite::inline ARENITE_ABI::detail::avx512
#pragma GCC diagnostic pop
