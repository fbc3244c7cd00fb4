// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/transform/detail/exact_quotient.hpp>

#include <algorithm>
#include <limits>
#include <span>

namespace arenite::inline ARENITE_ABI::detail {

/// Mean and variance of finite numbers from the sums of them and of their squares, neither of which is ever rounded:
/// no order, no grouping and no offset of the numbers changes a bit of them.
///
/// Allocates: nothing.
class exact_moments {
public:
    /// All must be finite.
    void add(std::span<double const> numbers) noexcept {
        count_ += numbers.size();
        while (!numbers.empty()) {
            auto const block = numbers.first(std::min(numbers.size(), block_size));
            add_block(block);
            numbers = numbers.subspan(block.size());
        }
    }

    void merge(exact_moments const& other) noexcept {
        sum_.add(other.sum_);
        squares_.add(other.squares_);
        count_ += other.count_;
    }

    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

    /// NaN of no numbers.
    [[nodiscard]] double mean() const noexcept {
        if (count_ == 0) return std::numeric_limits<double>::quiet_NaN();
        auto const magnitude = quotient(sum_.magnitude(), unit_exponent, count_).nearest();
        return sum_.negative() ? -magnitude : magnitude;
    }

    /// The sum of all squared distances from the mean, divided by count() - less_freedom; its square root is the
    /// standard deviation. NaN where that leaves nothing to divide by.
    [[nodiscard]] double deviation(std::uint64_t less_freedom = 0) const noexcept {
        if (count_ <= less_freedom) return std::numeric_limits<double>::quiet_NaN();
        return quotient(scaled_distances(), 2 * unit_exponent, count_, count_ - less_freedom).square_root();
    }

private:
    /// Of 2^64 numbers below 2^1024, in units of 2^-1074; of their squares.
    static constexpr std::size_t sum_words = 34, square_words = 67, product_words = 2 * sum_words;
    static constexpr int unit_exponent = -1074;
    static constexpr std::size_t block_size = 64;
    static constexpr std::uint64_t hidden_bit = std::uint64_t{1} << 52;

    /// A double as fraction * 2^(place + unit_exponent).
    struct parts {
        std::uint64_t fraction;
        std::size_t place;
        bool negative;

        explicit parts(double number) noexcept {
            auto const bits = std::bit_cast<std::uint64_t>(number);
            auto const exponent = bits >> 52 & 0x7FF;
            fraction = (bits & (hidden_bit - 1)) | (exponent != 0 ? hidden_bit : 0);
            place = exponent != 0 ? exponent - 1 : 0;
            negative = bits >> 63 != 0;
        }
    };

    /// What there is to know of a block in front of adding it; the place is that of the least number but 0.
    struct block_range {
        std::uint64_t least_place = ~std::uint64_t{0}, most_exponent = 0;
        bool has_subnormal = false;

        explicit block_range(std::span<double const> numbers) noexcept {
            for (auto const number : numbers) {
                auto const exponent = std::bit_cast<std::uint64_t>(number) >> 52 & 0x7FF;
                least_place = std::min(least_place, exponent - 1);
                most_exponent = std::max(most_exponent, exponent);
                has_subnormal |= exponent == 0 && number != 0;
            }
        }
    };

    /// Numbers whose exponents are close to each other, as those of a column mostly are, are added in registers.
    void add_block(std::span<double const> numbers) noexcept {
        constexpr std::uint64_t room = 10;  // fractions of 53 bits become such of 63, and a sign
        block_range const range{numbers};
        if (range.has_subnormal || range.most_exponent - 1 - range.least_place > room) add_each(numbers);
        else add_close(numbers, range.least_place);
    }

    void add_each(std::span<double const> numbers) noexcept {
        for (auto const number : numbers) {
            parts const of{number};
            auto const square = wide_number{of.fraction} * of.fraction;
            sum_.add({of.fraction, 0, 0}, of.place, of.negative);
            squares_.add({low(square), high(square), 0}, 2 * of.place);
        }
    }

    void add_close(std::span<double const> numbers, std::uint64_t least) noexcept {
        wide_difference sum = 0;
        wide_number squares = 0;
        std::uint64_t overflows = 0;
        for (auto const number : numbers) {
            auto const bits = std::bit_cast<std::uint64_t>(number), exponent = bits >> 52 & 0x7FF;
            auto const whole = (bits & (hidden_bit - 1)) | (exponent != 0 ? hidden_bit : 0);
            auto const moved = whole << ((exponent - 1 - least) & 63);
            auto const sign = static_cast<std::int64_t>(bits) >> 63;
            auto const square = wide_number{moved} * moved;
            sum += (static_cast<std::int64_t>(moved) ^ sign) - sign;
            squares += square;
            overflows += squares < square ? 1 : 0;
        }
        auto const magnitude = static_cast<wide_number>(sum < 0 ? -sum : sum);
        sum_.add({low(magnitude), high(magnitude), 0}, least, sum < 0);
        squares_.add({low(squares), high(squares), overflows}, 2 * least);
    }

    [[nodiscard]] static constexpr std::uint64_t low(wide_number of) noexcept { return static_cast<std::uint64_t>(of); }
    [[nodiscard]] static constexpr std::uint64_t high(wide_number of) noexcept {
        return static_cast<std::uint64_t>(of >> 64);
    }

    /// count() times the sum of all squared distances from the mean: count * squares - sum * sum, which is never below
    /// 0. In units of 2^(2 * unit_exponent).
    [[nodiscard]] long_number<product_words> scaled_distances() const noexcept {
        auto const squares = squares_.magnitude();
        auto const sum = sum_.magnitude();
        exact_sum<product_words + 1> distances;
        for (std::size_t i = 0; i != used_words(squares); ++i) {
            auto const product = wide_number{squares[i]} * count_;
            distances.add({low(product), high(product), 0}, 64 * i);
        }
        auto const used = used_words(sum);
        for (std::size_t i = 0; i != used; ++i)
            for (std::size_t k = 0; k != used; ++k) {
                auto const product = wide_number{sum[i]} * sum[k];
                distances.add({low(product), high(product), 0}, 64 * (i + k), true);
            }
        auto const magnitude = distances.magnitude();
        long_number<product_words> kept;
        std::copy_n(magnitude.begin(), product_words, kept.begin());
        return kept;
    }

    exact_sum<sum_words> sum_;
    exact_sum<square_words> squares_;
    std::uint64_t count_ = 0;
};

}  // namespace arenite::inline ARENITE_ABI::detail
