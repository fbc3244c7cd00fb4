// SPDX-License-Identifier: MIT
// A host's own globals, under names that everybody uses, in front of our headers and behind them: neither the headers
// nor, through their templates, the host's file may warn of a shadow.

int x, y, rows, cols, data, memory;

#include <arenite/arenite.hpp>

int n, m, s, r, c, size, value, values, scores, model, bytes, batch, columns, schema, source, row, column, name;

// Templates are instantiated here, behind the globals: g++ 12 looks for shadows once more.
template class arenite::batch_view<float>;
template class arenite::batch_view<double const>;
template class arenite::arrow_batches<double>;
template class arenite::batch<double>;
template class arenite::csv_batches<double>;
template class arenite::decision_tree<float, 1>;
template class arenite::libsvm_batches<double>;
template class arenite::npy_batches<float>;
template class arenite::npy_writer<float>;
template class arenite::row_generator<double>;
template struct arenite::linear_regression<float, 2>;
template struct arenite::linear_regression<float>;
template struct arenite::logistic_regression<double, 2>;
template struct arenite::logistic_regression<double>;
template class arenite::tree_ensemble<float>;
template class arenite::short_text<7>;

struct common_row {
    int size;
} const two_rows[2] = {{1}, {2}};

arenite::row_generator<common_row> yielded_rows(arenite::budget&) {
    for (auto const& one : two_rows) co_yield one;
}

/// What `batch_rows` rows of a text scored by `predictor` would hold.
std::size_t planned_bytes(arenite::schema_view two_columns, std::string_view text) {
    arenite::memory_source rows_of_text{text};
    auto scoring = arenite::csv_batches<float>(rows_of_text, two_columns) |
                   arenite::score_with(arenite::linear_regression<float, 2>{});
    arenite::scratch const working{arenite::linear_regression<float, 2>{}, two_columns.size()};
    auto admitted = arenite::admit(scoring, arenite::system_memory());
    for (auto const [rows_read, scores_made] : admitted) return rows_read.rows() + scores_made.rows();
    double const numbers_of_rows[2] = {1, 2};
    for (auto const read : arenite::batches_from(numbers_of_rows)) return read.rows();
    for (auto const read : arenite::batches_from(two_rows, &common_row::size)) return read.rows();
    return arenite::plan(scoring).total();
}
