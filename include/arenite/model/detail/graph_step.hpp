// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/model_info.hpp>

#include <cstdint>

namespace arenite::inline ARENITE_ABI::detail {

/// What a step of a graph does with columns. `a`, `b` and `c` are its operands.
enum class graph_action : unsigned char {
    load,      ///< columns of the rows, from number a.first on
    copy,      ///< a
    gather,    ///< of a, the columns that the numbers name
    to_float,  ///< a, rounded to float
    to_whole,  ///< a, towards 0
    to_truth,  ///< a != 0
    // Each column by itself.
    absolute,
    ceiling,
    exponential,
    floor,
    inverse,
    is_nan,
    logarithm,
    logistic,
    negative,
    opposite,  ///< of a truth
    sign,
    square_root,
    tangent,  ///< hyperbolic
    // Columns of a with those of b.
    add,
    both,
    divide,
    either,
    equal,
    greater,
    greater_or_equal,
    largest,
    less,
    less_or_equal,
    multiply,
    power,
    smallest,
    subtract,
    select,  ///< a ? b : c
    scale,   ///< (a - b) * c
    impute,  ///< a, or c where it is b, of which NaN is NaN
    // All columns of a row, one after the other; `width` of them at a time.
    index_of_largest,
    index_of_least,
    normalize_largest,
    normalize_sum,
    normalize_squares,
    softmax,
    sum,
    sum_of_squares,
    mean,
    maximum,
    minimum,
    product,
    log_sum,  ///< the logarithm of the sum of powers
    one_hot,  ///< `width` columns for each column of a: the number that it equals is 1; the numbers: `width`
    encode,   ///< the second number of the pair whose first a equals; the numbers: the other value, then sorted pairs
    linear,   ///< weighted sums: the numbers are intercepts, then the weights of each output
    trees,    ///< the margins of ensemble number b.first
    scores,   ///< margins of an ensemble or of a linear model on their way to scores: see graph_scores
};

/// Columns that are read one after the other: of the frame, or among the step's numbers.
struct graph_operand {
    std::uint32_t first = 0;
    std::uint8_t step = 1;  ///< 0: the same one each time
    bool number = false;    ///< not a column of the frame, but a number of the graph
    bool row = false;       ///< a column of the rows themselves

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file(self.first, self.step, self.number, self.row);
    }
};

/// One step of a graph: makes `count` columns of the frame, from `to` on. In the precision of `numbers`: what is float
/// is rounded after each operation.
struct graph_step {
    graph_action action = graph_action::copy;
    precision numbers = precision::float32;
    std::uint8_t detail = 0;  ///< of sums: in the runtime's order of what lies together; of scores: graph_scores
    graph_operand a{}, b{}, c{};
    std::uint32_t inputs = 0;  ///< columns of a
    std::uint32_t width = 1;
    std::uint32_t to = 0, count = 0;
    std::uint64_t first_number = 0, number_count = 0;

    /// Its fields in a file: see detail::record_fields.
    template <class Self, class File>
    static constexpr void archive(Self& self, File& file) {
        file.choice(self.action, graph_action::scores);
        file.choice(self.numbers, precision::float64);
        file(self.detail, self.a, self.b, self.c, self.inputs, self.width, self.to, self.count, self.first_number,
             self.number_count);
    }
};

}  // namespace arenite::inline ARENITE_ABI::detail
