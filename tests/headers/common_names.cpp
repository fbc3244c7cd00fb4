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

/// What rows of a text hold once all stages have been at them.
std::size_t prepared_rows(arenite::schema_view text_columns, std::string_view text) {
    using namespace arenite;
    memory_source rows_of_text{text};
    double const list[1] = {1};
    auto const numbers = missing_indicators("age") | impute(0) | standardize(list, 1) | robust_scale(0, list) |
                         min_max_scale({{"age", 1}}, {{"age", 2}}) | clip(0, 1) | normalize_columns(1) |
                         normalize_rows(row_norm::l2) | log1p() | power_transform(power_family::box_cox, 1) |
                         bucketize("age", {1, 2}) | polynomial_features();
    auto const categories = one_hot("city") | ordinal_encode("town") | target_encode("street", {1.0}) | hash_encode(3);
    auto const others = select("age", "city") | drop("city") | reorder("age") | rename_columns("age", "years") |
                        transform_column("years", [](float number) noexcept { return number; }) |
                        transform_batch([](batch_view<float>) noexcept {});
    auto const taken = filter("age", [](float) noexcept { return true; }) | sample(0.5, 1) | first_rows(9) | skip_rows(1) |
                       shuffle(1000, 1) | batches_of(5) | inspect([](auto const&) {}) | split_labels("income");
    auto prepared = csv_batches<float>(rows_of_text, text_columns) | taken | categories | numbers | others;
    auto const zipped = csv_batches<float>(rows_of_text, text_columns) | zip_with(prepared);
    return plan(zipped).total() + collect(prepared, 100).rows() + collect(prepared).rows();
}
