// SPDX-License-Identifier: MIT
// Included once for each instruction set, since a target cannot depend on a template's parameter: into the namespace
// ARENITE_INSTRUCTIONS, with ARENITE_TARGET among the attributes. Alone, it gives the portable kernels.
#ifndef ARENITE_INSTRUCTIONS
#include <arenite/model/detail/kernels_portable.hpp>
#else
#include <arenite/model/detail/block_values.hpp>
#include <arenite/model/detail/category_conditions.hpp>

#include <cstring>

namespace arenite::inline ARENITE_ABI::detail::ARENITE_INSTRUCTIONS {

/// Sets each row's bit in the row of bits of its rank; `ranks` are offsets of those.
template <std::size_t RowBytes>
[[ARENITE_TARGET gnu::always_inline]] inline void set_rank_bits(std::uint16_t const* ranks,
                                                                std::byte* ranked) noexcept {
    for (unsigned bit = 0; bit != 8; ++bit, ranks += RowBytes) {
#pragma GCC unroll 16
        for (std::size_t i = 0; i != RowBytes; ++i) ranked[ranks[i] + i] |= std::byte{1} << bit;
    }
}

/// A mask for each cut that is used: the rows of rank <= k go left at cut k, and with them those in `below`. Each is
/// written, and written over where it is not used.
template <std::size_t RowBytes>
[[ARENITE_TARGET gnu::always_inline]] inline void write_masks(std::byte const* ranked, std::uint8_t const* uses,
                                                              std::size_t cuts, typename bit_row<RowBytes>::type below,
                                                              std::byte* masks) noexcept {
    for (std::size_t k = 0; k != cuts; ++k) {
        below |= load<RowBytes>(ranked + k * RowBytes);
        store<RowBytes>(masks, below);
        masks += uses[k] * RowBytes;
    }
}

/// Ranks of rows in a column of categories, times RowBytes: their categories, below `others`, which is that of all
/// above; values below 0 have most_cuts, missing ones most_cuts + 1.
template <std::size_t RowBytes, class T, class Value>
void rank_categories_of_block(forest_plan<T> const& plan, Value const* values, std::size_t others,
                              std::uint16_t* ranks) noexcept {
    for (std::size_t r = 0; r != 8 * RowBytes; ++r) {
        auto const category = category_or_missing(plan, values[r]);
        auto const rank = category == missing_category    ? most_cuts + 1
                          : category == negative_category ? most_cuts
                                                          : std::min<std::size_t>(category, others);
        ranks[r] = static_cast<std::uint16_t>(rank * RowBytes);
    }
}

/// The rows whose rank goes left.
template <std::size_t RowBytes, class T>
[[ARENITE_TARGET gnu::always_inline]] inline typename bit_row<RowBytes>::type mask_of_set(
    forest_plan<T> const& plan, category_condition const& condition, std::byte const* ranked,
    std::size_t others) noexcept {
    auto const* const words = plan.source.rule.categories.words.data() + condition.set.first_word;
    typename bit_row<RowBytes>::type mask{};
    for (std::size_t w = 0; w != condition.set.words; ++w)
        for (auto bits = words[w]; bits != 0; bits &= bits - 1)
            mask |= load<RowBytes>(ranked + (32 * w + static_cast<std::size_t>(std::countr_zero(bits))) * RowBytes);
    for (std::size_t rank = 32 * condition.set.words; condition.set.others_left && rank <= others; ++rank)
        mask |= load<RowBytes>(ranked + rank * RowBytes);
    if (condition.set.negatives_left) mask |= load<RowBytes>(ranked + most_cuts * RowBytes);
    if (condition.missing_left) mask |= load<RowBytes>(ranked + (most_cuts + 1) * RowBytes);
    return mask;
}

/// The mask of a set of more categories than there are ranks.
template <std::size_t RowBytes, class T, class Value>
void write_large_set(forest_plan<T> const& plan, category_condition const& condition, Value const* values,
                     std::byte* mask) noexcept {
    std::memset(mask, 0, RowBytes);
    for (std::size_t r = 0; r != 8 * RowBytes; ++r)
        if (condition.goes_left(plan.source.rule.categories, category_or_missing(plan, values[r])))
            mask[r % RowBytes] |= std::byte{1} << static_cast<unsigned>(r / RowBytes);
}

/// Writes a mask for each condition that it is given.
template <std::size_t RowBytes, class T>
struct set_masks {
    forest_plan<T> const& plan;
    std::byte const* ranked;
    std::size_t others;
    std::byte* next;

    [[ARENITE_TARGET]] void operator()(category_condition const& condition) noexcept {
        store<RowBytes>(next, mask_of_set<RowBytes>(plan, condition, ranked, others));
        next += RowBytes;
    }
};

/// The masks of all conditions of a column of categories.
template <std::size_t RowBytes, class T, class Value>
[[ARENITE_TARGET gnu::noinline]] void add_category_masks(forest_plan<T> const& plan, rank_column const& column,
                                                         Value const* values, block_scratch<T> const& scratch,
                                                         std::byte* masks) noexcept {
    auto const others = most_categories(plan, column);
    auto* mask = masks + column.conditions[0] * RowBytes;
    if (others >= most_cuts)
        return for_each_category_condition(plan, column, [&](category_condition const& condition) {
            write_large_set<RowBytes>(plan, condition, values, mask);
            mask += RowBytes;
        });
    rank_categories_of_block<RowBytes>(plan, values, others, scratch.ranks());
    set_rank_bits<RowBytes>(scratch.ranks(), scratch.ranked());
    for_each_category_condition(plan, column, set_masks<RowBytes, T>{plan, scratch.ranked(), others, mask});
    std::memset(scratch.ranked(), 0, (most_cuts + 2) * RowBytes);
}

/// The masks of all conditions of a column, from the values of its feature. `ranked` is all zeros before and after.
template <std::size_t RowBytes, class T, class Value>
[[ARENITE_TARGET gnu::noinline]] void add_masks(forest_plan<T> const& plan, rank_column const& column,
                                                Value const* values, block_scratch<T> const& scratch,
                                                std::byte* masks) noexcept {
    auto* const ranked = scratch.ranked();
    auto* const absent = ranked + (most_cuts + 1) * RowBytes;
    rank_values<RowBytes>(plan, column, values, scratch.ranks());
    set_rank_bits<RowBytes>(scratch.ranks(), ranked);
    auto const* uses = plan.uses.data() + column.uses;
    for (unsigned kind = 0; kind != 2; ++kind) {
        if (!column.used[kind]) continue;
        auto const go_left = kind == 0 ? typename bit_row<RowBytes>::type{} : load<RowBytes>(absent);
        write_masks<RowBytes>(ranked, uses, column.cuts, go_left, masks + column.conditions[kind] * RowBytes);
        uses += column.cuts;
    }
    std::memset(ranked, 0, (column.cuts + 1U) * RowBytes);
    std::memset(absent, 0, RowBytes);
}

/// Columns of values of a block, made from rows 16 features at a time, or taken one by one from a batch in which rows
/// are not contiguous.
template <class T, class In>
class value_columns {
public:
    using value = rank_value<T, In>;

    value_columns(batch_view<In const> rows_of_block, block_scratch<T> const& lent) noexcept
        : x_(rows_of_block), scratch_(lent) {}

    [[ARENITE_TARGET]] [[nodiscard]] value const* of(std::size_t feature) noexcept {
        bool const by_rows = x_.col_stride() == 1 && x_.cols() >= features_at_once;
        if (!by_rows) return one(feature);
        auto const first = std::min(feature / features_at_once * features_at_once, x_.cols() - features_at_once);
        if (feature < first_ || feature - first_ >= features_at_once) {
            transpose(x_, first, scratch_.block, scratch_.template column<value>(0));
            first_ = first;
        }
        return scratch_.template column<value>(feature - first_);
    }

private:
    [[nodiscard]] value const* one(std::size_t feature) noexcept {
        if constexpr (std::same_as<In, value>)
            if (x_.row_stride() == 1 && x_.rows() == scratch_.block)
                return x_.data() + static_cast<std::ptrdiff_t>(feature) * x_.col_stride();
        if (feature != first_) copy_feature(x_, feature, scratch_.block, scratch_.template column<value>(0));
        first_ = feature;
        return scratch_.template column<value>(0);
    }

    batch_view<In const> x_;
    block_scratch<T> const& scratch_;
    std::size_t first_ = std::numeric_limits<std::size_t>::max();
};

}  // namespace arenite::inline ARENITE_ABI::detail::ARENITE_INSTRUCTIONS
#endif
