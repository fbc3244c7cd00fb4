// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/lightgbm_line.hpp>
#include <arenite/model/detail/model_columns.hpp>
#include <arenite/model/linear_leaves.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// Reads the linear functions in the leaves of one tree after the other. A tree without them has constant functions.
class lightgbm_linear_fill {
public:
    /// `to_fill`: null if no tree has linear functions.
    lightgbm_linear_fill(text_tokens& of_lines, model_columns& of_columns, linear_functions* to_fill) noexcept
        : lines_(of_lines), columns_(of_columns), functions_(to_fill) {}

    void begin() noexcept { lengths_ = {}, is_linear_ = false; }

    void read(std::string_view key, std::size_t leaves) {
        if (functions_ == nullptr) return;
        if (key == "is_linear") is_linear_ = lines_.read_number<std::uint64_t>() != 0;
        else if (is_linear_) read_function(key, leaves);
    }

    /// The values of the leaves are what a tree without functions gives.
    void end(std::span<double const> leaves) {
        if (functions_ == nullptr) return;
        functions_->first_leaf[tree_++] = first_leaf_;
        if (is_linear_) check(leaves.size());
        else write_constants(leaves);
        first_leaf_ += leaves.size();
        first_term_ += lengths_[coefficient];
    }

private:
    enum part { constant, size, feature, coefficient, part_count };

    void read_function(std::string_view key, std::size_t leaves) {
        if (key == "leaf_const") read<double>(constant, functions_->constants.subspan(first_leaf_), leaves);
        else if (key == "num_features") read_sizes(leaves);
        else if (key == "leaf_features") read_features();
        else if (key == "leaf_coeff") read<double>(coefficient, functions_->coefficients.subspan(first_term_));
    }

    template <class Number>
    void read(part which, std::span<Number> to, std::size_t most = ~std::size_t{0}) {
        read_lightgbm_line<Number>(lines_, lengths_[which], std::min(to.size(), most),
                                   [&](std::size_t i, Number number) { to[i] = number; });
    }

    void read_sizes(std::size_t leaves) {
        auto const ends = functions_->first_term.subspan(first_leaf_ + 1);
        auto end = first_term_;
        read_lightgbm_line<std::uint64_t>(
            lines_, lengths_[size], std::min(leaves, ends.size()), [&](std::size_t i, std::uint64_t count) {
                if (count > functions_->features.size() - end)
                    lines_.fail("more features than there are behind leaf_features", "as many for all leaves together");
                ends[i] = end += count;
            });
    }

    void read_features() {
        auto const to = functions_->features.subspan(first_term_);
        read_lightgbm_line<std::uint32_t>(lines_, lengths_[feature], to.size(), [&](std::size_t i, std::uint32_t of) {
            if (of >= columns_.size()) lines_.fail("a feature of the model");
            columns_.set_used(to[i] = of);
        });
    }

    void check(std::size_t leaves) const {
        require_length(lines_, lengths_[constant], leaves);
        require_length(lines_, lengths_[size], leaves);
        auto const terms = functions_->first_term[first_leaf_ + leaves] - first_term_;
        if (terms != lengths_[feature] || terms != lengths_[coefficient])
            lines_.fail("another number of features of leaves than num_features", "as many for all leaves together");
    }

    void write_constants(std::span<double const> leaves) const noexcept {
        for (std::size_t i = 0; i != leaves.size(); ++i) {
            functions_->constants[first_leaf_ + i] = leaves[i];
            functions_->first_term[first_leaf_ + i + 1] = first_term_;
        }
    }

    text_tokens& lines_;
    model_columns& columns_;
    linear_functions* functions_;
    std::array<std::size_t, part_count> lengths_{};
    std::size_t tree_ = 0, first_leaf_ = 0, first_term_ = 0;
    bool is_linear_ = false;
};

}  // namespace arenite::inline ARENITE_ABI::detail
