// SPDX-License-Identifier: MIT
#include <arenite/model/detail/linear_kernels.hpp>

#include "contracts/predictor_contract.hpp"

#include "instruction_sets.hpp"
#include "stated_order.hpp"

#include <doctest/doctest.h>

#include <sys/mman.h>
#include <unistd.h>

#include <cmath>
#include <limits>

namespace {

using arenite::batch_view;

/// Weights with zeros behind those of each output, as the kernels want them, and what rows must score.
template <class T>
struct linear_task {
    linear_task(std::size_t row_count, std::size_t col_count, std::size_t outputs)
        : rows(row_count), cols(col_count), stride(arenite::round_up(cols, arenite::detail::sum_lanes<T>)),
          weights(stride * outputs), intercepts(inexact_numbers<T>(outputs, 3)),
          values(inexact_numbers<T>(rows * cols, 2)) {
        auto const plain = inexact_numbers<T>(cols * outputs, 1);
        for (std::size_t i = 0; i != plain.size(); ++i) weights[i / cols * stride + i % cols] = plain[i];
    }

    [[nodiscard]] std::vector<T> expected() const {
        std::vector<T> scores;
        for (std::size_t r = 0; r != rows; ++r)
            for (std::size_t k = 0; k != intercepts.size(); ++k)
                scores.push_back(sum_in_stated_order<T>(std::span{weights}.subspan(k * stride, cols),
                                                        std::span{values}.subspan(r * cols, cols), intercepts[k]));
        return scores;
    }

    [[nodiscard]] std::vector<T> scored(arenite::detail::instruction_set by, batch_view<T const> x) const {
        std::vector<T> scores(rows * intercepts.size());
        arenite::detail::linear_margins<T>(by, {weights.data(), cols, stride, intercepts}, x,
                                           {scores.data(), rows, intercepts.size()});
        return scores;
    }

    std::size_t rows, cols, stride;
    std::vector<T> weights, intercepts, values;
};

/// Every value that is not the row's is NaN.
template <class T>
std::vector<T> with_gaps(linear_task<T> const& of) {
    auto const step = of.cols + 3;
    std::vector<T> made(of.rows * step + 1, std::numeric_limits<T>::quiet_NaN());
    for (std::size_t i = 0; i != of.values.size(); ++i) made[1 + i / of.cols * step + i % of.cols] = of.values[i];
    return made;
}

template <class T>
std::vector<T> by_columns(linear_task<T> const& of) {
    std::vector<T> made(of.values.size());
    for (std::size_t i = 0; i != made.size(); ++i) made[i % of.cols * of.rows + i / of.cols] = of.values[i];
    return made;
}

template <class T>
void check_shape(std::size_t rows, std::size_t cols, std::size_t outputs) {
    CAPTURE(rows);
    CAPTURE(cols);
    CAPTURE(outputs);
    linear_task<T> const of{rows, cols, outputs};
    auto const expected = of.expected();
    auto const gaps = with_gaps(of), columns = by_columns(of);
    for (auto const set : instruction_sets()) {
        CAPTURE(static_cast<int>(set));
        auto const gap_stride = static_cast<std::ptrdiff_t>(cols + 3), col_stride = static_cast<std::ptrdiff_t>(rows);
        CHECK(contracts::same_bits(of.scored(set, {of.values.data(), rows, cols}), expected));
        CHECK(contracts::same_bits(of.scored(set, {gaps.data() + 1, rows, cols, gap_stride, 1}), expected));
        CHECK(contracts::same_bits(of.scored(set, {columns.data(), rows, cols, 1, col_stride}), expected));
    }
}

/// Every second row is NaN: what lies behind a row, which vectors may read, is not in its score.
template <class T>
void check_beside_nan(std::size_t cols) {
    CAPTURE(cols);
    linear_task<T> of{9, cols, 6};
    for (std::size_t c = 0; c != cols; ++c)
        for (std::size_t r = 1; r < of.rows; r += 2) of.values[r * cols + c] = std::numeric_limits<T>::quiet_NaN();
    for (auto const set : instruction_sets())
        CHECK(contracts::same_bits(of.scored(set, {of.values.data(), of.rows, cols}), of.expected()));
}

/// Two pages, of which the second may not be touched.
class page_in_front_of_none {
public:
    page_in_front_of_none()
        : start_(::mmap(nullptr, 2 * bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
        REQUIRE(start_ != MAP_FAILED);
        REQUIRE(::mprotect(static_cast<std::byte*>(start_) + bytes_, bytes_, PROT_NONE) == 0);
    }
    page_in_front_of_none(page_in_front_of_none const&) = delete;
    page_in_front_of_none& operator=(page_in_front_of_none const&) = delete;
    ~page_in_front_of_none() { ::munmap(start_, 2 * bytes_); }

    /// A copy that ends where the page does.
    template <class T>
    T const* at_the_end(std::vector<T> const& values) const {
        auto* const first = reinterpret_cast<T*>(static_cast<std::byte*>(start_) + bytes_) - values.size();
        std::copy(values.begin(), values.end(), first);
        return first;
    }

private:
    std::size_t bytes_ = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    void* start_;
};

template <class T>
void check_nothing_behind_is_read(std::size_t rows, std::size_t cols) {
    page_in_front_of_none const page;
    linear_task<T> const of{rows, cols, 6};
    auto const* const values = page.at_the_end(of.values);
    for (auto const set : instruction_sets())
        CHECK(contracts::same_bits(of.scored(set, {values, rows, cols}), of.expected()));
}

TEST_SUITE("model") {
    TEST_CASE("linear_kernels: the stated order, by all instructions, for any number of rows, features and outputs") {
        for (auto const outputs : std::initializer_list<std::size_t>{1, 2, 3, 4, 5, 7, 10})
            for (auto const cols : std::initializer_list<std::size_t>{1, 7, 8, 9, 15, 16, 17, 28, 32, 100})
                for (auto const rows : std::initializer_list<std::size_t>{0, 1, 2, 3, 4, 5, 7, 8, 33}) {
                    check_shape<float>(rows, cols, outputs);
                    check_shape<double>(rows, cols, outputs);
                }
    }

    TEST_CASE("linear_kernels: without features, the intercepts") {
        check_shape<float>(5, 0, 6);
        check_shape<double>(5, 0, 6);
    }

    TEST_CASE("linear_kernels: the rows beside a row are not in its score") {
        for (auto const cols : std::initializer_list<std::size_t>{1, 3, 12, 17, 28}) {
            check_beside_nan<float>(cols);
            check_beside_nan<double>(cols);
        }
    }

    TEST_CASE("linear_kernels: nothing is read behind the last row") {
        for (auto const cols : std::initializer_list<std::size_t>{1, 3, 12, 17, 28, 64})
            for (auto const rows : std::initializer_list<std::size_t>{1, 4, 7}) {
                check_nothing_behind_is_read<float>(rows, cols);
                check_nothing_behind_is_read<double>(rows, cols);
            }
    }
}

}  // namespace
