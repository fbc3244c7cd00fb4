// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/core/monotonic_time.hpp>
#include <arenite/transform/tile_stage.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace arenite::inline ARENITE_ABI::detail {

/// `to` is what `from` is.
template <class T>
void copy_tile(batch_view<T const> from, batch_view<T> to) noexcept {
    for (std::size_t r = 0; r != from.rows(); ++r)
        if (from.col_stride() == 1 && to.col_stride() == 1) std::copy_n(&from(r, 0), from.cols(), &to(r, 0));
        else
            for (std::size_t c = 0; c != from.cols(); ++c) to(r, c) = from(r, c);
}

/// The constants of stages, and how long they took.
template <class S, class T>
struct stage_state {
    std::span<typename constant_of<S, T>::type> constants;
    stage_time time;
};

/// What a stage refused, and which one.
struct stage_fault {
    tile_fault cell;
    std::size_t stage = 0;
};

/// Leads blocks of rows through stages: from the rows before to one of two small tiles, on from one to the other where
/// a stage cannot work in place, and at last into the tile of the batch. So a block is in the nearest cache while every
/// stage works on it, and whatever the number of stages is, there is one large tile.
template <class T, class... Stages>
class stage_work {
    static constexpr std::size_t count = sizeof...(Stages);
    template <std::size_t K>
    using stage = std::tuple_element_t<K, std::tuple<Stages...>>;

    /// The first stage reads what others own.
    template <std::size_t K>
    static constexpr bool moves = K == 0 || !applies_in_place<stage<K>, T>;
    static constexpr std::array<bool, count> moving = []<std::size_t... K>(std::index_sequence<K...>) {
        return std::array{moves<K>...};
    }(std::index_sequence_for<Stages...>{});
    static constexpr std::size_t move_count = static_cast<std::size_t>(std::ranges::count(moving, true));

public:
    /// The small tiles.
    static constexpr std::size_t block_count = std::min<std::size_t>(move_count - 1, 2);

    std::tuple<Stages...> const& stages;
    std::tuple<stage_state<Stages, T>...>& states;
    std::array<std::size_t, count + 1> const& cols;
    std::span<T> blocks;      ///< block_count equal parts
    std::uint64_t clock = 0;  ///< when the last stage was done

    /// `to` has as many rows as `from`, which fit into a block.
    stage_fault run(batch_view<T const> from, batch_view<T> to) noexcept {
        clock = monotonic_time();
        return run_stage<0, 0>(from, to);
    }

private:
    template <std::size_t K, std::size_t Moved, class Tile>
    stage_fault run_stage(Tile now, batch_view<T> last) noexcept {
        if constexpr (K == count) return {};
        else if constexpr (!moves<K>) {
            if (auto const refused = note<K>([&] { return apply_to<K>(now); })) return {refused, K};
            return run_stage<K + 1, Moved>(now, last);
        } else {
            auto const to = target<K, Moved>(last);
            if (auto const refused = note<K>([&] { return move_through<K>(now, to); })) return {refused, K};
            return run_stage<K + 1, Moved + 1>(to, last);
        }
    }

    /// Where stage K writes, after `Moved` others that could not work in place.
    template <std::size_t K, std::size_t Moved>
    [[nodiscard]] batch_view<T> target(batch_view<T> last) const noexcept {
        if constexpr (Moved + 1 == move_count) return last;
        else {
            auto const size = blocks.size() / block_count;
            return {blocks.data() + Moved % block_count * size, last.rows(), cols[K + 1],
                    static_cast<std::ptrdiff_t>(cols[K + 1]),   1,           last.texts()};
        }
    }

    template <std::size_t K>
    tile_fault move_through(batch_view<T const> from, batch_view<T> to) noexcept {
        if constexpr (applies_anew<stage<K>, T>) return apply_to<K>(from, to);
        else {
            copy_tile(from, to);
            return apply_to<K>(to);
        }
    }

    template <std::size_t K, class... Tiles>
    tile_fault apply_to(Tiles... tiles) noexcept {
        auto const call = [&](auto... constants) noexcept { return std::get<K>(stages).apply(tiles..., constants...); };
        auto const apply = [&]() noexcept {
            if constexpr (has_constants<stage<K>, T>)
                return call(constants_of<stage<K>, T>{std::get<K>(states).constants});
            else return call();
        };
        if constexpr (std::is_void_v<decltype(apply())>) {
            apply();
            return {};
        } else return apply();
    }

    template <std::size_t K, class Work>
    tile_fault note(Work work) noexcept {
        auto const refused = work();
        auto const now = monotonic_time();
        std::get<K>(states).time.nanoseconds += now - std::exchange(clock, now);
        return refused;
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
