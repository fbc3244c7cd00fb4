// SPDX-License-Identifier: MIT
#include <arenite/model/detail/linear_kernels.hpp>

#include "contracts/predictor_contract.hpp"

#include "instruction_sets.hpp"
#include "stated_order.hpp"

#include <arenite/memory/detail/resident_check.hpp>

#include <doctest/doctest.h>

#include <sys/mman.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <limits>

namespace {

using arenite::batch_view;

struct alignas(64) vector_line {
    std::byte bytes[64];
};

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

    [[nodiscard]] std::size_t scratch_bytes() const {
        return arenite::detail::linear_scratch_bytes<T>(rows, cols, intercepts.size());
    }

    /// Scores that lie side by side, or with gaps between the rows, or between all of them: where nothing is written.
    [[nodiscard]] std::vector<T> scored(arenite::detail::instruction_set by, batch_view<T const> x,
                                        std::size_t scratch_size, std::size_t row_gap = 0,
                                        std::size_t col_step = 1) const {
        auto const outputs = intercepts.size(), step = outputs * col_step + row_gap;
        std::vector<T> spread(rows * step, T{77}), scores;
        std::vector<vector_line> scratch(scratch_size / sizeof(vector_line) + 1);
        std::memset(scratch.data(), 0xFF, scratch_size);
        batch_view<T> const y{spread.data(), rows, outputs, static_cast<std::ptrdiff_t>(step),
                              static_cast<std::ptrdiff_t>(col_step)};
        arenite::scratch_view const lent{std::as_writable_bytes(std::span{scratch}).first(scratch_size)};
        arenite::detail::linear_margins<T>(by, {weights.data(), cols, stride, intercepts}, x, y, lent);
        for (std::size_t i = 0; i != spread.size(); ++i)
            if (i % step % col_step == 0 && i % step / col_step < outputs) scores.push_back(spread[i]);
            else CHECK(spread[i] == T{77});
        return scores;
    }

    /// With the scratch that is asked for, with too little, and with none.
    [[nodiscard]] bool scores(std::vector<T> const& expected, arenite::detail::instruction_set by,
                              batch_view<T const> x) const {
        for (auto const bytes : {scratch_bytes(), arenite::stack_scratch_bytes, scratch_bytes() / 2, std::size_t{0}})
            if (!contracts::same_bits(scored(by, x, bytes), expected)) return false;
        return contracts::same_bits(scored(by, x, scratch_bytes(), 3), expected) &&
               contracts::same_bits(scored(by, x, scratch_bytes(), 1, 2), expected);
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
std::vector<T> every_third(linear_task<T> const& of) {
    std::vector<T> made(3 * of.values.size(), std::numeric_limits<T>::quiet_NaN());
    for (std::size_t i = 0; i != of.values.size(); ++i) made[3 * i] = of.values[i];
    return made;
}

template <class T>
std::vector<T> upside_down(linear_task<T> const& of) {
    std::vector<T> made;
    for (auto r = of.rows; r-- != 0;)
        for (std::size_t c = 0; c != of.cols; ++c) made.push_back(of.values[r * of.cols + c]);
    return made;
}

template <class T>
void check_shape(std::size_t rows, std::size_t cols, std::size_t outputs) {
    CAPTURE(rows);
    CAPTURE(cols);
    CAPTURE(outputs);
    linear_task<T> const of{rows, cols, outputs};
    auto const expected = of.expected();
    auto const gaps = with_gaps(of), columns = by_columns(of), spread = every_third(of), backwards = upside_down(of);
    auto const* const last_row = backwards.data() + (rows == 0 ? 0 : (rows - 1) * cols);
    for (auto const set : instruction_sets()) {
        CAPTURE(static_cast<int>(set));
        auto const gap_stride = static_cast<std::ptrdiff_t>(cols + 3), col_stride = static_cast<std::ptrdiff_t>(rows);
        CHECK(of.scores(expected, set, {of.values.data(), rows, cols}));
        CHECK(of.scores(expected, set, {gaps.data() + 1, rows, cols, gap_stride, 1}));
        CHECK(of.scores(expected, set, {columns.data(), rows, cols, 1, col_stride}));
        CHECK(of.scores(expected, set, {spread.data(), rows, cols, 3 * static_cast<std::ptrdiff_t>(cols), 3}));
        CHECK(of.scores(expected, set, {last_row, rows, cols, -static_cast<std::ptrdiff_t>(cols), 1}));
    }
}

/// Every second row is NaN: what lies behind a row, which vectors may read, is not in its score.
template <class T>
void check_beside_nan(std::size_t rows, std::size_t cols, std::size_t outputs) {
    CAPTURE(cols);
    linear_task<T> of{rows, cols, outputs};
    for (std::size_t c = 0; c != cols; ++c)
        for (std::size_t r = 1; r < of.rows; r += 2) of.values[r * cols + c] = std::numeric_limits<T>::quiet_NaN();
    for (auto const set : instruction_sets()) CHECK(of.scores(of.expected(), set, {of.values.data(), of.rows, cols}));
}

/// Every product is -0, and the intercepts are -0: a sum that began at +0 remains it.
template <class T>
void check_negative_zeros(std::size_t cols) {
    CAPTURE(cols);
    linear_task<T> of{40, cols, 10};
    of.weights.assign(of.weights.size(), T{1});
    of.values.assign(of.values.size(), -T{0});
    of.intercepts.assign(10, -T{0});
    auto const columns = by_columns(of);
    std::vector<T> const zeros(400);
    for (auto const set : instruction_sets()) {
        CHECK(of.scores(zeros, set, {of.values.data(), 40, cols}));
        CHECK(of.scores(zeros, set, {columns.data(), 40, cols, 1, 40}));
    }
}

/// Pages, and as many behind them that may not be touched.
class pages_in_front_of_none {
public:
    explicit pages_in_front_of_none(std::size_t size)
        : bytes_(arenite::round_up(size, static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)))),
          start_(::mmap(nullptr, 2 * bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
        REQUIRE(start_ != MAP_FAILED);
        REQUIRE(::mprotect(static_cast<std::byte*>(start_) + bytes_, bytes_, PROT_NONE) == 0);
    }
    pages_in_front_of_none(pages_in_front_of_none const&) = delete;
    pages_in_front_of_none& operator=(pages_in_front_of_none const&) = delete;
    ~pages_in_front_of_none() { ::munmap(start_, 2 * bytes_); }

    /// A copy that ends where the pages do.
    template <class T>
    T const* at_the_end(std::vector<T> const& values) const {
        auto* const first = reinterpret_cast<T*>(static_cast<std::byte*>(start_) + bytes_) - values.size();
        std::copy(values.begin(), values.end(), first);
        return first;
    }

private:
    std::size_t bytes_;
    void* start_;
};

template <class T>
void check_nothing_behind_is_read(std::size_t rows, std::size_t cols) {
    pages_in_front_of_none const pages{rows * cols * sizeof(T)};
    linear_task<T> const of{rows, cols, 6};
    auto const* const values = pages.at_the_end(of.values);
    for (auto const set : instruction_sets()) CHECK(of.scores(of.expected(), set, {values, rows, cols}));
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

    TEST_CASE("linear_kernels: the stated order, where the outputs' weights are turned") {
        for (auto const outputs : std::initializer_list<std::size_t>{1, 6, 8, 10, 16, 17, 33})
            for (auto const cols : std::initializer_list<std::size_t>{1, 8, 17, 28, 47, 100})
                for (auto const rows : std::initializer_list<std::size_t>{31, 32, 37, 64}) {
                    if (arenite::detail::under_sanitizer && rows > 32) continue;
                    check_shape<float>(rows, cols, outputs);
                    check_shape<double>(rows, cols, outputs);
                }
    }

    TEST_CASE("linear_kernels: the stated order, where features are more than the nearest cache holds") {
        for (auto const outputs : std::initializer_list<std::size_t>{2, 10, 23})
            for (auto const rows : std::initializer_list<std::size_t>{3, 4, 13, 70}) {
                if (arenite::detail::under_sanitizer && rows > 4) continue;  // they take minutes
                for (auto const cols : std::initializer_list<std::size_t>{512, 2048, 2061})
                    check_shape<float>(rows, cols, outputs);
                for (auto const cols : std::initializer_list<std::size_t>{257, 1024, 1033})
                    check_shape<double>(rows, cols, outputs);
            }
    }

    TEST_CASE("linear_kernels: a sum of products that are all -0 is +0, wherever the features are") {
        for (auto const cols : std::initializer_list<std::size_t>{1, 9, 16, 40}) {
            check_negative_zeros<float>(cols);
            check_negative_zeros<double>(cols);
        }
    }

    TEST_CASE("linear_kernels: without features, the intercepts") {
        for (auto const rows : std::initializer_list<std::size_t>{5, 40}) {
            check_shape<float>(rows, 0, 6);
            check_shape<double>(rows, 0, 6);
        }
    }

    TEST_CASE("linear_kernels: the rows beside a row are not in its score") {
        for (auto const cols : std::initializer_list<std::size_t>{1, 3, 12, 17, 28}) {
            check_beside_nan<float>(9, cols, 6);
            check_beside_nan<double>(9, cols, 6);
            check_beside_nan<float>(41, cols, 10);
            check_beside_nan<double>(41, cols, 10);
        }
    }

    TEST_CASE("linear_kernels: nothing is read behind the last row") {
        for (auto const cols : std::initializer_list<std::size_t>{1, 3, 12, 17, 28, 64})
            for (auto const rows : std::initializer_list<std::size_t>{1, 4, 7, 37}) {
                check_nothing_behind_is_read<float>(rows, cols);
                check_nothing_behind_is_read<double>(rows, cols);
            }
    }
}

}  // namespace
