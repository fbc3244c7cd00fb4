// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/cut_list.hpp>

#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Collects the cuts of a part's splits and gives the different ones, sorted. Few of them are a list that is sorted as
/// a whole. Many are a table from the beginning, in which equal ones meet: a part has no more conditions than the half
/// of it.
///
///     cut  ->  hash  ->  its place, or the next one that is free or has an equal cut
template <std::floating_point T>
class distinct_cuts {
public:
    /// How many cuts there must be room for, of so many splits at most.
    [[nodiscard]] static constexpr std::size_t room_for(std::size_t splits) noexcept {
        return std::min(splits + 1, table_size);
    }

    /// `room_for_cuts`: room_for() the splits of all parts.
    explicit distinct_cuts(std::span<feature_cut<T>> room_for_cuts) noexcept
        : room_(room_for_cuts), is_table_(room_.size() == table_size) {
        if (is_table_) std::ranges::fill(room_, feature_cut<T>{});
    }

    /// False: a part cannot have so many conditions.
    [[nodiscard]] bool add(feature_cut<T> const& cut) noexcept {
        if (is_table_) return insert(cut);
        room_[count_++] = cut;
        return true;
    }

    [[nodiscard]] std::span<feature_cut<T> const> sorted() noexcept {
        auto const is_free = [](feature_cut<T> const& place) { return place.key == 0; };
        if (is_table_)
            count_ = static_cast<std::size_t>(std::ranges::remove_if(room_, is_free).begin() - room_.begin());
        return room_.first(sort_cuts(room_.first(count_)));
    }

private:
    static constexpr std::size_t table_size = 2 * most_rows_of_bits;
    static_assert(std::has_single_bit(table_size));

    [[nodiscard]] bool insert(feature_cut<T> const& cut) noexcept {
        auto at = hash(cut);
        while (room_[at].key != 0 && !is_same(room_[at], cut)) at = (at + 1) % table_size;
        auto& place = room_[at];
        conditions_ += (place.key & cut.key & 3) == 0;
        place = {place.key | cut.key, cut.cut};
        return conditions_ < most_rows_of_bits;
    }

    [[nodiscard]] static bool is_same(feature_cut<T> const& a, feature_cut<T> const& b) noexcept {
        return a.column() == b.column() && same_cut(a.cut, b.cut);
    }

    [[nodiscard]] static std::size_t hash(feature_cut<T> const& cut) noexcept {
        using word = std::conditional_t<sizeof(T) == sizeof(std::uint32_t), std::uint32_t, std::uint64_t>;
        constexpr std::uint64_t odd = 0x9e37'79b9'7f4a'7c15;
        std::uint64_t const bits = std::bit_cast<word>(cut.cut);  // of the two zeros, one too many until all is sorted
        return static_cast<std::size_t>((bits + cut.column() * odd) * odd >> (64 - std::bit_width(table_size - 1)));
    }

    std::span<feature_cut<T>> room_;
    bool is_table_;
    std::size_t count_ = 0, conditions_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
