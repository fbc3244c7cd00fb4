// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/recoded_rows.hpp>
#include <arenite/model/detail/recoding.hpp>
#include <arenite/model/detail/recoding_defect.hpp>
#include <arenite/model/detail/rows_of_tile.hpp>
#include <arenite/model/tree_ensemble.hpp>

namespace arenite::inline ARENITE_ABI {

/// Trees over rows of numbers and of hashes of categories (column_kind::hashed), as CatBoost has them: tiles of rows
/// are recoded in the scratch, and an ensemble of trees scores those. A cell of a hashed column that holds no hash,
/// such as NaN, is a category that training did not see; rows of float do not hold hashes.
///
/// The scratch takes, each part rounded up to 64 bytes, 8 bytes for each row of a tile of up to 256 and each recoded
/// column (each number, each 32 categories that splits know, each CTR), and what the trees need for the tile.
///
/// Allocates: nothing; owns a region beside those of the trees, together bytes().
/// Threads:   immutable; one serves many threads.
class recoded_ensemble {
public:
    explicit recoded_ensemble(detail::unfilled none) noexcept : trees_(none) {}

    /// The recoding and the schema lie in the region; the trees have the columns of the recoding.
    recoded_ensemble(region holding_both, detail::recoding const& of_columns, schema_view of_rows,
                     tree_ensemble<double> of_trees) noexcept
        : memory_(std::move(holding_both)), recoding_(&of_columns), schema_(of_rows), trees_(std::move(of_trees)) {}

    [[nodiscard]] std::size_t cols() const noexcept { return schema_.size(); }
    [[nodiscard]] std::size_t trees() const noexcept { return trees_.trees(); }
    [[nodiscard]] std::size_t nodes() const noexcept { return trees_.nodes(); }
    [[nodiscard]] std::size_t bytes() const noexcept { return memory_.size() + trees_.bytes(); }
    [[nodiscard]] held_model held() const noexcept { return {memory_.owner(), bytes(), trees_.held().loading_bytes}; }
    [[nodiscard]] schema_view schema() const noexcept { return schema_; }
    [[nodiscard]] std::size_t outputs(output_kind kind = output_kind::prediction) const noexcept {
        return trees_.outputs(kind);
    }

    /// What the trees are, which score the recoded rows.
    [[nodiscard]] tree_ensemble<double>& ensemble() noexcept { return trees_; }

    [[nodiscard]] std::size_t scratch_bytes(std::size_t rows) const noexcept {
        return bytes_of(std::min(rows, most_rows), trees_.scratch_bytes(std::min(rows, most_rows)));
    }
    [[nodiscard]] std::size_t least_scratch_bytes() const noexcept { return bytes_of(1, trees_.least_scratch_bytes()); }

    void predict(batch_view<double const> x, batch_view<double> y, scratch_view scratch) const noexcept {
        score(output_kind::prediction, x, y, scratch);
    }

    /// Predictions or margins. Shapes: x: rows × cols(), y: rows × outputs(kind). Requires: those;
    /// least_scratch_bytes() at least; kind is not leaf.
    template <class In, class Out>
    void score(output_kind kind, batch_view<In const> x, batch_view<Out> y, scratch_view scratch) const noexcept {
        auto const rows = detail::rows_of_tile(*this, std::min(x.rows(), most_rows), scratch.size());
        auto const cells = scratch.take<double>(rows * recoding_->cols());
        for (std::size_t first = 0; first != x.rows();) {
            auto const count = std::min(rows, x.rows() - first);
            batch_view<double> const tile{cells.data(), count, recoding_->cols(), 1,
                                          static_cast<std::ptrdiff_t>(count)};
            detail::recode(*recoding_, x.middle_rows(first, count), tile, trees_.schema());
            trees_.score<double>(kind, tile, y.middle_rows(first, count), scratch);
            first += count;
        }
    }

    /// The leaf ids of every tree. Shapes: x: rows × cols(), y: rows × trees().
    template <class In>
    void leaves(batch_view<In const> x, batch_view<std::int32_t> y) const noexcept {
        trees_.leaves_of(detail::recoded_rows<In>{*recoding_, x}, y);
    }

    /// What a file keeps: see detail::model_writer.
    template <class Self, class File>
    static void archive(Self& self, File& file) {
        file.columns(self.schema_);
        file.pointed(self.recoding_);
        tree_ensemble<double>::archive(self.trees_, file);
    }

    /// What is wrong with what a file kept, or nothing. `workspace` is for subtrees that wait. O(bytes).
    [[nodiscard]] std::string_view defect(std::span<std::uint32_t> workspace) const noexcept {
        if (auto const wrong = detail::recoding_check{*recoding_, cols()}.run(); !wrong.empty()) return wrong;
        if (trees_.cols() != recoding_->cols()) return "trees of another number of columns than are recoded";
        return trees_.defect(workspace);
    }
    /// Makes what a file kept ready to score. Allocates: as of a tree_ensemble.
    void make_ready(budget& memory) { trees_.make_ready(memory); }

    void describe(model_description& of) const noexcept {
        trees_.describe(of);
        of.add_part("recoding", memory_.size());
    }

private:
    static constexpr std::size_t most_rows = 256;

    [[nodiscard]] std::size_t bytes_of(std::size_t rows, std::size_t trees_bytes) const noexcept {
        return round_up(rows * recoding_->cols() * sizeof(double)) + trees_bytes;
    }

    region memory_;
    detail::recoding const* recoding_ = nullptr;
    schema_view schema_;
    tree_ensemble<double> trees_;
};
static_assert(predictor_of<recoded_ensemble, double> && tiling_predictor<recoded_ensemble>);

}  // namespace arenite::inline ARENITE_ABI
