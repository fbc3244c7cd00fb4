// SPDX-License-Identifier: MIT
// Included once for each instruction set: see masks_of_block.hpp.
#ifndef ARENITE_INSTRUCTIONS
#include <arenite/model/detail/kernels_portable.hpp>
#else
#include <arenite/model/detail/category_conditions.hpp>
#include <arenite/model/detail/row_cut.hpp>
#include <arenite/model/detail/walked_sums.hpp>

#include <array>

namespace arenite::inline ARENITE_ABI::detail::ARENITE_INSTRUCTIONS {

/// The rows at each leaf, by code, become planes: bit j of a row's code is set where it is at one of the leaves whose
/// codes have it. The upper half of the codes is looked at, folded onto the lower half, and so on.
[[ARENITE_TARGET gnu::always_inline]] inline void fold_leaves(std::uint64_t* at, std::size_t depth,
                                                              bit_planes<8, codes_planes>& planes) noexcept {
    for (auto half = std::size_t{1} << depth >> 1; half != 0; half /= 2) {
        std::uint64_t any = 0;
        for (std::size_t i = 0; i != half; ++i) any |= at[half + i];
        for (std::size_t i = 0; i != half; ++i) at[i] |= at[half + i];
        planes.plane[--depth] = typename bit_row<8>::type{any};
    }
}

[[ARENITE_TARGET gnu::always_inline]] inline std::uint64_t mask_of(narrow_split const& split,
                                                                   std::uint8_t const* ranks) noexcept {
    return mask_of_ranks(ranks + split.column * narrowest_block, split.cut);
}

/// The codes of 64 rows in a tree.
[[ARENITE_TARGET gnu::noinline]] inline void narrow_codes(narrow_tree const& tree, narrow_split const* splits,
                                                          narrow_scratch const& scratch, std::uint8_t* codes) noexcept {
    bit_planes<8, codes_planes> planes{};
    if (tree.oblivious) {
        for (std::size_t level = 0; level != tree.splits; ++level)
            planes.plane[tree.depth - 1 - level] = typename bit_row<8>::type{mask_of(splits[level], scratch.ranks())};
    } else if (tree.splits != 0) {
        auto* const at = scratch.at();
        std::fill_n(at, std::size_t{1} << tree.depth, std::uint64_t{0});
        at[splits->from] = ~std::uint64_t{0};
        for (auto const* split = splits; split != splits + tree.splits; ++split) {
            auto const rows = at[split->from], left = mask_of(*split, scratch.ranks());
            at[split->from] = rows & left;
            at[split->right] = rows & ~left;
        }
        fold_leaves(at, tree.depth, planes);
    }
    write_codes<8>(planes, codes);
}

/// Up to 64 rows, and scratch for their ranks alone.
template <class T, class In>
class narrow_sums {
public:
    narrow_sums(forest_plan<T> const& of_forest, batch_view<In const> to_score, std::byte* lent) noexcept
        : forest_(of_forest), plan_(*of_forest.narrow), x_(to_score), sums_(reinterpret_cast<T*>(lent)),
          scratch_(of_forest.rank_columns, lent + sum_bytes(of_forest, narrowest_block)) {}

    void run() noexcept {
        begin_sums(forest_, narrowest_block, sums_);
        for (auto const& part : forest_.parts) add_part(part);
    }

private:
    using value = rank_value<T, In>;

    [[ARENITE_TARGET]] void add_part(forest_part const& part) noexcept {
        auto* ranks = scratch_.ranks();
        for (auto const& column : forest_.columns.subspan(part.first_column, part.columns)) {
            copy_feature(x_, column.feature, narrowest_block, scratch_.template values<value>());
            ranks =
                column.missing == missing_kind::category ? rank_categories(column, ranks) : rank_numbers(column, ranks);
        }
        for (auto const& group : forest_.groups.subspan(part.first_group, part.groups)) add_group(group);
    }

    [[ARENITE_TARGET]] [[nodiscard]] std::uint8_t* rank_numbers(rank_column const& column,
                                                                std::uint8_t* ranks) noexcept {
        rank_values<8>(forest_, column, scratch_.template values<value>(), scratch_.wide_ranks());
        if (column.used[0]) ranks = write_bytes(ranks, 255);
        return column.used[1] ? write_bytes(ranks, 0) : ranks;
    }

    /// A column of two ranks for each condition.
    [[nodiscard]] std::uint8_t* rank_categories(rank_column const& column, std::uint8_t* ranks) noexcept {
        std::array<std::uint32_t, narrowest_block> categories;
        for (std::size_t lane = 0; lane != narrowest_block; ++lane)
            categories[lane] = category_or_missing(forest_, scratch_.template values<value>()[lane]);
        for_each_category_condition(forest_, column, [&](category_condition const& condition) {
            for (std::size_t lane = 0; lane != narrowest_block; ++lane) {
                bool const left = condition.goes_left(forest_.source.rule.categories, categories[lane]);
                ranks[place_of_row(lane)] = left ? category_left_rank : category_right_rank;
            }
            ranks += narrowest_block;
        });
        return ranks;
    }

    [[nodiscard]] static constexpr std::size_t place_of_row(std::size_t number) noexcept {
        return number % 8 * 8 + number / 8;
    }

    /// `missing`: the rank of what is missing. Ranks come 8 times too large.
    [[nodiscard]] std::uint8_t* write_bytes(std::uint8_t* to, unsigned missing) const noexcept {
        for (std::size_t r = 0; r != narrowest_block; ++r) {
            auto const rank = scratch_.wide_ranks()[r] / 8U;
            to[place_of_row(r)] = static_cast<std::uint8_t>(rank > most_cuts ? missing : rank);
        }
        return to + narrowest_block;
    }

    void add_group(tree_group const& group) noexcept {
        for (std::size_t g = 0; g != group.trees; ++g) {
            auto const& tree = plan_.trees[group.first_tree + g];
            narrow_codes(tree, plan_.splits.data() + tree.first, scratch_, scratch_.codes() + g * narrowest_block);
        }
        for (std::size_t k = 0; k != forest_.source.width; ++k)
            add_leaves_one_by_one(forest_, group, k, scratch_.codes(), narrowest_block, sums_);
    }

    forest_plan<T> const& forest_;
    narrow_plan<T> const& plan_;
    batch_view<In const> x_;
    T* sums_;
    narrow_scratch scratch_;
};

/// See sum_block.
template <class T, class In>
void sum_64_rows(forest_plan<T> const& plan, batch_view<In const> x, std::size_t, std::byte* scratch) noexcept {
    narrow_sums<T, In>{plan, x, scratch}.run();
}

}  // namespace arenite::inline ARENITE_ABI::detail::ARENITE_INSTRUCTIONS
#endif
