// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/oblivious_plan.hpp>
#include <arenite/model/detail/row_plan.hpp>
#include <arenite/core/detail/target.hpp>

namespace arenite::inline ARENITE_ABI::detail::avx2 {

/// Follows all 16 places of two clusters at once. `Tables` of 16 columns of ranks: 2 or 4.
template <std::size_t Tables>
    requires(Tables == 2 || Tables == 4)
class row_machine {
public:
    static constexpr std::size_t size = 16;

    row_machine(std::uint8_t const* of_clusters, std::uint8_t const* of_row, std::uint8_t* to) noexcept
        : places_(of_clusters), ranks_(of_row), found_(to) {}

    [[ARENITE_AVX2 gnu::noinline]] void look_at(std::uint32_t first, std::size_t count) const noexcept {
        auto const* places = places_ + std::size_t{first} * 4 * size;
        rank_table const ranks{ranks_};
        for (std::size_t i = 0; i < count; i += 2, places += 8 * size)
            store(i, under(places, i + 1 == count ? places : places + 4 * size, ranks));
    }
    [[ARENITE_AVX2 gnu::noinline]] void look_at(row_item const* items, std::size_t count) const noexcept {
        rank_table const ranks{ranks_};
        auto const at = [&](std::size_t i) { return places_ + std::size_t{items[i].cluster} * 4 * size; };
        for (std::size_t i = 0; i < count; i += 2) store(i, under(at(i), at(i + 1 == count ? i : i + 1), ranks));
    }

    [[nodiscard]] std::size_t found(std::size_t slot, std::size_t place) const noexcept {
        return found_[slot * size + place] & 15U;
    }

    /// The codes of a run of oblivious trees.
    [[ARENITE_AVX2 gnu::noinline]] static void write_codes(std::uint8_t const* ranks, std::uint8_t const* levels,
                                                           std::size_t depth, std::uint8_t* codes) noexcept {
        rank_table const table{ranks};
        for (std::size_t t = 0; t != most_run_trees; t += 32) {
            auto found = _mm256_setzero_si256();
            for (auto const *at = levels + t, *const end = at + depth * level_bytes; at != end; at += level_bytes) {
                auto const ranked = table.at(load(at)), cuts = load(at + most_run_trees);
                auto const left = _mm256_cmpeq_epi8(_mm256_min_epi8(ranked, cuts), ranked);
                found = _mm256_sub_epi8(_mm256_add_epi8(found, found), left);
            }
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(codes + t), found);
        }
    }

private:
    [[ARENITE_AVX2 gnu::always_inline]] static inline __m256i load(std::uint8_t const* from) noexcept {
        return _mm256_loadu_si256(reinterpret_cast<__m256i const*>(from));
    }

    struct rank_table {
        __m256i of[Tables];

        [[ARENITE_AVX2 gnu::always_inline]] explicit rank_table(std::uint8_t const* ranks) noexcept {
#pragma GCC unroll 4
            for (std::size_t i = 0; i != Tables; ++i)
                of[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<__m128i const*>(ranks + 16 * i)));
        }
        /// A shuffle uses the lower four bits of a column, blends the next two.
        [[ARENITE_AVX2 gnu::always_inline]] inline __m256i at(__m256i columns) const noexcept {
            auto found = _mm256_shuffle_epi8(of[0], columns);
            auto const odd = _mm256_slli_epi16(columns, 3);
            found = _mm256_blendv_epi8(found, _mm256_shuffle_epi8(of[1], columns), odd);
            if constexpr (Tables == 2) {
                return found;
            } else {
                auto const above =
                    _mm256_blendv_epi8(_mm256_shuffle_epi8(of[2], columns), _mm256_shuffle_epi8(of[3], columns), odd);
                return _mm256_blendv_epi8(found, above, _mm256_slli_epi16(columns, 2));
            }
        }
    };

    [[ARENITE_AVX2 gnu::always_inline]] static inline __m256i both(std::uint8_t const* a,
                                                                   std::uint8_t const* b) noexcept {
        auto const first = _mm256_castsi128_si256(_mm_loadu_si128(reinterpret_cast<__m128i const*>(a)));
        return _mm256_inserti128_si256(first, _mm_loadu_si128(reinterpret_cast<__m128i const*>(b)), 1);
    }

    /// The exit that is under each place; an exit stays where it is, a shuffle would make it 0.
    [[ARENITE_AVX2 gnu::always_inline]] static inline __m256i under(std::uint8_t const* a, std::uint8_t const* b,
                                                                    rank_table const& ranks) noexcept {
        auto const right = _mm256_cmpgt_epi8(ranks.at(both(a, b)), both(a + size, b + size));
        auto next = _mm256_blendv_epi8(both(a + 2 * size, b + 2 * size), both(a + 3 * size, b + 3 * size), right);
        static_assert(most_cluster_depth == 8);
#pragma GCC unroll 3
        for (unsigned doubled = 0; doubled != 3; ++doubled)
            next = _mm256_blendv_epi8(_mm256_shuffle_epi8(next, next), next, next);
        return next;
    }

    [[ARENITE_AVX2 gnu::always_inline]] inline void store(std::size_t slot, __m256i next) const noexcept {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(found_ + slot * size), next);
    }

    std::uint8_t const* places_;
    std::uint8_t const* ranks_;
    std::uint8_t* found_;
};

}  // namespace arenite::inline ARENITE_ABI::detail::avx2
