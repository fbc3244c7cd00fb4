// SPDX-License-Identifier: MIT
#include "rows.hpp"

namespace {

/// Wide rows get a buffer that grows with the model's columns: a number takes up to 25 bytes, an index up to 20.
template <class Options>
std::size_t buffer_bytes(score_options const& options, arenite::model const& model) {
    auto const enough_for_most = std::max(Options{}.buffer_bytes, arenite::saturating_bytes(model.cols(), 64));
    return options.max_record.value_or(enough_for_most);
}

/// An id may be as long as a record.
std::size_t text_bytes(score_options const& options) {
    return std::max(arenite::csv_options{}.text_bytes, options.max_record.value_or(0));
}

std::size_t batch_rows(score_options const& options) {
    return options.batch_rows.value_or(arenite::automatic_batch_rows);
}

/// What a row without the feature has for the library that trained the model.
arenite::libsvm_absent absent_for(arenite::model const& model) {
    return model.info().format == "xgboost" ? arenite::libsvm_absent::missing : arenite::libsvm_absent::zero;
}

}  // namespace

arenite::csv_batches<double> csv_rows(row_source& source, score_options const& options, arenite::model const& model,
                                      arenite::workers const& crew) {
    arenite::csv_options how{.batch_rows = batch_rows(options),
                             .buffer_bytes = buffer_bytes<arenite::csv_options>(options, model),
                             .delimiter = source.form().delimiter,
                             .header = options.header,
                             .on_bad = options.on_bad,
                             .final_newline = options.final_newline,
                             .id_column = options.id,
                             .text_bytes = text_bytes(options)};
    if (options.own_missing) how.missing = options.missing_views;
    if (source.reopens()) return {options.input, model.schema(), how, crew};
    return {source, model.schema(), how};
}

arenite::libsvm_batches<double> libsvm_rows(row_source& source, score_options const& options,
                                            arenite::model const& model) {
    return {source, model.schema(),
            arenite::libsvm_options{.batch_rows = batch_rows(options),
                                    .buffer_bytes = buffer_bytes<arenite::libsvm_options>(options, model),
                                    .index_base = options.libsvm_base.value_or(0),
                                    .absent = absent_for(model),
                                    .on_bad = options.on_bad,
                                    .final_newline = options.final_newline}};
}

arenite::npy_batches<double> npy_rows(row_source& source, score_options const& options, arenite::model const& model) {
    arenite::npy_options const how{.batch_rows = batch_rows(options)};
    if (source.reopens()) return {options.input, model.schema(), how};
    return {source, model.schema(), how};
}
