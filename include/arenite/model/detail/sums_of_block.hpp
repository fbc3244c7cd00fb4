// SPDX-License-Identifier: MIT
// Included once for each instruction set: see masks_of_block.hpp.
#ifndef ARENITE_INSTRUCTIONS
#include <arenite/model/detail/kernels_portable.hpp>
#else
#include <arenite/model/detail/deep_sums.hpp>
#include <arenite/model/detail/level_sums.hpp>
#include <arenite/model/detail/row_sum.hpp>

namespace arenite::inline ARENITE_ABI::detail::ARENITE_INSTRUCTIONS {

/// A block of rows: for each part the masks of its conditions, then its trees' codes, up to 8 trees at a time, and
/// their leaves.
template <std::size_t RowBytes, class T, class In>
class block_sums {
public:
    block_sums(forest_plan<T> const& of_forest, batch_view<In const> to_score, std::byte* lent) noexcept
        : plan_(of_forest), x_(to_score), scratch_(of_forest, 8 * RowBytes, lent),
          walked_(of_forest, to_score, scratch_.keys()) {}

    void run() noexcept {
        begin_sums(plan_, scratch_.block, scratch_.sums());
        if (plan_.has_walked) walked_.rank();
        std::memset(scratch_.ranked(), 0, (most_cuts + 2) * RowBytes);
        for (auto const& part : plan_.parts) add_part(part);
    }

private:
    void add_part(forest_part const& part) noexcept {
        auto* const bits = scratch_.bits();
        std::memset(bits, 0, RowBytes);
        if (part.first_row != 0) std::memset(bits + RowBytes, 0xff, RowBytes);
        masks_ = bits + part.first_row * RowBytes;
        value_columns<T, In> values{x_, scratch_};
        for (auto const& column : plan_.columns.subspan(part.first_column, part.columns))
            if (auto const* const of_column = values.of(column.feature); column.missing == missing_kind::category)
                add_category_masks<RowBytes>(plan_, column, of_column, scratch_, masks_);
            else add_masks<RowBytes>(plan_, column, of_column, scratch_, masks_);
        for (auto const& group : plan_.groups.subspan(part.first_group, part.groups)) add_group(group);
    }

    void add_group(tree_group const& group) noexcept {
        if (auto const& first = plan_.trees[group.first_tree]; first.shape == tree_shape::walked)
            return walked_.add_tree(first.number, scratch_.sums(), scratch_.block);
        for (std::size_t g = 0; g != group.trees; ++g)
            write_tree(plan_.trees[group.first_tree + g], scratch_.codes() + g * scratch_.block);
        for (std::size_t k = 0; k != plan_.source.width; ++k) add_leaves(plan_, group, k, scratch_);
    }

    void write_tree(planned_tree const& tree, std::uint8_t* codes) noexcept {
        if (tree.shape == tree_shape::program) return write_program(tree, codes);
        auto const* const conditions = plan_.conditions.data() + tree.first;
        if (tree.shape == tree_shape::oblivious) return oblivious_codes<RowBytes>(tree, conditions, masks_, codes);
        call_perfect<RowBytes>(std::make_index_sequence<9>{}, tree, conditions, masks_, codes);
    }

    void write_program(planned_tree const& tree, std::uint8_t* codes) noexcept {
        if (tree.run != 0) run_programs<RowBytes>(plan_.steps.data() + tree.steps, tree.step_count, scratch_.bits());
        program_codes<RowBytes>(plan_.results.data() + tree.first, scratch_.bits(), codes);
    }

    forest_plan<T> const& plan_;
    batch_view<In const> x_;
    block_scratch<T> scratch_;
    deep_rows<16, T, In> walked_;
    std::byte* masks_ = nullptr;
};

template <class T, class In>
void sum_rows(forest_plan<T> const& plan, batch_view<In const> x, std::size_t block, std::byte* scratch) noexcept {
    switch (block) {
        case 64: return block_sums<8, T, In>{plan, x, scratch}.run();
        case 128: return block_sums<16, T, In>{plan, x, scratch}.run();
        case 256:
            if constexpr (widest_row >= 32) return block_sums<32, T, In>{plan, x, scratch}.run();
            else return;
        default:
            if constexpr (widest_row >= 64) return block_sums<64, T, In>{plan, x, scratch}.run();
    }
}

/// Nothing for a Machine that knows levels alone: no plan of its instructions has `rows`.
template <class Machine, class T, class In>
inline constexpr sum_block<T, In> single_rows = nullptr;
template <class Machine, class T, class In>
    requires(Machine::size != 0)
inline constexpr sum_block<T, In> single_rows<Machine, T, In> = &sum_row_by_row<row_sums<Machine, T, In>, T, In>;

/// By technique.
template <class T, class Machine>
inline constexpr forest_kernels<T> kernels{{&sum_walked_rows<T, float>, single_rows<Machine, T, float>,
                                            &sum_row_by_row<level_sums<Machine, T, float>, T, float>,
                                            &sum_deep_rows<T, float>, &sum_64_rows<T, float>, &sum_rows<T, float>},
                                           {&sum_walked_rows<T, double>, single_rows<Machine, T, double>,
                                            &sum_row_by_row<level_sums<Machine, T, double>, T, double>,
                                            &sum_deep_rows<T, double>, &sum_64_rows<T, double>, &sum_rows<T, double>},
                                           8 * widest_row};

}  // namespace arenite::inline ARENITE_ABI::detail::ARENITE_INSTRUCTIONS
#endif
