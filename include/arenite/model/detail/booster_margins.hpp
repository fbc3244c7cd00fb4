// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/batch/batch_view.hpp>
#include <arenite/model/detail/vector_lanes.hpp>

#include <algorithm>
#include <limits>

namespace arenite::inline ARENITE_ABI::detail {

/// The margins of a linear booster: of each output, bias + base, then the product of every feature that is there, in
/// ascending order. Outputs and rows do not depend on each other: `step` of the ones or of the others go together.
template <std::floating_point T>
class booster_margins {
public:
    booster_margins(std::span<T const> weights, std::span<T const> base, T missing) noexcept
        : weights_(weights), base_(base), missing_(missing), wide_(base.size() - base.size() % step) {}

    /// Gives `put` the number of each row, whose margins are in `sums` then; some rows twice.
    template <class In, class Put>
    void for_each_row(batch_view<In const> x, std::span<T> sums, Put put) const noexcept {
        if (wide_ == base_.size() || x.rows() < step) return row_by_row(x, sums, put);
        some narrow[step];  // the margins that are left over: of output wide_ + k and row first + r, narrow[k][r]
        for (std::size_t next = 0; next < x.rows(); next += step) {
            auto const first = std::min(next, x.rows() - step);
            add_rows(x, first, narrow);
            for (std::size_t r = 0; r != step; ++r) {
                add_outputs(x, first + r, sums);
                for (auto k = wide_; k != sums.size(); ++k) sums[k] = narrow[k - wide_][r];
                put(first + r);
            }
        }
    }

private:
    static constexpr std::size_t step = sum_lanes<T>, features_at_once = 32;
    using some = std::array<T, step>;
    static constexpr std::ptrdiff_t width = number_vector<T>::size;
    using vector_index = std::make_index_sequence<number_vector<T>::size>;

    template <class In, class Put>
    void row_by_row(batch_view<In const> x, std::span<T> sums, Put put) const noexcept {
        for (std::size_t r = 0; r != x.rows(); ++r) {
            add_outputs(x, r, sums);
            for (auto k = wide_; k != sums.size(); ++k) sums[k] = one_margin(x, r, k);
            put(r);
        }
    }

    template <class In>
    [[nodiscard]] T one_margin(batch_view<In const> x, std::size_t r, std::size_t k) const noexcept {
        T sum = start(k);
        for (std::size_t f = 0; f != x.cols(); ++f)
            if (auto const value = static_cast<T>(x(r, f)); is_there(value)) sum += rounded(value * *weight(f, k));
        return sum;
    }

    /// One row, and `step` outputs at a time, but for those left over.
    template <class In>
    void add_outputs(batch_view<In const> x, std::size_t r, std::span<T> sums) const noexcept {
        for (std::size_t k = 0; k != wide_; k += step) {
            for (auto i = k; i != k + step; ++i) sums[i] = start(i);
            auto lanes = load_lanes(sums.data() + k);
            for (std::size_t f = 0; f != x.cols(); ++f)
                if (auto const value = static_cast<T>(x(r, f)); is_there(value))
                    add_products(lanes, one_number(value), numbers_at(weight(f, k)));
            store_lanes(sums.data() + k, lanes);
        }
    }

    /// `step` rows, and one of the outputs left over at a time.
    template <class In>
    void add_rows(batch_view<In const> x, std::size_t first, std::span<some, step> sums) const noexcept {
        for (auto k = wide_; k != base_.size(); ++k) sums[k - wide_].fill(start(k));
        some room[features_at_once];
        for (std::size_t f = 0; f < x.cols(); f += features_at_once) {
            auto const values = std::span{room}.first(std::min(features_at_once, x.cols() - f));
            auto const gaps = turn(x, first, f, values);
            for (auto k = wide_; k != base_.size(); ++k)
                if (gaps) add_features<true>(values, weight(f, k), sums[k - wide_]);
                else add_features<false>(values, weight(f, k), sums[k - wide_]);
        }
    }

    /// to[i][r] becomes feature f + i of row first + r, NaN where it is missing. Whether that is so anywhere.
    template <class In>
    [[nodiscard]] bool turn(batch_view<In const> x, std::size_t first, std::size_t f,
                            std::span<some> to) const noexcept {
        auto const none = vector_of_one(std::numeric_limits<T>::quiet_NaN()), missing = vector_of_one(missing_);
        auto gaps = none == none;  // false, everywhere
        for (std::size_t i = 0; i != to.size(); ++i) {
            auto const* from = &x(first, f + i);
            for (std::size_t r = 0; r != step; r += number_vector<T>::size, from += width * x.row_stride()) {
                auto const read = strided_vector(from, x.row_stride(), vector_index{});
                auto const value = read == missing ? none : read;
                gaps |= value != value;
                store_vector(to[i].data() + r, value);
            }
        }
        return is_true_anywhere(gaps, vector_index{});
    }

    template <std::size_t... I>
    [[nodiscard]] static bool is_true_anywhere(auto const& where, std::index_sequence<I...>) noexcept {
        return (where[I] | ...) != 0;
    }

    template <class In, std::size_t... I>
    [[nodiscard]] static vector_of<T> strided_vector(In const* from, std::ptrdiff_t stride,
                                                     std::index_sequence<I...>) noexcept {
        return vector_of<T>{static_cast<T>(from[static_cast<std::ptrdiff_t>(I) * stride])...};
    }

    template <bool Gaps>
    void add_features(std::span<some const> values, T const* weights, some& sums) const noexcept {
        auto lanes = load_lanes(sums.data());
        for (std::size_t f = 0; f != values.size(); ++f) {
            auto const by = weights[f * base_.size()];
            if constexpr (Gaps) add_present(lanes, values[f].data(), vector_of_one(by));
            else add_products(lanes, numbers_at(values[f].data()), one_number(by));
        }
        store_lanes(sums.data(), lanes);
    }

    [[nodiscard]] bool is_there(T value) const noexcept { return value == value && value != missing_; }
    [[nodiscard]] T start(std::size_t k) const noexcept {
        return weights_[weights_.size() - base_.size() + k] + base_[k];
    }
    [[nodiscard]] T const* weight(std::size_t f, std::size_t k) const noexcept {
        return weights_.data() + f * base_.size() + k;
    }

    std::span<T const> weights_, base_;
    T missing_;
    std::size_t wide_;  // outputs, but for those left over
};

}  // namespace arenite::inline ARENITE_ABI::detail
