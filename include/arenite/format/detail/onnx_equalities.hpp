// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/onnx_equal_feature.hpp>
#include <arenite/format/detail/onnx_spare_tree.hpp>
#include <arenite/format/detail/onnx_tree_outline.hpp>
#include <arenite/format/detail/pair_heap.hpp>
#include <arenite/model/detail/graph_encoders.hpp>
#include <arenite/model/detail/graph_program.hpp>
#include <arenite/model/tree_ensemble_builder.hpp>

namespace arenite::inline ARENITE_ABI::detail {

/// The values that nodes compare with for equality become codes, each feature's in a column of its own behind the features:
/// the step in front of the trees looks them up. A node then tests for a code, or for a set of them.
///
///     words of sets of one code, for each bit b:   | 0 … 0, as many as the largest set has | 1 << b |
template <std::floating_point T>
class onnx_equalities {
public:
    /// `look_ups`: the steps that make the columns of codes, in the order of the features, which are sorted.
    onnx_equalities(std::span<onnx_equal_feature const> sorted_features, std::span<graph_step> look_ups,
                    std::span<double> all_numbers, tree_ensemble_builder<T>& builder) noexcept
        : features_(sorted_features), steps_(look_ups), numbers_(all_numbers), builder_(builder) {}

    /// Words that one code takes at most, and words for all sets of one code.
    [[nodiscard]] static std::uint64_t words_of(std::span<onnx_equal_feature const> features) noexcept {
        std::uint64_t most = 0;
        for (auto const& one : features) most = std::max<std::uint64_t>(most, one.values);
        return (most + 31) / 32;
    }
    [[nodiscard]] static std::uint64_t shared_words(std::span<onnx_equal_feature const> features) noexcept {
        return features.empty() ? 0 : 32 * (words_of(features) + 1);
    }

    /// Begins with no values.
    void begin() noexcept {
        for (auto& step : steps_) step.number_count = 2;
    }

    /// False: there is no room for it.
    [[nodiscard]] bool add(onnx_equal_key key, T value) noexcept {
        auto const at = position(key);
        if (at == features_.size() || value != value) return at != features_.size();
        auto& step = steps_[at];
        if (step.number_count == 2 + 2 * std::uint64_t{features_[at].values}) return false;
        numbers_[step.first_number + step.number_count] = static_cast<double>(value) + 0.0;  // -0 is 0
        step.number_count += 2;
        return true;
    }

    /// Sorts the values, numbers them, and makes a set of each.
    void finish() noexcept {
        make_words();
        for (std::size_t i = 0; i != steps_.size(); ++i) {
            auto& step = steps_[i];
            step.b.first = next_set_;
            auto const pairs = numbers_.subspan(step.first_number + 2, step.number_count - 2);
            pair_heap{pairs}.sort();
            auto const codes = number(pairs);
            step.number_count = 2 + 2 * std::uint64_t{codes};
            for (std::uint32_t code = 0; code != codes; ++code) set_one(i, code);
        }
    }

    /// Makes a split test for a value.
    void set_test(tree_node<T>& at, onnx_equal_key key, T value) const noexcept {
        auto const i = position(key);
        at.set_feature(column(i));
        at.set_category_set(steps_[i].b.first + code(i, value));
    }

    /// Makes a split test for several values, which are added then. False: there is no room.
    [[nodiscard]] bool begin_set(tree_node<T>& at, onnx_equal_key key) noexcept {
        auto const i = position(key);
        auto const words = static_cast<std::uint32_t>((steps_[i].number_count / 2 - 1 + 31) / 32);
        if (next_set_ == builder_.category_sets.size() || words > builder_.category_words.size() - next_word_) return false;
        at.set_feature(column(i));
        at.set_category_set(next_set_);
        builder_.category_sets[next_set_++] = {.feature = column(i), .first_word = next_word_, .words = words};
        next_word_ += words;
        return true;
    }
    void add_to_set(onnx_equal_key key, T value) noexcept {
        if (value != value) return;
        auto const& set = builder_.category_sets[next_set_ - 1];
        auto const of_value = code(position(key), value);
        builder_.category_words[set.first_word + of_value / 32] |= std::uint32_t{1} << of_value % 32;
    }

private:
    /// Of a feature; behind the last one: there are no values of it.
    [[nodiscard]] std::size_t position(onnx_equal_key key) const noexcept {
        return static_cast<std::size_t>(onnx_equal_feature::find(features_, key) - features_.begin());
    }

    [[nodiscard]] std::uint32_t column(std::size_t i) const noexcept {
        return static_cast<std::uint32_t>(builder_.columns.size() - features_.size() + i);
    }

    [[nodiscard]] std::uint32_t code(std::size_t i, T value) const noexcept {
        number_codes const codes{numbers_.subspan(steps_[i].first_number, steps_[i].number_count)};
        return static_cast<std::uint32_t>(codes(static_cast<double>(value)));
    }

    /// Leaves one pair of each value: returns how many there are.
    [[nodiscard]] static std::uint32_t number(std::span<double> pairs) noexcept {
        std::uint32_t count = 0;
        for (std::size_t i = 0; i != pairs.size(); i += 2) {
            if (count != 0 && pairs[2 * count - 2] == pairs[i]) continue;
            pairs[2 * std::size_t{count}] = pairs[i];
            pairs[2 * std::size_t{count} + 1] = count;
            ++count;
        }
        return count;
    }

    void make_words() noexcept {
        auto const size = words_of(features_) + 1;
        for (std::size_t bit = 0; !features_.empty() && bit != 32; ++bit)
            builder_.category_words[(bit + 1) * size - 1] = std::uint32_t{1} << bit;
        next_word_ = static_cast<std::uint32_t>(shared_words(features_));
    }

    void set_one(std::size_t i, std::uint32_t code) noexcept {
        auto const size = static_cast<std::uint32_t>(words_of(features_) + 1);
        auto const word = (code % 32 + 1) * size - 1 - code / 32;
        builder_.category_sets[next_set_++] = {.feature = column(i), .first_word = word, .words = code / 32 + 1};
    }

    std::span<onnx_equal_feature const> features_;
    std::span<graph_step> steps_;
    std::span<double> numbers_;
    tree_ensemble_builder<T>& builder_;
    std::uint32_t next_set_ = 0, next_word_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
