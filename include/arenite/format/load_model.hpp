// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/format/detail/load_as.hpp>
#include <arenite/format/detail/load_workspace.hpp>
#include <arenite/format/load_options.hpp>
#include <arenite/format/model_format.hpp>
#include <arenite/memory/system_memory.hpp>
#include <arenite/model/blended_model.hpp>
#include <arenite/model/graph_model.hpp>
#include <arenite/model/linear_booster.hpp>
#include <arenite/model/linear_tree_ensemble.hpp>
#include <arenite/model/model.hpp>
#include <arenite/model/recoded_ensemble.hpp>
#include <arenite/model/tree_ensemble.hpp>

#include <string_view>

namespace arenite::inline ARENITE_ABI {

namespace detail {

[[noreturn]] inline void refuse_load(model_input const& input, std::string_view found, std::string_view expected) {
    raise(model_error{input.name(), {}, 0, found, expected});
}

[[nodiscard]] inline model load_from(model_input& input, load_options const& options, load_workspace& workspace,
                                     budget& memory) {
    if (options.rounds == 0) refuse_load(input, "0 as the number of rounds to keep", "at least 1");
    auto const content = recognise_content(input.window());
    auto const format = options.format == model_format::recognised ? format_of(content) : options.format;
    if (content == model_content::legacy_xgboost)
        refuse_load(input, "XGBoost's legacy binary format",
                    "JSON or UBJSON: save it again as .json or .ubj with XGBoost 3.0 or older");
    if (content == model_content::catboost_binary && format == model_format::catboost)
        refuse_load(input, "CatBoost's binary format (.cbm)",
                    "JSON: save it again with save_model(path, format=\"json\")");
    if (format == model_format::arenite) return load_as<model_format::arenite>(input, options, workspace, memory);
    if (options.use == file_use::mapped)
        refuse_load(input, "a format that has to be read", "a file of arenite's own: only one is used in place");
    if (format == model_format::catboost) return load_as<model_format::catboost>(input, options, workspace, memory);
    if (format == model_format::lightgbm) return load_as<model_format::lightgbm>(input, options, workspace, memory);
    if (format == model_format::onnx) return load_as<model_format::onnx>(input, options, workspace, memory);
    if (format == model_format::sklearn) return load_as<model_format::sklearn>(input, options, workspace, memory);
    if (format == model_format::treelite) return load_as<model_format::treelite>(input, options, workspace, memory);
    if (format == model_format::xgboost) return load_as<model_format::xgboost>(input, options, workspace, memory);
    refuse_load(
        input, name_of(format),
        "a model of XGBoost (JSON, UBJSON), LightGBM (text), scikit-learn (JSON of export_sklearn.py), CatBoost "
        "(JSON), ONNX, Treelite (checkpoint of version 4) or arenite");
}

}  // namespace detail

/// Loads the model in the file at `path`; the format is recognised by content, or stated. XGBoost JSON and UBJSON,
/// LightGBM text, CatBoost JSON, ONNX, checkpoints of Treelite 4, the JSON that examples/export_sklearn.py writes of
/// models of scikit-learn, and arenite's own (save_model), of which load_options says more. The file is read twice and
/// never held whole: first counted, then filled into its region; three times where `rounds` are asked for and a file of
/// XGBoost says behind its trees which those are, as files of before 2.0 do, and of scikit-learn, whose files hold rows
/// with their answers, which are replayed. It must be a regular file; a pipe is refused. A file of arenite's own is
/// read once, into the region that it stays in.
///
/// Of a model of XGBoost or LightGBM that was trained on a data frame, the schema's columns of categories have the
/// names that its file lists (cats, from XGBoost 3.1 on; pandas_categorical): a reader of rows takes texts there. One
/// that is not listed is missing for LightGBM and refused by XGBoost, as by the libraries themselves; column::unseen
/// says which, and a caller's own copy of the schema may say otherwise. Rows of numbers have codes there, the positions
/// of the names.
///
/// Errors:    model_error for a damaged file or a construct that is not supported (named, with its place)
///            and for rounds that it does not hold; budget_exceeded; std::system_error for what the system refused.
///            Nothing is left behind.
/// Allocates: model.bytes() from `memory`, released by the model's destructor; while loading
///            model.held().loading_bytes more, also from `memory`: load_workspace_bytes, and 8 for each node of the
///            largest tree as far as they are more than what the kernels read; of ONNX's TreeEnsemble, if its trees do
///            not lie one behind the other, up to 32 for each of its nodes and leaves; of an ONNX graph of more than
///            about a thousand values, 80 for each and its name. Of a file of arenite's own with plans for this
///            processor nothing is compiled.
/// Threads:   as many loads at once as wanted.
[[nodiscard]] inline model load_model(std::string_view path, load_options options, budget& memory = system_memory()) {
    if (options.use == file_use::mapped) return detail::load_mapped<model_format::arenite>(path, options, memory);
    detail::load_workspace workspace{memory};
    detail::model_input input{path, workspace.file()};
    return detail::load_from(input, options, workspace, memory);
}
[[nodiscard]] inline model load_model(std::string_view path, budget& memory = system_memory()) {
    return load_model(path, load_options{}, memory);
}

/// As above from bytes in memory, which are only borrowed for the call, or, with file_use::mapped, for as long as the
/// model is there: a file of arenite's own, at a multiple of 64, is used where it lies, as in a host without files:
///
///     alignas(64) constexpr unsigned char file[] = {
///     #include "model.inc"  // xxd -i < model.arenite > model.inc
///     };
///     auto const model = load_model(std::as_bytes(std::span{file}), {.use = file_use::mapped}, memory);
[[nodiscard]] inline model load_model(std::span<std::byte const> bytes, load_options options,
                                      budget& memory = system_memory()) {
    detail::load_workspace workspace{memory};
    detail::model_input input{bytes};
    return detail::load_from(input, options, workspace, memory);
}
[[nodiscard]] inline model load_model(std::span<std::byte const> bytes, budget& memory = system_memory()) {
    return load_model(bytes, load_options{}, memory);
}

}  // namespace arenite::inline ARENITE_ABI
